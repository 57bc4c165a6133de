// The data sets `fashion_mnist` and `mnist`: what their files are, and where they are published.
import { exactly } from '../../ground/known.js';
import { number, type ArgumentsOf } from '../../words/arguments.js';
import { defineDataset, type DatasetEntry, type LoadContext } from '../dataset.js';
import type { PinnedFile, PinnedSet } from '../fetched/fetch.js';
import { describedTarget, imageDataset, imageTarget } from './images.js';
import { splitArguments } from '../split.js';

const shape = {
  target: imageTarget,
  divide_by: number({ above: 0 }).default(255),
  ...splitArguments,
};

// Decoded sizes are the same for every set in MNIST's format.
function pinned(
  sums: readonly [string, string, string, string],
  gzipBytes: readonly [number, number, number, number],
): readonly PinnedFile[] {
  const names = [
    'train-images-idx3-ubyte.gz',
    'train-labels-idx1-ubyte.gz',
    't10k-images-idx3-ubyte.gz',
    't10k-labels-idx1-ubyte.gz',
  ];
  const bytes = [47_040_016, 60_008, 7_840_016, 10_008];
  return names.map((name, i) => ({
    name,
    bytes: bytes[i] ?? 0,
    sha256: sums[i] ?? '',
    gzipBytes: gzipBytes[i] ?? 0,
  }));
}

/** Zalando's Fashion-MNIST: 60,000 + 10,000 images of clothes. */
export const fashionMnistFiles: PinnedSet = {
  name: 'fashion_mnist',
  folder: 'fashion-mnist',
  debianPackage: 'dataset-fashion-mnist',
  mirrors: [
    // This bucket speaks no https; the sums below make up for it.
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion',
  ],
  files: pinned(
    [
      'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    ],
    [26_421_880, 29_515, 4_422_102, 5_148],
  ),
};

/** LeCun's handwritten digits: 60,000 + 10,000 images. */
export const mnistFiles: PinnedSet = {
  name: 'mnist',
  folder: 'mnist',
  debianPackage: null,
  mirrors: [
    'https://storage.googleapis.com/cvdf-datasets/mnist',
    'https://ossci-datasets.s3.amazonaws.com/mnist',
  ],
  files: pinned(
    [
      'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    ],
    [9_912_422, 28_881, 1_648_877, 4_542],
  ),
};

/** 28 × 28 grey images of ten kinds of clothes. */
export const fashionMnist = knownImages(fashionMnistFiles, {
  summary:
    'Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28 × 28 × 1, ten classes.',
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
});

/** 28 × 28 grey images of the ten digits. */
export const mnist = knownImages(mnistFiles, {
  summary:
    'MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 × 28 × 1, ten classes.',
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
});

function knownImages(
  set: PinnedSet,
  { summary, classNames }: { readonly summary: string; readonly classNames: readonly string[] },
): DatasetEntry {
  return defineDataset({
    name: set.name,
    summary,
    arguments: shape,
    inputNames: () => ['image'],
    describe: async (args) =>
      describedTarget(args, {
        inputs: [{ name: 'image', kind: 'image', shape: [28, 28, 1], vocabulary: null }],
        classes: classNames.length,
        classNames,
        targetName: 'label',
        columns: null,
        notes: [],
      }),
    load: async (args: ArgumentsOf<typeof shape>, { notify }: LoadContext) => {
      notify(`reading ${set.name}`);
      const { fetchPinnedSet } = await import('../fetched/fetch.js');
      const files = exactly(await fetchPinnedSet(set, notify), 4);
      const [trainImages, trainLabels, testImages, testLabels] = files;
      return imageDataset({
        name: set.name,
        train: { images: trainImages, labels: trainLabels },
        test: { images: testImages, labels: testLabels },
        testSplit: null,
        divideBy: args.divide_by,
        classNames,
        arguments: args,
      });
    },
  });
}
