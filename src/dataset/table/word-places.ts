// Which of a column's categories a cell is, found by its bytes: a string for each cell would take
// longer than all else that is done with it.

type Word = { readonly bytes: Buffer; readonly place: number };

/** The places of words in a list. */
export class WordPlaces {
  readonly #byHash = new Map<number, Word[]>();
  readonly #byText: ReadonlyMap<string, number>;

  constructor(words: readonly string[]) {
    this.#byText = new Map(words.map((word, i) => [word, i]));
    for (const [word, place] of this.#byText) {
      const bytes = Buffer.from(word);
      const hash = hashOf(bytes, 0, bytes.length);
      this.#byHash.set(hash, [...(this.#byHash.get(hash) ?? []), { bytes, place }]);
    }
  }

  /** The place of the word between two places in bytes, or -1. */
  find(bytes: Buffer, start: number, end: number): number {
    const alike = this.#byHash.get(hashOf(bytes, start, end));
    if (alike) {
      for (const word of alike) if (isSame(word.bytes, bytes, start, end)) return word.place;
    }
    return -1;
  }

  /** The place of a word, or -1. */
  findText(text: string): number {
    return this.#byText.get(text) ?? -1;
  }
}

// FNV-1a, 32 bits.
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash;
}

function isSame(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i += 1) if (word[i] !== bytes[start + i]) return false;
  return true;
}
