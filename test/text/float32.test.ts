// The text of numbers of 32 bits: beside all that JavaScript's own digits can tell.
import { expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { float32Text, writeFloat32 } from '../../src/text/float32.js';

// As NumPy 2.4 writes numpy.float32 of these.
test.each([
  [0.1, '0.1'],
  [0.2, '0.2'],
  [1 / 3, '0.33333334'],
  [2 / 3, '0.6666667'],
  [1, '1'],
  [-1.5, '-1.5'],
  [100, '100'],
  [16777216, '16777216'],
  [123456.79, '123456.79'],
  [0.999999940395, '0.99999994'],
  [1.00000011920929, '1.0000001'],
  [0, '0'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
])('%d is %s', (value, text) => expect(float32Text(Math.fround(value))).toBe(text));

test('every float32 is read back as itself, and no fewer digits would do', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: -1e7, max: 1e7 }),
      ),
      (any) => {
        const value = Math.fround(any);
        const text = float32Text(value);
        expect(Math.fround(Number(text)) === value).toBe(true);
        // As many digits as it has from the first to the last that is not 0.
        const digits = text
          .replace(/e.*/, '')
          .replace(/[-.]/g, '')
          .replace(/^0+|0+$/g, '').length;
        if (digits > 1) {
          expect(Math.fround(Number(value.toPrecision(digits - 1))) === value).toBe(false);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test('it is written where it belongs', () => {
  const bytes = Buffer.from('..........');
  expect(writeFloat32(bytes, 2, -0.25)).toBe(7);
  expect(bytes.toString()).toBe('..-0.25...');
});
