// Somebody's data in, the text of a first spec for it out: the data is looked at, a guess is read as
// a spec, and what the data set says of itself then goes into the text.
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describeDataset, loadDataset } from '../../dataset/datasets.js';
import type { DatasetDescription } from '../../dataset/dataset.js';
import { classColumn, textsColumn } from '../../dataset/facts.js';
import { commonSize } from '../../dataset/pictures/common-size.js';
import { sniffTable, type SniffedColumn } from '../../dataset/table/sniffed.js';
import { textsSeen } from '../../dataset/table/texts-seen.js';
import { isPossibleKey } from '../../document/yaml.js';
import { failure, misuse, UserError } from '../../ground/errors.js';
import { statOf } from '../../ground/reading.js';
import { readSpecText } from '../../spec/read.js';
import { shellWord } from '../../text/shell.js';
import { didYouMean } from '../../text/suggest.js';
import { language } from '../language.js';
import { dataContext } from '../plan.js';
import { pictureSpec } from './picture-spec.js';
import { excludedOf, firstGuess, tableSpec } from './table-spec.js';

/** The data, and the spec's file to be. */
export type Asked = { readonly data: string; readonly path: string };

/** The spec's file where nobody names one: the data's name, here. */
export function usualPath(data: string): string {
  return `${basename(resolve(data)).replace(/\.[^.]*(?:\.(?:gz|zst))?$/, '') || 'first'}.yaml`;
}

/**
 * A spec for a table and the column that is to be predicted. Throws a UserError where there is no
 * such column, or the table cannot be read.
 */
export async function specForTable(
  { data, path }: Asked,
  wanted: string | undefined,
): Promise<string> {
  const { columns, reading } = await sniffTable(data);
  const target = targetIn(columns, data, wanted);
  const excluded = excludedOf(columns, target);
  const sizes = await pictureSizes(columns);
  const untold = columns.find(({ name }) => name === target)?.missing ?? 0;
  const looks = { reading, excluded, sizes, untold };
  const found = { file: seenFrom(path, data), spec: shellWord(path), ...looks };
  const guess = firstGuess({ ...found, target, columns });
  const { spec, folder } = readSpecText(guess, resolve(path), { language });
  return tableSpec({ ...found, data: await loadDataset(spec.dataset, context(spec, folder)) });
}

// What pictures of many sizes are brought to.
const usualSize = [64, 64] as const;

// For each column of pictures what they are brought to; null where they stay as they are.
async function pictureSizes(
  columns: readonly SniffedColumn[],
): Promise<ReadonlyMap<string, readonly [number, number] | null>> {
  const sizes = new Map<string, readonly [number, number] | null>();
  for (const { name, kind, paths = [] } of columns) {
    if (kind === 'pictures') sizes.set(name, (await areSmall(paths)) ? null : usualSize);
  }
  return sizes;
}

async function areSmall(paths: readonly string[]): Promise<boolean> {
  try {
    const { height, width } = await commonSize(paths);
    return Math.max(height, width) <= 2 * usualSize[0];
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/**
 * A spec for a folder of texts: a folder a class, below `train` where there is one, or a file a class,
 * a line a text; null where the folder holds none.
 */
export async function specForTexts({ data, path }: Asked): Promise<string | null> {
  const texts = textsSeen(data);
  if (texts === null) return null;
  const { files, ...reading } = texts;
  const column = { missing: 0, distinct: 0, isWhole: false };
  const found = {
    file: seenFrom(path, files) || '.',
    spec: shellWord(path),
    reading: {
      ...reading,
      ...(reading.test_file ? { test_file: seenFrom(path, reading.test_file) } : {}),
    },
    excluded: [],
    sizes: new Map(),
    untold: 0,
  };
  const guess = firstGuess({
    ...found,
    target: classColumn,
    columns: [
      { ...column, name: textsColumn, kind: 'text' },
      { ...column, name: classColumn, kind: 'words' },
    ],
  });
  const { spec, folder } = readSpecText(guess, resolve(path), { language });
  return tableSpec({ ...found, data: await loadDataset(spec.dataset, context(spec, folder)) });
}

/** A spec for a folder of pictures. Throws a UserError where it holds none, or one class alone. */
export async function specForPictures({ data, path }: Asked): Promise<string> {
  const folder = seenFrom(path, data) || '.';
  const hasTest = statOf(join(data, 'test'))?.isDirectory() === true;
  const args = { folder, ...(hasTest ? {} : { test_split: 0.2 }) };
  const described = await withOwnSize(args, path);
  const size = described ? null : usualSize;
  const seen = described ?? (await describedAs({ ...args, size }, path));
  const count = (seen.classCounts ?? []).reduce((sum, one) => sum + one, 0);
  return pictureSpec({
    folder,
    spec: shellWord(path),
    size,
    hasTest,
    data: seen,
    count: count || 1000,
  });
}

// Small ones that are all alike stay as they are.
async function withOwnSize(args: object, path: string): Promise<DatasetDescription | null> {
  try {
    const described = await describedAs(args, path);
    const [height = 0, width = 0] = described.inputs[0]?.shape ?? [];
    return Math.max(height, width) <= 2 * usualSize[0] ? described : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function describedAs(args: object, path: string): Promise<DatasetDescription> {
  const guess = JSON.stringify({
    dataset: { name: 'image_folder', ...args },
    model: ['Flatten', { Dense: 1 }],
    loss: 'sparse_categorical_crossentropy',
  });
  const { spec, folder } = readSpecText(guess, resolve(path), { language });
  return describeDataset(spec.dataset, context(spec, folder));
}

function context(
  spec: Parameters<typeof dataContext>[0]['spec'],
  folder: string,
): ReturnType<typeof dataContext> {
  return dataContext({ spec, folder }, () => undefined);
}

function seenFrom(path: string, data: string): string {
  return relative(dirname(resolve(path)), resolve(data));
}

function targetIn(
  columns: readonly SniffedColumn[],
  data: string,
  asked: string | undefined,
): string {
  const names = columns.map(({ name }) => name);
  if (asked !== undefined) {
    if (names.includes(asked) && isPossibleKey(asked)) return asked;
    if (names.includes(asked)) {
      throw failure(
        `the column ${JSON.stringify(asked)} of ${data} cannot be a key of a spec; give it another name`,
      );
    }
    throw failure(`${data} has no column ${JSON.stringify(asked)}${didYouMean(asked, names)}`);
  }
  if (names.length === 1) {
    throw misuse(
      `${data} has one column, ${shellWord(names[0] ?? '')} by its first line, and nothing beside it to predict: write a header and a second column with what is to be predicted, or put texts into a folder for each class`,
    );
  }
  const shown = names.slice(0, 20).map((name) => shellWord(name));
  throw misuse(
    `which column of ${data} is to be predicted? --target with one of ${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`,
  );
}
