// Rows in a file are those that were written, whatever is asked for.
import { closeSync, existsSync, ftruncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { refusal } from './fixtures.js';
import { anonymousFile } from '../../src/ground/anonymous.js';
import { present } from '../../src/ground/known.js';
import { randomWords } from '../../src/ground/random.js';
import {
  closedInTime,
  readStored,
  storedRowBytes,
  takeStored,
  type StoredRows,
  type StoredValues,
} from '../../src/dataset/stored.js';

const arrays = { uint8: Uint8Array, float32: Float32Array, int32: Int32Array };

const fileOf = (values: StoredValues): number =>
  present(anonymousFile([new Uint8Array(values.buffer)], tmpdir()), 'a file');

const storedOf = (
  type: StoredRows['type'],
  count: number,
  size: number,
): { readonly stored: StoredRows; readonly values: StoredValues } => {
  const words = randomWords({ seed: 5, stream: size }, count * size);
  const values = new arrays[type](count * size);
  words.forEach((word, i) => (values[i] = word % 251));
  const pieces = [{ file: fileOf(values), at: 0, rows: count }];
  return { stored: { type, size, pieces }, values };
};

const close = ({ pieces }: StoredRows): void => pieces.forEach(({ file }) => closeSync(file));

// The same rows in several files, behind other bytes.
const inPieces = ({ stored, values }: ReturnType<typeof storedOf>): StoredRows => {
  const lengths = [1, 7, 1000, 0, 2000, 992];
  let from = 0;
  const pieces = lengths.map((rows, i) => {
    const own = values.slice(from * stored.size, (from + rows) * stored.size);
    from += rows;
    const before = new Uint8Array(4 * i + 1).fill(255);
    const bytes = Buffer.concat([before, new Uint8Array(own.buffer), before]);
    return { file: present(anonymousFile([bytes], tmpdir()), 'a file'), at: before.length, rows };
  });
  return { ...stored, pieces };
};

// Row by row, as it is defined.
const taken = (values: StoredValues, size: number, rows: Int32Array): readonly number[] =>
  [...rows].flatMap((row) => [...values.subarray(row * size, (row + 1) * size)]);

describe.each(['uint8', 'float32', 'int32'] as const)('rows of %s', (type) => {
  test.each([1, 3, 200])('of %d values', async (size) => {
    const count = 4000;
    const { stored, values } = storedOf(type, count, size);
    const pieces = inPieces({ stored, values });
    expect(storedRowBytes(stored)).toBe(size * arrays[type].BYTES_PER_ELEMENT);
    const random = Int32Array.from(randomWords({ seed: 1, stream: 1 }, 100), (w) => w % count);
    for (const rows of [
      random,
      random.toSorted(),
      Int32Array.of(count - 1, 0, 0),
      new Int32Array(),
    ]) {
      const wanted = taken(values, size, rows);
      for (const one of [stored, pieces]) {
        expect([...takeStored(one, rows)]).toEqual(wanted);
        expect([...(await readStored(one, rows))]).toEqual(wanted);
      }
    }
    close(stored);
    close(pieces);
  });
});

test('a file that cannot be read is said to be', async () => {
  const { stored } = storedOf('float32', 10, 4);
  close(stored);
  const rows = Int32Array.of(3);
  const said = /^cannot read the data that is streamed: EBADF/;
  expect((await refusal(() => takeStored(stored, rows))).message).toMatch(said);
  expect((await refusal(() => readStored(stored, rows))).message).toMatch(said);
});

test('files are closed once nobody has their pieces, and not before', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { stored } = storedOf('uint8', 10, 1);
  const files = stored.pieces.map(({ file }) => file);
  const held: StoredRows[] = [{ ...stored, pieces: closedInTime([...stored.pieces], files) }];
  const isOpen = (): boolean => files.every((file) => existsSync(`/dev/fd/${file}`));
  const collected = async (most: number): Promise<void> => {
    for (let i = 0; i < most && isOpen(); i += 1) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await collected(2);
  expect(isOpen()).toBe(true);
  held.pop();
  await collected(20);
  expect(isOpen()).toBe(false);
});

test('a file that lost its end is no rows of zeros', async () => {
  const { stored } = storedOf('float32', 100, 4);
  for (const { file } of stored.pieces) ftruncateSync(file, 1000);
  const rows = Int32Array.of(99);
  expect(() => takeStored(stored, rows)).toThrow('shorter');
  await expect(readStored(stored, rows)).rejects.toThrow('shorter');
  expect(() => takeStored(stored, Int32Array.of(100))).toThrow('in no file');
  close(stored);
});
