// The forward pass of a kept model, recorded in a process of its own.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { forwardOf } from '../../src/job/forward.js';
import { root } from '../folders.js';

test('the pass of a run, as plain data; of a folder that is none, why', async () => {
  const graph = await forwardOf(join(root, 'test/fixtures/runs/finished-0.1.0'), () => undefined);
  expect(graph.operations.map(({ name }) => name)).toContain('MatMul');
  expect(graph.inputs[0]?.shape).toEqual([{ batches: 1 }, 2]);
  await expect(forwardOf(root, () => undefined)).rejects.toMatchObject({
    message: expect.stringContaining('is no run'),
  });
});
