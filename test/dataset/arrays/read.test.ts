// Arrays by their places: files of one array, and arrays by name in files of several.
import { expect, test } from '@jest/globals';
import { arrayReader } from '../../../src/dataset/arrays/read.js';
import { temporaryFolder, writeIn } from '../fixtures.js';
import { floats, longs, npzBytes, safetensorsBytes } from './fixtures.js';

const folder = temporaryFolder();
const x = writeIn(folder, 'x.npy', floats([2], [1, 2]));
const two = writeIn(folder, 'two.npz', npzBytes({ a: floats([1], [3]), b: longs([1], [4]) }));
const stored = writeIn(folder, 'stored.npz', npzBytes({ only: floats([2], [5, 6]) }, 0));
const safe = writeIn(
  folder,
  's.safetensors',
  safetensorsBytes({ w: { dtype: 'F32', shape: [1], values: Float32Array.of(7) } }),
);

const values = async (place: string): Promise<readonly number[]> =>
  Array.from((await arrayReader().read(place)).values, Number);

test('a file, an array of a packed or stored .npz, one of safetensors', async () => {
  expect(await values(x)).toEqual([1, 2]);
  expect(await values(`${two}:b`)).toEqual([4]);
  expect(await values(`${stored}:only`)).toEqual([5, 6]);
  expect(await values(`${safe}:w`)).toEqual([7]);
});

test('the only array needs no name', async () => {
  expect(await values(stored)).toEqual([5, 6]);
  expect(await values(safe)).toEqual([7]);
});

test('names are asked for where there are some', async () => {
  expect(await arrayReader().names(two)).toEqual(['a', 'b']);
  expect(await arrayReader().names(x)).toBeNull();
});

test.each([
  [
    'several without a name',
    two,
    /two\.npz holds 2 arrays: say which, as .*two\.npz:a; it has "a", "b"$/,
  ],
  ['a name that is none', `${two}:c`, /two\.npz holds no array "c"/],
  ['a file that is not there', `${folder}/none.npz:a`, /none\.npz does not exist/],
  ['a folder', folder, /is a folder, expected a file/],
  [
    'another file',
    writeIn(folder, 'a.npy', 'x,y\n'),
    /is no file of arrays: dlx reads \.npy, \.npz and/,
  ],
  [
    'a cut zip',
    writeIn(folder, 'cut.npz', npzBytes({ a: floats([1], [3]) }).subarray(0, -30)),
    /cut\.npz is a cut or damaged \.npz file/,
  ],
])('%s', async (_, place, message) => {
  await expect(arrayReader().read(place)).rejects.toThrow(message);
});

test('an array that says it is far more than it can be is not unpacked', async () => {
  const bytes = npzBytes({ a: floats([1], [3]) });
  // The size unpacked, in the central directory (APPNOTE 4.3.12).
  const at = bytes.indexOf(Buffer.from('PK\u0001\u0002'));
  bytes.writeUInt32LE(2 ** 31, at + 24);
  const file = writeIn(folder, 'bomb.npz', bytes);
  await expect(arrayReader().read(`${file}:a`)).rejects.toThrow(/would have 2147483648 bytes/);
});

test('a value that is another than was saved is found by the sum of its array', async () => {
  const bytes = npzBytes({ a: floats([2], [3, 4]) }, 0);
  bytes.writeFloatLE(5, bytes.indexOf(Buffer.from(Float32Array.of(3, 4).buffer)));
  const file = writeIn(folder, 'flipped.npz', bytes);
  await expect(arrayReader().read(`${file}:a`)).rejects.toThrow(
    /flipped\.npz is a cut or damaged \.npz file \(what is in a\.npy has another sum\): save it/,
  );
});

test('two arrays of one name are refused', async () => {
  const bytes = npzBytes({ a: floats([1], [3]), b: floats([1], [4]) }, 0);
  for (let at = bytes.indexOf('b.npy'); at >= 0; at = bytes.indexOf('b.npy')) bytes[at] = 0x61;
  const file = writeIn(folder, 'twice.npz', bytes);
  await expect(arrayReader().read(`${file}:a`)).rejects.toThrow(/twice\.npz holds two arrays "a"/);
});
