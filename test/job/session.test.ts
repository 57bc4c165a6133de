// The process that computes, asked by this one.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { PredictJob } from '../../src/inference/job.js';
import { openSession } from '../../src/job/session.js';
import { root } from '../folders.js';

const job: PredictJob = {
  id: 'a',
  purpose: 'predict',
  folder: join(root, 'test/fixtures/runs/finished-0.1.0'),
  batch: 2,
  execution: 'eager',
  place: { backend: { kind: 'cpu' }, gpu: null },
};
const going = new AbortController().signal;
const rows = { count: 1, inputs: [Float32Array.of(0.5, 0.5)] };

test('answers come in the order of the questions; a process that ends is told', async () => {
  const session = await openSession(job, {}, going);
  const [one, other] = [session.run(rows), session.run({ ...rows, count: 1 })];
  expect(await one).toEqual(await other);
  session.kill();
  await expect(session.run(rows)).rejects.toThrow(
    /^the process that computed was ended by SIGKILL/,
  );
  await expect(session.run(rows)).rejects.toThrow(/SIGKILL/);
});

test('a folder that is no run is told as what it is', async () => {
  await expect(openSession({ ...job, folder: root }, {}, going)).rejects.toMatchObject({
    message: expect.stringMatching(/is no run/),
    exitCode: 1,
  });
});

test('a process that is not wanted any more does not open its model first', async () => {
  const stopping = new AbortController();
  const opened = openSession(job, {}, stopping.signal);
  stopping.abort();
  await expect(opened).rejects.toThrow(/^the process that computed was ended by SIGKILL/);
  await expect(openSession(job, {}, stopping.signal)).rejects.toThrow(/abort/);
});
