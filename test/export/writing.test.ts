// The folder of an export is there whole or not at all.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeExport } from '../../src/export/writing.js';
import { files, filesOn, realFileSystem } from '../../src/ground/files.js';
import { inFolder } from '../folders.js';
import { deadMark } from '../marks.js';

const content = new Map<string, string | Uint8Array>([
  ['model.bin', Uint8Array.of(1, 2, 3)],
  ['variables/variables.index', 'x'],
  ['data.json', '{}\n'],
]);
const noTurn = async (): Promise<void> => undefined;

test('all files, in folders of their own too, and nothing beside them', async () => {
  await inFolder(async (folder) => {
    const place = join(folder, 'deep/model');
    await writeExport(files, place, content, noTurn);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['model']);
    expect(readdirSync(place, { recursive: true }).sort()).toEqual([
      'data.json',
      'model.bin',
      'variables',
      'variables/variables.index',
    ]);
    expect([...readFileSync(join(place, 'model.bin'))]).toEqual([1, 2, 3]);
  });
});

describe('a place that is taken', () => {
  test.each([
    ['a folder', (place: string) => mkdirSync(place)],
    ['a link to nothing', (place: string) => symlinkSync('nowhere', place)],
  ])('%s', async (_, take) => {
    await inFolder(async (folder) => {
      const place = join(folder, 'model');
      take(place);
      await expect(writeExport(files, place, content, noTurn)).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringMatching(/model" is there already, .* --output$/),
      });
      expect(readdirSync(folder)).toEqual(['model']);
    });
  });
});

test.each([1, 2, 3, 4])('stopped at turn %i, it leaves nothing', async (at) => {
  await inFolder(async (folder) => {
    let turns = 0;
    const stop = async (): Promise<void> => {
      turns += 1;
      if (turns === at) throw new Error('stopped');
    };
    const place = join(folder, 'model');
    await expect(writeExport(files, place, content, stop)).rejects.toThrow('stopped');
    expect(existsSync(place)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('a disk that is full: one sentence, and nothing left', async () => {
  await inFolder(async (folder) => {
    let written = 0;
    const full = filesOn({
      ...realFileSystem,
      write: (file, bytes, offset, position) => {
        written += 1;
        return written > 1 ? 0 : realFileSystem.write(file, bytes, offset, position);
      },
    });
    await expect(writeExport(full, join(folder, 'model'), content, noTurn)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/^cannot write \S+: the disk takes no more$/),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('what a killed export left beside the place goes with the next', async () => {
  await inFolder(async (folder) => {
    const left = join(folder, `.model.${deadMark()}.part`);
    mkdirSync(left);
    writeFileSync(join(left, 'model.bin'), 'half');
    await writeExport(files, join(folder, 'model'), content, noTurn);
    expect(readdirSync(folder)).toEqual(['model']);
  });
});
