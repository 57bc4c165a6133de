// What a column of a comparison is: how it is called, what its values are, and where they come from.
import type { ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import type { Group } from './groups.js';
import type { Cell } from './written.js';

/** One column of a comparison. */
export type Column = {
  /**
   * What `--columns` and `--sort` call it: `optimizer`, `dataset.validation_split`, `val_accuracy`.
   */
  readonly key: string;
  /** Its heading for people: `val accuracy`. */
  readonly label: string;
  /**
   * `setting` holds values of specs; scores have four decimals, seconds two digits, counts
   * thousands separators.
   */
  readonly kind: 'text' | 'setting' | 'score' | 'seconds' | 'count';
  /** Which values are better; null where none is. */
  readonly direction: 'min' | 'max' | null;
  /** How soon it may be left out where there is too little room; 0 never. */
  readonly weight: number;
};

/** A column and where its values come from. */
export type ColumnSource = Column & {
  /** Whether it is in a table for which nobody chose columns. */
  readonly shown: boolean;
  readonly ranking?: boolean;
  readonly cell: (run: ReadRun) => Cell;
  /** What a row holds that is not made of what its runs hold. */
  readonly ofGroup?: (group: Group) => Cell;
};

/** A run's state, or that its folder cannot be read. */
export type RowState = RunRecord['state'] | 'damaged';

/** A run's state as a reader should see it. */
export function rowState(run: ReadRun): RowState {
  return 'record' in run ? run.record.state : 'damaged';
}
