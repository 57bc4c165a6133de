// What an epoch gives, as a line of epochs.jsonl holds it: declared once, its type and the check of
// a line both follow. Keys are the file's own spelling.
import { anyNumber, boolean, fields, integer, mappingOf } from '../words/arguments.js';
import type { CheckedOf } from '../words/kinds.js';

/**
 * Loss and metrics by name, as `{loss: 0.31, accuracy: 0.88}`. null is a metric that has no value for
 * these samples, as recall has none where no target is positive.
 */
export const scoresKind = mappingOf(anyNumber().nullable());

/** What such scores are. */
export type Scores = CheckedOf<typeof scoresKind>;

/**
 * One epoch. In the file, numbers that JSON lacks are the strings "NaN", "Infinity" and
 * "-Infinity".
 */
export const epochKind = fields(
  {
    /** From 1. */
    epoch: integer({ min: 0 }),
    train: scoresKind,
    validation: scoresKind,
    /** At the epoch's last step. */
    learning_rate: anyNumber(),
    /** Whether the monitored value was the best so far. */
    best: boolean(),
    /** Training alone, and with validation. */
    seconds: fields({ train: anyNumber(), total: anyNumber() }),
  },
  {
    /** The first step, from 1, whose loss was not a finite number; left out where there was none. */
    diverged_at_step: integer({ min: 0 }),
    /** How many steps it had, where a budget cut it short; left out where it had all. */
    steps: integer({ min: 1 }),
  },
);

/** What is known of an epoch. */
export type EpochRecord = CheckedOf<typeof epochKind>;
