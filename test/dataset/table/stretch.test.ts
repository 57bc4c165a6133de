// Whose a stretch is.
import { expect, test } from '@jest/globals';
import { Stretch } from '../../../src/dataset/table/stretch.js';

test('it is scanned by who claims it first, in either thread', () => {
  const own = Stretch.ofLength(20);
  own.fill([Buffer.from('\ufeffa,'), Buffer.from('b\n')], 3);
  const other = Stretch.in(own.memory);
  // The last piece begins with a word.
  expect([other.start, other.length]).toEqual([6, 10]);
  expect(Buffer.from(other.bytes.subarray(6, 10)).toString()).toBe('a,b\n');
  expect([other.claim(), own.claim(), own.isDone]).toEqual([true, false, false]);
  other.found.set([1, 2, 1, -1, 0, 1]);
  other.done();
  expect(own.isDone).toBe(true);
  expect(own.result).toEqual({ rows: 1, columns: 2, lines: 1, stop: -1, ragged: 0, isLoose: true });
});

test('who comes late with what lay in it before claims nothing', () => {
  const own = Stretch.ofLength(20);
  own.fill([Buffer.from('a\n')], 0);
  const late = Stretch.in(own.memory);
  own.fill([Buffer.from('b,c\n')], 0);
  expect(late.claim()).toBe(false);
  expect(late.isDone).toBe(false);
  expect(own.claim()).toBe(true);
});

test('there is room for as many cells as bytes', () => {
  const stretch = Stretch.ofLength(1001);
  expect(stretch.holds(1001)).toBe(true);
  expect(stretch.holds(5000)).toBe(false);
  expect(stretch.values.length).toBeGreaterThan(1001);
  expect(stretch.bounds.length).toBe(2 * stretch.values.length);
});
