// A new folder of files that are made under the eyes of signals.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeStoppably } from '../../src/commands/exported.js';
import { inFolder } from '../folders.js';

test('is there with what was made, or not at all', async () => {
  await inFolder(async (folder) => {
    const place = join(folder, 'a');
    const content = await writeStoppably(place, () => Promise.resolve([['x/y', 'text']]));
    expect([...content]).toEqual([['x/y', 'text']]);
    expect(readFileSync(join(place, 'x/y'), 'utf8')).toBe('text');
    const failed = writeStoppably(join(folder, 'b'), () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });
});
