// Rows as series: their order, gaps and steps, by hand.
import { describe, expect, test } from '@jest/globals';
import { parseCsv } from '../../../src/dataset/table/table.js';
import { seriesOf, stepWords, type WindowArguments } from '../../../src/dataset/table/series.js';
import { csvRequest, refusal } from '../fixtures.js';

type How = Partial<Pick<WindowArguments, 'by' | 'time' | 'gaps'>>;

async function seriesIn(text: string, how: How = {}) {
  const { by = null, time = 't', gaps = 'split' } = how;
  const beside = [by, time].filter((name) => name !== null);
  const table = await parseCsv([Buffer.from(text)], 'a.csv', {
    ...csvRequest,
    target: null,
    beside,
  });
  return seriesOf(table, { by, time, gaps });
}

const rowsOf = (...times: readonly (string | number)[]): string =>
  `t,x,y\n${times.map((time, i) => `${time},${i},0.5`).join('\n')}\n`;

describe('one series', () => {
  test('in order and without a gap is one stretch, of which nothing is said', async () => {
    const series = await seriesIn(rowsOf(0.1, 0.2, 0.3, 0.4));
    expect([...series.order]).toEqual([0, 1, 2, 3]);
    expect(series.stretches).toEqual([{ from: 0, to: 4, series: '' }]);
    expect(series.step).toEqual({ size: 0.1, unit: 'number' });
    expect([...series.progress]).toEqual([0.25, 0.5, 0.75, 1]);
    expect(series.notes).toEqual([]);
  });

  test('without a time column is taken as it stands', async () => {
    const series = await seriesIn(rowsOf(3, 1, 2), { time: null });
    expect([[...series.order], series.step]).toEqual([[0, 1, 2], null]);
  });

  test('out of order is put in order, and said with the first place', async () => {
    const series = await seriesIn(rowsOf(3, 1, 2, 4));
    expect([...series.order]).toEqual([1, 2, 0, 3]);
    expect(series.notes).toEqual([
      '2 rows of a.csv are not in the order of "t", the first in line 3: all were put in that order',
    ]);
  });

  test('a gap ends a stretch, and is said with its place', async () => {
    const text = rowsOf(...[0, 1, 2, 5, 6].map((hour) => `2026-03-01T0${hour}:00`));
    const series = await seriesIn(text);
    expect(series.stretches.map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [3, 5],
    ]);
    expect(series.step).toEqual({ size: 3_600_000, unit: 'milliseconds' });
    expect(series.notes).toEqual([
      'a.csv has 1 gap, the first in line 5: "2026-03-01T05:00" is 3 hours after the row before, where most are 1 hour apart; no window crosses one (gaps: ignore would let them)',
    ]);
    const ignored = await seriesIn(text, { gaps: 'ignore' });
    expect(ignored.stretches).toEqual([{ from: 0, to: 5, series: '' }]);
    expect(ignored.notes[0]).toMatch(/windows cross them, as gaps: ignore says$/);
  });

  test('months are steps, whatever their length', async () => {
    const series = await seriesIn(rowsOf('2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'));
    expect(series.step).toEqual({ size: 1, unit: 'months' });
    expect(series.stretches).toHaveLength(1);
    const daily = await seriesIn(rowsOf('2026-01-31', '2026-02-01', '2026-02-02'));
    expect(daily.step).toEqual({ size: 86_400_000, unit: 'milliseconds' });
  });

  test('two rows of one time are refused with the later one', async () => {
    expect((await refusal(seriesIn(rowsOf(1, 2, 3, 2)))).message).toBe(
      'a.csv, line 5, column "t" is "2", a time that an earlier row has too: remove one of them, or tell series apart by: COLUMN under windows',
    );
  });

  test('a date that is none is refused', async () => {
    expect((await refusal(seriesIn(rowsOf('2026-01-01', 'soon')))).message).toMatch(
      /^a.csv, line 3, column "t" is "soon", expected a time/,
    );
  });
});

describe('several series', () => {
  const text = 'who,t,y\nb,1,0\na,1,0\nb,2,0\na,2,0\na,3,0\nb,5,0\n';

  test('lie one after another, each with stretches of its own', async () => {
    const series = await seriesIn(text, { by: 'who' });
    expect([...series.order]).toEqual([0, 2, 5, 1, 3, 4]);
    expect(series.stretches).toEqual([
      { from: 0, to: 2, series: 'b' },
      { from: 2, to: 3, series: 'b' },
      { from: 3, to: 6, series: 'a' },
    ]);
    expect([...series.progress].map((value) => Math.round(value * 3))).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('may have the same times, but each only once', async () => {
    expect((await refusal(seriesIn(`${text}a,2,0\n`, { by: 'who' }))).message).toBe(
      'a.csv, line 8, column "t" is "2", a time of "a" that an earlier row has too: remove one of them',
    );
  });
});

test.each([
  [{ size: 86_400_000, unit: 'milliseconds' }, '1 day'],
  [{ size: 900_000, unit: 'milliseconds' }, '15 minutes'],
  [{ size: 1500, unit: 'milliseconds' }, '1.5 seconds'],
  [{ size: 3, unit: 'months' }, '3 months'],
  [{ size: 0.5, unit: 'number' }, '0.5'],
] as const)('%j is %s', (step, words) => {
  expect(stepWords(step)).toBe(words);
});
