// Rows of new data on their way into a model: files come in, batches of inputs go out as they are
// filled, so that a file of any length takes the memory of a few batches.
import { counted } from '../text/wrap.js';
import type { InputFacts, SequenceColumn } from './facts.js';
import type { InputColumn } from './source.js';

/** A file of new data: what messages call it, and its bytes. */
export type NewFile = {
  readonly name: string;
  readonly pieces: () => AsyncIterable<Uint8Array>;
  /** Whether its lines may be the paths of files, as those of standard input are. */
  readonly isList?: true;
};

/** The column that says which file a row is of, where a file is no table. */
export const fileColumn = 'file';

/** What is wanted of new data. */
export type NewRequest = {
  /** The input of the model, or the first of those that columns of one table are. */
  readonly input: InputFacts;
  /** The other ones. */
  readonly beside?: readonly InputFacts[];
  /** The column that a model answers with, which is no input. */
  readonly target: string;
  /** How many rows a batch has; the last one may have fewer. */
  readonly rows: number;
  /** Columns of a table whose cells are to come along, as they are written. */
  readonly keep: 'all' | readonly string[];
  /** Of series the last window of each, or every one. */
  readonly windows?: 'last' | 'all';
};

/** Some rows of new data. */
export type RowBatch = {
  readonly count: number;
  /** One an input of the model, in their order: row-major. */
  readonly inputs: readonly InputColumn['values'][];
  /** The cells of each row that come along. */
  readonly kept: readonly (readonly string[])[];
};

/** What is found on the way, for who has to be told. */
export type Found = {
  /** The names of the columns that come along, once the first file's header is read. */
  kept: readonly string[];
  /** Columns that are no inputs. */
  readonly unused: Set<string>;
  /** By column, how often a category came that training never saw. */
  readonly unseen: Map<string, Unseen>;
  /** By column, how many missing values were filled of which the inputs do not tell. */
  readonly filled: Map<string, number>;
  /** Of columns of sequences how many were longer than what the model takes. */
  readonly cut: Map<SequenceColumn, number>;
  rows: number;
  /** What else is to be said of them: a sentence each. */
  readonly notes: string[];
};

/** Categories that training never saw: how many cells, and of the first of them how many each. */
export type Unseen = {
  total: number;
  readonly byText: Map<string, number>;
  /** Whether they share the input of categories that were too rare, and may be one of those. */
  readonly isRare: boolean;
};

/** What to say of them, of so many rows. */
export function unseenNote(
  column: string,
  { total, byText, isRare }: Unseen,
  rows: number,
): string {
  const shown = [...byText]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([text, count]) => `${JSON.stringify(text.slice(0, 60))} ${count}`);
  const [seen, counts] = isRare
    ? ['seldom or never', 'a rare one']
    : ['never', 'none of those that are known'];
  return `column ${JSON.stringify(column)}: ${total} of ${counted(rows, 'row')} ${total === 1 ? 'has' : 'have'} a category that training ${seen} saw (${shown.join(', ')}${byText.size > 5 ? ' …' : ''}): it counts as ${counts}`;
}

/** Nothing yet. */
export function nothingFound(): Found {
  return {
    kept: [],
    unused: new Set(),
    unseen: new Map(),
    filled: new Map(),
    cut: new Map(),
    rows: 0,
    notes: [],
  };
}

const noCells: readonly string[] = [];

/** Where the values of an input go. */
export class InputRows<V extends InputColumn['values']> {
  readonly #make: (length: number) => V;
  /** How many values a row has. */
  readonly size: number;
  /** What the rows of the next batch are written into. */
  values: V;

  /** `make` gives so many zeros, for `rows` rows of `size` values each. */
  constructor(make: (length: number) => V, rows: number, size: number) {
    this.#make = make;
    this.size = size;
    this.values = make(rows * size);
  }

  /** The values of the first so many rows; those of the next `rows` go elsewhere. */
  taken(count: number, rows: number): InputColumn['values'] {
    const values = this.values.subarray(0, count * this.size);
    this.values = this.#make(rows * this.size);
    return values;
  }
}

/** Gathers rows into batches: of one input, and of those beside it. */
export class Batches<V extends InputColumn['values']> {
  readonly #rows: number;
  readonly #found: Found;
  readonly #input: InputRows<V>;
  readonly #beside: readonly InputRows<V>[];
  #full: RowBatch[] = [];
  #count = 0;
  #kept: (readonly string[])[] = [];

  /** Batches of `rows` rows of `size` values each; `make` gives so many zeros. */
  constructor(
    make: (length: number) => V,
    rows: number,
    size: number,
    found: Found,
    beside: readonly InputRows<V>[] = [],
  ) {
    this.#rows = rows;
    this.#found = found;
    this.#input = new InputRows(make, rows, size);
    this.#beside = beside;
  }

  /** What the next row is written into. */
  get values(): V {
    return this.#input.values;
  }

  /** Where the next row's values begin. */
  get offset(): number {
    return this.#count * this.#input.size;
  }

  /** Where the values of all inputs go. */
  get inputs(): readonly InputRows<V>[] {
    return [this.#input, ...this.#beside];
  }

  /** The place of the next row in its batch. */
  get row(): number {
    return this.#count;
  }

  /** How many more rows go into it. */
  get room(): number {
    return this.#rows - this.#count;
  }

  /** The next row's values are written; these of its cells come along. */
  add(kept: readonly string[] = noCells): void {
    this.#count += 1;
    this.#found.rows += 1;
    if (kept !== noCells) this.#kept.push(kept);
    if (this.#count === this.#rows) this.#close();
  }

  /** The batches that have been filled since this was last asked. */
  taken(): readonly RowBatch[] {
    if (this.#full.length === 0) return [];
    const full = this.#full;
    this.#full = [];
    return full;
  }

  /** The same, with one of the rows that are left. */
  all(): readonly RowBatch[] {
    if (this.#count > 0) this.#close();
    return this.taken();
  }

  #close(): void {
    const inputs = this.inputs.map((one) => one.taken(this.#count, this.#rows));
    this.#full.push({ count: this.#count, inputs, kept: this.#kept });
    this.#count = 0;
    this.#kept = [];
  }
}
