// How the dates of a column are written, before anybody has said it: its cells in, every format that
// all of them are dates of out. Where that is more than one, the cells do not tell which is meant.
import { parseDate } from './dates.js';

const ordersOf = (between: string): readonly string[] =>
  ['%d %m %Y', '%m %d %Y', '%Y %m %d', '%d %m %y', '%m %d %y', '%y %m %d'].map((order) =>
    order.replaceAll(' ', between),
  );

const days = [
  ...['.', '/', '-'].flatMap(ordersOf),
  ...['%d %b %Y', '%d %B %Y', '%d-%b-%Y', '%d-%b-%y', '%d. %B %Y'],
  ...['%b %d, %Y', '%B %d, %Y', '%b %d %Y', '%B %d %Y'],
];

const hours = ['', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p', 'T%H:%M', 'T%H:%M:%S'];

const formats = days.flatMap((day) => hours.map((hour) => `${day}${hour}`));

/**
 * The formats that all of these texts are dates of, in strftime's words: none where they are of ISO
 * 8601, which is read without, and null where they are no dates.
 */
export function dateFormats(texts: readonly string[]): readonly string[] | null {
  if (texts.length === 0) return null;
  const fit = (format: string | null): boolean =>
    texts.every((text) => !Number.isNaN(parseDate(text, format)));
  if (fit(null)) return [];
  const fitting = formats.filter(fit);
  if (fitting.length === 0) return null;
  // May is May, in full or not.
  const hasFull = (format: string): boolean =>
    format.includes('%b') && fitting.includes(format.replace('%b', '%B'));
  return fitting.filter((format) => !hasFull(format));
}
