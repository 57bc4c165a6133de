// The texts of a column's cells, one after another, as they are written. Those of numbers are kept as
// bytes until somebody asks for them, which is seldom.

import { NumberList, type Spill } from './spilled.js';

// Different texts of which there is one string each.
const mostWords = 10_000;

const fewTexts = 32;

const nothing = Buffer.alloc(0);

// Of a column that is spilled the different texts alone are in memory.
const mostSpilled = 2 ** 16;

type Spilled = {
  readonly codes: NumberList;
  readonly texts: string[];
  readonly codeOf: Map<string, number>;
};

/** Texts in their order. */
export class CellTexts {
  readonly #texts: (string | number | null)[] = [];
  #hasNumbers = false;
  // One string for all equal cells, so that a long column of few words stays small.
  readonly #words = new Map<string, string>();
  /** The bytes of texts that are null so far, and where each ends. */
  #bytes = nothing;
  #ends: number[] = [];

  #spilled: Spilled | null = null;

  /** Whether there are as many different texts as are kept of a column that is spilled. */
  get isFull(): boolean {
    return this.#spilled !== null && this.#spilled.texts.length >= mostSpilled;
  }

  /** Keeps what there is, and what will come, in a file: the different texts stay. */
  spillTo(spill: Spill): void {
    const before = this.all();
    const codes = new NumberList();
    codes.spillTo(spill);
    this.#spilled = { codes, texts: [], codeOf: new Map() };
    for (const text of before) {
      if (this.isFull) break;
      this.add(text);
    }
    this.#texts.length = 0;
    this.#words.clear();
  }

  /** Adds a text. */
  add(text: string): void {
    if (this.#spilled) {
      addCode(this.#spilled, text);
      return;
    }
    this.#texts.push(this.#sameString(text));
  }

  /** Adds the text of a number. */
  addNumber(value: number): void {
    if (this.#spilled) {
      addCode(this.#spilled, String(value));
      return;
    }
    this.#texts.push(value);
    this.#hasNumbers = true;
  }

  /** Adds the ASCII text between two places in bytes. */
  hold(bytes: Buffer, start: number, end: number): void {
    // Of a short column there is no room to be made: a table may have very many.
    if (this.#texts.length < fewTexts || this.#spilled) {
      this.add(bytes.toString('latin1', start, end));
      return;
    }
    const from = this.#ends.at(-1) ?? 0;
    const to = from + end - start;
    if (to > this.#bytes.length) {
      const more = Buffer.alloc(Math.max(1024, 2 * to));
      more.set(this.#bytes);
      this.#bytes = more;
    }
    for (let i = start; i < end; i += 1) this.#bytes[from + i - start] = bytes[i] ?? 0;
    this.#ends.push(to);
    this.#texts.push(null);
  }

  /** All of them. */
  all(): readonly string[] {
    if (this.#spilled) return textsOf(this.#spilled, this.#spilled.codes.all());
    if (this.#ends.length === 0 && !this.#hasNumbers) return this.#texts as readonly string[];
    let [place, start] = [0, 0];
    for (const [i, text] of this.#texts.entries()) {
      if (typeof text === 'number') this.#texts[i] = this.#sameString(String(text));
      if (text !== null) continue;
      const end = this.#ends[place] ?? start;
      this.#texts[i] = this.#sameString(this.#bytes.toString('latin1', start, end));
      [place, start] = [place + 1, end];
    }
    this.#ends = [];
    this.#hasNumbers = false;
    this.#bytes = nothing;
    return this.#texts as readonly string[];
  }

  /** Those of the rows from one to another. */
  slice(from: number, to: number): readonly string[] {
    if (!this.#spilled) return this.all().slice(from, to);
    return textsOf(this.#spilled, this.#spilled.codes.slice(from, to));
  }

  #sameString(text: string): string {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    if (this.#words.size < mostWords) this.#words.set(text, text);
    return text;
  }
}

function addCode({ codes, texts, codeOf }: Spilled, text: string): void {
  let code = codeOf.get(text);
  if (code === undefined) {
    code = texts.length;
    texts.push(text);
    codeOf.set(text, code);
  }
  codes.push(code);
}

function textsOf({ texts }: Spilled, codes: ArrayLike<number>): readonly string[] {
  return Array.from(codes, (code) => texts[code] ?? '');
}
