// Who takes the rows of a table, in the three forms in which they come.
import type { Block } from './blocks.js';
import type { TakePlain, TakeRow } from './plain-rows.js';

/**
 * Where rows go: the header first, as texts; then rows as bytes, as texts where they are not plain,
 * or in blocks where their cells have types.
 */
export type RowTaker = {
  readonly plain: TakePlain;
  readonly texts: TakeRow;
  readonly block: (block: Block) => void;
  /** A column that is found behind the header: it is the last one from the next block on, and no row before has a value in it. */
  readonly added?: (name: string) => void;
  /** Once the header is taken: the numbers of the columns whose cells are wanted; absent for all. */
  readonly needs?: () => ReadonlySet<number>;
  /** Told a sentence that a reader of the data should know. */
  readonly told?: (note: string) => void;
};
