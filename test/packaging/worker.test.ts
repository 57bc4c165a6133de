// The process that trains, as one file.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stageWorker } from '../../packaging/worker.js';
import { startChild } from '../../src/job/start-child.js';

const clone = join(import.meta.dirname, '../../..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-worker-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('it holds all that it loads, knows each module’s own place, and carries the licenses', async () => {
  await stageWorker(clone, folder);
  const code = readFileSync(join(folder, 'job/child.js'), 'utf8');
  expect(code).not.toContain(clone);
  expect(code).not.toContain('import.meta');
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

test('it is what is started', () => {
  const { child } = startChild({});
  try {
    expect(child.spawnargs).toContain(join(clone, 'dist/bundle/job/child.js'));
  } finally {
    child.kill('SIGKILL');
  }
});
