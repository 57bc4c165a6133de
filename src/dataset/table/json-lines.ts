// The text of a file of JSON lines comes in, in pieces, and its rows go out in blocks: an object a
// line, whose keys are the columns. A key that a line lacks is a cell without a value.
import { failure, type UserError } from '../../ground/errors.js';
import { withoutPacking } from './form-names.js';
import { rowPlace } from './places.js';
import type { Cell } from './blocks.js';
import { longestRow, type Rows } from './delimited.js';
import { cellsOfLine, type Fault } from './json-object.js';
import type { RowTaker } from './taker.js';

/** Whether a text that begins so is JSON lines, or is called so; a list of objects is taken for them, to be refused. */
export function isJsonLines(head: string, file: string): boolean {
  return (
    /^\s*(?:\{\s*["}]|\[\s*[[{])/.test(head) || /\.(?:jsonl|ndjson)$/i.test(withoutPacking(file))
  );
}

// So many lines are looked at for their keys before a row goes out, and make a block.
const blockRows = 1000;

// Of a file: each costs memory in every row, though only one has it.
const mostKeys = 2000;

// Of a table, most of which may be keys that are not there.
const mostCells = 2 ** 28;

/** Rows of JSON lines, for {@link RowTaker}'s header and blocks. They throw UserErrors that name `file`. */
export function jsonLines(file: string, taker: RowTaker): Rows {
  const lines = new JsonLines(file, taker);
  return {
    ahead: 0,
    write: (piece) => async () => lines.read(piece, false),
    end: async () => {
      lines.read(new Uint8Array(), true);
      lines.finish();
    },
    close: () => undefined,
  };
}

class JsonLines {
  readonly #file: string;
  readonly #taker: RowTaker;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #line = 0;
  #isOpen = false;
  #rows = 0;
  /** By key: which column it is, and how many lines have it. */
  readonly #keys = new Map<string, { readonly place: number; count: number }>();
  #most = mostKeys;
  #block: Cell[][] = [];
  #lines: number[] = [];

  constructor(file: string, taker: RowTaker) {
    this.#file = file;
    this.#taker = taker;
  }

  read(piece: Uint8Array, isEnd: boolean): void {
    const given = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let start = 0;
    for (let end = given.indexOf(10); end >= 0; end = given.indexOf(10, start)) {
      this.#hold(given.subarray(start, end));
      this.#take();
      start = end + 1;
    }
    // A copy: else a few bytes would keep all of the piece.
    if (start < given.length) this.#hold(Buffer.from(given.subarray(start)));
    if (isEnd && this.#heldBytes > 0) this.#take();
  }

  #hold(bytes: Buffer): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > longestRow) {
      throw failure(
        `${this.#file} has a line of more than ${longestRow / 2 ** 20} MB: line ${this.#line + 1}`,
      );
    }
  }

  #take(): void {
    const [only, ...more] = this.#held;
    const text = (more.length > 0 ? Buffer.concat(this.#held) : only)?.toString('utf8') ?? '';
    this.#held = [];
    this.#heldBytes = 0;
    this.#line += 1;
    const line = (this.#line === 1 ? text.replace(/^\ufeff/, '') : text).trim();
    if (line === '') return;
    const cells = cellsOfLine(line);
    if (!(cells instanceof Map)) throw this.#refused(cells as Fault);
    this.#add(cells as ReadonlyMap<string, Cell>);
    if (this.#lines.length === blockRows) this.#flush();
  }

  // What the lines before hold is given first: whether they are a table of these columns, too.
  #refused({ says, key }: Fault): UserError {
    this.#flush();
    const place = rowPlace({ file: this.#file, line: this.#line });
    if (says !== 'twice') return failure(`${place} ${says}`);
    const named = this.#isOpen && key !== undefined ? `the key ${JSON.stringify(key)}` : 'a key';
    return failure(`${place} has ${named} twice: remove one`);
  }

  #add(cells: ReadonlyMap<string, Cell>): void {
    const row = this.#lines.length;
    for (const [key, cell] of cells) {
      let known = this.#keys.get(key);
      if (known === undefined) {
        known = this.#newKey(key);
      }
      known.count += 1;
      const column = (this.#block[known.place] ??= []);
      for (let i = column.length; i < row; i += 1) column.push('');
      column.push(cell);
    }
    if (this.#rows === 0) this.#most = Math.max(mostKeys, this.#keys.size);
    this.#lines.push(this.#line);
    this.#rows += 1;
    if (this.#rows * this.#keys.size > mostCells) {
      throw failure(
        `${this.#file} has ${this.#keys.size} different keys in ${this.#rows} lines, more cells than dlx holds: use fewer rows, or fewer keys`,
      );
    }
  }

  #newKey(key: string): { readonly place: number; count: number } {
    if (this.#rows > 0 && this.#keys.size >= this.#most) {
      throw failure(
        `${this.#file} has more than ${this.#most} different keys, up to line ${this.#line}: each would be a column; write one object of the same keys a line`,
      );
    }
    const added = { place: this.#keys.size, count: 0 };
    this.#keys.set(key, added);
    if (this.#isOpen) this.#taker.added?.(key);
    return added;
  }

  #flush(): void {
    if (!this.#isOpen && this.#rows > 0) {
      this.#isOpen = true;
      this.#taker.texts([...this.#keys.keys()], 0);
    }
    const rows = this.#lines.length;
    if (rows === 0) return;
    const columns = Array.from({ length: this.#keys.size }, (_, i) => {
      const column = this.#block[i] ?? [];
      for (let j = column.length; j < rows; j += 1) column.push('');
      return column;
    });
    this.#taker.block({ rows, from: 0, unit: 'line', lines: this.#lines, columns });
    this.#block = [];
    this.#lines = [];
  }

  finish(): void {
    this.#flush();
    const rare = [...this.#keys].filter(([, { count }]) => count < this.#rows);
    if (rare.length === 0) return;
    const shown = rare
      .slice(0, 5)
      .map(([key, { count }]) => `${JSON.stringify(key)} in ${count} of ${this.#rows}`);
    this.#taker.told?.(
      `the lines of ${this.#file} have different keys: ${shown.join(', ')}${rare.length > shown.length ? ', …' : ''}; a cell whose key is not there has no value`,
    );
  }
}
