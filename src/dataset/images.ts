// Labelled images: decoded IDX arrays come in, a split data set goes out. Pixels are not copied; they stay uint8.
import { failure } from '../errors.js';
import { combinedSha256 } from './content.js';
import type { Dataset, DatasetDescription, Part, Samples } from './dataset.js';
import type { IdxArray } from './idx.js';
import { allRows, splitData, type SplitArguments } from './split.js';

/** Images and their labels, as two IDX arrays of the same length. */
export type LabelledImages = { readonly images: IdxArray; readonly labels: IdxArray };

/** What an image data set is made from. */
export type ImageSources = {
  readonly name: string;
  readonly train: LabelledImages;
  /** null: `testSplit` of the training images become the test part. */
  readonly test: LabelledImages | null;
  readonly testSplit: number | null;
  readonly divideBy: number;
  readonly classNames: readonly string[] | null;
  readonly arguments: SplitArguments;
};

/** The shape of one image, height × width × channels: a 28 × 28 image is 28 × 28 × 1. Throws for anything else. */
export function imageShape(file: string, shape: readonly number[]): readonly number[] {
  const [, height = 0, width = 0, channels = 1] = shape;
  if (shape.length !== 3 && shape.length !== 4) throw failure(`${file} has the shape ${shape.join(' × ')}, expected images × height × width, or that × channels`);
  return [height, width, channels];
}

/** The number of classes: one more than the highest label in any of the arrays. */
export function classCount(labels: readonly IdxArray[]): number {
  let highest = 0;
  for (const { data } of labels) for (const label of data) if (label > highest) highest = label;
  return highest + 1;
}

/** What is known of images and labels without splitting them. */
export function describeImages(images: { readonly file: string; readonly shape: readonly number[] }, labels: readonly IdxArray[], classNames: readonly string[] | null): DatasetDescription {
  return { inputShape: imageShape(images.file, images.shape), inputKind: 'image', classes: classNames ? classNames.length : classCount(labels), classNames };
}

/** Checks that the arrays belong together and splits them. Throws a UserError that names the files. */
export function imageDataset({ name, train, test, testSplit, divideBy, classNames, arguments: args }: ImageSources): Dataset {
  const sets = test ? [train, test] : [train];
  const description = describeImages(train.images, sets.map(({ labels }) => labels), classNames);
  if (test) checkSameShape(train.images, test.images);
  const samples = samplesOf(train);
  const rows = splitData({ count: samples.count, classes: samples.targets, arguments: args, testSplit: test ? null : testSplit });
  const testPart: Part = test ? wholePart(samplesOf(test)) : { samples, rows: rows.test };
  return {
    ...description,
    name,
    train: { samples, rows: rows.train },
    validation: { samples, rows: rows.validation },
    test: testPart,
    divideBy,
    sha256: combinedSha256(sets.flatMap(({ images, labels }) => [images.sha256, labels.sha256])),
    preprocessing: { divide_by: divideBy, class_names: classNames },
  };
}

function wholePart(samples: Samples): Part {
  return { samples, rows: allRows(samples.count) };
}

function samplesOf({ images, labels }: LabelledImages): Samples {
  imageShape(images.file, images.shape);
  if (labels.shape.length !== 1) throw failure(`${labels.file} has the shape ${labels.shape.join(' × ')}, expected one dimension: the labels`);
  const [count = 0] = images.shape;
  if (count !== labels.shape[0]) throw failure(`${images.file} has ${count} images, but ${labels.file} has ${labels.shape[0]} labels: they do not belong together`);
  return { count, inputs: images.data, targets: Int32Array.from(labels.data) };
}

function checkSameShape(train: IdxArray, test: IdxArray): void {
  const [wanted, got] = [train, test].map(({ file, shape }) => imageShape(file, shape).join(' × '));
  if (wanted !== got) throw failure(`${test.file} has images of ${got}, but ${train.file} has images of ${wanted}: they do not belong together`);
}
