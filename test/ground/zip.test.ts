import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { checkSum, withZip, type ZipFile } from '../../src/ground/zip.js';
import { inFolder } from '../folders.js';

const zipOf = (...names: readonly string[]): Uint8Array =>
  zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array([1])])));

const namesIn = async (zip: ZipFile): Promise<readonly string[]> => {
  const names: string[] = [];
  for await (const { fileName } of zip.eachEntry()) names.push(fileName);
  return names;
};

test('entries are there in their order, and the file is closed behind the work', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'a.zip');
    writeFileSync(path, zipOf('b', 'a'));
    let seen: ZipFile | null = null;
    const names = await withZip(path, (zip) => {
      seen = zip;
      return namesIn(zip);
    });
    expect(names).toEqual(['b', 'a']);
    expect(seen).toMatchObject({ isOpen: false });
    const failing = withZip(path, (zip) => {
      seen = zip;
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    expect(seen).toMatchObject({ isOpen: false });
  });
});

test('names with backslashes are refused where they are to be strict', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'a.zip');
    writeFileSync(path, zipOf('a\\b'));
    expect(await withZip(path, namesIn)).toEqual(['a/b']);
    await expect(withZip(path, namesIn, { strictFileNames: true })).rejects.toThrow('a\\b');
  });
});

test('what is no zip file is refused', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'a.zip');
    writeFileSync(path, 'a,b\n');
    await expect(withZip(path, namesIn)).rejects.toThrow();
  });
});

test('bytes have the sum that the file gives, or are refused', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'a.zip');
    writeFileSync(path, zipOf('a'));
    await withZip(path, async (zip) => {
      for await (const entry of zip.eachEntry()) {
        checkSum(entry, Uint8Array.of(1));
        expect(() => checkSum(entry, Uint8Array.of(2))).toThrow('what is in a has another sum');
      }
    });
  });
});
