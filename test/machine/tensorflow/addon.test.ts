// Which addon is put in place; that one works is tested with real ones in setup.test.ts.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  findPrebuilt,
  placeAddon,
  prebuiltName,
  requireCompiler,
} from '../../../src/machine/tensorflow/addon.js';
import { unavailableTensorFlow } from '../../../src/machine/tensorflow/view.js';
import { messageOfFailure, standIn, withEnvironment } from './setup-stand-ins.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-addon-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const works = { ...unavailableTensorFlow(), available: true, version: '2.21.0' };

test('the one that comes with dlx is named by what it was made for', () => {
  expect(prebuiltName).toMatch(/^tfjs_binding-tensorflow-2\.21-linux-x64-\d+\.node$/);
  const found = findPrebuilt();
  expect(
    found === null || (found.endsWith(`dist/addon/${prebuiltName}`) && existsSync(found)),
  ).toBe(true);
});

test('one that works is kept, and no compiler is looked for', async () => {
  writeFileSync(join(folder, 'prebuilt.node'), 'addon');
  const addon = await withEnvironment({ PATH: folder, CXX: null }, () =>
    placeAddon(folder, {
      prebuilt: join(folder, 'prebuilt.node'),
      probe: async () => works,
      notify: () => undefined,
    }),
  );
  expect(addon).toEqual({ compiler: null, view: works });
});

test('one that was compiled and does not compute is refused', async () => {
  standIn(
    folder,
    'c++',
    "if (args.includes('--version')) console.log('c++ 12'); else fs.writeFileSync(args[args.indexOf('-o') + 1], '')",
  );
  const work = {
    prebuilt: null,
    probe: async () => unavailableTensorFlow('it adds wrongly'),
    notify: () => undefined,
  };
  await withEnvironment({ PATH: folder, CXX: null }, async () => {
    expect(await messageOfFailure(placeAddon(folder, work))).toBe(
      '1: the TensorFlow that was built does not work here: it adds wrongly',
    );
    expect(await requireCompiler()).toEqual({ command: 'c++', args: [], version: 'c++ 12' });
  });
});
