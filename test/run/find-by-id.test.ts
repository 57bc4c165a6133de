// A run is found by its id, whatever its folder is called.
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findById } from '../../src/run/find-by-id.js';
import { makeForeignFolder, makeRunFolder, withFolder } from './fixture.js';

test('under the name that dlx gave it, or another; else not', () => {
  withFolder((folder) => {
    makeForeignFolder(join(folder, 'torn-20260102T030405Z-abcdef'), '{');
    const run = makeRunFolder(join(folder, 'a-20260102T030405Z-abcdef'), {
      id: 'abcdef0123456789',
    });
    expect(findById('abcdef0123456789', folder)).toBe(run);
    const other = join(folder, 'mine');
    renameSync(run, other);
    expect(findById('abcdef0123456789', folder)).toBe(other);
    expect(findById('abcdef', folder)).toBeNull();
    expect(findById('abcdef0123456789', join(folder, 'nowhere'))).toBeNull();
  });
});
