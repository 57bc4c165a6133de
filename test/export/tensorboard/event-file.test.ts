// Files of events: records and their sums, read by a second reader.
import { expect, test } from '@jest/globals';
import { encodeEvents } from '../../../src/export/tensorboard/event-file.js';
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
