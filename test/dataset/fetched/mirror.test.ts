// Mirrors and what is kept of them, by hand; fetching itself is tried by the sets that are fetched.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  keepFetched,
  mirrorsOf,
  nowhere,
  readFetched,
} from '../../../src/dataset/fetched/mirror.js';
import { inFolder } from '../../folders.js';

test("one's own mirrors come first, with the set's folder and without", () => {
  const environment = { DLX_DATASET_MIRROR: ' http://a/ ,, http://b/x// ' };
  expect(mirrorsOf('toy', ['http://known'], environment)).toEqual([
    'http://a/toy',
    'http://a',
    'http://b/x/toy',
    'http://b/x',
    'http://known',
  ]);
  expect(mirrorsOf('toy', ['http://known'], {})).toEqual(['http://known']);
});

test('a file that cannot be read is called by its name, wherever it lay', async () => {
  const read = (path: string): Promise<never> =>
    Promise.reject(new Error(`${path} is cut off (${path})`));
  await expect(readFetched(read, '/there/a.gz', 'a.gz')).rejects.toThrow(
    /^a\.gz is cut off \(a\.gz\)$/,
  );
  expect(await readFetched((path) => Promise.resolve(path.length), 'abc', 'a')).toBe(3);
});

test('a file is kept in a folder that is made, and where it cannot be it is said', async () => {
  await inFolder(async (folder) => {
    const said: string[] = [];
    const file = join(folder, 'a');
    writeFileSync(file, 'text');
    keepFetched(file, join(folder, 'new/a'), 'a', (message) => void said.push(message));
    expect([existsSync(file), readFileSync(join(folder, 'new/a'), 'utf8')]).toEqual([
      false,
      'text',
    ]);
    expect(said).toEqual([]);
    mkdirSync(join(folder, 'taken/a/full'), { recursive: true });
    keepFetched(join(folder, 'new/a'), join(folder, 'taken/a'), 'a', (message) => {
      said.push(message);
    });
    expect(said).toEqual([expect.stringMatching(/^cannot keep a for the next time: /)]);
  });
});

test('of a set that is nowhere it is told why no source gave it', () => {
  expect(nowhere('toy', [])).toBe('toy is not on this machine');
  expect(nowhere('toy', ['a: gone', 'b: slow'])).toBe(
    'toy is not on this machine, and no source gave it (a: gone; b: slow)',
  );
});
