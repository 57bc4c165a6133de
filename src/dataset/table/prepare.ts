// A table read, understood and fitted: the spec's arguments come in, and everything that a data set
// is made of comes out, but for its inputs.
import { basename } from 'node:path';
import { failure } from '../../ground/errors.js';
import { counted } from '../../text/wrap.js';
import { combinedSha256, dataPath } from '../content.js';
import type { LoadContext } from '../dataset.js';
import { ownTarget } from '../own-target.js';
import {
  checkArguments,
  checkUsed,
  targetsOf,
  wishesOf,
  writtenNotation,
  type TableArguments,
} from './arguments.js';
import type { SourceFile } from '../facts.js';
import { filesOf, namesIn, type FoundFiles, type WrittenFiles } from './files.js';
import type { CellColumn, WantedCells } from './cells.js';
import {
  fitTable,
  type PreparedTable,
  type Understood,
  type UnderstoodTable,
} from './fit-table.js';
import { dropsRows, gapRule, type Missing } from './gaps.js';
import { keptRows } from './kept-rows.js';
import { lookAtPictures, type PictureRequest } from './look-at-pictures.js';
import { meaningsOf, type Meaning, type WantedMeaning } from './meaning.js';
import { besideColumns } from './splitting.js';
import { cellPlace, readCsv, type CsvRequest, type CsvTable, type TableFile } from './table.js';
import { textFilesOf } from './text-files.js';
import type { Situation } from './troubles.js';

/**
 * Reads and fits a table; its pictures are decoded where they are to be trained on. Throws a UserError where its arguments do not go together, and where its
 * files are unfit.
 */
export async function prepareTable(
  args: TableArguments,
  { folder, notify, targets }: LoadContext,
  isDecoded: boolean,
): Promise<PreparedTable> {
  const written = targetsOf(args);
  checkArguments(
    args,
    written.map(({ name }) => name),
  );
  const read = await readFiles(args, folder, notify);
  const looked = await withPictures(read, {
    wishFor: pictureWishes(args),
    isDecoded,
    stream: args.stream,
    notify,
  });
  const fitted = fitTable(args, { ...looked, wanted: targets, folder, written });
  return { ...fitted, sources: read.sources };
}

// Windows are cut from series that lie in memory.
function streaming(
  { stream, windows }: TableArguments,
  notify: LoadContext['notify'],
): Pick<CsvRequest, 'stream' | 'progress'> {
  let told = 0;
  return {
    ...(windows ? {} : { stream }),
    progress: (fraction) => {
      if (performance.now() - told < 1000) return;
      told = performance.now();
      notify('reading', fraction);
    },
  };
}

function pictureWishes(args: TableArguments): PictureRequest['wishFor'] {
  const wishes = wishesOf(args);
  return (column) => {
    const wish = wishes.of(column);
    if (wish?.type === 'image') return wish;
    throw new Error(`${column} was read as pictures, and nobody said that it holds some`);
  };
}

// A test file's pictures are brought to the size of the others.
async function withPictures(
  read: ReadFiles,
  request: PictureRequest,
): Promise<ReadFiles & { readonly found: readonly string[] }> {
  const { training, held } = read;
  const { tables, told, found } = await lookAtPictures(
    held ? [training.train, held.test] : [training.train],
    request,
  );
  const [train = training.train, test] = tables;
  return {
    ...read,
    training: { ...training, train },
    held: held && { ...held, test: test ?? held.test },
    // What is decoded to see which rows stay is told once it is trained on.
    found: request.isDecoded ? found : [],
    told: [...read.told, ...told],
  };
}

type ReadFiles = {
  readonly training: Understood & { readonly train: UnderstoodTable };
  readonly trainingFiles: number;
  readonly held: (Understood & { readonly test: UnderstoodTable }) | null;
  /** What is to be told of the files themselves. */
  readonly told: readonly string[];
  readonly sources: readonly SourceFile[];
};

