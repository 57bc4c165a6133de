import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readPickle, textOf } from '../../../src/dataset/images/pickle.js';
import { root } from '../../folders.js';

const python3 = readFileSync(join(root, 'test/fixtures/cifar/python3.pickle'));

const said = (bytes: Uint8Array): string => {
  try {
    readPickle(bytes, 'a');
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'nothing';
};

test('reads what Python 3 writes, bytes as bytes', () => {
  const read = readPickle(python3, 'a');
  expect([...read.keys()]).toEqual(['labels', 'data', 'batch_label']);
  expect(read.get('labels')).toEqual([1, 2, 300]);
  expect(read.get('batch_label')).toEqual(Buffer.of(0, 255));
  expect(read.get('data')).toMatchObject({ kind: 'bytes', shape: [3, 3072] });
  expect(textOf(Buffer.from('é', 'latin1'))).toBe('é');
  expect([textOf('é'), textOf(1), textOf(undefined)]).toEqual(['é', null, null]);
});

// By hand, from the codes of Python's pickletools.
const written = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
    ),
  );

test.each([
  [
    'a call of another function',
    written([0x80, 2], 'cposix\nsystem\n', [0x55, 4], 'true', [0x85, 0x52, 0x2e]),
    'it names "posix.system"',
  ],
  [
    'a class of somebody',
    written([0x80, 2], 'cnumpy\nload\n', [0x29, 0x52, 0x2e]),
    'it names "numpy.load"',
  ],
  ['an instance of protocol 0', written('(iposix\nsystem\n.'), 'the code 0x69 at byte 1'],
  ['protocol 4', written([0x80, 4, 0x95]), 'the code 0x95 at byte 2'],
  ['a text of protocol 0', written("S'a'\n."), 'the code 0x53 at byte 0'],
  ['no dictionary', written([0x80, 2, 0x5d, 0x2e]), 'no dictionary'],
  ['nothing', Buffer.of(), 'cut short at byte 0'],
  ['an empty stack', written([0x80, 2, 0x2e]), 'nothing on its stack at byte 3'],
  ['no mark', written([0x80, 2, 0x74]), 'no mark at byte 3'],
  ['nothing to recall', written([0x80, 2, 0x68, 7]), 'nothing under 7 at byte 4'],
  ['a length below 0', written([0x54, 255, 255, 255, 255]), 'cut short at byte 5'],
  [
    'a number as key',
    written([0x7d, 0x4b, 1, 0x4e, 0x73, 0x2e]),
    'a key that is no text at byte 5',
  ],
  ['items without a list', written([0x4e, 0x4b, 1, 0x61]), 'no list at byte 4'],
])('refuses %s', (_, bytes, why) => {
  expect(said(bytes)).toBe(
    `a is no pickle of CIFAR's (${why}): nothing of a pickle is run, and only its lists, texts and arrays of bytes are read; take the file as it is published`,
  );
});

test('refuses a file that is cut anywhere', () => {
  for (let length = 0; length < python3.length; length += 97) {
    expect(said(python3.subarray(0, length))).toMatch(/cut short|nothing on its stack/);
  }
});

test('an array must have the bytes that its shape says, and be of bytes', () => {
  const other = Buffer.from(python3);
  const place = other.indexOf(Buffer.of(0x4d, 0x00, 0x0c));
  other.set([0x4d, 0x01, 0x0c], place);
  expect(said(other)).toContain('no array of unsigned bytes, row by row');
  const wide = Buffer.from(python3);
  wide.write('i1', wide.indexOf('u1'));
  expect(said(wide)).toContain('no array of unsigned bytes, row by row');
});
