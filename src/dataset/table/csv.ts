// The data set `csv`: the user's own table. A file comes in, standardised numbers and one-hot
// categories go out.
import { resolve } from 'node:path';
import { failure, misuse } from '../../ground/errors.js';
import {
  boolean,
  choice,
  filePath,
  listOf,
  patternOf,
  text,
  type ArgumentsOf,
} from '../../words/arguments.js';
import { didYouMean } from '../../text/suggest.js';
import { combinedSha256 } from '../content.js';
import { columnKind, encodeInputs, fitColumn, inputWidth, notANumber } from './columns.js';
import type { ColumnFacts, SourceFile } from '../facts.js';
import { cellPlace, readCsv, type CsvTable } from './table.js';
import { targetValues } from '../target-values.js';
import { readTarget, targetTypes, type CsvTarget } from './target.js';
import {
  defineDataset,
  withFacts,
  type Dataset,
  type DatasetDescription,
  type LoadContext,
  type Part,
} from '../dataset.js';
import { allRows, splitArguments, splitData, testSplitArgument, type SplitRows } from '../split.js';

const shape = {
  file: filePath(),
  target: text(),
  test_file: filePath().nullable().default(null),
  test_split: testSplitArgument,
  columns: listOf(text()).min(1).nullable().default(null),
  categorical: listOf(text()).default([]),
  target_type: choice(targetTypes).default('auto'),
  sample_weight: text().nullable().default(null),
  standardize: boolean().default(true),
  delimiter: patternOf(/^[^"\r\n]$/, 'one character, as ";" or "\\t"').default(','),
  ...splitArguments,
};

type Arguments = ArgumentsOf<typeof shape>;

/** The share that becomes the test part where neither a test file nor a share is given. */
const usualTestSplit = 0.2;

/** A table in CSV files. */
export const csv = defineDataset({
  name: 'csv',
  summary:
    'Your own table: UTF-8, its first line names the columns. A column of numbers is standardised (mean and deviation of the training part; a constant column gives zeros), any other becomes one column a category of the training part. ' +
    'The target is classes when it holds words, or whole numbers of at most 20 values, and a number otherwise, unless target_type says so. What a row weighs in the loss may stand in a column of its own, sample_weight. Without a test_file, test_split (0.2) of the rows become the test part.',
  arguments: shape,
  describe: async (args, context) => describe(await readPrepared(args, context)),
  load: async (args, context): Promise<Dataset> => {
    const prepared = await readPrepared(args, context);
    const { table, test, target, rows, fitted } = prepared;
    const samples = {
      count: table.count,
      inputs: encodeInputs(table, fitted),
      targets: target.train,
      ...weightsOf(table),
    };
    const testPart: Part =
      test && target.test
        ? {
            samples: {
              count: test.count,
              inputs: encodeInputs(test, fitted),
              targets: target.test,
              ...weightsOf(test),
            },
            rows: allRows(test.count),
          }
        : { samples, rows: rows.test };
    return withFacts(
      {
        ...describe(prepared),
        name: 'csv',
        train: { samples, rows: rows.train },
        validation: { samples, rows: rows.validation },
        test: testPart,
        divideBy: 1,
        sha256: combinedSha256(test ? [table.sha256, test.sha256] : [table.sha256]),
      },
      {
        target: args.target,
        source: sourcesOf(args, table, test),
        reading: {
          delimiter: args.delimiter,
          encoding: 'utf-8',
          decimal: '.',
          thousands: null,
          missing_values: [],
        },
      },
    );
  },
});

function sourcesOf(args: Arguments, table: CsvTable, test: CsvTable | null): readonly SourceFile[] {
  const train = { role: 'file', path: args.file, sha256: table.sha256 };
  return test && args.test_file !== null
    ? [train, { role: 'test_file', path: args.test_file, sha256: test.sha256 }]
    : [train];
}

type Prepared = {
  readonly table: CsvTable;
  readonly test: CsvTable | null;
  readonly target: CsvTarget;
  readonly rows: SplitRows;
  readonly fitted: readonly ColumnFacts[];
};

async function readPrepared(args: Arguments, { folder, notify }: LoadContext): Promise<Prepared> {
  checkArguments(args);
  notify(`reading ${args.file}`);
  const { delimiter, target: name, columns, target_type, test_file, sample_weight: weight } = args;
  const asText = [...args.categorical, ...(target_type === 'classes' ? [name] : [])];
  const table = await readCsv(resolve(folder, args.file), {
    delimiter,
    target: name,
    columns,
    weight,
    asText,
  });
  const inputs = table.columns.slice(0, -1);
  const wanted = inputs.map((input) => input.name);
  checkCategorical(args.categorical, wanted, table.file);
  // What a column means is settled by the training file; the test file has to follow.
  const words = table.columns
    .filter((column) => asText.includes(column.name) || columnKind(table, column) === 'words')
    .map((column) => column.name);
  const test =
    test_file === null
      ? null
      : await readCsv(resolve(folder, test_file), {
          delimiter,
          target: name,
          columns: wanted,
          weight,
          asText: words,
        });
  const target = readTarget(table, test, target_type);
  const rows = splitData({
    count: table.count,
    classes: target.classes && target.train,
    arguments: args,
    testSplit: test ? null : (args.test_split ?? usualTestSplit),
  });
  return {
    table,
    test,
    target,
    rows,
    fitted: inputs.map((column) => fitColumn(table, column, rows.train, args)),
  };
}

function checkArguments({
  target,
  columns,
  categorical,
  test_file,
  test_split,
  sample_weight: weight,
}: Arguments): void {
  if (test_file !== null && test_split !== null) {
    throw misuse('dataset csv has test_file and test_split: give one of them');
  }
  if (weight === target) {
    throw misuse(
      `dataset csv has ${JSON.stringify(target)} as its target and as its sample_weight: name another column`,
    );
  }
  if (weight !== null && columns?.includes(weight)) {
    throw misuse(
      `dataset csv lists its sample_weight ${JSON.stringify(weight)} under columns: it cannot be an input too`,
    );
  }
  if (columns?.includes(target)) {
    throw misuse(
      `dataset csv lists its target ${JSON.stringify(target)} under columns: it cannot be an input too`,
    );
  }
  if (categorical.includes(target)) {
    throw misuse(
      `dataset csv lists its target ${JSON.stringify(target)} under categorical: say target_type: classes`,
    );
  }
  const twice = columns?.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    throw misuse(`dataset csv lists the column ${JSON.stringify(twice)} twice under columns`);
  }
}

function checkCategorical(
  categorical: readonly string[],
  used: readonly string[],
  file: string,
): void {
  const unknown = categorical.find((name) => !used.includes(name));
  if (unknown !== undefined) {
    throw failure(
      `${JSON.stringify(unknown)} is listed under categorical, but is not a column used from ${file}${didYouMean(unknown, used)}`,
    );
  }
}

function weightsOf(table: CsvTable): { readonly weights?: Float32Array } {
  const { file, lines, weights } = table;
  if (!weights) return {};
  const odd = weights.numbers.findIndex((value) => !(value >= 0));
  if (odd < 0) return { weights: Float32Array.from(weights.numbers) };
  const value = weights.numbers[odd] ?? NaN;
  if (Number.isNaN(value)) throw notANumber(table, weights, odd);
  throw failure(
    `${cellPlace({ file, line: lines[odd] ?? 0 }, weights.name)} is ${value}, expected a weight of at least 0: mend the cell`,
  );
}

function describe({ fitted, target }: Prepared): DatasetDescription {
  const { classes } = target;
  const values = [target.train, target.test].filter((part) => part instanceof Float32Array);
  return {
    inputShape: [inputWidth(fitted)],
    inputKind: 'table',
    classes: classes ? classes.length : null,
    classNames: classes,
    ...(classes ? {} : { targetValues: targetValues(values) }),
    columns: fitted,
    notes: [],
  };
}
