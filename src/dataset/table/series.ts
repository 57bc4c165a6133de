// Rows of a table as series in time order: the columns that say whose a row is and of when in, the
// order of rows and the stretches without a gap out. Windows are cut out of stretches alone.
import { failure } from '../../ground/errors.js';
import { counted } from '../../text/wrap.js';
import type { CellColumn } from './cells.js';
import { groupsIn, timesIn } from './keys.js';
import { cellPlace, rowPlace, shownCell, type CsvTable } from './table.js';

/** What a spec says of windows, checked. */
export type WindowArguments = {
  /** Rows of a window, and of what follows it that is to be predicted. */
  readonly length: number;
  readonly horizon: number;
  /** Rows from the beginning of one window to that of the next. */
  readonly stride: number;
  /** The column that tells series apart; null where there is one. */
  readonly by: string | null;
  /** The column that rows are put in order by; null where they are in order. */
  readonly time: string | null;
  readonly gaps: 'split' | 'ignore';
};

/** How far apart rows are: milliseconds of dates, whole months, or what numbers count. */
export type Step = { readonly size: number; readonly unit: 'number' | 'milliseconds' | 'months' };

/** Rows that follow each other without a gap: places in the order of all rows, `to` is not of them. */
export type Stretch = { readonly from: number; readonly to: number; readonly series: string };

/** A table as series. */
export type Series = {
  /** Row numbers, one series after another, each in time order. */
  readonly order: Int32Array;
  readonly stretches: readonly Stretch[];
  /** Null without a time column, or where no two rows follow each other. */
  readonly step: Step | null;
  /** By row number, how far along its series a row is, from 0 to 1. */
  readonly progress: Float64Array;
  /** What a reader should know of it: a sentence each. */
  readonly notes: readonly string[];
};

type Read = Pick<CsvTable, 'count' | 'beside' | 'at' | 'file'>;

/**
 * Puts rows in order and finds gaps. Throws a UserError where a time is none, and where a series has
 * two rows of one time.
 */
export function seriesOf(
  table: Read,
  { by, time, gaps }: Pick<WindowArguments, 'by' | 'time' | 'gaps'>,
): Series {
  const groups = by === null ? null : groupsIn(table, columnOf(table, by));
  const times = time === null ? null : timesIn(table, columnOf(table, time));
  const members = rowsBySeries(table.count, groups);
  const notes: string[] = [];
  const placed =
    times && time !== null
      ? { ...calendarOf(times.values, times.isDate), shown: times.shown, column: time }
      : null;
  if (placed) sortByTime(table, placed, members, notes);
  const step = placed && commonStep(placed, members);
  const isGap = (before: number, row: number): boolean =>
    placed !== null && step !== null && !follows(placed, before, row, step);
  const laid = laidOut(table.count, members, isGap, gaps);
  if (placed && step) notes.push(...gapNotes(table, { placed, step, found: laid.found, gaps }));
  const { order, stretches, progress } = laid;
  return { order, stretches, step, progress, notes };
}

type Laid = Pick<Series, 'order' | 'stretches' | 'progress'> & { readonly found: readonly Gap[] };

// One series after another, cut where there are gaps.
function laidOut(
  count: number,
  members: ReadonlyMap<string, readonly number[]>,
  isGap: (before: number, row: number) => boolean,
  gaps: WindowArguments['gaps'],
): Laid {
  const progress = new Float64Array(count);
  const order = new Int32Array(count);
  const stretches: Stretch[] = [];
  const found: Gap[] = [];
  let at = 0;
  for (const [series, rows] of members) {
    let from = at;
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (before !== undefined && isGap(before, row)) {
        found.push({ before, row });
        if (gaps === 'split') {
          stretches.push({ from, to: at, series });
          from = at;
        }
      }
      order[at] = row;
      progress[row] = (i + 1) / rows.length;
      at += 1;
    }
    stretches.push({ from, to: at, series });
  }
  return { order, stretches, progress, found };
}

function columnOf({ beside, file }: Read, name: string): CellColumn {
  const column = beside.find((one) => one.name === name);
  if (!column) throw new Error(`${file} was read without ${name}`);
  return column;
}

function rowsBySeries(
  count: number,
  groups: ArrayLike<string> | null,
): ReadonlyMap<string, number[]> {
  const members = new Map<string, number[]>();
  for (let row = 0; row < count; row += 1) {
    const name = groups?.[row] ?? '';
    const rows = members.get(name);
    if (rows) rows.push(row);
    else members.set(name, [row]);
  }
  return members;
}

type Placed = {
  readonly values: ArrayLike<number>;
  readonly unit: Step['unit'];
  readonly shown: (row: number) => string;
  readonly column: string;
};

