// Work for several threads of this process: questions in, answers out. A thread is a module that
// answers; what is handed over is moved, and not copied, where it is named so.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';
import { messageOf } from './errors.js';
import { present } from './known.js';

/**
 * How many processors threads of this process may share: those of the machine; one where its addresses
 * are bounded, for there are to be none.
 */
export function threadableCores(): number {
  return boundsAddresses(limitsOfProcess()) ? 1 : availableParallelism();
}

function limitsOfProcess(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}

/**
 * Whether the limits of a process, as Linux tells them, leave it so many addresses and no more (`ulimit -v`): a
 * thread reserves many, and where there are none left Node ends the whole process.
 */
export function boundsAddresses(limits: string): boolean {
  return /^Max address space +\d/m.test(limits);
}

/** What is handed over with a message, and is no longer there for whoever sends it. */
export type Handed = readonly ArrayBuffer[];

/** Threads that answer questions, whoever of them is free. */
export type Threads<Q, A> = {
  /** Throws what the thread threw, as an Error of its message. */
  readonly ask: (question: Q, handed: Handed) => Promise<A>;
  /** Ends them; what was asked before is answered. */
  readonly close: () => Promise<void>;
};

type Answer<A> = { readonly answer: A } | { readonly error: string };

type Waiting<Q, A> = {
  readonly question: Q;
  readonly handed: Handed;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: Error) => void;
};

type Thread<Q, A> = { readonly worker: Worker; readonly asked: Waiting<Q, A>[] };

// With one question on its way none of them waits for the next.
const mostAsked = 2;

/** Starts so many threads of a module that calls {@link answerEach}. Throws where there can be none. */
export function openThreads<Q, A>(module: URL, count: number): Threads<Q, A> {
  const waiting: Waiting<Q, A>[] = [];
  const all = new Set<Promise<A>>();
  let dead: Error | null = null;
  const threads = Array.from({ length: count }, (): Thread<Q, A> => ({
    worker: new Worker(module, { execArgv: [] }),
    asked: [],
  }));
  const assign = (): void => {
    for (const { worker, asked } of [...threads].sort((a, b) => a.asked.length - b.asked.length)) {
      if (asked.length >= mostAsked) continue;
      const next = waiting.shift();
      if (!next) return;
      asked.push(next);
      worker.postMessage(next.question, next.handed);
    }
  };
  const fail = (error: Error): void => {
    dead = error;
    const lost = [...waiting.splice(0), ...threads.flatMap(({ asked }) => asked.splice(0))];
    for (const { reject } of lost) reject(error);
  };
  for (const { worker, asked } of threads) {
    worker.on('message', (said: Answer<A>) => {
      const first = asked.shift();
      if ('error' in said) first?.reject(new Error(said.error));
      else first?.resolve(said.answer);
      assign();
    });
    worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => fail(dead ?? new Error(`a thread ended with ${code}`)));
  }
  return {
    ask: (question, handed) => {
      if (dead) return Promise.reject(dead);
      const answer = new Promise<A>((resolve, reject) => {
        waiting.push({ question, handed, resolve, reject });
      });
      all.add(answer);
      const forget = (): void => void all.delete(answer);
      answer.then(forget, forget);
      assign();
      return answer;
    },
    close: async () => {
      await Promise.allSettled(all);
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

/** In a thread: what it answers, and what of it is handed over. */
export type Answering<Q, A> = (
  question: Q,
) => Promise<{ readonly answer: A; readonly handed: Handed }>;

/** In a thread: answers each question in turn. */
export function answerEach<Q, A>(answer: Answering<Q, A>): void {
  const port = present(parentPort, 'whoever started this thread');
  const said = async (question: Q): Promise<readonly [Answer<A>, Handed]> => {
    try {
      const { answer: own, handed } = await answer(question);
      return [{ answer: own }, handed];
    } catch (error) {
      return [{ error: messageOf(error) }, []];
    }
  };
  let last = Promise.resolve();
  port.on('message', (question: Q) => {
    last = last.then(async () => port.postMessage(...(await said(question))));
  });
}
