// What passes between the test and the process that holds TensorFlow: one job there, one answer
// back. Plain data.
import type { Held, Values } from './comparing.js';

/** A spec under experiments/ or bench/specs/, and how much of it is trained. */
export type Work = {
  readonly file: string;
  readonly steps: number;
  /** The spec's own where it is null. */
  readonly batch_size: number | null;
};

export type Job =
  /** Trains, and reads what came of it; `twice` does so once more, to compare the bits. */
  | { readonly kind: 'train'; readonly work: Work; readonly twice: boolean }
  /** Trains with each weight moved by a few rounding errors before every step. */
  | { readonly kind: 'nudge'; readonly work: Work; readonly seed: number }
  /** Trains twice `steps` in one go, and stopped and gone on with in the middle. */
  | { readonly kind: 'resume'; readonly work: Work }
  /** Trains between two marks in the log on standard error. */
  | { readonly kind: 'logged'; readonly work: Work }
  /** Goes on with a session that stays open until another work or `close`. */
  | { readonly kind: 'hold'; readonly work: Work }
  | { readonly kind: 'close' }
  /** Trains for about so many seconds after warming up. */
  | { readonly kind: 'speed'; readonly work: Work; readonly seconds: number }
  /** The same with a clock in every call into TensorFlow. */
  | {
      readonly kind: 'profile';
      readonly work: Work;
      readonly seconds: number;
      readonly execution: 'graph' | 'eager';
    };

/** What everything that lasts from step to step was before and after training. */
export type Trained = {
  readonly before: Values;
  readonly after: Values;
  /** What differs when it is trained again in the same process. */
  readonly differs_again: readonly string[];
  /** TensorFlow's handles before the sessions were opened and after they were closed. */
  readonly tensors: readonly [number, number];
};

export type Speed = { readonly ms: number; readonly steps: number; readonly together: number };

/** Where the milliseconds of a step go; a GPU may still be at work when an eager call returns. */
export type Profile = {
  readonly ms: number;
  /** Within calls into TensorFlow. */
  readonly native_ms: number;
  /** In JavaScript. */
  readonly javascript_ms: number;
  /** Calls a step by operation, or by the binding's function; the most expensive first. */
  readonly calls: readonly { readonly of: string; readonly count: number; readonly ms: number }[];
};

/** The answer to each kind of job. */
export type Answers = {
  readonly train: Trained;
  readonly nudge: { readonly after: Values };
  readonly resume: { readonly differs: readonly string[] };
  readonly logged: { readonly after: Values };
  readonly hold: Omit<Held, 'gpu_mib'>;
  readonly close: null;
  readonly speed: Speed;
  readonly profile: Profile;
};

/** The first thing that the process says. */
export type Opened = {
  readonly device: 'cpu' | 'gpu';
  readonly tensorflow: string;
  /** From the start of the process to an open backend. */
  readonly seconds: number;
};

export type Message =
  | { readonly opened: Opened }
  | { readonly value: Answers[keyof Answers] }
  | { readonly error: string };