async function readFiles(
  args: TableArguments,
  folder: string,
  notify: LoadContext['notify'],
): Promise<ReadFiles> {
  const files = foundOf(args, folder, args.file);
  const validating =
    args.validation_file === null
      ? { paths: [], notes: [] }
      : foundOf(args, folder, args.validation_file);
  const testFiles = args.test_file === null ? null : foundOf(args, folder, args.test_file);
  const seen = ({ paths }: FoundFiles): readonly string[] =>
    paths.map((path) => dataPath(folder, path));
  const [first = '', ...others] = files.paths;
  notify(`reading ${others.length > 0 ? counted(files.paths.length, 'file') : basename(first)}`);
  // One table, so that columns mean the same in both.
  const training = await readTraining(args, [...seen(files), ...seen(validating)], notify);
  const held = testFiles && (await readTest(args, seen(testFiles), training, notify));
  const told = [files, validating, testFiles, training.train.table, held?.test.table].flatMap(
    (one) => one?.notes ?? [],
  );
  const own = training.train.table.files;
  const trainingFiles = files.paths.length;
  const sources = [
    ...sourcesOf('file', { written: args.file, found: files, read: own }),
    ...sourcesOf('validation_file', {
      written: args.validation_file,
      found: validating,
      read: own.slice(trainingFiles),
    }),
    ...sourcesOf('test_file', {
      written: args.test_file,
      found: testFiles,
      read: held?.test.table.files ?? [],
    }),
  ];
  return { training, held, trainingFiles, told, sources };
}

function foundOf(
  { texts }: Pick<TableArguments, 'texts'>,
  folder: string,
  written: WrittenFiles,
): FoundFiles {
  return texts === null ? filesOf(folder, written) : textFilesOf(folder, written);
}

type Found = {
  readonly written: WrittenFiles | null;
  readonly found: FoundFiles | null;
  readonly read: readonly TableFile[];
};

// A file each; of texts, of which a folder may have very many, one for each that the spec names.
function sourcesOf(role: string, { written, found, read }: Found): readonly SourceFile[] {
  if (found === null) return [];
  const sums = found.paths.map((_, i) => read[i]?.sha256 ?? '');
  const { counts } = found;
  if (!counts || written === null) {
    return found.paths.map((path, i) => ({ role, path, sha256: sums[i] ?? '' }));
  }
  let from = 0;
  return namesIn(written).map((path, i) => {
    const own = sums.slice(from, from + (counts[i] ?? 0));
    from += own.length;
    return { role, path, sha256: combinedSha256(own) };
  });
}

async function readTraining(
  args: TableArguments,
  paths: readonly string[],
  notify: LoadContext['notify'],
): Promise<Understood & { readonly train: UnderstoodTable }> {
  const { target_type, sample_weight: weight } = args;
  const written = targetsOf(args);
  const [target = null, ...more] = written.map(({ name }) => name);
  const hasLabels = written.some(({ labels }) => labels !== null);
  const wishes = wishesOf(args);
  const isText = (name: string): boolean => {
    const wish = wishes.of(name);
    if (wish) return wish.type !== 'number';
    return name === target && (target_type === 'classes' || hasLabels);
  };
  const missing = new Set(args.missing_values);
  const notation = writtenNotation(args);
  const table = await readCsv(paths, {
    ...args,
    ...streaming(args, notify),
    target,
    more,
    columns: wishes.only,
    weight,
    targetGoesIn: args.windows !== null,
    beside: besideColumns(args),
    asked: wishes.said.flatMap(({ column, key }) => (key === 'columns' ? [column] : [])),
    cellsOf: (name): WantedCells => ({
      as: isText(name) ? 'text' : 'open',
      written: notation,
      missing,
      takesLists: wishes.of(name)?.type === 'sequence' || (hasLabels && name === target),
    }),
  });
  checkUsed(wishes, table);
  if (written.length === 0) checkNoOwnName(table);
  return understood(table, {
    isNumber: target_type === 'number' || more.length > 0,
    hasLabels,
    missing: args.missing,
    situation: args.windows === null ? 'rows' : 'windows',
    wantedOf: (name) => {
      const wish = wishes.of(name);
      return {
        isNumber: wish?.type === 'number',
        ...(wish?.type === 'text' ? { hasGaps: true } : {}),
        ...(wish?.type === 'date' ? { date: wish } : {}),
        ...(wish?.type === 'sequence' ? { sequence: wish } : {}),
        ...(wish?.type === 'image' ? imageWanted(args.missing, name) : {}),
      };
    },
  });
}

// A column of that name may have been meant.
function checkNoOwnName({ file, columns }: CsvTable): void {
  if (!columns.some(({ name }) => name === ownTarget)) return;
  throw failure(
    `${file} has a column that is called input, and target: input makes the row itself the target: say target: [input] for the column, or leave it out with exclude`,
  );
}

