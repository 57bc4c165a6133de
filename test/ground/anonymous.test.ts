// Files without a name, read by this process and by another one.
import { spawnSync } from 'node:child_process';
import { closeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { anonymousFile, bytesOf } from '../../src/ground/anonymous.js';
import { inFolder } from '../folders.js';

test('bytes are there as often as they are read, under no name', async () => {
  await inFolder(async (folder) => {
    const bytes = Buffer.from('some bytes');
    const file = anonymousFile(bytes, folder);
    if (file === null) throw new Error('there is no room');
    try {
      expect(await readdir(folder)).toEqual([]);
      expect(bytesOf(file)).toEqual(bytes);
      expect(bytesOf(file)).toEqual(bytes);
      const stdio = ['ignore', 'pipe', 'pipe', file] as const;
      expect(spawnSync('cat', ['/dev/fd/3'], { stdio: [...stdio] }).stdout).toEqual(bytes);
    } finally {
      closeSync(file);
    }
  });
});

test('where there is no place for them, there is none', () => {
  expect(anonymousFile(Buffer.from('x'), '/proc/none')).toBeNull();
});
