// What is put into a package: only what is loaded, and an addon that older systems can load.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bundled, stageBundles } from '../../packaging/bundle.js';
import { parts } from '../../packaging/parts.js';
import { neededVersions, stageAddon, stagePackages } from '../../packaging/stage.js';
import { prebuiltName } from '../../src/machine/tensorflow/addon.js';

const clone = join(import.meta.dirname, '../../..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-stage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('packages', () => {
  test('have what they begin with, a license, and no script', () => {
    stagePackages(join(clone, 'node_modules'), folder);
    for (const { name } of parts) {
      const manifest = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as {
        name: string;
        main: string;
      };
      expect(manifest.name).toBe(name);
      expect(Object.keys(manifest)).not.toContain('scripts');
      expect(Object.keys(manifest)).not.toContain('dependencies');
      // dlx takes the backend out of tfjs-node-gpu itself, not what that begins with.
      expect([name, existsSync(join(folder, name, manifest.main))]).toEqual([name, true]);
    }
    expect(readFileSync(join(folder, '@tensorflow/tfjs-core/LICENSE'), 'utf8')).toContain(
      'Apache License',
    );
  });

  test('one that has lost its files is not packed in silence', () => {
    mkdirSync(join(folder, '@tensorflow/tfjs-node-gpu'), { recursive: true });
    expect(() => stagePackages(folder, join(folder, 'into'))).toThrow(
      `${join(folder, '@tensorflow/tfjs-node-gpu')} has none of the files that dlx loads`,
    );
  });
});

test('packages are one file each, with the licenses of all', async () => {
  await stageBundles(clone, folder);
  for (const { name, format } of bundled) {
    const manifest = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as {
      readonly main: string;
    };
    expect(manifest).toEqual({
      name,
      version: expect.stringMatching(/^\d/),
      license: expect.stringMatching(/^(ISC|Apache-2.0)$/),
      ...(format === 'esm' ? { type: 'module' } : {}),
      main: 'index.js',
    });
    const code = readFileSync(join(folder, name, manifest.main), 'utf8');
    expect([name, code.length < 1e6, code.includes(clone)]).toEqual([name, true, false]);
  }
  const licenses = readFileSync(join(folder, '@observablehq/plot/LICENSES'), 'utf8');
  expect(licenses).toMatch(/^d3-scale \d\S* \(ISC\)\n\nCopyright .* Mike Bostock/m);
  expect(readFileSync(join(folder, '@tensorflow/tfjs/LICENSES'), 'utf8')).toContain(
    'Apache License',
  );
  const plot = (await import(join(folder, '@observablehq/plot/index.js'))) as object;
  expect(plot).toHaveProperty('rectY');
});

describe('the addon', () => {
  const library = (...versions: string[]): string => {
    const path = join(folder, 'some.node');
    writeFileSync(path, `\0\x7f\0libc.so.6\0${versions.join('\0')}\0GLIBC_PRIVATE\0`);
    return path;
  };

  test('the versions it names', () => {
    expect(
      neededVersions(readFileSync(library('GLIBC_2.2.5', 'GLIBCXX_3.4.21', 'GLIBC_2.14'))),
    ).toEqual(
      new Map([
        ['GLIBC', ['2.2.5', '2.14']],
        ['GLIBCXX', ['3.4.21']],
      ]),
    );
  });

  test('is taken if whoever can load TensorFlow can load it', () => {
    const path = library('GLIBC_2.27', 'GLIBCXX_3.4.22');
    stageAddon(path, join(folder, 'addon'));
    expect(readFileSync(join(folder, 'addon', prebuiltName))).toEqual(readFileSync(path));
  });

  test.each([
    ['GLIBC_2.38', 'GLIBC 2.38, and TensorFlow itself 2.27'],
    ['GLIBCXX_3.4.29', 'GLIBCXX 3.4.29, and TensorFlow itself 3.4.22'],
  ])('is refused if it needs %s', (version, reason) => {
    expect(() => stageAddon(library('GLIBC_2.2.5', version), join(folder, 'addon'))).toThrow(
      `needs ${reason}: pack on an older Linux`,
    );
    expect(existsSync(join(folder, 'addon'))).toBe(false);
  });
});
