// The windows of a table and of its test table: tables that were read and split in, plans out.
import { failure } from '../../ground/errors.js';
import { allRows, type SplitRows } from '../split.js';
import { seriesOf, type Series, type WindowArguments } from './series.js';
import type { CsvTable } from './table.js';
import { planWindows, type WindowPlan } from './windows.js';

/** The windows of a table, and of its test table where there is one. */
export type WindowPlans = { readonly train: WindowPlan; readonly test: WindowPlan | null };

type Tables = {
  readonly windows: WindowArguments;
  readonly train: CsvTable;
  readonly test: CsvTable | null;
  /** Those of the training table. */
  readonly series: Series;
  readonly rows: SplitRows;
  readonly isClasses: boolean;
};

/** Plans windows. Throws a UserError where a part has none, and where a window has several classes. */
export function windowPlans({
  windows,
  train,
  test,
  series,
  rows,
  isClasses,
}: Tables): WindowPlans {
  if (isClasses && windows.horizon > 1) {
    throw failure(
      `${train.file}: the target is classes, of which a window has one: leave horizon out, or say target_type: number`,
    );
  }
  return {
    train: planWindows({ file: train.file, series, windows }, rows),
    test: test && wholePlan(test, windows),
  };
}

/** All windows of a table, as a test part. Throws a UserError where there is none. */
export function wholePlan(table: CsvTable, windows: WindowArguments): WindowPlan {
  const none = new Int32Array(0);
  return planWindows(
    { file: table.file, series: seriesOf(table, windows), windows },
    { train: none, validation: none, test: allRows(table.count) },
  );
}
