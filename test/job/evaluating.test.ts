// A process of its own judges a kept model.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { EvaluateJob } from '../../src/inference/job.js';
import { openKept } from '../../src/inference/kept.js';
import { moreMetrics } from '../../src/inference/more-metrics.js';
import { evaluateIn } from '../../src/job/evaluating.js';
import { intactRecord } from '../../src/run/read.js';
import { root } from '../folders.js';

const folder = join(root, 'test/fixtures/runs/finished-0.1.0');
const job: EvaluateJob = {
  id: 'a',
  purpose: 'evaluate',
  folder,
  what: { kind: 'kept', part: 'test' },
  metrics: [
    { name: 'accuracy', arguments: {}, label: 'again' },
    ...moreMetrics(openKept(folder), ['SparseCategoricalCrossentropy'], null),
  ],
  execution: 'eager',
  place: { backend: { kind: 'cpu' }, gpu: null },
};

test('by other metrics from what is kept: they are those that training found', async () => {
  const { scores } = intactRecord(folder, 'is damaged');
  const { extra, scored } = await evaluateIn(job, {});
  expect(scored).toBeNull();
  expect(extra?.scores).toEqual({
    again: expect.closeTo(scores.test?.['accuracy'] ?? NaN, 6),
    sparse_categorical_crossentropy: expect.closeTo(scores.test?.['loss'] ?? NaN, 4),
  });
});

test('a signal ends it, and the process', async () => {
  const waiting = evaluateIn(job, {});
  process.emit('SIGTERM', 'SIGTERM');
  await expect(waiting).rejects.toMatchObject({
    exitCode: 143,
    kind: 'interrupted',
    message: 'stopped by SIGTERM',
  });
});

test('what is wrong is told', async () => {
  await expect(evaluateIn({ ...job, folder: root }, {})).rejects.toThrow(/is no run/);
});
