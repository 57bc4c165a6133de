// Values whose arrays are set apart come back as they were.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { packed, unpacked } from '../../src/ground/apart.js';
import { fc } from '../drawn.js';
import { inFolder } from '../folders.js';

function through(folder: string, value: unknown): unknown {
  const path = join(folder, 'value');
  writeFileSync(path, Buffer.concat(packed(value)));
  const file = openSync(path, 'r');
  try {
    // It is read from its beginning, as often as somebody wants.
    unpacked(file);
    return unpacked(file);
  } finally {
    closeSync(file);
  }
}

const array = fc.oneof(
  fc.uint8Array(),
  fc.int32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
);

test('whatever a value holds', async () => {
  await inFolder(async (folder) => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(array, fc.string(), fc.double(), fc.constant(null))),
        (some) => {
          const value = { some, more: new Map([['a', some]]), of: new Set([1]) };
          expect(through(folder, value)).toEqual(value);
        },
      ),
    );
  });
});

test('a part of an array, and one array at two places', async () => {
  await inFolder(async (folder) => {
    const part = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const value = through(folder, { part, again: part }) as { part: unknown; again: unknown };
    expect(value.part).toEqual(Float32Array.of(2, 3));
    expect(value.again).toBe(value.part);
  });
});

test('a function is none of data', () => {
  expect(() => packed({ more: () => 1 })).toThrow('could not be cloned');
});
