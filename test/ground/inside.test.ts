import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { failure } from '../../src/ground/errors.js';
import { resolveInside } from '../../src/ground/inside.js';
import { inFolder } from '../folders.js';

/** A folder `home` with a file, a folder, and links inwards, outwards, to nothing and in a circle. */
const atHome = (work: (home: string) => void): Promise<void> =>
  inFolder(async (folder) => {
    const home = join(folder, 'home');
    mkdirSync(join(home, 'predictions'), { recursive: true });
    writeFileSync(join(home, 'spec.yaml'), '');
    symlinkSync('predictions', join(home, 'inwards'));
    symlinkSync('..', join(home, 'outwards'));
    symlinkSync('gone', join(home, 'nowhere'));
    symlinkSync('circle', join(home, 'circle'));
    work(home);
  });

describe('a path out of a file', () => {
  test.each([
    'spec.yaml',
    'predictions/test.npy',
    'new/deep/file',
    'inwards/test.npy',
    '...',
    'a..b',
  ])('%s is in the folder, though it need not be there', (path) =>
    atHome((home) => expect(resolveInside(home, path)).toBe(join(home, path))),
  );

  test.each([
    '',
    '.',
    '..',
    '../home/spec.yaml',
    'predictions/../spec.yaml',
    './spec.yaml',
    'predictions//test.npy',
    'predictions/',
    '/etc/passwd',
    'C:/windows',
    'a\\b',
    'a\0b',
    'a\nb',
    'outwards/elsewhere',
    'outwards',
    'nowhere',
    'circle',
    'a'.repeat(1025),
  ])('%j leads out of it, or nowhere', (path) =>
    atHome((home) => {
      const said = `${JSON.stringify(path.slice(0, 200))} is no path of a file in ${home}`;
      expect(() => resolveInside(home, path)).toThrow(failure(said));
    }),
  );
});
