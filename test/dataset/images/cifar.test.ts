// CIFAR from files of its formats that Python's own pickle, tarfile and NumPy wrote and read
// (test/fixtures/make_cifar.py).
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ArchivedSet } from '../../../src/dataset/fetched/archives.js';
import { labels10, labels100, readCifar } from '../../../src/dataset/images/cifar.js';
import { cifar100Archives, cifar10Archives } from '../../../src/dataset/images/cifar-archives.js';
import type { LabelledImages } from '../../../src/dataset/images/images.js';
import { root } from '../../folders.js';
import { describeIn } from '../fixtures.js';
import { madeFolder } from '../pictures/made.js';

const fixtures = join(root, 'test/fixtures/cifar');

type Told = { readonly sha256: string; readonly labels: readonly number[] };
type Parts = { readonly train: Told; readonly test: Told };
const told = JSON.parse(readFileSync(join(fixtures, 'told.json'), 'utf8')) as {
  readonly archives: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly ten: Parts;
  readonly fine: Parts;
  readonly coarse: Parts;
};

/** The set with the sums of our own files, of which one archive is looked for. */
const ours = (set: ArchivedSet, which: string): ArchivedSet => {
  const [archive = set.archives[0]] = set.archives.filter(({ name }) => name === which);
  const files = Object.fromEntries(
    Object.keys(archive.files).map((name) => [name, told.files[`${archive.folder}/${name}`] ?? '']),
  );
  return {
    ...set,
    archives: [{ ...archive, sha256: told.archives[which] ?? '', files }],
  };
};

const nowhere = { keras: null, mirrors: [], patience: { connect: 1000, idle: 1000 } };

const toldOf = ({ images, labels }: LabelledImages): Told => ({
  sha256: createHash('sha256').update(images.data).digest('hex'),
  labels: [...labels.data],
});

test.each([
  ['cifar-10-python.tar.gz', cifar10Archives, labels10, told.ten],
  ['cifar-10-binary.tar.gz', cifar10Archives, labels10, told.ten],
  ['cifar-100-python.tar.gz', cifar100Archives, labels100.fine, told.fine],
  ['cifar-100-binary.tar.gz', cifar100Archives, labels100.fine, told.fine],
  ['cifar-100-python.tar.gz', cifar100Archives, labels100.coarse, told.coarse],
  ['cifar-100-binary.tar.gz', cifar100Archives, labels100.coarse, told.coarse],
])('%s holds the pixels and labels that NumPy reads', async (name, set, labels, wanted) => {
  const cache = madeFolder();
  cpSync(join(fixtures, name), join(cache, name));
  const notes: string[] = [];
  const read = await readCifar(ours(set, name), labels, (note) => void notes.push(note), {
    ...nowhere,
    cache,
  });
  expect(notes).toEqual([`reading ${set.name}`]);
  expect({ train: toldOf(read.train), test: toldOf(read.test) }).toEqual(wanted);
  const count = wanted.train.labels.length;
  expect(read.train.images.shape).toEqual([count, 32, 32, 3]);
  // As the IDX file that would hold the labels.
  const head = Buffer.from([0, 0, 8, 1, 0, 0, 0, count]);
  const sum = createHash('sha256').update(head).update(Buffer.from(wanted.train.labels));
  expect(read.train.labels.sha256).toBe(sum.digest('hex'));
});

describe('described without reading anything', () => {
  test.each([
    [{ name: 'cifar10' }, 10, 'airplane', 'truck'],
    [{ name: 'cifar100' }, 100, 'apple', 'worm'],
    [{ name: 'cifar100', label_mode: 'coarse' }, 20, 'aquatic_mammals', 'vehicles_2'],
  ])('%j', async (written, classes, first, last) => {
    const { inputs, classNames, ...rest } = await describeIn('/nowhere', written);
    expect(inputs).toEqual([
      { name: 'image', kind: 'image', shape: [32, 32, 3], vocabulary: null },
    ]);
    expect(rest.classes).toBe(classes);
    expect([classNames?.length, classNames?.at(0), classNames?.at(-1)]).toEqual([
      classes,
      first,
      last,
    ]);
  });
});
