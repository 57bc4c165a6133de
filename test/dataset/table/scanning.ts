// A stretch that is to be scanned, and the thread that does.
import { ScanThread } from '../../../src/dataset/table/scan-thread.js';
import { Stretch } from '../../../src/dataset/table/stretch.js';

/** A stretch of this text. */
export function stretchOf(text: string): Stretch {
  const stretch = Stretch.ofLength(text.length);
  stretch.fill([Buffer.from(text)], 0);
  return stretch;
}

/** A thread that scans cells between commas. */
export function begun(): ScanThread {
  const thread = ScanThread.begin(',');
  if (!thread) throw new Error('there is one processor');
  return thread;
}
