// The data set `image_folder`: a person's own pictures, in a folder a class, or named with their
// classes in a table.
import { misuse } from '../../ground/errors.js';
import {
  boolean,
  choice,
  filePath,
  integer,
  number,
  pair,
  text,
  type ArgumentsOf,
} from '../../words/arguments.js';
import { combinedSha256, dataPath } from '../content.js';
import {
  defineDataset,
  withFacts,
  type Dataset,
  type DatasetDescription,
  type LoadContext,
  type Part,
} from '../dataset.js';
import { classNotes } from '../class-notes.js';
import { mirrorDataset, mirrorDescription, ownTarget } from '../own-target.js';
import { onlyInput, residentSource } from '../source.js';
import {
  allRows,
  splitArguments,
  splitData,
  testSplitArgument,
  type SplitArguments,
} from '../split.js';
import type { SourceFile } from '../facts.js';
import { pictureParts, type PictureParts } from './classes.js';
import { backgrounds, corruptChoices, fits, type Asked } from './formats.js';
import type { LabelledPictures, Reading } from './labelled-pictures.js';
import type { Streaming } from './streaming.js';

const shape = {
  folder: filePath().nullable().default(null),
  file: filePath().nullable().default(null),
  test_file: filePath().nullable().default(null),
  picture: text().nullable().default(null),
  target: text().nullable().default(null),
  size: pair({ min: 1, max: 8192 }).nullable().default(null),
  fit: choice(fits).default('stretch'),
  channels: integer({ min: 1, max: 3 }).default(3),
  background: choice(backgrounds).default('black'),
  corrupt: choice(corruptChoices).default('refuse'),
  stream: boolean().nullable().default(null),
  test_split: testSplitArgument,
  divide_by: number({ above: 0 }).default(255),
  ...splitArguments,
};

type Arguments = ArgumentsOf<typeof shape> & Pick<SplitArguments, 'fold'>;

/** Pictures by their folders, or by a table. */
export const imageFolder = defineDataset({
  name: 'image_folder',
  summary:
    'Your own pictures (JPEG, PNG, GIF, WebP, TIFF), a folder for each class, with train, validation and test folders above them where you have such; or a CSV file with a column of paths and one of classes. Decoded once, brought to one size, and kept as unsigned bytes. What does not fit into memory (2 GiB of them) is streamed from the cache, and so are any pictures with `stream: true`: they are then shuffled through blocks; with `stream: false` they are refused. `target: input` makes the pictures themselves the target, for autoencoders; else it names the column of classes.',
  arguments: shape,
  describe: async (args, context): Promise<DatasetDescription> => {
    const parts = await partsOf(args, context);
    const asked = await askedOf(args, parts);
    const labelled = described(parts, asked, await streamingOf(args, parts, asked));
    return args.target === ownTarget ? mirrorDescription(labelled, args.divide_by) : labelled;
  },
  load: async (args, { folder, notify, targets }) => {
    const parts = await partsOf(args, { folder, targets, notify });
    const asked = await askedOf(args, parts);
    const { classNames } = parts;
    const { readPictures } = await import('./labelled-pictures.js');
    const streaming = await streamingOf(args, parts, asked);
    const { isStreamed: stream } = streaming;
    const reading: Reading = { asked, corrupt: args.corrupt, classNames, stream };
    const train = await readPictures(parts.train, reading, notify);
    const validation = parts.validation && (await readPictures(parts.validation, reading, notify));
    const test = parts.test && (await readPictures(parts.test, reading, notify));
    const description = described(parts, asked, streaming);
    const labelled = pictureDataset({ args, parts, description, train, validation, test });
    if (args.target !== ownTarget) return labelled;
    // What is told of classes is left out.
    const sets = [train, validation, test].filter((set) => set !== null);
    return mirrorDataset(
      labelled,
      parts.notes,
      sets.flatMap(({ notes }) => notes),
    );
  },
});

type Parts = PictureParts & { readonly sums: readonly (string | null)[] };

async function partsOf(args: Arguments, { folder: home }: LoadContext): Promise<Parts> {
  const { folder, file, test_file, picture, target } = args;
  if (args.channels === 2) {
    throw misuse('dataset image_folder takes 1 channel (grey) or 3 (red, green, blue), not 2');
  }
  if (file !== null) {
    const { columnsOf } = await import('./path-table.js');
    const { tableParts } = await import('./table-parts.js');
    return checkTest(
      args,
      await tableParts({
        file: dataPath(home, file),
        test: test_file === null ? null : dataPath(home, test_file),
        folder: folder === null ? null : dataPath(home, folder),
        columns: columnsOf(picture, target === ownTarget ? null : target),
      }),
    );
  }
  const classColumn = target === ownTarget ? null : target;
  const [stray] = Object.entries({ test_file, picture, target: classColumn }).filter(
    ([, value]) => value !== null,
  );
  if (stray) {
    throw misuse(`dataset image_folder has ${stray[0]} without file, the table that it is of`);
  }
  if (folder === null) {
    throw misuse(
      'dataset image_folder needs folder, which holds a folder for each class, or file, a table of paths and classes',
    );
  }
  return checkTest(args, { ...pictureParts(dataPath(home, folder)), sums: [] });
}

function checkTest(args: Arguments, parts: Parts): Parts {
  // The test part of a fold is its own: other pictures are not decoded.
  if (args.fold) return { ...parts, test: null };
  if (parts.test && args.test_split !== null) {
    throw misuse(
      'dataset image_folder has test pictures of its own and test_split: remove test_split',
    );
  }
  if (!parts.test && args.test_split === null) {
    throw misuse(
      `dataset image_folder has no test part: ${args.file === null ? 'add a folder test beside train' : 'give test_file'}, or test_split (0.2 takes a fifth of the pictures)`,
    );
  }
  return parts;
}

