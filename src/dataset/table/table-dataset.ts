// The data set `table`: the user's own table. A file comes in, standardised numbers, one-hot
// categories and parts of dates go out.
import {
  boolean,
  choice,
  either,
  filePath,
  listOf,
  mappingOf,
  patternOf,
  text,
} from '../../words/arguments.js';
import { combinedSha256 } from '../content.js';
import {
  defineDataset,
  withFacts,
  type Dataset,
  type DatasetDescription,
  type Part,
} from '../dataset.js';
import type { SourceFile } from '../facts.js';
import { residentSource, type Source, type TargetColumn } from '../source.js';
import { allRows, splitArguments, testSplitArgument } from '../split.js';
import type { TableArguments } from './arguments.js';
import { encodeInputs, inputWidth } from './columns.js';
import { encodings } from './encoding.js';
import { filesOf, type WrittenFiles } from './files.js';
import { prepareTable, type PreparedTable, type UnderstoodTable } from './prepare.js';
import type { CsvTable } from './table.js';
import { targetTypes } from './target.js';
import { columnType } from './types.js';

const files = either(filePath(), listOf(filePath()).min(1)).called('a path, or a list of paths');

const shape = {
  file: files,
  target: either(
    text(),
    mappingOf(mappingOf(choice(['standard']))).called('{column: {scale: standard}}'),
  ),
  test_file: files.nullable().default(null),
  test_split: testSplitArgument,
  columns: either(listOf(text()).min(1), mappingOf(columnType)).nullable().default(null),
  exclude: listOf(text()).default([]),
  categorical: listOf(text()).default([]),
  target_type: choice(targetTypes).default('auto'),
  positive: text().nullable().default(null),
  sample_weight: text().nullable().default(null),
  standardize: boolean().default(true),
  delimiter: patternOf(/^[^"\r\n]$/, 'one character, as ";" or "\\t"').default(','),
  encoding: choice(encodings).default('utf-8'),
  decimal: choice(['.', ',']).default('.'),
  thousands: patternOf(/^[,. '_]$/, "one of , . ' _ or a space")
    .nullable()
    .default(null),
  units: listOf(text()).default([]),
  missing_values: listOf(text()).default([]),
  ...splitArguments,
};

/** A table in CSV files. */
export const table = defineDataset({
  name: 'table',
  aliases: ['csv'],
  // What it was called first, so that hashes stay.
  hashedAs: 'csv',
  summary:
    'Your own table: CSV or TSV whose first line names the columns, JSON lines or Parquet, packed by gzip or not, by what the bytes are; several files, or a pattern as `houses/*.csv`, are one table. A column in which most cells are numbers is standardised by the training part (a constant one gives zeros); any other, and what `categorical` lists, becomes one column a category of the training part. ' +
    '`columns` lists those that are taken, or gives some of them a type, as `{built: date, zip: {type: category, min_count: 5}}`, while the others are taken for what they hold; `exclude` leaves columns out. ' +
    'Numbers are plain (-1234.5, 1e3) unless `decimal`, `thousands` and `units` ("$", "%" or "kg" before or after each number of a column) say otherwise; `missing_values` count as empty cells; latin1 is read as windows-1252. ' +
    'A target of words is classes; one of numbers is values under a loss of values (mean_squared_error), else classes where all are whole and at most 20 differ, unless `target_type` says so. `{price: {scale: standard}}` as `target` standardises it for the loss, while metrics and predictions keep its units. ' +
    '`positive` names which of two classes is 1 (else the later one in their order), `sample_weight` the column of what rows weigh in the loss. Without a `test_file`, `test_split` (0.2) of the rows become the test part.',
  arguments: shape,
  describe: async (args, context) => {
    let kept: PreparedTable | null = await prepareTable(args, context);
    return {
      ...describe(kept),
      sha256: sha256Of(kept),
      whole: (again, folder) => {
        const prepared = kept;
        kept = null;
        return prepared && datasetOf(again as TableArguments, folder, prepared);
      },
    };
  },
  load: async (args, context): Promise<Dataset> => {
    const prepared = await prepareTable(args, context);
    return datasetOf(args, context.folder, prepared);
  },
});

function datasetOf(args: TableArguments, folder: string, prepared: PreparedTable): Dataset {
  const { train, test, target, rows } = prepared;
  const source = sourceOf('train', train, target.train, prepared);
  const testPart: Part =
    test && target.test
      ? {
          source: sourceOf('test', test, target.test, prepared),
          rows: allRows(test.table.count),
        }
      : { source, rows: rows.test };
  const { delimiter, encoding, missing_values } = args;
  return withFacts(
    {
      ...describe(prepared),
      name: 'table',
      train: { source, rows: rows.train },
      validation: { source, rows: rows.validation },
      test: testPart,
      sha256: sha256Of(prepared),
    },
    {
      source: sourcesOf(args, folder, prepared),
      reading: { delimiter, encoding, missing_values },
    },
  );
}

function sourceOf(
  name: string,
  { table: file, columns, weights }: UnderstoodTable,
  targets: TargetColumn['values'],
  { fitted, targetName, target: { scale } }: PreparedTable,
): Source {
  const values = encodeInputs(file, columns, fitted);
  return residentSource(name, {
    count: file.count,
    inputs: [{ name: 'table', shape: [inputWidth(fitted)], divideBy: 1, values }],
    targets: [{ name: targetName, shape: [], scale, values: targets }],
    weights,
  });
}

function sha256Of({ train, test }: PreparedTable): string {
  return combinedSha256([train, ...(test ? [test] : [])].map(({ table }) => table.sha256));
}

// A file each, as the spec names it.
function sourcesOf(
  { file, test_file }: TableArguments,
  folder: string,
  { train, test }: PreparedTable,
): readonly SourceFile[] {
  const sources = (role: string, written: WrittenFiles, { files }: CsvTable): SourceFile[] =>
    filesOf(folder, written).paths.map((path, i) => ({
      role,
      path,
      sha256: files[i]?.sha256 ?? '',
    }));
  return [
    ...sources('file', file, train.table),
    ...(test && test_file !== null ? sources('test_file', test_file, test.table) : []),
  ];
}

function describe({
  fitted,
  target,
  targetName,
  values,
  notes,
}: PreparedTable): DatasetDescription {
  const { classes } = target;
  return {
    inputShape: [inputWidth(fitted)],
    inputKind: 'table',
    classes: classes ? classes.length : null,
    classNames: classes,
    ...(classes ? {} : { targetValues: values }),
    ...(target.scale ? { targetScale: target.scale } : {}),
    targetName,
    columns: fitted,
    notes,
  };
}
