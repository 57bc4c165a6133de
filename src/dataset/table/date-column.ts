// Columns of dates: what is learned of their parts from the training rows, and how they become
// inputs, a part each.
import type { DateColumn, DatePart } from '../facts.js';
import { datePart } from './date-parts.js';
import { isoDate, parseDate } from './dates.js';
import type { DateCells } from './meaning.js';
import {
  fillOf,
  fitGaps,
  indicators,
  moments,
  standardScore,
  type FitRequest,
  type Where,
} from './number-column.js';

/** Learns from the training rows what standardises the parts of dates, and what fills a gap. */
export function fitDates(
  cells: DateCells,
  request: FitRequest,
  parts: readonly DatePart[],
): DateColumn {
  const { name, times, format, missing } = cells;
  const { rows, standardize } = request;
  let [min, max] = [Infinity, -Infinity];
  for (const time of times) {
    if (time < min) min = time;
    if (time > max) max = time;
  }
  const gaps = fitGaps({ values: times }, request, (text) => parseDate(text, format));
  const fill = fillOf(gaps);
  const whole = gaps && gaps !== 'drop' ? Math.round(gaps.value) : 0;
  return {
    column: name,
    kind: 'date',
    distinct: new Set(times).size - (missing > 0 ? 1 : 0),
    missing,
    format,
    first: isoDate(min),
    last: isoDate(max),
    parts: parts.map((part) => ({
      part,
      ...(standardize
        ? moments(
            {
              values: times.map((time) =>
                datePart(Math.round(Number.isNaN(time) ? fill : time), part),
              ),
            },
            rows,
          )
        : { mean: 0, deviation: 1 }),
    })),
    ...(gaps
      ? { gaps: gaps === 'drop' ? gaps : { value: isoDate(whole), indicator: gaps.indicator } }
      : {}),
  };
}

/** How many inputs a column of dates gives. */
export function dateWidth({ parts, gaps }: DateColumn): number {
  return parts.length + indicators(gaps);
}

/** The time that stands for a missing date of a column; NaN where none does. */
export function missingTime({ gaps }: DateColumn): number {
  return gaps === undefined || gaps === 'drop' ? NaN : parseDate(gaps.value, null);
}

/** Writes the parts of one time; a missing one is filled, and says so where it has an input for it. */
export function writeDate(
  time: number,
  column: DateColumn,
  { inputs, offset }: Omit<Where, 'width'>,
): void {
  const isGap = Number.isNaN(time);
  const shown = isGap ? missingTime(column) : time;
  column.parts.forEach((part, i) => {
    inputs[offset + i] = Number.isNaN(shown) ? 0 : standardScore(datePart(shown, part.part), part);
  });
  if (isGap && indicators(column.gaps) > 0) inputs[offset + column.parts.length] = 1;
}

/** Writes the parts of a column's dates. */
export function writeDates(
  { times }: Pick<DateCells, 'times'>,
  column: DateColumn,
  { inputs, width, offset }: Where,
): void {
  for (const [row, time] of times.entries()) {
    writeDate(time, column, { inputs, offset: row * width + offset });
  }
}
