// What the program of the other thread does.
import { expect, test } from '@jest/globals';
import { begun, stretchOf } from './scanning.js';

test('it scans what nobody else has claimed', async () => {
  const thread = begun();
  const stretch = stretchOf('1,2\n3,-4.5\n');
  thread.scan(stretch, 2);
  while (!stretch.isDone) await new Promise((resolve) => setTimeout(resolve, 5));
  await thread.scanned(stretch, () => {
    throw new Error('it is scanned');
  });
  expect(stretch.result).toMatchObject({ rows: 2, columns: 2, lines: 2, stop: -1 });
  expect([...stretch.values.subarray(0, 4)]).toEqual([1, 2, 3, -4.5]);
  thread.end();
});

test('what somebody else has claimed it leaves alone, and goes on', async () => {
  const thread = begun();
  const [own, other] = [stretchOf('1,2\n'), stretchOf('3,4\n')];
  expect(own.claim()).toBe(true);
  thread.scan(own, 2);
  thread.scan(other, 2);
  while (!other.isDone) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(own.isDone).toBe(false);
  thread.end();
});
