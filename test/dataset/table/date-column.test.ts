import { expect, test } from '@jest/globals';
import {
  dateWidth,
  fitDates,
  missingTime,
  writeDates,
} from '../../../src/dataset/table/date-column.js';

const day = (text: string): number => Date.parse(`${text}Z`);
const cells = {
  name: 'd',
  kind: 'date',
  times: Float64Array.of(day('2026-01-01'), NaN, day('2026-01-04'), day('2026-02-11')),
  format: null,
  missing: 1,
} as const;
const request = {
  place: 'a.csv, column "d"',
  rows: Int32Array.of(0, 1, 2),
  standardize: true,
} as const;

test('parts are standardised by the training rows, and a gap is the middle of their dates', () => {
  const fit = fitDates(cells, { ...request, gaps: 'fill' }, ['day', 'hour']);
  // The middle of the 1st and the 4th is noon of the 2nd; days 1, 2, 4; hours 0, 12, 0.
  expect(fit).toMatchObject({
    distinct: 3,
    first: '2026-01-01',
    last: '2026-02-11',
    gaps: { value: '2026-01-02T12:00:00', indicator: true },
  });
  expect(missingTime(fit)).toBe(day('2026-01-02T12:00'));
  expect(dateWidth(fit)).toBe(3);
  const inputs = new Float32Array(12);
  writeDates(cells, fit, { inputs, width: 3, offset: 0 });
  const [mean, deviation] = [7 / 3, Math.sqrt(14 / 9)];
  const hours = Math.sqrt(32);
  const expected = [1, 2, 4, 11].flatMap((date, row) => [
    (date - mean) / deviation,
    ((row === 1 ? 12 : 0) - 4) / hours,
    row === 1 ? 1 : 0,
  ]);
  expected.forEach((value, i) => expect(inputs[i]).toBeCloseTo(value, 6));
});

test('a date of the spec fills as it is written', () => {
  const german = { ...cells, format: '%d.%m.%Y' };
  const fit = fitDates(german, { ...request, gaps: { value: '24.12.2025' } }, ['month']);
  expect(fit.gaps).toEqual({ value: '2025-12-24', indicator: false });
  expect(() => fitDates(german, { ...request, gaps: { value: '2025-12-24' } }, ['month'])).toThrow(
    'is to have "2025-12-24" where its value is missing, which is none',
  );
});

test('where rows are left out nothing fills', () => {
  const fit = fitDates(cells, { ...request, gaps: 'drop', rows: Int32Array.of(0, 2) }, ['day']);
  expect([fit.gaps, missingTime(fit), dateWidth(fit)]).toEqual(['drop', NaN, 1]);
});
