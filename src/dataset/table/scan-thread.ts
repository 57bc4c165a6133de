// The thread that scans stretches of a long text beside the one that takes them. What it cannot do,
// for want of memory or of threads, this one does: both do the same.
import { Worker } from 'node:worker_threads';
import { threadableCores } from '../../ground/threads.js';
import type { Stretch, StretchMemory } from './stretch.js';

/** What the thread is told: the stretch to scan, and how many cells a row has. */
export type ScanJob = { readonly memory: StretchMemory; readonly columns: number };

/** A thread that scans. */
export class ScanThread {
  readonly #worker: Worker;
  /** Asked for and not scanned yet, as far as is known. */
  #waiting: Stretch[] = [];
  /** Whether it has ended, and will not do what it has claimed. */
  #isGone = false;
  #wake: () => void = () => undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    // A process does not live on for it, unless its news is waited for.
    worker.unref();
    worker.on('message', () => this.#wake());
    // Nothing is lost with it.
    worker.on('error', () => this.end());
    worker.on('exit', () => {
      this.#isGone = true;
      this.#wake();
    });
  }

  /** Begins one; null where the machine has one processor, bounds addresses, or gives no thread. */
  static begin(delimiter: string): ScanThread | null {
    if (threadableCores() < 2) return null;
    try {
      const program = new URL('./scan-worker.js', import.meta.url);
      return new ScanThread(new Worker(program, { workerData: { delimiter }, execArgv: [] }));
    } catch {
      return null;
    }
  }

  /** Has a stretch scanned. */
  scan(stretch: Stretch, columns: number): void {
    if (this.#isGone) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    this.#worker.postMessage({ memory: stretch.memory, columns } satisfies ScanJob);
    this.#waiting.push(stretch);
  }

  /**
   * Waits for a stretch that the thread has begun. Meanwhile others that wait are scanned by `scan`,
   * the last one first: the thread comes to it last.
   */
  async scanned(stretch: Stretch, scan: (stretch: Stretch) => void): Promise<void> {
    while (!stretch.isDone) {
      const other = this.#waiting.findLast((one) => one !== stretch && one.claim());
      if (other) {
        scan(other);
        other.done();
      } else if (this.#isGone) {
        scan(stretch);
        stretch.done();
      } else await this.#news(stretch);
    }
    this.#waiting = this.#waiting.filter((one) => one !== stretch);
  }

  /** Ends it, whatever it does. */
  end(): void {
    void this.#worker.terminate();
  }

  async #news(stretch: Stretch): Promise<void> {
    this.#worker.ref();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      // What it said before is not said again.
      if (stretch.isDone || this.#isGone) resolve();
    });
    this.#worker.unref();
  }
}
