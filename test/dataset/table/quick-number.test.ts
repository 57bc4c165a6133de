// Numbers from bytes beside JavaScript's own, which round correctly by its standard.
import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { parseNumber } from '../../../src/dataset/table/numbers.js';
import { NumberReader, readBehind } from '../../../src/dataset/table/quick-number.js';

// What stands behind a number is as often as not another one.
const quick = (text: string): number => {
  const bytes = Buffer.from(`x${text},${'9'.repeat(readBehind)}`);
  const reader = new NumberReader(bytes);
  return reader.read(1) === 1 + text.length ? reader.value : NaN;
};

test('numbers have the bits that Number gives, or are left to it', () => {
  let taken = 0;
  const digits = (count: number) =>
    fc
      .array(fc.constantFrom(...'0123456789'), { minLength: 0, maxLength: count })
      .map((all) => all.join(''));
  const written = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits(20),
      fc.constantFrom('', '.', '.000'),
      digits(20),
      fc.constantFrom('', '', '', 'e5', 'E-7', 'e+12', 'e-22', 'e23', 'e400'),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(written, fc.double().map(String)), (text) => {
      const value = quick(text);
      if (Number.isNaN(value)) return;
      taken += 1;
      expect(value).toBe(Number(text));
      expect(parseNumber(text)).toBe(value);
    }),
    { numRuns: 2_000 },
  );
  expect(taken).toBeGreaterThan(500);
});

test('as programs write floats, of 15 to 17 digits, nearly all are taken', () => {
  let left = 0;
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.boolean(), (value, short) => {
      const text = String(short ? value : Math.fround(value));
      const read = quick(text);
      if (Number.isNaN(read)) left += Math.abs(value) > 1e-5 ? 1 : 0;
      else expect(read).toBe(Number(text));
    }),
    { numRuns: 2_000 },
  );
  expect(left).toBeLessThan(5);
});

test.each([
  '',
  '.',
  '-',
  '+',
  '-.',
  'e5',
  '1e',
  '1e+',
  '1.2.3',
  ' 1',
  '1 ',
  '1,',
  '0x10',
  'NaN',
  '1_000',
  '−1',
  '12345678901234567890',
])('%j is none of them', (text) => expect(quick(text)).toBeNaN());

test.each(['0', '-0', '00012', '5.', '.5', '1e3', '9007199254740993', '0.30424254373458124'])(
  '%s is',
  (text) => expect(quick(text)).toBe(Number(text)),
);
