// A table that was read and fitted as a data set: what it is made of comes in, its parts, what describes
// it and its hash go out.
import { combinedSha256 } from '../content.js';
import { withFacts, type Dataset, type DatasetDescription } from '../dataset.js';
import type { PictureFacts, WindowFacts } from '../facts.js';
import { inputAsTarget, mirroredInput } from '../own-target.js';
import { residentSource, type Source, type TargetColumn } from '../source.js';
import { allRows } from '../split.js';
import type { TableArguments } from './arguments.js';
import { encodeInputs, inputWidth } from './columns.js';
import type { PreparedTable, UnderstoodTable } from './fit-table.js';
import { tableInputs, type TableInput } from './inputs.js';
import { valueNames } from './value-names.js';
import type { WindowPlans } from './window-plans.js';
import { numbersAhead, windowSource, type WindowPlan } from './windows.js';

/** The data set that a table is. */
export function datasetOf(args: TableArguments, prepared: PreparedTable): Dataset {
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

/** The SHA-256 of all that a table was read from. */
export function sha256Of({ train, test, trainingFiles, fitted }: PreparedTable): string {
  const { table } = train;
  const sums = table.files.map(({ sha256 }) => sha256);
  const [training, validation] = [sums.slice(0, trainingFiles), sums.slice(trainingFiles)];
  // Files of the training part alone, and the same with some of them for validation, are two things.
  // Words between the files tell what each is for: two files of one table are not one and its test.
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

/** What a table is, without its rows. */
export function describe(prepared: PreparedTable): DatasetDescription {
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