// What a column means is settled by the training file; the test file has to follow.
async function readTest(
  args: TableArguments,
  paths: readonly string[],
  { train, targets }: Understood & { readonly train: UnderstoodTable },
  notify: LoadContext['notify'],
): Promise<Understood & { readonly test: UnderstoodTable }> {
  const missing = new Set(args.missing_values);
  const wishes = wishesOf(args);
  const meanings = new Map([...train.columns, ...targets].map((one) => [one.name, one]));
  const [target = null, ...more] = targets.map(({ name }) => name);
  const hasLabels = targetsOf(args).some(({ labels }) => labels !== null);
  const table = await readCsv(paths, {
    ...args,
    ...streaming(args, notify),
    target,
    more,
    columns: train.columns.map(({ name }) => name),
    exclude: [],
    weight: args.sample_weight,
    beside: [args.windows?.by ?? null, args.windows?.time ?? null].filter((name) => name !== null),
    cellsOf: (name): WantedCells => {
      const meaning = meanings.get(name);
      if (!meaning) return { as: 'open', written: writtenNotation(args), missing };
      return {
        as: meaning.kind === 'number' ? meaning.notation : 'text',
        written: null,
        missing,
        takesLists: meaning.kind === 'sequence' || (hasLabels && name === target),
      };
    },
  });
  const { train: test, targets: held } = understood(table, {
    isNumber: false,
    hasLabels,
    missing: args.missing,
    situation: args.windows === null ? 'rows' : 'windows',
    wantedOf: (name) => {
      const meaning = meanings.get(name);
      if (meaning?.kind === 'date') return { date: meaning };
      if (meaning?.kind === 'sequence') return { sequence: meaning };
      if (meaning?.kind === 'image') return imageWanted(args.missing, name);
      return wishes.of(name)?.type === 'text' ? { hasGaps: true } : {};
    },
  });
  return { test, targets: held };
}

/** What a column of pictures has to be: nothing can stand for one that is missing. */
export function imageWanted(
  missing: Missing,
  column: string,
): Omit<WantedMeaning, 'column' | 'purpose'> {
  return { isImage: true, hasGaps: gapRule(missing, column) === 'drop' };
}

/** What is known of the columns of a table before they are understood. */
export type Expected = {
  /** Whether the target has to be a number. */
  readonly isNumber: boolean;
  /** Whether it holds labels, of which an empty cell has none. */
  readonly hasLabels?: boolean;
  /** What is said of cells without a value. */
  readonly missing: Missing;
  /** What the table is read for: rows to learn from unless another thing is said. */
  readonly situation?: Situation;
  /** What a column has to be. */
  readonly wantedOf: (column: string) => Omit<WantedMeaning, 'column' | 'purpose'>;
};

/** What the columns of a table mean, its target and its weights among them. Throws a UserError as {@link meaningsOf} does. */
export function understood(
  table: CsvTable,
  { isNumber, hasLabels = false, missing, wantedOf, situation = 'rows' }: Expected,
): Understood & { readonly train: UnderstoodTable } {
  const { columns, target, more, weights } = table;
  const targets = target ? [target, ...more] : more;
  const dropping = (column: CellColumn | null, what: string): boolean =>
    column !== null && dropsRows(missing, column.name, what);
  const dropsWeights = dropping(weights, 'weight');
  const wanted: readonly WantedMeaning[] = [
    ...columns.map((column) => {
      const said = wantedOf(column.name);
      return {
        column,
        purpose: said.isImage === true ? ('picture' as const) : ('input' as const),
        hasGaps: gapRule(missing, column.name) !== 'refuse',
        ...said,
      };
    }),
    ...targets.map((column) => ({
      column,
      purpose: 'target' as const,
      isNumber,
      hasGaps: dropping(column, 'target') || hasLabels,
    })),
    ...(weights
      ? [{ column: weights, purpose: 'weight' as const, isNumber: true, hasGaps: dropsWeights }]
      : []),
  ];
  const meanings = meaningsOf(table, wanted, situation);
  const meant = meanings.slice(columns.length, columns.length + targets.length);
  const isKept = hasLabels && !dropping(target, 'target');
  return {
    train: {
      table,
      columns: meanings.slice(0, columns.length),
      weights: weights && weightsIn(table, meanings.at(-1)),
      kept: keptRows(table, [
        ...meanings
          .slice(0, columns.length)
          .filter(({ name }) => gapRule(missing, name) === 'drop'),
        ...meanings.slice(columns.length + (isKept ? targets.length : 0)),
      ]),
    },
    targets: meant,
  };
}

function weightsIn({ at }: CsvTable, weights: Meaning | undefined): Float32Array {
  if (weights?.kind !== 'number') throw new Error('weights were not read as numbers');
  const odd = weights.values.findIndex((value) => value < 0);
  // A row without a weight is left out.
  if (odd < 0) {
    return Float32Array.from(weights.values, (value) => (Number.isNaN(value) ? 0 : value));
  }
  throw failure(
    `${cellPlace(at(odd), weights.name)} is ${weights.values[odd]}, expected a weight of at least 0: mend the cell`,
  );
}
