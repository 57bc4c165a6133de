// Files of events: records and their sums, read by a second reader.
import { expect, test } from '@jest/globals';
import { beginningOf, encodeEvents } from '../../../src/export/tensorboard/event-file.js';
import { readEvents, sumOf } from './events.js';

test('the second reader has the sum that the algorithm is known by', () => {
  // Of "123456789", and of 32 zeros (RFC 3720, B.4).
  expect(sumOf(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(sumOf(Buffer.alloc(32))).toBe(0x8a9136aa);
});

test('a version, then an event a record', () => {
  const bytes = encodeEvents(1000.5, [
    { seconds: 1001, step: 3, values: [{ tag: 'a', simpleValue: 0.25 }] },
    { seconds: 1002, values: [] },
  ]);
  expect(readEvents(bytes)).toEqual([
    { seconds: 1000.5, step: 0, version: 'brain.Event:2', values: {} },
    { seconds: 1001, step: 3, version: null, values: { a: 0.25 } },
    { seconds: 1002, step: 0, version: null, values: {} },
  ]);
  const torn = Buffer.from(bytes);
  torn[20] = (torn[20] ?? 0) ^ 1;
  expect(() => readEvents(torn)).toThrow('a sum does not hold');
});

test('a file is gone on with behind the epochs that it has in their order', () => {
  const of = (...steps: number[]) =>
    encodeEvents(
      9,
      steps.map((step) => ({ seconds: step, step, values: [{ tag: 'a', simpleValue: step }] })),
    );
  const three = of(1, 2, 3);
  expect(beginningOf(three, 3)).toEqual({ bytes: Buffer.from(three), epochs: 3 });
  // What was committed ends before what is there.
  expect(beginningOf(three, 2)).toEqual({ bytes: Buffer.from(of(1, 2)), epochs: 2 });
  // Cut off anywhere in its last record, or torn there.
  for (let end = of(1, 2).length; end < three.length; end += 1) {
    expect(beginningOf(three.subarray(0, end), 3)?.epochs).toBe(2);
  }
  const torn = Uint8Array.from(three);
  torn[three.length - 6] = (torn[three.length - 6] ?? 0) ^ 1;
  expect(beginningOf(torn, 3)?.epochs).toBe(2);
  expect(beginningOf(of(1, 3), 3)?.epochs).toBe(1);
  expect(beginningOf(of(1, 1), 3)?.epochs).toBe(1);
  expect(beginningOf(Buffer.from('no events at all, and no records'), 3)).toBe(null);
  expect(beginningOf(new Uint8Array(), 3)).toBe(null);
});
