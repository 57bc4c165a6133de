// Mail for who waits, and rows answered by a kept model in this process.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { PredictEvent, RowsFor } from '../../src/inference/job.js';
import { Mailbox, servePredictions } from '../../src/job/serving.js';
import { readOutputs } from '../../src/run/outputs.js';
import { root } from '../folders.js';

test('what comes is given in order, before and after somebody waits', async () => {
  const mail = new Mailbox<number>();
  mail.put(1);
  mail.put(2);
  expect([await mail.next(), await mail.next()]).toEqual([1, 2]);
  const third = mail.next();
  mail.put(3);
  expect(await third).toBe(3);
});

test('a model answers until there are no more rows, on a backend without TensorFlow too', async () => {
  const folder = join(root, 'test/fixtures/runs/finished-0.1.0');
  const mail = new Mailbox<RowsFor>();
  const told: PredictEvent[] = [];
  mail.put({ run: 'a', rows: { count: 3, inputs: [Float32Array.of(0, 0, 0.5, 0.5, -1, 0.25)] } });
  mail.put({ run: 'a', rows: null });
  await servePredictions(
    {
      id: 'a',
      purpose: 'predict',
      folder,
      batch: 2,
      execution: 'graph',
      place: { backend: { kind: 'cpu' }, gpu: null },
    },
    mail,
    (event) => told.push(event),
  );
  expect(told.map(({ type }) => type)).toEqual(['opened', 'outputs']);
  const [, answer] = told;
  const outputs = answer?.type === 'outputs' ? answer.outputs : new Float32Array();
  expect(outputs).toHaveLength(9);
  for (let row = 0; row < 3; row += 1) {
    const sum = outputs.subarray(3 * row, 3 * row + 3).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 5);
  }
  expect(readOutputs(folder, 'test')?.predictions.shape[1]).toBe(3);
});
