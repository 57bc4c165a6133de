// Messages of protobuf as bytes, by hand: keys are (number << 3) | kind of wire.
import { expect, test } from '@jest/globals';
import { encoderOf } from '../../src/export/protobuf.js';

const encode = encoderOf(
  {
    Outer: { a: [1, 'int64'], some_flag: [2, 'bool'], inner: [3, 'Inner[]'], at: [4, 'double'] },
    Inner: { text: [1, 'string'], x: [2, 'float'] },
  },
  'Outer',
);

test('scalars and messages by their numbers; names in camel case', () => {
  expect([...encode({ a: 300n, someFlag: true })]).toEqual([0x08, 0xac, 0x02, 0x10, 1]);
  expect([...encode({ inner: [{ text: 'é' }, { x: 1 }] })]).toEqual([
    0x1a, 4, 0x0a, 2, 0xc3, 0xa9, 0x1a, 5, 0x15, 0, 0, 0x80, 0x3f,
  ]);
  expect([...encode({ at: 2 })]).toEqual([0x21, 0, 0, 0, 0, 0, 0, 0, 0x40]);
  expect([...encode({})]).toEqual([]);
});
