// What an epoch gives, as a line of epochs.jsonl holds it. Keys are the file's own spelling.

/**
 * Loss and metrics by name, as `{loss: 0.31, accuracy: 0.88}`. null is a metric that has no value for
 * these samples, as recall has none where no target is positive.
 */
export type Scores = Readonly<Record<string, number | null>>;

/**
 * One epoch. In the file, numbers that JSON lacks are the strings "NaN", "Infinity" and
 * "-Infinity".
 */
export type EpochRecord = {
  /** From 1. */
  readonly epoch: number;
  readonly train: Scores;
  readonly validation: Scores;
  /** At the epoch's last step. */
  readonly learning_rate: number;
  /** Whether the monitored value was the best so far. */
  readonly best: boolean;
  /** The first step, from 1, whose loss was not a finite number; left out where there was none. */
  readonly diverged_at_step?: number;
  /** Training alone, and with validation. */
  readonly seconds: { readonly train: number; readonly total: number };
};
