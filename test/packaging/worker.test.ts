// The process that trains, as one file.
import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stageWorker } from '../../packaging/worker.js';
import { startChild } from '../../src/job/start-child.js';
import { dlx, inFolder, runsIn } from '../cli/dlx.js';

const clone = join(import.meta.dirname, '../../..');
let folder = '';
beforeEach(() => {
  // Beside the modules, to whose places its own ones lead.
  folder = mkdtempSync(join(clone, 'dist/bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('it holds all that it loads, knows each module’s own place, and carries the licenses', async () => {
  await stageWorker(clone, folder);
  const code = readFileSync(join(folder, 'worker.js'), 'utf8');
  expect(code).not.toContain(clone);
  expect(code).not.toContain('import.meta');
  // As it is run, compiled before, nobody answers an import.
  expect(code).not.toMatch(/[^\w.]import\("/);
  // What it still looks for by name.
  const required = new Set(
    [...code.matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(([, name = '']) => name),
  );
  const others = [...required].filter((name) => !/^(node:.*|[a-z_]+)$/.test(name));
  expect(others.filter((name) => !name.startsWith('@tensorflow/'))).toEqual([]);
  expect(others).toContain('@tensorflow/tfjs-core');
  // The one kernel library that stands beside others would have a core of its own in here.
  expect(code).not.toContain('node_modules/@tensorflow/tfjs-core/');
  const places = [...code.matchAll(/ownPlaceOf\("([^"]+)"\)/g)].map(([, name = '']) => name);
  expect(places).toContain('run/provenance.js');
  expect(places.filter((name) => !existsSync(join(clone, 'dist/src', name)))).toEqual([]);
  const licenses = readFileSync(join(folder, 'LICENSES'), 'utf8');
  expect(licenses).toMatch(/^yaml \d.*\(ISC\)/m);
  expect(licenses).toMatch(/^@tensorflow\/tfjs-node-gpu \d.*\(Apache-2.0\)/m);
});

test('it is run as it was compiled, and compiled anew where another V8 did that, or none', async () => {
  await stageWorker(clone, folder);
  // In the words of the program that is started.
  const look = `const { readFileSync } = require('node:fs');
    const code = readFileSync(process.argv[1] + '/worker.js', 'utf8');
    const cachedData = readFileSync(process.argv[1] + '/worker.compiled');
    const wrapped = '(function (exports, require, module, __filename, __dirname) {' + code + '\\n})';
    console.log(new (require('node:vm').Script)(wrapped, { cachedData }).cachedDataRejected);`;
  expect(execFileSync(process.execPath, ['-e', look, folder], { encoding: 'utf8' })).toBe(
    'false\n',
  );
  const ended = (): Promise<unknown> => {
    const child = fork(join(folder, 'job/child.js'), { execArgv: [] });
    child.once('spawn', () => child.disconnect());
    return new Promise((resolve) => child.on('exit', (...how) => resolve(how)));
  };
  for (const spoil of [
    () => undefined,
    () => writeFileSync(join(folder, 'worker.compiled'), 'x'.repeat(10_000)),
    () => rmSync(join(folder, 'worker.compiled')),
  ]) {
    spoil();
    expect(await ended()).toEqual([0, null]);
  }
});

test('it finds what is loaded where it is asked for: sharp, for the picture of a board', async () => {
  await inFolder(async (place) => {
    const spec = {
      dataset: { name: 'spirals', samples: 60 },
      model: [{ Dense: { units: 3, activation: 'softmax' } }],
      loss: 'sparse_categorical_crossentropy',
      epochs: 1,
      tensorboard: true,
    };
    writeFileSync(join(place, 'a.yaml'), JSON.stringify(spec));
    const { code, stderr } = await dlx(place, ['train', 'a.yaml']);
    expect(stderr).not.toContain('warning');
    expect(code).toBe(0);
    const [run = ''] = runsIn(place);
    const events = readdirSync(join(run, 'events'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.includes('tfevents'))
      .map((name) => readFileSync(join(run, 'events', name), 'latin1'));
    expect(events.join('')).toContain('confusion_test');
  });
});

test('it is what is started', () => {
  const { child } = startChild({});
  try {
    expect(child.spawnargs).toContain(join(clone, 'dist/bundle/job/child.js'));
  } finally {
    child.kill('SIGKILL');
  }
});
