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
import { combinedSha256 } from '../content.js';
import {
  defineDataset,
  withFacts,
  type Dataset,
  type DatasetDescription,
  type LoadContext,
} from '../dataset.js';
import { textForms, type PictureFacts, type WindowFacts } from '../facts.js';
import { residentSource, type Source, type TargetColumn } from '../source.js';
import { allRows, splitArguments, testSplitArgument } from '../split.js';
import { inputAsTarget, mirroredInput } from '../own-target.js';
import { valueNames } from './value-names.js';
import { ownInputs, type TableArguments } from './arguments.js';
import { encodeInputs, inputWidth } from './columns.js';
import { encodings } from './encoding.js';
import type { PreparedTable, UnderstoodTable } from './fit-table.js';
import { labelSeparators } from './label-column.js';
import { tableInputs, type TableInput } from './inputs.js';
import { targetTypes } from './target.js';
import { columnType } from './types.js';
import type { WindowPlans } from './window-plans.js';
import { numbersAhead, windowsArgument, windowSource, type WindowPlan } from './windows.js';

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
    let kept: PreparedTable | null = await prepare(args, context, false);
    // Pictures are decoded by who trains on them.
    if (kept.fitted.some(({ kind }) => kind === 'image')) return describe(kept);
    return {
      ...describe(kept),
      sha256: sha256Of(kept),
      whole: (again) => {
        const prepared = kept;
        kept = null;
        return prepared && datasetOf(again as TableArguments, prepared);
      },
    };
  },
  load: async (args, context): Promise<Dataset> => {
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
  return prepareTable(args, context, isDecoded);
}

function datasetOf(args: TableArguments, prepared: PreparedTable): Dataset {
  const parts = prepared.windows ? windowParts(prepared, prepared.windows) : rowParts(prepared);
  const { delimiter, encoding, missing_values, texts } = args;
  const { notes, found } = prepared;
  const inputs = inputsOf(prepared);
  return withFacts(
    {
      ...describe(prepared),
      name: 'table',
      ...(found.length > 0 ? { notes: [...notes, ...found], foundNotes: found } : {}),
      ...parts,
      sha256: sha256Of(prepared),
    },
    {
      source: prepared.sources,
      reading: { delimiter, encoding, missing_values, ...(texts === null ? {} : { texts }) },
      columns: inputs.map(({ columns }) => columns),
      pictures: inputs.map(pictureOf),
      ...(prepared.windows ? { windows: windowFacts(prepared.windows.train) } : {}),
    },
  );
}

function pictureOf({ columns: [first] }: TableInput): PictureFacts | null {
  return first?.kind === 'image' ? { fit: first.fit, background: first.background } : null;
}

type Parts = Pick<Dataset, 'train' | 'validation' | 'test'>;

function rowParts(prepared: PreparedTable): Parts {
  const { train, test, target, rows } = prepared;
  const source = sourceOf('train', train, target.train, prepared);
  return {
    train: { source, rows: rows.train },
    validation: { source, rows: rows.validation },
    test:
      test && target.test
        ? {
            source: sourceOf('test', test, target.test, prepared),
            rows: test.kept ?? allRows(test.table.count),
          }
        : { source, rows: rows.test },
  };
}

function windowParts(
  { train, test, target, targetName, fitted }: PreparedTable,
  plans: WindowPlans,
): Parts {
  const sourceFor = (
    name: string,
    plan: WindowPlan,
    { table, columns }: UnderstoodTable,
    values: TargetColumn['values'],
  ): Source =>
    windowSource(name, plan, {
      inputs: encodeInputs(table, columns, fitted),
      width: inputWidth(fitted),
      target: { name: targetName, scale: target.scale, values },
    });
  const source = sourceFor('train', plans.train, train, target.train);
  const { parts } = plans.train;
  return {
    train: { source, rows: parts.train },
    validation: { source, rows: parts.validation },
    test:
      test && target.test && plans.test
        ? {
            source: sourceFor('test', plans.test, test, target.test),
            rows: plans.test.parts.test,
          }
        : { source, rows: parts.test },
  };
}

