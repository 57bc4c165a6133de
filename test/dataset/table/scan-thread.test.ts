// What is left when the other thread ends.
import { expect, test } from '@jest/globals';
import { boundsAddresses, ScanThread } from '../../../src/dataset/table/scan-thread.js';
import { Stretch } from '../../../src/dataset/table/stretch.js';

function stretchOf(text: string): Stretch {
  const stretch = Stretch.ofLength(text.length);
  stretch.fill([Buffer.from(text)], 0);
  return stretch;
}

function begun(): ScanThread {
  const thread = ScanThread.begin(',');
  if (!thread) throw new Error('there is one processor');
  return thread;
}

test('what it had claimed when it ended is scanned by the other one', async () => {
  const thread = begun();
  const stretch = stretchOf('1,2\n');
  // As it does before it dies.
  expect(stretch.claim()).toBe(true);
  thread.end();
  const scanned: Stretch[] = [];
  await thread.scanned(stretch, (one) => scanned.push(one));
  expect(scanned).toEqual([stretch]);
});

test.each([
  ['Max address space         1536000000           unlimited            bytes', true],
  ['Max address space         unlimited            unlimited            bytes', false],
  ['', false],
])('limits of %j', (line, isBound) => {
  expect(boundsAddresses(`Max file locks 1 1 locks\n${line}\n`)).toBe(isBound);
});
