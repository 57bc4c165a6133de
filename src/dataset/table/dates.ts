// Dates as they are written in, numbers out: the time that their clock shows, in milliseconds from
// 1970. A date has no time zone here: an offset may be written, and what stands before it counts.

type Fields = {
  year: number;
  month: number;
  day: number;
  dayOfYear: number | null;
  hour: number;
  half: 'am' | 'pm' | null;
  minute: number;
  second: number;
  milliseconds: number;
};

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * The time that a text shows, in milliseconds from 1970 by its own clock; NaN where it is no date
 * of the format (in strftime's words; null is ISO 8601, with a time of day or without), or of no
 * calendar, as the 30th of February.
 */
export function parseDate(text: string, format: string | null): number {
  if (format !== null) return parseAs(text, grammarOf(format));
  const [, year, month, day, hour, minute, second, fraction] = iso.exec(text) ?? [];
  if (year === undefined) return NaN;
  return timeOf({
    ...none(),
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    milliseconds: thousandths(fraction ?? ''),
  });
}

/** A time as ISO 8601 writes it: the date alone at midnight. */
export function isoDate(time: number): string {
  const text = new Date(time).toISOString().slice(0, -1);
  return text.endsWith('T00:00:00.000') ? text.slice(0, 10) : text.replace(/\.000$/, '');
}

function none(): Fields {
  return {
    year: 1970,
    month: 1,
    day: 1,
    dayOfYear: null,
    hour: 0,
    half: null,
    minute: 0,
    second: 0,
    milliseconds: 0,
  };
}

function thousandths(digits: string): number {
  return Math.floor(Number(`0.${digits}0`) * 1000 + 1e-9);
}

// NaN where the calendar or the clock has no such time.
function timeOf(fields: Fields): number {
  const { year, dayOfYear, half, minute, second, milliseconds } = fields;
  const [month, day] = dayOfYear === null ? [fields.month, fields.day] : [1, dayOfYear];
  const hour = half === null ? fields.hour : (fields.hour % 12) + (half === 'pm' ? 12 : 0);
  if (half !== null && (fields.hour < 1 || fields.hour > 12)) return NaN;
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isThere =
    date.getUTCFullYear() === year &&
    (dayOfYear !== null ? day >= 1 : date.getUTCMonth() === month - 1 && date.getUTCDate() === day);
  return isThere
    ? date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
    : NaN;
}

const months =
  'january february march april may june july august september october november december'.split(
    ' ',
  );
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const short = (names: readonly string[]): readonly string[] =>
  names.map((name) => name.slice(0, 3));

type Directive = {
  readonly pattern: string;
  readonly set: (fields: Fields, text: string) => void;
};

const number = (
  digits: string,
  key: 'year' | 'month' | 'day' | 'dayOfYear' | 'hour' | 'minute' | 'second',
): Directive => ({
  pattern: `\\d{${digits}}`,
  set: (fields, text) => {
    fields[key] = Number(text);
  },
});

const named = (names: readonly string[]): Directive => ({
  pattern: names.join('|'),
  set: (fields, text) => {
    const place = months.findIndex((month) => month.startsWith(text.toLowerCase()));
    if (place >= 0) fields.month = place + 1;
  },
});

const unread = (pattern: string): Directive => ({ pattern, set: () => undefined });

const directives: Readonly<Record<string, Directive>> = {
  Y: number('4', 'year'),
  // As POSIX has it: 69 to 99 are of the last century.
  y: {
    pattern: '\\d{2}',
    set: (fields, text) => {
      fields.year = Number(text) + (Number(text) < 69 ? 2000 : 1900);
    },
  },
  m: number('1,2', 'month'),
  d: number('1,2', 'day'),
  j: number('1,3', 'dayOfYear'),
  H: number('1,2', 'hour'),
  I: number('1,2', 'hour'),
  M: number('1,2', 'minute'),
  S: number('1,2', 'second'),
  f: {
    pattern: '\\d{1,9}',
    set: (fields, text) => {
      fields.milliseconds = thousandths(text);
    },
  },
  p: {
    pattern: 'am|pm',
    set: (fields, text) => {
      fields.half = text.toLowerCase() === 'am' ? 'am' : 'pm';
    },
  },
  B: named(months),
  b: named(short(months)),
  A: unread(weekdays.join('|')),
  a: unread(short(weekdays).join('|')),
  z: unread('Z|[+-]\\d{2}(?::?\\d{2})?'),
};

/** What a format may be made of: text, and strftime's words that are known. */
export const dateFormat = new RegExp(`^(?:[^%]|%[${Object.keys(directives).join('')}%])+$`);

type Grammar = { readonly whole: RegExp; readonly parts: readonly Directive[] };

const grammars = new Map<string, Grammar>();

function grammarOf(format: string): Grammar {
  const known = grammars.get(format);
  if (known) return known;
  const parts: Directive[] = [];
  const pattern = format.replaceAll(/%(.)|[^%]/gsu, (piece, word: string | undefined) => {
    const directive = word === undefined ? undefined : directives[word];
    if (directive) parts.push(directive);
    return directive ? `(${directive.pattern})` : literal(word ?? piece);
  });
  const made = { whole: new RegExp(`^${pattern}$`, 'i'), parts };
  grammars.set(format, made);
  return made;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

function parseAs(text: string, { whole, parts }: Grammar): number {
  const found = whole.exec(text);
  if (!found) return NaN;
  const fields = none();
  parts.forEach((part, i) => part.set(fields, found[i + 1] ?? ''));
  return timeOf(fields);
}
