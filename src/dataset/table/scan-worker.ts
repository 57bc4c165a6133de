// The program of the thread that scans: stretches that nobody has claimed are scanned in the order
// in which they come, and it is said of each that it is done.
import { parentPort, workerData } from 'node:worker_threads';
import { PlainScan } from './plain-scan.js';
import type { ScanJob } from './scan-thread.js';
import { Stretch } from './stretch.js';

const { delimiter } = workerData as { readonly delimiter: string };
const scan = new PlainScan(delimiter);

parentPort?.on('message', ({ memory, columns }: ScanJob) => {
  const stretch = Stretch.in(memory);
  if (!stretch.claim()) return;
  scan.scan(stretch, columns);
  stretch.done();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(null);
});
