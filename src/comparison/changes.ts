// Two specs as written in, the keys in which they differ out, each with what it was and what it is.
import type { ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { settingsOf } from './settings.js';
import type { Cell } from './written.js';

/** By dotted key: the value before and after; null where the key is not there. */
export type Changes = Readonly<Record<string, readonly [before: Cell, after: Cell]>>;

/**
 * What differs between the specs of two runs, but for names and seeds; of the models only the
 * layers that differ.
 */
export function changesBetween(before: RunRecord, after: RunRecord): Changes {
  const runs = [before, after].map((record, i): ReadRun => ({ folder: String(i), record }));
  const changed = settingsOf(runs).settings.filter(({ differs }) => differs);
  const cell = (cells: ReadonlyMap<ReadRun, Cell>, i: number): Cell => {
    const run = runs[i];
    return (run && cells.get(run)) ?? null;
  };
  return Object.fromEntries(
    changed.map(({ path, cells }) => [path, [cell(cells, 0), cell(cells, 1)]]),
  );
}
