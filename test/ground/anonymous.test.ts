// Files without a name, read by this process and by another one.
import { spawnSync } from 'node:child_process';
import { closeSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { anonymousFile, bytesOf } from '../../src/ground/anonymous.js';

test('bytes are there as often as they are read, under no name', () => {
  const before = readdirSync(tmpdir());
  const bytes = Buffer.from('some bytes');
  const file = anonymousFile(bytes);
  if (file === null) throw new Error('there is no room');
  try {
    expect(readdirSync(tmpdir())).toEqual(before);
    expect(bytesOf(file)).toEqual(bytes);
    expect(bytesOf(file)).toEqual(bytes);
    const { stdout } = spawnSync('cat', ['/dev/fd/3'], { stdio: ['ignore', 'pipe', 'pipe', file] });
    expect(stdout).toEqual(bytes);
  } finally {
    closeSync(file);
  }
});

test('where there is no place for them, there is none', () => {
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = '/proc/none';
  try {
    expect(anonymousFile(Buffer.from('x'))).toBeNull();
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
});
