import { expect, test } from '@jest/globals';
import { archivePlaces } from '../../../src/dataset/fetched/archives.js';
import { cifar100Archives, cifar10Archives } from '../../../src/dataset/images/cifar-archives.js';

test("every archive and file has a sum, and its places are Keras' own and the publisher's", () => {
  const all = [...cifar10Archives.archives, ...cifar100Archives.archives];
  for (const { sha256, files } of all) {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    for (const sum of Object.values(files)) expect(sum).toMatch(/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/);
  }
  expect(
    archivePlaces(cifar10Archives, { KERAS_HOME: '/k', DLX_DATASET_MIRROR: 'http://m/' }),
  ).toMatchObject({
    keras: '/k/datasets',
    mirrors: ['http://m/cifar10', 'http://m', 'https://www.cs.toronto.edu/~kriz'],
  });
});

test('of ten and of a hundred classes, each for Python and in binary', () => {
  const names = [cifar10Archives, cifar100Archives].map(({ archives }) =>
    archives.map(({ name, files }) => [name, Object.keys(files).length]),
  );
  expect(names).toEqual([
    [
      ['cifar-10-python.tar.gz', 6],
      ['cifar-10-binary.tar.gz', 6],
    ],
    [
      ['cifar-100-python.tar.gz', 2],
      ['cifar-100-binary.tar.gz', 2],
    ],
  ]);
});
