// Files without a name, read by this process and by another one.
import { spawnSync } from 'node:child_process';
import { closeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { anonymousFile } from '../../src/ground/anonymous.js';
import { inFolder } from '../folders.js';

test('bytes are there as often as they are read, under no name', async () => {
  await inFolder(async (folder) => {
    const bytes = Buffer.from('some bytes');
    const file = anonymousFile([bytes.subarray(0, 4), bytes.subarray(4)], folder);
    if (file === null) throw new Error('there is no room');
    try {
      expect(await readdir(folder)).toEqual([]);
      const stdio = ['ignore', 'pipe', 'pipe', file] as const;
      expect(spawnSync('cat', ['/dev/fd/3'], { stdio: [...stdio] }).stdout).toEqual(bytes);
    } finally {
      closeSync(file);
    }
  });
});

test('where there is no place for them, there is none', () => {
  expect(anonymousFile([Buffer.from('x')], '/proc/none')).toBeNull();
});
