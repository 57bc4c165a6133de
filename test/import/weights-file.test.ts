// Files of weights alone.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readHdf5File } from '../../src/import/weights-file.js';
import { inFolder } from '../folders.js';
import { kerasFiles } from './fixture.js';

test('an HDF5 file, and what is none', async () => {
  expect(readHdf5File(join(kerasFiles, 'table.weights.h5')).length).toBeGreaterThan(1000);
  expect(() => readHdf5File('none.h5')).toThrow(/^none\.h5 is no file/);
  await inFolder(async (folder) => {
    const path = join(folder, 'x.h5');
    writeFileSync(path, 'text');
    expect(() => readHdf5File(path)).toThrow(/x\.h5 is no HDF5 file$/);
  });
});
