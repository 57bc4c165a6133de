// Parts beside pandas' are in dates.test.ts; here, what a calendar says.
import { expect, test } from '@jest/globals';
import { datePart } from '../../../src/dataset/table/date-parts.js';

const at = (text: string): number => Date.parse(`${text}Z`);

test('weeks are those of ISO 8601, and days of the week begin with Monday', () => {
  // The 4th of January is in the first week of its year, always.
  for (let year = 1995; year < 2035; year += 1) {
    expect(datePart(at(`${year}-01-04`), 'week')).toBe(1);
    expect([52, 53]).toContain(datePart(at(`${year}-12-28`), 'week'));
  }
  expect(datePart(at('2026-11-23'), 'day_of_week')).toBe(0);
  expect(datePart(at('2026-11-29'), 'day_of_week')).toBe(6);
});

test('days have their fraction, before 1970 too', () => {
  expect(datePart(at('1970-01-02T06:00'), 'days')).toBe(1.25);
  expect(datePart(at('1969-12-31T12:00'), 'days')).toBe(-0.5);
  expect(datePart(at('1969-12-31T12:00'), 'hour')).toBe(12);
});
