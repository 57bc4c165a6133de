// The data set `idx`: the user's own images and labels in IDX files.
import { resolve } from 'node:path';
import { misuse } from '../errors.js';
import { filePath, number, type ArgumentsOf } from '../spec/arguments.js';
import { defineDataset, type DatasetDescription, type LoadContext } from './dataset.js';
import { readIdx, readIdxShape, type IdxArray } from './idx.js';
import { describeImages, imageDataset, type LabelledImages } from './images.js';
import { splitArguments, testSplitArgument } from './split.js';

const shape = {
  train_images: filePath(),
  train_labels: filePath(),
  test_images: filePath().nullable().default(null),
  test_labels: filePath().nullable().default(null),
  test_split: testSplitArgument,
  divide_by: number({ above: 0 }).default(255),
  ...splitArguments,
};

type Arguments = ArgumentsOf<typeof shape>;

/** Images and labels from IDX files by path. */
export const idx = defineDataset({
  name: 'idx',
  summary: 'Your own images and labels in IDX files (the format of MNIST), plain or gzipped: images × height × width, or that × channels, of unsigned bytes. Without test files, test_split says which share becomes the test part.',
  arguments: shape,
  describe: async (args, context): Promise<DatasetDescription> => {
    const files = testFiles(args);
    const paths = [args.train_labels, ...(files ? [files.labels] : [])];
    const labels = await readAll(paths, context);
    return describeImages(await readIdxShape(resolve(context.folder, args.train_images)), labels, null);
  },
  load: async (args, context) => {
    const files = testFiles(args);
    context.notify('reading images');
    return imageDataset({
      name: 'idx',
      train: await readLabelled(args.train_images, args.train_labels, context),
      test: files && (await readLabelled(files.images, files.labels, context)),
      testSplit: args.test_split,
      divideBy: args.divide_by,
      classNames: null,
      arguments: args,
    });
  },
});

function testFiles({ test_images, test_labels, test_split }: Arguments): { images: string; labels: string } | null {
  if ((test_images === null) !== (test_labels === null)) {
    throw misuse(`dataset idx has ${test_images ? 'test_images' : 'test_labels'} but no ${test_images ? 'test_labels' : 'test_images'}: give both, or neither and test_split`);
  }
  if (test_images !== null && test_labels !== null) {
    if (test_split !== null) throw misuse('dataset idx has test files and test_split: give one of them');
    return { images: test_images, labels: test_labels };
  }
  if (test_split === null) throw misuse('dataset idx has no test part: give test_images and test_labels, or test_split (0.2 takes a fifth of the images)');
  return null;
}

async function readAll(paths: readonly string[], { folder }: LoadContext): Promise<IdxArray[]> {
  return Promise.all(paths.map((path) => readIdx(resolve(folder, path))));
}

async function readLabelled(images: string, labels: string, context: LoadContext): Promise<LabelledImages> {
  const [imageArray, labelArray] = await readAll([images, labels], context);
  return { images: imageArray as IdxArray, labels: labelArray as IdxArray };
}
