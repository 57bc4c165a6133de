// Kept outputs as a report: what stands in the record of a run is what they come to.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { reportOf } from '../../src/inference/evaluation.js';
import { openKept } from '../../src/inference/kept.js';
import { readOutputs } from '../../src/run/outputs.js';
import { root } from '../folders.js';

test.each(['validation', 'test'] as const)('the accuracy of %s is that of training', (part) => {
  const folder = join(root, 'test/fixtures/runs/finished-0.1.0');
  const kept = openKept(folder);
  const outputs = readOutputs(folder, part);
  if (!outputs) throw new Error('the frozen run keeps outputs');
  const report = reportOf(kept, outputs);
  if (report.kind !== 'classes') throw new Error('spirals are classes');
  expect(report.accuracy).toBeCloseTo(kept.record.scores[part]?.['accuracy'] ?? NaN, 6);
  expect(report.macro.support).toBe(kept.record.data[part]);
});
