// Looks at a run's test set are counted, and the run stays whole.
import { appendFileSync, cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { files } from '../../src/ground/files.js';
import { checkFiles } from '../../src/run/integrity.js';
import { takeLock } from '../../src/run/lock.js';
import { readOutputs } from '../../src/run/outputs.js';
import { intactRecord } from '../../src/run/read.js';
import { countTestLook } from '../../src/run/test-look.js';
import { root } from '../folders.js';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'dlx-test-')), 'run');
  cpSync(join(root, 'test/fixtures/runs/finished-0.1.0'), folder, { recursive: true });
});

test('each one more, with all files as they are listed', () => {
  const before = intactRecord(folder, 'is damaged');
  const scores = before.scores.test ?? {};
  const outputs = readOutputs(folder, 'validation');
  countTestLook(folder, { scores, outputs: null });
  const after = countTestLook(folder, { scores, outputs });
  expect(after).toEqual({
    ...before,
    test_reads: before.test_reads + 2,
    files: expect.objectContaining({ 'predictions/test.npy': expect.any(String) }),
  });
  expect(intactRecord(folder, 'is damaged')).toEqual(after);
  expect(checkFiles(folder, after).damaged).toEqual([]);
  expect(readOutputs(folder, 'test')).toEqual(outputs);
  expect(readdirSync(folder)).not.toContain('lock');
});

test('a run that is in use, or damaged, is not touched', () => {
  const lock = takeLock(files, folder);
  expect(() => countTestLook(folder, { scores: {}, outputs: null })).toThrow(/is in use/);
  lock[Symbol.dispose]();
  appendFileSync(join(folder, 'epochs.jsonl'), '{}\n');
  expect(() => countTestLook(folder, { scores: {}, outputs: null })).toThrow(
    /epochs\.jsonl is damaged/,
  );
  expect(intactRecord(folder, 'is damaged').test_reads).toBe(1);
});