function windowFacts({ windows, series: { step } }: WindowPlan): WindowFacts {
  const { length, horizon, stride, by, time, gaps } = windows;
  return { length, horizon, stride, by, time, gaps, step };
}

function sourceOf(
  name: string,
  { table: file, columns, weights }: UnderstoodTable,
  targets: TargetColumn['values'],
  { fitted, targetName, target: { scale }, several: { numbers }, fill, isOwn }: PreparedTable,
): Source {
  const inputs = fill(file, columns, tableInputs(fitted));
  return residentSource(name, {
    count: file.count,
    inputs,
    targets: [
      isOwn
        ? inputAsTarget({ inputs }, valueNames(fitted))
        : {
            name: targetName,
            ...(numbers ? { shape: [numbers.length], numbers } : { shape: [] }),
            scale,
            values: targets,
          },
    ],
    weights,
  });
}

function inputsOf({ fitted, windows }: PreparedTable): readonly TableInput[] {
  return tableInputs(fitted, windows?.train.windows.length ?? null);
}

// Files of the training part alone, and the same with some of them for validation, are two things.
// Words between the files tell what each is for: two files of one table are not one and its test.
function sha256Of({ train, test, trainingFiles, fitted }: PreparedTable): string {
  const { table } = train;
  const sums = table.files.map(({ sha256 }) => sha256);
  const [training, validation] = [sums.slice(0, trainingFiles), sums.slice(trainingFiles)];
  const own = combinedSha256([
    ...(training.length > 1 ? ['file'] : []),
    ...training,
    ...(validation.length > 0 ? ['validation_file', ...validation] : []),
  ]);
  const tokenizers = fitted.flatMap((one) =>
    one.kind === 'text' && one.tokenizer ? ['tokenizer', one.tokenizer.sha256] : [],
  );
  const pictures = [train, ...(test ? [test] : [])].flatMap(({ columns }) =>
    columns.flatMap(picturesSum),
  );
  return combinedSha256([own, ...(test ? [test.table.sha256] : []), ...tokenizers, ...pictures]);
}

function picturesSum(column: UnderstoodTable['columns'][number]): readonly string[] {
  return column.kind === 'image' ? ['pictures', column.pictures?.sha256 ?? ''] : [];
}

// Categories alone are 0 and 1; of others it is known once they are filled in.
function ownDescription(fitted: PreparedTable['fitted']): Partial<DatasetDescription> {
  const { names, scale } = valueNames(fitted);
  const isHot = fitted.every(({ kind }) => kind === 'categories');
  return {
    targetInput: mirroredInput(tableInputs(fitted), 'table', '').name,
    targetNumbers: names,
    ...(scale ? { targetScale: scale } : {}),
    ...(isHot ? { targetValues: { min: 0, max: 1, zeros: 1, whole: true, pair: [0, 1] } } : {}),
  };
}

function describe(prepared: PreparedTable): DatasetDescription {
  const { fitted, target, targetName, values, notes, windows, several, isOwn } = prepared;
  const { classes } = target;
  const { horizon = 1 } = windows?.train.windows ?? {};
  return {
    inputs: inputsOf(prepared).map(({ name, kind, shape, vocabulary }) => ({
      name,
      kind,
      shape,
      vocabulary,
    })),
    classes: classes ? classes.length : null,
    classNames: classes,
    ...(classes || isOwn ? {} : { targetValues: values }),
    ...(isOwn ? ownDescription(fitted) : {}),
    ...(target.scale ? { targetScale: target.scale } : {}),
    targetName,
    ...(horizon > 1 ? { targetNumbers: numbersAhead(targetName, horizon) } : {}),
    ...(several.numbers ? { targetNumbers: several.numbers } : {}),
    ...(several.parts ? { targetParts: several.parts } : {}),
    ...(several.labels ? { labels: several.labels.separator } : {}),
    columns: fitted,
    notes,
  };
}
