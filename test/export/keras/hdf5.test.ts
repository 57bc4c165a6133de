// Files of arrays, read back; that Keras' own reader takes them is tested in keras.test.ts.
import { expect, test } from '@jest/globals';
import { encodeHdf5 } from '../../../src/export/keras/hdf5.js';
import { readHdf5 } from '../../../src/import/hdf5.js';

test('groups in groups, scalars and whole numbers', async () => {
  const bytes = await encodeHdf5({
    arrays: [
      { path: 'layers/a/vars/0', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
      { path: 'layers/a/vars/1', shape: [], values: BigInt64Array.of(7n) },
    ],
    names: new Map([['layers/a/vars', 'first']]),
  });
  expect(Buffer.from(bytes.subarray(0, 8)).toString('latin1')).toBe('\x89HDF\r\n\x1a\n');
  const wanted = [
    { path: 'layers/a/vars/0', shape: [2, 3] },
    { path: 'layers/a/vars/1', shape: [] },
  ];
  const { values, problems } = await readHdf5(bytes, wanted, () => true);
  expect(problems).toEqual([]);
  expect([...values.values()]).toEqual([Float32Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(7)]);
});