// Dates that are all of one day of the month are counted in months, which are not of one length.
function calendarOf(values: ArrayLike<number>, isDate: boolean): Pick<Placed, 'values' | 'unit'> {
  if (!isDate) return { values, unit: 'number' };
  const dates = Array.from(values, (value) => new Date(value));
  const [first] = dates;
  const isMonthly = dates.every(
    (date) =>
      date.getUTCDate() === first?.getUTCDate() &&
      date.getTime() % 86_400_000 === (first?.getTime() ?? 0) % 86_400_000,
  );
  const months = new Set(dates.map((date) => date.getUTCMonth()));
  if (!isMonthly || months.size < 2) return { values, unit: 'milliseconds' };
  return {
    values: dates.map((date) => date.getUTCFullYear() * 12 + date.getUTCMonth()),
    unit: 'months',
  };
}

function sortByTime(
  table: Read,
  { values, shown, column }: Placed,
  members: ReadonlyMap<string, number[]>,
  notes: string[],
): void {
  let late = 0;
  let first: number | null = null;
  const timeOf = (row: number): number => values[row] ?? 0;
  for (const [series, rows] of members) {
    let latest = -Infinity;
    for (const row of rows) {
      if (timeOf(row) < latest) {
        late += 1;
        if (first === null || row < first) first = row;
      }
      latest = Math.max(latest, timeOf(row));
    }
    rows.sort((a, b) => timeOf(a) - timeOf(b) || a - b);
    const twice = rows.find((row, i) => i > 0 && timeOf(row) === timeOf(rows[i - 1] ?? 0));
    if (twice !== undefined) {
      const of = series === '' ? '' : ` of ${JSON.stringify(shownCell(series))}`;
      throw failure(
        `${cellPlace(table.at(twice), column)} is ${JSON.stringify(shown(twice))}, a time${of} that an earlier row has too: remove one of them${series === '' ? ', or tell series apart by: COLUMN under windows' : ''}`,
      );
    }
  }
  if (first === null) return;
  notes.push(
    `${counted(late, 'row')} of ${table.file} ${late === 1 ? 'is' : 'are'} not in the order of ${JSON.stringify(shownCell(column))}, the first in ${lineOf(table, first)}: all were put in that order`,
  );
}

function lineOf({ at, file }: Read, row: number): string {
  const place = at(row);
  return place.file === file ? `${place.unit ?? 'line'} ${place.line}` : rowPlace(place);
}

// The most frequent distance of two rows that follow each other, the smaller one of two as frequent.
function commonStep(
  { values, unit }: Placed,
  members: ReadonlyMap<string, readonly number[]>,
): Step | null {
  const counts = new Map<number, number>();
  for (const rows of members.values()) {
    for (let i = 1; i < rows.length; i += 1) {
      const size = distance(values, rows[i - 1] ?? 0, rows[i] ?? 0);
      counts.set(size, (counts.get(size) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || a - b);
  return most ? { size: most[0], unit } : null;
}

// Of numbers as 0.1, 0.2, 0.3 the differences are not quite alike.
function distance(values: ArrayLike<number>, before: number, row: number): number {
  return Number(((values[row] ?? 0) - (values[before] ?? 0)).toPrecision(9));
}

// Clocks are not quite even.
const tolerance = 0.01;

function follows({ values }: Placed, before: number, row: number, { size }: Step): boolean {
  return Math.abs(distance(values, before, row) - size) <= tolerance * size;
}

type Gap = { readonly before: number; readonly row: number };

type Gaps = {
  readonly placed: Placed;
  readonly step: Step;
  readonly found: readonly Gap[];
  readonly gaps: WindowArguments['gaps'];
};

function gapNotes(table: Read, { placed, step, found, gaps }: Gaps): readonly string[] {
  const [first] = found.toSorted((a, b) => a.row - b.row);
  if (!first) return [];
  const size = distance(placed.values, first.before, first.row);
  return [
    `${table.file} has ${counted(found.length, 'gap')}, the first in ${lineOf(table, first.row)}: ${JSON.stringify(placed.shown(first.row))} is ${stepWords({ ...step, size })} after the row before, where most are ${stepWords(step)} apart; ${gaps === 'split' ? 'no window crosses one (gaps: ignore would let them)' : 'windows cross them, as gaps: ignore says'}`,
  ];
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A step in words: 1 hour, 3 months, 0.5. */
export function stepWords({ size, unit }: Step): string {
  if (unit === 'number') return String(size);
  if (unit === 'months') return counted(size, 'month');
  const [name, length] = units.find(([, whole]) => size % whole === 0) ?? ['second', 1000];
  const count = size / length;
  return count === 1 ? `1 ${name}` : `${count} ${name}s`;
}
