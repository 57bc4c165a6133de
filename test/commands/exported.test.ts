// A new folder of files that are made under the eyes of signals.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sizesInWords, sizesOf, writeStoppably } from '../../src/commands/exported.js';
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

test('bytes are counted, and not letters', () => {
  const sizes = sizesOf(
    new Map<string, string | Uint8Array>([
      ['a', 'é'],
      ['b', new Uint8Array(998)],
    ]),
  );
  expect(sizes).toEqual([
    { name: 'a', bytes: 2 },
    { name: 'b', bytes: 998 },
  ]);
  expect(sizesInWords(sizes)).toBe('2 files, 1.0 kB');
});
