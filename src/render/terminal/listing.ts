// Listed runs in, the table of `dlx list` out.
import type { Listed } from '../../comparison/listing.js';
import { basename } from 'node:path';
import { sizeInWords } from '../../text/bytes.js';
import { formatCell } from './format.js';
import { renderTable, type Screen, type TableColumn } from './table.js';

// All of them go before a run's name is cut so far that it is hard to read.
const columns: readonly TableColumn[] = [
  { head: 'run', align: 'left' },
  { head: 'state', align: 'left', weight: 4 },
  { head: 'score', align: 'left', weight: 5 },
  { head: 'since', align: 'right', weight: 6 },
  { head: 'size', align: 'right', weight: 8 },
  { head: 'data', align: 'left', weight: 9 },
  { head: 'name', align: 'left', weight: 10 },
  { head: 'tags', align: 'left', weight: 7 },
];

/** A line a run: `now` (milliseconds since 1970) is what "since" is counted to. */
export function renderListing(runs: readonly Listed[], now: number, screen: Screen): string {
  const rows = runs.map((run) =>
    cellsOf(run, now).map((text) => ({ text, dim: run.state !== 'finished' })),
  );
  // A name stands in its folder's name, but for a folder that was renamed by hand.
  const hasOthers = runs.some(
    ({ name, folder }) => name !== null && !basename(folder).startsWith(`${name}-`),
  );
  const shown = columns.flatMap(({ head }, i) =>
    (head === 'name' && !hasOthers) ||
    (head === 'tags' && runs.every(({ tags }) => tags.length === 0))
      ? []
      : [i],
  );
  return renderTable(
    shown.flatMap((i) => columns[i] ?? []),
    rows.map((row) => shown.flatMap((i) => row[i] ?? [])),
    screen,
  ).text;
}

function cellsOf(
  { folder, state, name, tags, data, score, started, epochs, bytes }: Listed,
  now: number,
): readonly string[] {
  const reached =
    epochs && state !== 'finished' && state !== 'damaged'
      ? `, ${epochs.done}/${epochs.planned}`
      : '';
  return [
    basename(folder),
    state + reached,
    score === null ? '–' : `${score.name} ${formatCell(score.value, 'score')}`,
    started === null ? '–' : since(now - Date.parse(started)),
    sizeInWords(bytes),
    data ?? '–',
    name ?? '–',
    tags.join(', '),
  ];
}

/** How long ago something was, in the greatest unit of which it is two or more: `3 h`. */
export function since(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  if (!Number.isFinite(seconds)) return '–';
  const units: readonly (readonly [string, number])[] = [
    ['years', 365 * 86400],
    ['months', 30 * 86400],
    ['days', 86400],
    ['h', 3600],
    ['min', 60],
  ];
  const [unit, length] = units.find(([, one]) => seconds >= 2 * one) ?? ['s', 1];
  return `${Math.floor(seconds / length)} ${unit}`;
}
