// Arrays in safetensors files of anybody's.
import { expect, test } from '@jest/globals';
import { openSafetensors } from '../../../src/dataset/arrays/safetensors.js';
import { safetensorsBytes } from './fixtures.js';

const bytes = safetensorsBytes({
  x: { dtype: 'F32', shape: [2, 1], values: Float32Array.of(1, 2) },
  y: { dtype: 'I64', shape: [2], values: BigInt64Array.of(3n, 4n) },
  half: { dtype: 'F16', shape: [2], values: Uint16Array.of(0, 1) },
});

test('arrays by their names, of the types that numbers have', async () => {
  const { names, read } = openSafetensors(bytes, 'a.safetensors');
  expect(names).toEqual(['x', 'y', 'half']);
  expect(await read('y', 'a.safetensors:y')).toEqual({
    label: 'a.safetensors:y',
    type: 'int64',
    shape: [2],
    values: BigInt64Array.of(3n, 4n),
  });
  await expect(read('half', 'a:half')).rejects.toThrow(/^a:half holds values of the type "F16"/);
});

const one = safetensorsBytes({ x: { dtype: 'F32', shape: [2], values: Float32Array.of(1, 2) } });
const wide = safetensorsBytes({ x: { dtype: 'F32', shape: [9], values: Float32Array.of(1) } });
const noJson = Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('[}')]);

test.each([
  ['cut short', one.subarray(0, -3), /^b has the bytes 0 to 8 of 5, .*the file was cut short/],
  ['cut in its header', one.subarray(0, 20), /^a is no safetensors file, or was cut short/],
  ['empty', new Uint8Array(), /^a is no safetensors file/],
  ['no JSON', noJson, /^a is no safetensors file/],
  ['a shape of other bytes', wide, /^b has the bytes 0 to 4 of 4, .* \(9\) needs 36/],
])('%s', async (_, given, message) => {
  const reading = async (): Promise<unknown> => openSafetensors(given, 'a').read('x', 'b');
  await expect(reading()).rejects.toThrow(message);
});
