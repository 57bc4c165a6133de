// Pieces of UTF-8 come in, and stretches of plain rows go out in their order. Of a long text another
// thread scans stretches, while this one takes what was found in those before.
import { longestLine, PlainScan } from './plain-scan.js';
import { ScanThread } from './scan-thread.js';
import { Stretch } from './stretch.js';

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

// A text of fewer bytes is read before a thread has begun.
const longText = 2 ** 23;

// So many stretches are under way beside the one that is taken.
const mostAhead = 4;

/** From how many bytes on a text is read by two threads; Infinity for never. */
export type Threading = { readonly from: number };

/** Two threads of long texts, where the machine has two processors. */
export const usualThreading: Threading = { from: longText };

/** Cuts a text into stretches, and scans them. */
export class PlainReader {
  readonly #scan: PlainScan;
  readonly #delimiter: string;
  readonly #threading: Threading;
  #thread: ScanThread | null = null;
  #bytes = 0;
  /** What is behind the last line that has ended. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** Stretches whose memory may be used anew. */
  readonly #spare: Stretch[] = [];
  /** Cells in a row, once the first row is taken. */
  columns = 0;

  /** `delimiter` is one ASCII character. */
  constructor(delimiter: string, threading: Threading) {
    this.#delimiter = delimiter;
    this.#threading = threading;
    this.#scan = new PlainScan(delimiter);
  }

  /** The other thread, once it has begun. */
  get thread(): ScanThread | null {
    return this.#thread;
  }

  /** How many stretches may be asked for before the first of them is taken. */
  get ahead(): number {
    return this.#thread === null ? 0 : mostAhead;
  }

  /** The next stretch, once a piece is there; null where no line ends in it. */
  next(piece: Uint8Array): Stretch | null {
    const cut = behindLastLine(piece);
    if (cut === 0) {
      this.#hold(piece);
      return null;
    }
    const stretch = this.#filled([...this.#held, piece.subarray(0, cut)]);
    this.#held = [];
    this.#heldBytes = 0;
    this.#hold(piece.subarray(cut));
    if (this.columns > 0 && this.#isLong()) this.#thread?.scan(stretch, this.columns);
    return stretch;
  }

  /** Whether more is held than a line may have. */
  get isTooLong(): boolean {
    return this.#heldBytes > longestLine;
  }

  /** What is behind the last line that has ended, which is none of a stretch to come. */
  rest(): Uint8Array {
    const rest = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return rest;
  }

  /** The stretch of the last line, if it has no end. */
  last(): Stretch | null {
    return this.#heldBytes === 0 ? null : this.#filled([this.rest()]);
  }

  /** Scans a stretch, or waits until it is. */
  async scanned(stretch: Stretch): Promise<void> {
    if (stretch.claim()) {
      this.#scan.scan(stretch, this.columns);
      stretch.done();
    } else await this.#thread?.scanned(stretch, (other) => this.#scan.scan(other, this.columns));
  }

  /** A stretch is taken: its memory is used anew. */
  release(stretch: Stretch): void {
    this.#spare.push(stretch);
  }

  /** No more is read. */
  close(): void {
    this.#thread?.end();
    this.#thread = null;
  }

  // A thread begins with the first stretch of a text that is long.
  #isLong(): boolean {
    if (this.#thread === null && this.#bytes >= this.#threading.from) {
      this.#thread = ScanThread.begin(this.#delimiter);
    }
    return this.#thread !== null;
  }

  #filled(pieces: readonly Uint8Array[]): Stretch {
    const [first] = pieces;
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const hasMark = this.#bytes === 0 && isMark(first);
    this.#bytes += length;
    const spare = this.#spare.findIndex((one) => one.holds(length));
    // Some more, so that it holds the next ones, which are about as long.
    const [stretch = Stretch.ofLength(length + (length >> 3))] =
      spare < 0 ? [] : this.#spare.splice(spare, 1);
    // Others that are too short now will be so again.
    if (spare < 0) this.#spare.length = 0;
    stretch.fill(pieces, hasMark ? 3 : 0);
    return stretch;
  }

  // A copy: else a few bytes would keep all of the piece.
  #hold(rest: Uint8Array): void {
    if (rest.length === 0) return;
    this.#held.push(rest.slice());
    this.#heldBytes += rest.length;
  }
}

function isMark(bytes: Uint8Array | undefined): boolean {
  return bytes?.[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

// Behind the end of a line, and the last one if they are line feeds. Of a return what follows tells
// whether it is the half of an end.
function behindLastLine(bytes: Uint8Array): number {
  const feed = bytes.lastIndexOf(lineFeed);
  if (feed >= 0) return feed + 1;
  return bytes.length < 2 ? 0 : bytes.lastIndexOf(carriageReturn, bytes.length - 2) + 1;
}
