// HDF5 files of anybody's.
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as library from 'h5wasm';
import { readHdf5 } from '../../src/import/hdf5.js';

type Fill = (file: InstanceType<typeof library.File>) => void;

beforeAll(() => library.ready);

const madeBy = (fill: Fill): Uint8Array => {
  const file = new library.File('made.h5', 'w');
  fill(file);
  file.flush();
  file.close();
  const bytes = library.FS?.readFile('made.h5') ?? new Uint8Array();
  library.FS?.unlink('made.h5');
  return bytes;
};

const one = [{ path: 'a/vars/0', shape: [2] }];
const read = (bytes: Uint8Array, wanted = one) =>
  readHdf5(bytes, wanted, (path) => path.includes('vars/'));

const group = (file: InstanceType<typeof library.File>) =>
  file.create_group('a').create_group('vars');

test.each<[string, Fill, Float32Array]>([
  [
    'float64',
    (file) => group(file).create_dataset({ name: '0', data: [1.5, 2.5], dtype: '<d' }),
    Float32Array.of(1.5, 2.5),
  ],
  [
    'int32',
    (file) => group(file).create_dataset({ name: '0', data: [3, 4], dtype: '<i' }),
    Float32Array.of(3, 4),
  ],
])('%s is read', async (_, fill, wanted) => {
  const { values, problems } = await read(madeBy(fill));
  expect([problems, values.get('a/vars/0')]).toEqual([[], wanted]);
});

describe('told, in a sentence', () => {
  test.each<[string, Fill, string]>([
    ['nothing', () => undefined, 'lacks a/vars/0'],
    [
      'another shape',
      (file) => group(file).create_dataset({ name: '0', data: [1, 2, 3], dtype: '<f' }),
      'has a/vars/0 of shape (3), and the model wants (2)',
    ],
    ['a group', (file) => void group(file).create_group('0'), 'has no values at a/vars/0'],
    [
      'a link out of the file',
      (file) => group(file).create_external_link('/etc/other.h5', '/x', '0'),
      'has no values at a/vars/0',
    ],
    [
      'a float64 that no float32 is',
      (file) => group(file).create_dataset({ name: '0', data: [1, 1e300], dtype: '<d' }),
      'has a/vars/0 with values that are no finite numbers in float32, with which nothing can be computed',
    ],
    [
      'NaN',
      (file) => group(file).create_dataset({ name: '0', data: [NaN, 1], dtype: '<f' }),
      'has a/vars/0 with values that are no finite numbers in float32, with which nothing can be computed',
    ],
    [
      'texts',
      (file) => group(file).create_dataset({ name: '0', data: ['x', 'y'] }),
      'has a/vars/0 of a kind of number that dlx does not read: it computes in float32',
    ],
    [
      "Keras' old form",
      (file) => void file.create_group('model_weights'),
      "has Keras' old HDF5 form; open it with Keras and save it as .keras or .weights.h5",
    ],
  ])('%s', async (_, fill, problem) => {
    expect((await read(madeBy(fill))).problems).toEqual([problem]);
  });

  test('an array that is left over', async () => {
    const bytes = madeBy((file) => {
      const there = group(file);
      there.create_dataset({ name: '0', data: [1, 2], dtype: '<f' });
      there.create_dataset({ name: '1', data: [1, 2], dtype: '<f' });
    });
    expect((await read(bytes)).problems).toEqual([
      'has a/vars/1, for which the model has no weight',
    ]);
  });

  test('an array that is declared and nowhere', async () => {
    const bytes = madeBy((file) => {
      const huge = group(file).create_dataset({
        name: '0',
        data: [0],
        dtype: '<f',
        shape: [1, 1],
        maxshape: [null, null],
        chunks: [1, 1],
      });
      huge.resize([40_000, 40_000]);
    });
    const wanted = [{ path: 'a/vars/0', shape: [40_000, 40_000] }];
    expect((await read(bytes, wanted)).problems).toEqual([
      'has a/vars/0 of 1600000000 values, far more than it has bytes for',
    ]);
  });

  test.each([
    ['no HDF5', Buffer.from('hello')],
    ['the beginning of one', madeHalf()],
  ])('%s', async (_, bytes) => {
    await library.ready;
    expect((await read(bytes)).problems).toEqual(['is no HDF5 file, or is damaged']);
  });
});

function madeHalf(): Buffer {
  return Buffer.concat([Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), Buffer.alloc(40, 1)]);
}
