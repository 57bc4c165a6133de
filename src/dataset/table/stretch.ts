// Some lines of a text, and room for what a scan finds in them, in memory that two threads share.
// Who scans it claims it first.
import { readBehind } from './quick-number.js';

/** The memory of a stretch, as one thread hands it to another. */
export type StretchMemory = {
  readonly text: SharedArrayBuffer;
  readonly cells: SharedArrayBuffer;
  readonly start: number;
  readonly length: number;
  /** Which of the stretches that have lain in it one after another. */
  readonly turn: number;
};

/** What was found in a stretch; rows and lines count from its beginning. */
export type Found = {
  readonly rows: number;
  /** How many cells each row has. */
  readonly columns: number;
  /** Lines that have ended. */
  readonly lines: number;
  /** Where the first line begins that is not plain; -1 for none. */
  readonly stop: number;
  /** Of a row with other than `columns` cells, at which the scan ended, how many it has; it is on the last line. */
  readonly ragged: number;
  /** Whether a row is among them that may not be trimmed. */
  readonly isLoose: boolean;
};

// Whole numbers before the cells: the state, and what was found.
const headBytes = 64;

const word = 8;

// States in a turn: nobody has claimed it, somebody has, it is scanned.
const [free, claimed, scanned, states] = [0, 1, 2, 4];

type Room = Pick<StretchMemory, 'text' | 'cells'>;

/** A stretch of text. */
export class Stretch {
  /** The lines from `start` to `length`; behind them a line ends. */
  readonly bytes: Uint8Array;
  /** Where each cell begins, and where it ends, in turn. */
  readonly bounds: Int32Array;
  /** The plain number that each cell is; NaN where it is none, or may be more than its value: one of more than 2⁵³, or with a zero before it. */
  readonly values: Float64Array;
  /** The line of each row, from 1. */
  readonly lines: Int32Array;
  /** 1 for a row in which a cell may begin or end with a blank that is no ASCII. */
  readonly loose: Uint8Array;
  /** As whole numbers, in the order of {@link Found}. */
  readonly found: Int32Array;
  start = 0;
  length = 0;
  readonly #room: Room;
  readonly #state: Int32Array;
  #turn = 0;

  private constructor({ text, cells }: Room) {
    this.#room = { text, cells };
    this.bytes = new Uint8Array(text);
    // No line has more cells than bytes, its end among them.
    const most = this.bytes.length;
    let at = 0;
    const room = (bytes: number): number => {
      const begun = at;
      at += bytes;
      return begun;
    };
    this.#state = new Int32Array(cells, room(8), 1);
    this.found = new Int32Array(cells, room(headBytes - 8), 6);
    this.values = new Float64Array(cells, room(8 * most), most);
    this.bounds = new Int32Array(cells, room(8 * most), 2 * most);
    this.lines = new Int32Array(cells, room(4 * most), most);
    this.loose = new Uint8Array(cells, room(most), most);
  }

  /** Room for so many bytes. What is not used of it takes no memory. */
  static ofLength(length: number): Stretch {
    // A multiple of eight.
    const most = word * Math.ceil((word + length + readBehind) / word);
    return new Stretch({
      text: new SharedArrayBuffer(most),
      cells: new SharedArrayBuffer(headBytes + 21 * most),
    });
  }

  /** The one that another thread has in the same memory. */
  static in({ text, cells, start, length, turn }: StretchMemory): Stretch {
    const stretch = new Stretch({ text, cells });
    stretch.start = start;
    stretch.length = length;
    stretch.#turn = turn;
    return stretch;
  }

  /** What another thread must know of it. */
  get memory(): StretchMemory {
    return { ...this.#room, start: this.start, length: this.length, turn: this.#turn };
  }

  /** Whether so many bytes go into it. */
  holds(length: number): boolean {
    return word + length + readBehind <= this.bytes.length;
  }

  /** Takes lines: pieces one behind another, without the first `skip` bytes. */
  fill(pieces: readonly Uint8Array[], skip: number): void {
    const last = pieces.at(-1)?.length ?? 0;
    const before = pieces.reduce((sum, { length }) => sum + length, 0) - last;
    // The last piece, which is the long one, is copied word by word where it begins with one.
    const begun = (word - (before % word)) % word;
    this.start = begun + skip;
    this.length = begun;
    for (const piece of pieces) {
      this.bytes.set(piece, this.length);
      this.length += piece.length;
    }
    this.bytes[this.length] = 0x0a;
    // What was to be scanned before is not, by anybody who comes late.
    this.#turn = (this.#turn + 1) % 2 ** 28;
    Atomics.store(this.#state, 0, this.#as(free));
  }

  /** Whether who asks is to scan it: nobody else does. */
  claim(): boolean {
    const isFree = this.#as(free);
    return Atomics.compareExchange(this.#state, 0, isFree, this.#as(claimed)) === isFree;
  }

  /** It is scanned. */
  done(): void {
    Atomics.store(this.#state, 0, this.#as(scanned));
  }

  /** Whether it is scanned. */
  get isDone(): boolean {
    return Atomics.load(this.#state, 0) === this.#as(scanned);
  }

  /** What was found, once it is scanned. */
  get result(): Found {
    const [rows = 0, columns = 0, lines = 0, stop = -1, ragged = 0, loose = 0] = this.found;
    return { rows, columns, lines, stop, ragged, isLoose: loose > 0 };
  }

  #as(state: number): number {
    return this.#turn * states + state;
  }
}