async function askedOf(args: Arguments, { train, validation, test }: Parts): Promise<Asked> {
  const { size, channels, fit, background } = args;
  if (size) return { height: size[0], width: size[1], channels, fit, background };
  const { commonSize } = await import('./common-size.js');
  const paths = [train, validation, test].flatMap((part) => part?.paths ?? []);
  return { ...(await commonSize(paths)), channels, fit, background };
}

async function streamingOf(args: Arguments, parts: Parts, asked: Asked): Promise<Streaming> {
  const { streaming } = await import('./streaming.js');
  const counts = [parts.train, parts.validation, parts.test].flatMap((part) =>
    part ? [part.paths.length] : [],
  );
  return streaming({ stream: args.stream, isMirror: args.target === ownTarget }, counts, asked);
}

function described(
  { classNames, train, notes }: Parts,
  { height, width, channels, fit, background }: Asked,
  streaming: Streaming,
): DatasetDescription {
  const counts = classNames.map(() => 0);
  for (const number of train.classes) counts[number] = (counts[number] ?? 0) + 1;
  return {
    inputs: [{ name: 'image', kind: 'image', shape: [height, width, channels], vocabulary: null }],
    picture: { fit, background },
    classes: classNames.length,
    classNames,
    classCounts: counts,
    targetName: 'label',
    columns: null,
    notes: [...notes, ...streaming.notes],
  };
}

type Loaded = {
  readonly args: Arguments;
  readonly parts: Parts;
  readonly description: DatasetDescription;
  readonly train: LabelledPictures;
  readonly validation: LabelledPictures | null;
  readonly test: LabelledPictures | null;
};

function pictureDataset({ args, parts, description, train, validation, test }: Loaded): Dataset {
  const { name: input, shape: pictureShape } = onlyInput(description);
  const source = (name: string, { values, stored, classes }: LabelledPictures): Part['source'] => {
    const pixels = stored ? { values, stored } : { values };
    return residentSource(name, {
      count: classes.length,
      inputs: [{ name: input, shape: pictureShape, divideBy: args.divide_by, ...pixels }],
      targets: [{ name: description.targetName, shape: [], scale: null, values: classes }],
      weights: null,
    });
  };
  const whole = (name: string, pictures: LabelledPictures): Part => ({
    source: source(name, pictures),
    rows: allRows(pictures.classes.length),
  });
  const own = source('train', train);
  const rows = rowsOf(args, train.classes, {
    names: description.classNames,
    hasValidation: validation !== null,
    hasTest: test !== null,
  });
  const data = {
    train: { source: own, rows: rows.train },
    validation: validation
      ? whole('validation', validation)
      : { source: own, rows: rows.validation },
    test: test ? whole('test', test) : { source: own, rows: rows.test },
  };
  const sets = [train, validation, test].filter((set) => set !== null);
  const found = [...sets.flatMap(({ notes }) => notes), ...untrainedNotes(parts.classNames, data)];
  const sum = combinedSha256(sets.map(({ sha256 }) => sha256));
  return withFacts(
    {
      ...description,
      ...data,
      name: 'image_folder',
      notes: [...description.notes, ...found],
      foundNotes: found,
      sha256: sum,
    },
    { source: sourcesOf(args, parts, { sum, test: test?.sha256 ?? null }) },
  );
}

type Own = {
  /** What the classes are called. */
  readonly names: readonly string[] | null;
  readonly hasValidation: boolean;
  readonly hasTest: boolean;
};

function rowsOf(
  args: Arguments,
  classes: Int32Array,
  { names: classNames, hasValidation, hasTest }: Own,
): Record<'train' | 'validation' | 'test', Int32Array> {
  const none = new Int32Array(0);
  const count = classes.length;
  const testSplit = hasTest ? null : args.test_split;
  const plain = { count, classes, classNames, arguments: args, testSplit };
  if (!hasValidation) return splitData(plain);
  if (args.fold) return splitData({ ...plain, validation: none });
  if (testSplit === null) return { train: allRows(count), validation: none, test: none };
  // One part is cut off, whatever it is called.
  const cut = splitData({
    ...plain,
    arguments: { ...args, validation_split: testSplit },
    testSplit: null,
  });
  return { train: cut.train, validation: none, test: cut.validation };
}

function untrainedNotes(
  names: readonly string[],
  { train, validation, test }: Record<'train' | 'validation' | 'test', Part>,
): readonly string[] {
  const of = ({ source: { targets }, rows }: Part): readonly number[] =>
    Array.from(rows, (row) => targets[0]?.values[row] ?? 0);
  return classNotes({
    names,
    train: of(train),
    others: [
      ['validation', of(validation)],
      ['test', of(test)],
    ],
  });
}

function sourcesOf(
  { file, test_file, folder }: Arguments,
  { sums: [own = null, test = null] }: Parts,
  pictures: { readonly sum: string; readonly test: string | null },
): readonly SourceFile[] {
  const named = [
    { role: 'file', path: file, sha256: own },
    { role: 'test_file', path: test_file, sha256: test },
    { role: 'folder', path: folder, sha256: pictures.sum },
    // Where a test part has pictures of its own, by which a sealed one is known.
    { role: 'test', path: folder ?? test_file, sha256: pictures.test },
  ];
  return named.flatMap(({ role, path, sha256 }) =>
    path !== null && sha256 !== null ? [{ role, path, sha256 }] : [],
  );
}
