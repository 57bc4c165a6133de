// What the archives of CIFAR-10 and CIFAR-100 are, and where they are published. The sums of archives are
// those that Keras (for Python) and TensorFlow Datasets (in binary) check, of unpacked files those that
// torchvision checks.
import type { ArchivedSet } from '../fetched/archives.js';

const mirrors = ['https://www.cs.toronto.edu/~kriz'];

/** CIFAR-10, for Python or in binary. */
export const cifar10Archives: ArchivedSet = {
  name: 'cifar10',
  mirrors,
  archives: [
    {
      name: 'cifar-10-python.tar.gz',
      bytes: 170_498_071,
      sha256: '6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce',
      folder: 'cifar-10-batches-py',
      files: {
        data_batch_1: 'c99cafc152244af753f735de768cd75f',
        data_batch_2: 'd4bba439e000b95fd0a9bffe97cbabec',
        data_batch_3: '54ebc095f3ab1f0389bbae665268c751',
        data_batch_4: '634d18415352ddfa80567beed471001a',
        data_batch_5: '482c414d41f54cd18b22e5b47cb7c3cb',
        test_batch: '40351d587109b95175f43aff81a1287e',
      },
      inKeras: {
        archives: [
          'cifar-10-batches-py-target_archive',
          'cifar-10-batches-py.tar.gz',
          'cifar-10-python.tar.gz',
        ],
        folders: [
          'cifar-10-batches-py-target/cifar-10-batches-py',
          'cifar-10-batches-py/cifar-10-batches-py',
          'cifar-10-batches-py',
        ],
      },
    },
    {
      name: 'cifar-10-binary.tar.gz',
      bytes: 170_052_171,
      sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      folder: 'cifar-10-batches-bin',
      files: {
        'data_batch_1.bin': 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
        'data_batch_2.bin': 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
        'data_batch_3.bin': 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
        'data_batch_4.bin': '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
        'data_batch_5.bin': '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
        'test_batch.bin': '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
      },
      inKeras: { archives: [], folders: [] },
    },
  ],
};

/** CIFAR-100, for Python or in binary. */
export const cifar100Archives: ArchivedSet = {
  name: 'cifar100',
  mirrors,
  archives: [
    {
      name: 'cifar-100-python.tar.gz',
      bytes: 169_001_437,
      sha256: '85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7',
      folder: 'cifar-100-python',
      files: {
        train: '16019d7e3df5f24257cddd939b257f8d',
        test: 'f0ef6b0ae62326f3e7ffdfab6717acfc',
      },
      inKeras: {
        archives: ['cifar-100-python-target_archive', 'cifar-100-python.tar.gz'],
        folders: [
          'cifar-100-python-target/cifar-100-python',
          'cifar-100-python/cifar-100-python',
          'cifar-100-python',
        ],
      },
    },
    {
      name: 'cifar-100-binary.tar.gz',
      bytes: 168_513_733,
      sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
      folder: 'cifar-100-binary',
      files: {
        'train.bin': 'f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29',
        'test.bin': 'd8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a',
      },
      inKeras: { archives: [], folders: [] },
    },
  ],
};
