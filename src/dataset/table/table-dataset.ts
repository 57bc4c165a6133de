// The data set `table`: the user's own table. A file comes in, standardised numbers, one-hot
// categories and parts of dates go out.
import {
  boolean,
  choice,
  either,
  filePath,
  listOf,
  mappingOf,
  number,
  patternOf,
  settings,
  text,
} from '../../words/arguments.js';
import { defineDataset, type Dataset, type LoadContext } from '../dataset.js';
import { textForms } from '../facts.js';
import { splitArguments, testSplitArgument } from '../split.js';
import { ownInputs, type TableArguments } from './arguments.js';
import { encodings } from './encoding.js';
import type { PreparedTable } from './fit-table.js';
import { labelSeparators } from './label-column.js';
import { columnType, targetTypes } from './types.js';
import { windowsArgument } from './windows.js';

const files = either(filePath(), listOf(filePath()).min(1)).called('a path, or a list of paths');

const shape = {
  file: files,
  target: either(
    text(),
    listOf(text()).min(1),
    mappingOf(
      settings({
        scale: choice(['standard']).nullable().default(null),
        type: choice(['labels']).nullable().default(null),
        separator: choice(labelSeparators).nullable().default(null),
      }),
    ).called('{column: {scale: standard}}'),
  ),
  validation_file: files.nullable().default(null),
  test_file: files.nullable().default(null),
  test_split: testSplitArgument,
  columns: either(listOf(text()).min(1), mappingOf(columnType)).nullable().default(null),
  exclude: listOf(text()).default([]),
  categorical: listOf(text()).default([]),
  target_type: choice(targetTypes).default('auto'),
  positive: text().nullable().default(null),
  sample_weight: text().nullable().default(null),
  texts: choice(textForms).nullable().default(null),
  windows: windowsArgument,
  standardize: boolean().default(true),
  delimiter: patternOf(/^[^"\r\n]$/, 'one character, as ";" or "\\t"').default(','),
  encoding: choice(encodings).default('utf-8'),
  decimal: choice(['.', ',']).default('.'),
  thousands: patternOf(/^[,. '_]$/, "one of , . ' _ or a space")
    .nullable()
    .default(null),
  units: listOf(text()).default([]),
  missing_values: listOf(text()).default([]),
  missing: either(choice(['fill', 'drop']), mappingOf(either(number(), text())))
    .called('fill, drop, or {column: median, mean, most_frequent, fill, drop or a value}')
    .nullable()
    .default(null),
  stream: boolean().nullable().default(null),
  ...splitArguments,
};

/** A table in CSV files. */
export const table = defineDataset({
  name: 'table',
  aliases: ['csv'],
  // What it was called first, so that hashes stay.
  hashedAs: 'csv',
  summary:
    'Your own table: CSV or TSV whose first line names the columns, JSON lines or Parquet, packed by gzip or Zstandard or not, by what the bytes are; several files, or a pattern as `houses/*.csv`, are one table. A column in which most cells are numbers is standardised by the training part (a constant one gives zeros); any other, and what `categorical` lists, becomes one column a category of the training part. ' +
    '`columns` lists those that are taken, or gives some of them a type, as `{built: date, zip: {type: category, min_count: 5}}`, while the others are taken for what they hold; `exclude` leaves columns out. ' +
    'Numbers are plain (-1234.5, 1e3) unless `decimal`, `thousands` and `units` ("$", "%" or "kg" before or after each number of a column) say otherwise; `missing_values` count as empty cells; latin1 is read as windows-1252. ' +
    'Without `missing` cells without a value are refused. `fill` gives numbers the median of the training part and one more input that says so (where that part has gaps), categories one of their own; `drop` leaves out the rows; a mapping says it by column, `"*"` for the others, and the median, the mean, the most frequent or a value fill without that input. A row without its target is never used: `drop` leaves it out. ' +
    'A target of words is classes; one of numbers is values under a loss of values (mean_squared_error), else classes where all are whole and at most 20 differ, unless `target_type` says so. `{price: {scale: standard}}` as `target` standardises it for the loss, while metrics and predictions keep its units. Several columns of numbers may be the target: `[a, b]`, or `{a: {scale: standard}, b: {scale: standard}}`, each standardised by itself and in its own units. `{tags: {type: labels}}` is a target of several labels a cell, between `separator` (`,`, `;`, `|`, or `json` for JSON arrays; found out where it can be only one), for sigmoid outputs, one a label, and binary_crossentropy; an empty cell has none. ' +
    '`input` is the row itself, for autoencoders: all that the columns become, numbers and parts of dates in their own units. `positive` names which of two classes is 1 (else the later one in their order), `sample_weight` the column of what rows weigh in the loss. `windows` makes samples of rows that follow each other: `length` of them go in, the target of the next `horizon` comes out; `by` tells series apart, `time` puts rows in order. Without a `test_file`, `test_split` (0.2) of the rows become the test part; a `validation_file` is the validation part, and nothing is fitted to it. ' +
    'With `texts` the files are no tables: each line (`lines`), or each file (`files`), is a row, the column `text`, which is to be of the type text; the column `class` is what the file is called without `.txt`, or the folder that it lies in. A folder stands for all files in the folders in it. ' +
    'What does not fit into memory (2 GiB of text, or of cells) is streamed from a file in the cache, and so is any table with `stream: true`: rows are then shuffled through blocks; with `stream: false` it is refused.',
  arguments: shape,
  inputNames: (args) => ['table', ...ownInputs(args as TableArguments)],
  describe: async (args, context) => {
    const { describe, datasetOf, sha256Of } = await import('./table-data.js');
    const prepared = await prepare(args, context, false);
    // Pictures are decoded by who trains on them.
    if (prepared.fitted.some(({ kind }) => kind === 'image')) return describe(prepared);
    let kept: PreparedTable | null = prepared;
    return {
      ...describe(kept),
      sha256: sha256Of(kept),
      whole: (again) => {
        const given = kept;
        kept = null;
        return given && datasetOf(again as TableArguments, given);
      },
    };
  },
  load: async (args, context): Promise<Dataset> => {
    const { datasetOf } = await import('./table-data.js');
    const prepared = await prepare(args, context, true);
    return datasetOf(args, prepared);
  },
  leftOut: async (args, { folder }) => {
    const { leftOutColumns } = await import('./left-out.js');
    return leftOutColumns(args, folder);
  },
});

// What reads tables is loaded for one: to know what a spec may say of them takes less.
async function prepare(
  args: TableArguments,
  context: LoadContext,
  isDecoded: boolean,
): Promise<PreparedTable> {
  const { prepareTable } = await import('./prepare.js');
  // The test part of a fold is its own: a file of its own is not read.
  const read = args.fold ? { ...args, test_file: null } : args;
  return prepareTable(read, context, isDecoded);
}
