// The texts of a column's cells, one after another, as they are written. Those of numbers are kept as
// bytes until somebody asks for them, which is seldom.

// Different texts of which there is one string each.
const mostWords = 10_000;

const fewTexts = 32;

const nothing = Buffer.alloc(0);

/** Texts in their order. */
export class CellTexts {
  readonly #texts: (string | number | null)[] = [];
  #hasNumbers = false;
  // One string for all equal cells, so that a long column of few words stays small.
  readonly #words = new Map<string, string>();
  /** The bytes of texts that are null so far, and where each ends. */
  #bytes = nothing;
  #ends: number[] = [];

  /** Adds a text. */
  add(text: string): void {
    this.#texts.push(this.#sameString(text));
  }

  /** Adds the text of a number. */
  addNumber(value: number): void {
    this.#texts.push(value);
    this.#hasNumbers = true;
  }

  /** Adds the ASCII text between two places in bytes. */
  hold(bytes: Buffer, start: number, end: number): void {
    // Of a short column there is no room to be made: a table may have very many.
    if (this.#texts.length < fewTexts) {
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

  #sameString(text: string): string {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    if (this.#words.size < mostWords) this.#words.set(text, text);
    return text;
  }
}
