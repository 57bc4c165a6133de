// A kept model judged again in the process that computes: what training found is found again.
import { join } from 'node:path';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { makeSpirals } from '../../src/dataset/made/spirals.js';
import { evaluateKept } from '../../src/experiment/evaluation.js';
import { language } from '../../src/experiment/language.js';
import type { EvaluateJob } from '../../src/inference/job.js';
import { readOutputs } from '../../src/run/outputs.js';
import { intactRecord } from '../../src/run/read.js';
import { readSpec } from '../../src/spec/read.js';
import { root } from '../folders.js';

const folder = join(root, 'test/fixtures/runs/finished-0.1.0');
const record = intactRecord(folder, 'is damaged');
const outputs = readOutputs(folder, 'test');
const read = readSpec(join(folder, 'spec.yaml'), { language }).trial({ seed: record.seed });
const job: EvaluateJob = {
  id: 'a',
  purpose: 'evaluate',
  folder,
  what: { kind: 'part', part: 'test', trial: read },
  metrics: [],
  execution: 'eager',
  place: { backend: { kind: 'cpu' }, gpu: null },
};

const near = (values: Float32Array | Int32Array | undefined) =>
  [...(values ?? [])].map((value) => expect.closeTo(value, 5) as unknown);
const scores = {
  loss: expect.closeTo(record.scores.test?.['loss'] ?? NaN, 5),
  accuracy: expect.closeTo(record.scores.test?.['accuracy'] ?? NaN, 6),
};

describe('the test part', () => {
  test('of its own data', async () => {
    const found = await evaluateKept(job);
    expect(found.scored?.scores).toEqual(scores);
    expect(found.outputs.rows).toEqual(outputs?.rows);
    expect(found.outputs.targets).toEqual(outputs?.targets);
    expect([...found.outputs.predictions.values]).toEqual(near(outputs?.predictions.values));
  });

  test('as a file of its own', async () => {
    const args = read.spec.dataset.arguments as Parameters<typeof makeSpirals>[0];
    const { inputs, targets } = makeSpirals(args);
    const lines = [...(outputs?.rows.values ?? [])].map(
      (row) => `${inputs[2 * row]},${inputs[2 * row + 1]},${targets[row]}`,
    );
    const data = join(mkdtempSync(join(tmpdir(), 'dlx-test-')), 'new.csv');
    writeFileSync(data, `x,y,arm\n${lines.join('\n')}\n`);
    const found = await evaluateKept({ ...job, what: { kind: 'data', data, labels: null } });
    expect(found.scored?.scores).toEqual(scores);
  });
});

test('other data than that of the run is refused', async () => {
  const trial = read.trial({ 'dataset.data_seed': 5 });
  await expect(
    evaluateKept({ ...job, what: { kind: 'part', part: 'test', trial } }),
  ).rejects.toThrow(/^the data is not what .* was trained on: its SHA-256 is/);
});
