// What `npm run test:quick` leaves out is what starts processes or loads TensorFlow.js.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder, root } from './folders.js';
import { isQuick, slowBecause } from './quick.js';

const suites = readdirSync(join(root, 'dist/test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.js'))
  .sort();
const pathOf = (name: string): string => join(root, 'dist/test', name);

test.each([
  ['training/keras-native.test.js', /loads @tensorflow\/tfjs-core$/],
  // By the warm dlx.
  ['words/explained.test.js', /^test\/cli\/dlx\.js starts processes$/],
  ['ground/process.test.js', /^test\/ground\/process\.test\.js starts processes$/],
  ['cli/help.test.js', /^test\/cli\/dlx\.js starts processes$/],
  ['faults/kills.test.js', /^test\/faults\/strace\.js starts processes$/],
])('%s is slow, and why is said', (name, why) => {
  expect(slowBecause(pathOf(name)).join('\n')).toMatch(new RegExp(why.source, 'm'));
});

test('what checks specs, reads tables and compares runs is quick', () => {
  const quick = suites.filter((name) => isQuick(pathOf(name)));
  for (const place of ['spec/', 'document/', 'words/', 'dataset/table/', 'comparison/', 'run/']) {
    expect(quick.filter((name) => name.startsWith(place))).not.toEqual([]);
  }
});

// The rule reads imports; that none of these helpers slips by it is seen in what they do.
test('no quick suite names a way to start a process or to open TensorFlow', () => {
  const forbidden = /\b(?:execFile|execFileSync|spawn|spawnSync|fork|openNative|openBackend)\(/;
  const found = suites
    .filter((name) => isQuick(pathOf(name)) && name !== 'quick.test.js')
    .filter((name) => forbidden.test(readFileSync(pathOf(name), 'utf8')));
  expect(found).toEqual([]);
});

test('an import of an import is followed, an import() and a type are not', async () => {
  await inFolder(async (folder) => {
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    mkdirSync(join(folder, 'deep'));
    // Not written out, or this suite would be found to load it.
    const core = '@tensorflow/tfjs-core';
    write('deep/far.js', `import {\n  tf,\n} from '${core}';\n`);
    write('near.js', "export { a } from './deep/far.js';\n");
    expect(isQuick(write('a.js', "import { a } from './near.js';\n"))).toBe(false);
    expect(isQuick(write('b.js', `const tf = require('${core}');\n`))).toBe(false);
    expect(isQuick(write('c.js', "import 'node:child_process';\n"))).toBe(false);
    expect(isQuick(write('d.js', "const later = () => import('./near.js');\n"))).toBe(true);
  });
});
