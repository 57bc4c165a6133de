// Dates and their parts, as pandas reads them (test/fixtures/make_dates.py).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dateParts, type DatePart } from '../../../src/dataset/facts.js';
import { datePart } from '../../../src/dataset/table/date-parts.js';
import { dateFormat, isoDate, parseDate } from '../../../src/dataset/table/dates.js';
import { root } from '../../folders.js';

type Case = {
  readonly format: string | null;
  readonly text: string;
  readonly iso: string;
  readonly parts: Readonly<Record<DatePart, number>>;
};

const cases = JSON.parse(
  readFileSync(join(root, 'test/fixtures/dates.json'), 'utf8'),
) as readonly Case[];

test.each(cases)('$text by $format', ({ format, text, iso, parts }) => {
  const time = parseDate(text, format);
  expect(time).toBe(Date.parse(`${iso}Z`));
  for (const part of dateParts) expect(datePart(time, part)).toBeCloseTo(parts[part], 9);
  expect(parseDate(isoDate(time), null)).toBe(time);
  if (format !== null) expect(dateFormat.test(format)).toBe(true);
});

test('an offset is read, and what stands before it counts', () => {
  const time = Date.UTC(2026, 10, 28, 12, 30);
  for (const end of ['', 'Z', '+01:00', '-0530', '+02']) {
    expect(parseDate(`2026-11-28T12:30${end}`, null)).toBe(time);
  }
  expect(parseDate('28.11.2026 12:30 +0100', '%d.%m.%Y %H:%M %z')).toBe(time);
});

test.each<[string, string | null]>([
  ['2026-02-30', null],
  ['2023-02-29', null],
  ['2026-13-01', null],
  ['2026-11-28T24:00', null],
  ['2026-11-28T12:60', null],
  ['28.11.2026', null],
  ['2026-11', null],
  ['', null],
  ['2026-11-28 ', null],
  ['31.04.2026', '%d.%m.%Y'],
  ['2026-11-28', '%d.%m.%Y'],
  ['13:00 pm', '%I:%M %p'],
  ['2023-366', '%Y-%j'],
  ['2023-000', '%Y-%j'],
  ['Foo 3', '%b %d'],
])('%j is no date of %j', (text, format) => {
  expect(parseDate(text, format)).toBeNaN();
});

test.each(['', '%', '%Q', 'a % b', '%d.%m.%Y %'])('%j is no format', (format) => {
  expect(dateFormat.test(format)).toBe(false);
});

test('what stands between is taken as it is written', () => {
  expect(parseDate('2026.11.28', '%Y.%m.%d')).toBe(Date.UTC(2026, 10, 28));
  expect(parseDate('2026x11x28', '%Y.%m.%d')).toBeNaN();
  expect(parseDate('100% 2026', '100%% %Y')).toBe(Date.UTC(2026, 0, 1));
});
