// The bytes of a folder.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bytesIn } from '../../src/run/size.js';
import { withFolder } from './fixture.js';

test('are those of its files, through folders and not through links', () => {
  withFolder((folder) => {
    expect(bytesIn(folder)).toBe(0);
    writeFileSync(join(folder, 'a'), 'x'.repeat(10));
    mkdirSync(join(folder, 'within'));
    writeFileSync(join(folder, 'within/b'), 'x'.repeat(5));
    symlinkSync('/usr', join(folder, 'u'));
    // A link has the bytes of the path that it leads to.
    expect(bytesIn(folder)).toBe(15 + '/usr'.length);
    expect(bytesIn(join(folder, 'nowhere'))).toBe(0);
  });
});
