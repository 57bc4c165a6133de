// The process of a job, as it is started.
import { expect, test } from '@jest/globals';
import { startChild } from '../../src/job/start-child.js';

test('it has its environment, and what it printed last is kept', async () => {
  // Node says what it cannot load, and ends.
  const { child, said } = startChild({ NODE_OPTIONS: '--require=./no-such-module.cjs' });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(1);
  expect(said()).toMatch(/Cannot find module '\.\/no-such-module\.cjs'/);
  expect(said().length).toBeLessThanOrEqual(4000);
});
