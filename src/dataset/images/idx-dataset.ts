// The data set `idx`: the user's own images and labels in IDX files.
import { misuse } from '../../ground/errors.js';
import { filePath, number, type ArgumentsOf } from '../../words/arguments.js';
import { dataPath } from '../content.js';
import { defineDataset, type DatasetDescription, type LoadContext } from '../dataset.js';
import type { SourceFile } from '../facts.js';
import { readIdx, readIdxCounts, readIdxShape } from './idx.js';
import {
  checkShapes,
  describedTarget,
  describeImages,
  imageDataset,
  imageTarget,
  type LabelledImages,
  type LabelledShapes,
} from './images.js';
import { splitArguments, testSplitArgument, type SplitArguments } from '../split.js';

const shape = {
  train_images: filePath(),
  train_labels: filePath(),
  test_images: filePath().nullable().default(null),
  test_labels: filePath().nullable().default(null),
  target: imageTarget,
  test_split: testSplitArgument,
  divide_by: number({ above: 0 }).default(255),
  ...splitArguments,
};

type Arguments = ArgumentsOf<typeof shape> & Pick<SplitArguments, 'fold'>;

/** Images and labels from IDX files by path. */
export const idx = defineDataset({
  name: 'idx',
  summary:
    'Your own images and labels in IDX files (the format of MNIST), plain or gzipped: images × height × width, or that × channels, of unsigned bytes. Without test files, test_split says which share becomes the test part. `target: input` makes the images themselves the target, for autoencoders.',
  arguments: shape,
  inputNames: () => ['image'],
  describe: async (args, context): Promise<DatasetDescription> => {
    const files = filesOf(args, context);
    const { images } = await readShapes(files);
    const counts = await Promise.all(bothSets(files).map(({ labels }) => readIdxCounts(labels)));
    const [first = [], ...others] = counts;
    const all = first.map((count, label) =>
      others.reduce((sum, other) => sum + (other[label] ?? 0), count),
    );
    return describedTarget(args, describeImages(images, all, null));
  },
  load: async (args, context) => {
    const files = filesOf(args, context);
    context.notify('reading images');
    // Nothing is read whole of files that do not belong together.
    await readShapes(files);
    const train = await readLabelled(files.train);
    const test = files.test && (await readLabelled(files.test));
    return imageDataset({
      name: 'idx',
      train,
      test,
      files: sourcesOf(args, train, test),
      testSplit: args.test_split,
      divideBy: args.divide_by,
      classNames: null,
      arguments: args,
    });
  },
});

type Paths = { readonly images: string; readonly labels: string };
type Files = { readonly train: Paths; readonly test: Paths | null };

function filesOf(args: Arguments, { folder }: LoadContext): Files {
  const test = testFiles(args);
  const inFolder = ({ images, labels }: Paths): Paths => ({
    images: dataPath(folder, images),
    labels: dataPath(folder, labels),
  });
  return {
    train: inFolder({ images: args.train_images, labels: args.train_labels }),
    test: test && inFolder(test),
  };
}

function bothSets({ train, test }: Files): readonly Paths[] {
  return test ? [train, test] : [train];
}

function testFiles({ test_images, test_labels, test_split, fold }: Arguments): Paths | null {
  // The test part of a fold is its own: other files are not read.
  if (fold) return null;
  if ((test_images === null) !== (test_labels === null)) {
    throw misuse(
      `dataset idx has ${test_images ? 'test_images' : 'test_labels'} but no ${test_images ? 'test_labels' : 'test_images'}: give both, or neither and test_split`,
    );
  }
  if (test_images !== null && test_labels !== null) {
    if (test_split !== null) {
      throw misuse('dataset idx has test files and test_split: give one of them');
    }
    return { images: test_images, labels: test_labels };
  }
  if (test_split === null) {
    throw misuse(
      'dataset idx has no test part: give test_images and test_labels, or test_split (0.2 takes a fifth of the images)',
    );
  }
  return null;
}

/** The headers of the training files, once those of all files are found to belong together. */
async function readShapes(files: Files): Promise<LabelledShapes> {
  const read = async ({ images, labels }: Paths): Promise<LabelledShapes> => ({
    images: await readIdxShape(images),
    labels: await readIdxShape(labels),
  });
  const train = await read(files.train);
  checkShapes(train, files.test && (await read(files.test)));
  return train;
}

function sourcesOf(
  args: Arguments,
  train: LabelledImages,
  test: LabelledImages | null,
): readonly SourceFile[] {
  const named = [
    { role: 'train_images', path: args.train_images, array: train.images },
    { role: 'train_labels', path: args.train_labels, array: train.labels },
    { role: 'test_images', path: args.test_images, array: test?.images },
    { role: 'test_labels', path: args.test_labels, array: test?.labels },
  ];
  return named.flatMap(({ role, path, array }) =>
    path !== null && array ? [{ role, path, sha256: array.sha256 }] : [],
  );
}

async function readLabelled(paths: Paths): Promise<LabelledImages> {
  const [images, labels] = await Promise.all([readIdx(paths.images), readIdx(paths.labels)]);
  return { images, labels };
}
