// A file that has its name once it is whole.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { realFileSystem } from '../../src/ground/files.js';
import { streamFile } from '../../src/ground/streamed.js';
import { deadMark } from '../marks.js';
import { onLinux } from '../on-linux.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
});

test('nothing stands under its name before it is whole, then all of it', () => {
  const path = join(folder, 'a.csv');
  writeFileSync(path, 'before');
  const file = streamFile(path);
  file.write(Buffer.from('00'));
  file.write(Buffer.from('bc'));
  file.replace(Buffer.from('a'), 1);
  expect(readFileSync(path, 'utf8')).toBe('before');
  file.finish();
  expect(readFileSync(path, 'utf8')).toBe('0abc');
  expect(readdirSync(folder)).toEqual(['a.csv']);
});

test('it may be left in part, under another name, or not at all', () => {
  const path = join(folder, 'a.csv');
  const file = streamFile(path);
  file.write(Buffer.from('half'));
  expect(file.leavePart()).toBe(`${path}.part`);
  expect(readFileSync(`${path}.part`, 'utf8')).toBe('half');
  streamFile(path).abandon();
  expect(readdirSync(folder)).toEqual(['a.csv.part']);
});

test('where a link leads it is written, and the link stays', () => {
  mkdirSync(join(folder, 'b'));
  writeFileSync(join(folder, 'b/to'), '');
  symlinkSync('b/to', join(folder, 'link'));
  const file = streamFile(join(folder, 'link'));
  file.write(Buffer.from('x'));
  file.finish();
  expect(readFileSync(join(folder, 'b/to'), 'utf8')).toBe('x');
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
});

test('a folder, a place that is none, and a disk that takes no more are told by name', () => {
  expect(() => streamFile(folder)).toThrow(`cannot write ${folder}: it is a folder`);
  expect(() => streamFile(join(folder, 'no/a.csv'))).toThrow(/^cannot write .*a\.csv: ENOENT/);
  const full = streamFile(join(folder, 'a.csv'), {
    ...realFileSystem,
    write: (_file, bytes, offset) => (offset > 0 ? 0 : Math.min(2, bytes.length)),
  });
  expect(() => full.write(Buffer.from('abc'))).toThrow(/a\.csv: the disk takes no more/);
  full.abandon();
  expect(readdirSync(folder)).toEqual([]);
});

test('what a killed process left of it is removed', () => {
  writeFileSync(join(folder, `.a.csv.${deadMark()}.part`), 'half');
  const file = streamFile(join(folder, 'a.csv'));
  const mine = readdirSync(folder);
  expect(mine).toHaveLength(1);
  // As another process meets it.
  streamFile(join(folder, 'a.csv')).abandon();
  expect(readdirSync(folder)).toEqual(mine);
  file.abandon();
});

test('what could not be given its name is removed', () => {
  const refuse = (): never => {
    throw new Error('ENOSPC: no space left on device');
  };
  const file = streamFile(join(folder, 'a.csv'), { ...realFileSystem, rename: refuse });
  file.write(Buffer.from('abc'));
  expect(() => file.finish()).toThrow(/^cannot write .*a\.csv: ENOSPC/);
  file.abandon();
  expect(readdirSync(folder)).toEqual([]);
});

onLinux('devices and pipes', () => {
  test('are written to as they are, and stay', () => {
    const file = streamFile('/dev/null');
    file.write(Buffer.from('x'));
    expect(file.leavePart()).toBeNull();
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(() => streamFile('/dev/full').write(Buffer.from('x'))).toThrow(
      /^cannot write \/dev\/full: ENOSPC/,
    );
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(existsSync(pipe)).toBe(true);
  });
});
