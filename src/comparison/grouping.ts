// What --group-by names in, what runs of one row have in common out: a column of the comparison, or
// the tags.
import type { ReadRun } from '../run/read.js';
import type { ColumnSource } from './column.js';
import { columnsOf } from './columns.js';
import { single, type GroupKey } from './groups.js';
import { findColumn, throwUnknown } from './named.js';
import { settingsOf } from './settings.js';

/**
 * Groups by a column (`name`, `optimizer`, `dataset.validation_split`, `dlx`) or by tags (`tag`): a
 * run that has no value there is a row of its own. Throws a misuse for a column that no run has.
 */
export function groupKeyOf(runs: readonly ReadRun[], by: string): GroupKey {
  const { settings } = settingsOf(runs);
  const sources = columnsOf({ runs, groups: runs.map(single) }, settings, 'val_loss');
  const named = by.trim().toLowerCase() === 'tag' ? 'tags' : by;
  const source = findColumn(sources, named);
  if (!source) return throwUnknown(['tag', ...sources.map(({ key }) => key)], by);
  return (run) => shownKey(source, run);
}

function shownKey({ key, cell }: ColumnSource, run: ReadRun): string | null {
  const value = cell(run);
  if (value === null) return null;
  return key === 'name' || key === 'tags' ? String(value) : `${key} ${String(value)}`;
}
