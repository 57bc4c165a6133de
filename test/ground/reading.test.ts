// Files are read whole or in pieces; what is none is said to be none.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { failure } from '../../src/ground/errors.js';
import { namesIn, readFile, readFileUnless, readPieces } from '../../src/ground/reading.js';
import { inFolder } from '../folders.js';

const ways: readonly (readonly [string, (path: string) => unknown, unknown])[] = [
  ['readFile', readFile, null],
  ['readFileUnless', (path) => readFileUnless(path, 1, () => undefined), null],
  ['readPieces', (path) => readPieces(path, () => undefined), false],
];

test.each(ways)('%s: no file is no error, a folder or a pipe is one', async (_, read, none) => {
  await inFolder(async (folder) => {
    expect(read(join(folder, 'nowhere'))).toBe(none);
    mkdirSync(join(folder, 'inner'));
    expect(() => read(join(folder, 'inner'))).toThrow(
      expect.objectContaining({
        exitCode: 1,
        message: `cannot read ${join(folder, 'inner')}: it is not a plain file`,
      }),
    );
    // Nobody writes to it: to wait for its first byte would be to wait for ever.
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(() => read(join(folder, 'pipe'))).toThrow('it is not a plain file');
    writeFileSync(join(folder, 'file'), '');
    expect(() => read(join(folder, 'file/below'))).toThrow(/^cannot read .*below: ENOTDIR/);
  });
});

test('a file is read only where nothing speaks against its first bytes and size', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'file');
    writeFileSync(path, 'abcdef');
    expect(readFile(path)?.toString()).toBe('abcdef');
    const seen: unknown[] = [];
    const look = (start: Buffer, size: number): void => void seen.push([start.toString(), size]);
    expect(readFileUnless(path, 3, look)?.toString()).toBe('abcdef');
    expect(readFileUnless(path, 99, look)?.toString()).toBe('abcdef');
    expect(seen).toEqual([
      ['abc', 6],
      ['abcdef', 6],
    ]);
    const refuse = (): void => {
      throw failure('too long');
    };
    // As it was said, without the name of the file before it.
    expect(() => readFileUnless(path, 3, refuse)).toThrow(/^too long$/);
  });
});

test('pieces are all of a file, in order', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'file');
    const bytes = Buffer.alloc(2.5 * 2 ** 20, 'dlx');
    writeFileSync(path, bytes);
    const pieces: Buffer[] = [];
    expect(readPieces(path, (piece) => pieces.push(Buffer.from(piece)))).toBe(true);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    expect(pieces.length).toBe(3);
  });
});

test('the names in a folder; of none there are none', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'b'), '');
    mkdirSync(join(folder, 'a'));
    expect(namesIn(folder).toSorted()).toEqual(['a', 'b']);
    expect(namesIn(join(folder, 'nowhere'))).toEqual([]);
    expect(() => namesIn(join(folder, 'b'))).toThrow(/^cannot read .*b: ENOTDIR/);
  });
});
