// `dlx` as a process answers it, from one that is started already: for tests in which it does not
// matter that the process, and that of each run, are new. Where it does (signals, kills, memory,
// the environment, several at once), the real one of dlx.ts is started.
import { dlx as dlxProcess, type Ended } from './dlx.js';

declare global {
  /** Put in place by test/environment.cjs, because the warm dlx outlives a suite. */
  var askWarmDlx: (folder: string, words: readonly string[]) => Promise<Ended>;
}

/** Runs `dlx` with these words in `folder`, and waits for it; in a process of its own where the environment is another. */
export function dlx(
  folder: string,
  words: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Ended> {
  return environment
    ? dlxProcess(folder, words, environment)
    : globalThis.askWarmDlx(folder, words);
}
