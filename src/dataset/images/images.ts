// Labelled images: decoded IDX arrays come in, a split data set goes out. Pixels are not copied;
// they stay uint8.
import { failure } from '../../ground/errors.js';
import { classNotes } from '../class-notes.js';
import { combinedSha256 } from '../content.js';
import {
  namesOf,
  withFacts,
  type Dataset,
  type DatasetDescription,
  type Part,
} from '../dataset.js';
import type { SourceFile } from '../facts.js';
import { onlyTarget, residentSource, type Source } from '../source.js';
import { choice } from '../../words/arguments.js';
import { mirrorDataset, mirrorDescription, ownTarget } from '../own-target.js';
import type { IdxArray, IdxShape } from './idx.js';
import { allRows, splitData, type Share, type SplitArguments, type SplitRows } from '../split.js';

/** Images and their labels, as two IDX arrays of the same length. */
export type LabelledImages = { readonly images: IdxArray; readonly labels: IdxArray };

/** What the headers of images and labels say. */
export type LabelledShapes = { readonly images: IdxShape; readonly labels: IdxShape };

/** What a model of images is to give: what they are called, or the images themselves. */
export const imageTarget = choice(['label', ownTarget]).default('label');

/** Whether images are their own target. */
export type ImageTarget = {
  readonly target: 'label' | typeof ownTarget;
  readonly divide_by: number;
};

/** What images are like whose labels are described, by what their target is. */
export function describedTarget(
  { target, divide_by }: ImageTarget,
  labelled: DatasetDescription,
): DatasetDescription {
  return target === ownTarget ? { ...mirrorDescription(labelled, divide_by), notes: [] } : labelled;
}

/** What an image data set is made from. */
export type ImageSources = {
  readonly name: string;
  readonly train: LabelledImages;
  /** null: `testSplit` of the training images become the test part. */
  readonly test: LabelledImages | null;
  readonly testSplit: Share | null;
  readonly divideBy: number;
  readonly classNames: readonly string[] | null;
  readonly arguments: SplitArguments & Pick<ImageTarget, 'target'>;
  /** The user's own files, where they are such. */
  readonly files?: readonly SourceFile[];
};

/**
 * Checks by their headers that files of images and labels belong together. Throws a UserError that
 * names them.
 */
export function checkShapes(train: LabelledShapes, test: LabelledShapes | null): void {
  imageShape(train.images);
  if (test) checkSameShape(train.images, test.images);
  for (const set of test ? [train, test] : [train]) checkLabels(set);
}

/**
 * What is known of images without splitting them: their shape, and how often each label occurs in
 * any of the files.
 */
export function describeImages(
  images: IdxShape,
  counts: readonly number[],
  classNames: readonly string[] | null,
): DatasetDescription {
  const classes = classNames?.length ?? counts.findLastIndex((count) => count > 0) + 1;
  return {
    inputs: [{ name: 'image', kind: 'image', shape: imageShape(images), vocabulary: null }],
    classes,
    classNames,
    targetName: 'label',
    columns: null,
    notes: absentNotes(counts.slice(0, classes)),
  };
}

// Of one image, height × width × channels: a 28 × 28 image is 28 × 28 × 1.
function imageShape({ file, shape }: IdxShape): readonly number[] {
  const [, height = 0, width = 0, channels = 1] = shape;
  if (shape.length !== 3 && shape.length !== 4) {
    throw failure(
      `${file} has the shape ${shape.join(' × ')}, expected images × height × width, or that × channels`,
    );
  }
  return [height, width, channels];
}

function checkLabels({ images, labels }: LabelledShapes): void {
  if (labels.shape.length !== 1) {
    throw failure(
      `${labels.file} has the shape ${labels.shape.join(' × ')}, expected one dimension: the labels`,
    );
  }
  const [count = 0] = images.shape;
  if (count !== labels.shape[0]) {
    throw failure(
      `${images.file} has ${count} images, but ${labels.file} has ${labels.shape[0]} labels: they do not belong together`,
    );
  }
}

function checkSameShape(train: IdxShape, test: IdxShape): void {
  const [wanted, got] = [train, test].map((images) => imageShape(images).join(' × '));
  if (wanted !== got) {
    throw failure(
      `${test.file} has images of ${got}, but ${train.file} has images of ${wanted}: they do not belong together`,
    );
  }
}

// Classes are counted from 0 to the highest label.
function absentNotes(counts: readonly number[]): readonly string[] {
  const absent = counts.flatMap((count, label) => (count === 0 ? [label] : []));
  if (absent.length === 0) return [];
  const shown = `${absent.slice(0, 10).join(', ')}${absent.length > 10 ? ' …' : ''}`;
  return [
    `${absent.length} of the labels from 0 to ${counts.length - 1} never ${absent.length === 1 ? 'occurs' : 'occur'} (${shown}): the model has an output for each all the same`,
  ];
}

function countsOf(labels: readonly IdxArray[]): readonly number[] {
  const counts = new Array<number>(256).fill(0);
  for (const { data } of labels) {
    for (const label of data) counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/**
 * Checks that the arrays belong together and splits them. Throws a UserError that names the files.
 */
export function imageDataset({
  name,
  train,
  test: held,
  testSplit,
  divideBy,
  classNames,
  arguments: args,
  files = [],
}: ImageSources): Dataset {
  // The test part of a fold is its own.
  const test = args.fold ? null : held;
  checkShapes(train, test);
  const sets = test ? [train, test] : [train];
  const description = describeImages(
    train.images,
    countsOf(sets.map(({ labels }) => labels)),
    classNames,
  );
  const source = sourceOf('train', train, description, divideBy);
  const rows = splitData({
    count: source.count,
    classes: train.labels.data,
    classNames: description.classNames,
    arguments: args,
    testSplit: test ? null : testSplit,
  });
  const testPart: Part = test
    ? wholePart(sourceOf('test', test, description, divideBy))
    : { source, rows: rows.test };
  const labelled = withFacts(
    {
      ...description,
      notes: [...description.notes, ...untrainedNotes(description, { source, rows }, testPart)],
      name,
      train: { source, rows: rows.train },
      validation: { source, rows: rows.validation },
      test: testPart,
      sha256: combinedSha256(sets.flatMap(({ images, labels }) => [images.sha256, labels.sha256])),
    },
    { source: files },
  );
  // All that is told of them is told of their labels.
  return args.target === ownTarget ? mirrorDataset(labelled, []) : labelled;
}

// A label that never occurs has its own note.
function untrainedNotes(
  data: DatasetDescription,
  { source, rows }: { readonly source: Source; readonly rows: SplitRows },
  test: Part,
): readonly string[] {
  const of = ({ source: samples, rows: some }: Part): readonly number[] => {
    const { values } = onlyTarget(samples);
    return Array.from(some, (row) => values[row] ?? 0);
  };
  return classNotes({
    names: namesOf(data),
    train: of({ source, rows: rows.train }),
    others: [
      ['validation', of({ source, rows: rows.validation })],
      ['test', of(test)],
    ],
  });
}

function wholePart(source: Source): Part {
  return { source, rows: allRows(source.count) };
}

function sourceOf(
  name: string,
  { images, labels }: LabelledImages,
  { inputs, targetName }: DatasetDescription,
  divideBy: number,
): Source {
  return residentSource(name, {
    count: images.shape[0] ?? 0,
    inputs: inputs.map(({ name: input, shape }) => ({
      name: input,
      shape,
      divideBy,
      values: images.data,
    })),
    targets: [{ name: targetName, shape: [], scale: null, values: Int32Array.from(labels.data) }],
    weights: null,
  });
}
