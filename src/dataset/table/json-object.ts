// One line of JSON that is an object of single values: a line goes in, its keys and cells come out.
// JSON.parse would keep the last of two equal keys, and the nearest double of a longer number.
import { Nested, type Cell } from './blocks.js';

/** What a line is instead of an object: what to say of it, and of which key where it is a key's. */
export type Fault = { readonly says: string; readonly key?: string };

/** The cells of a line by their keys, or what is wrong with it. */
export function cellsOfLine(line: string): ReadonlyMap<string, Cell> | Fault {
  const cells = new Map<string, Cell>();
  const reader = new Reader(line);
  let twice: string | null = null;
  const isWhole = reader.members((key, cell) => {
    if (cells.has(key)) twice ??= key;
    cells.set(key, cell);
  });
  if (!isWhole) return faultOf(line);
  if (twice !== null) return { says: 'twice', key: twice };
  return cells;
}

// Whether a whole object could be read, or JSON that is something else, or none.
function faultOf(line: string): Fault {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return line.startsWith('[')
      ? { says: 'begins a list: write one object a line, without brackets and commas around them' }
      : { says: `is no whole object of JSON: write one a line, as ${example}` };
  }
  const what = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  return { says: `is ${what}, expected an object a line, as ${example}` };
}

const example = '{"area": 80, "price": 120}';

const blank = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// What in a text is to be read by JSON.parse: what stands for another, and what may not stand there.
const special = /[\u0000-\u001f\\]/;

const words: readonly (readonly [string, string])[] = [
  ['true', 'true'],
  ['false', 'false'],
  ['null', ''],
];

class Reader {
  readonly #line: string;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  /** Gives the members of the one object that the line is; false where it is none. */
  members(take: (key: string, cell: Cell) => void): boolean {
    if (!this.#skip('{')) return false;
    if (this.#skip('}')) return this.#isEnd();
    do {
      this.#pass();
      const key = this.#text();
      if (key === null || !this.#skip(':')) return false;
      this.#pass();
      const cell = this.#cell();
      if (cell === null) return false;
      take(key, cell);
    } while (this.#skip(','));
    return this.#skip('}') && this.#isEnd();
  }

  #pass(): void {
    blank.lastIndex = this.#at;
    blank.exec(this.#line);
    this.#at = blank.lastIndex;
  }

  #skip(mark: string): boolean {
    this.#pass();
    if (this.#line[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  #isEnd(): boolean {
    this.#pass();
    return this.#at === this.#line.length;
  }

  #cell(): Cell | null {
    const first = this.#line[this.#at];
    if (first === '"') return this.#text()?.trim() ?? null;
    if (first === '{' || first === '[') return this.#nested();
    for (const [word, cell] of words) {
      if (this.#line.startsWith(word, this.#at)) {
        this.#at += word.length;
        return cell;
      }
    }
    return this.#number();
  }

  // A whole number that a double does not hold stays as it is written, and so does one too large.
  #number(): Cell | null {
    number.lastIndex = this.#at;
    const [written] = number.exec(this.#line) ?? [];
    if (written === undefined) return null;
    this.#at += written.length;
    const value = Number(written);
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : written;
  }

  #text(): string | null {
    const end = this.#textEnd();
    if (end < 0) return null;
    const inner = this.#line.slice(this.#at + 1, end);
    const whole = this.#line.slice(this.#at, end + 1);
    this.#at = end + 1;
    if (!special.test(inner)) return inner;
    return parsed(whole) as string | null;
  }

  // Of the quote that closes the text at this place, or -1.
  #textEnd(): number {
    if (this.#line[this.#at] !== '"') return -1;
    let end = this.#line.indexOf('"', this.#at + 1);
    while (end > 0 && this.#isEscaped(end)) end = this.#line.indexOf('"', end + 1);
    return end;
  }

  #isEscaped(at: number): boolean {
    let before = at;
    while (this.#line[before - 1] === '\\') before -= 1;
    return (at - before) % 2 === 1;
  }

  #nested(): Nested | null {
    const start = this.#at;
    let depth = 0;
    do {
      const mark = this.#line[this.#at];
      if (mark === undefined) return null;
      if (mark === '"') {
        const end = this.#textEnd();
        if (end < 0) return null;
        this.#at = end;
      } else if (mark === '{' || mark === '[') depth += 1;
      else if (mark === '}' || mark === ']') depth -= 1;
      this.#at += 1;
    } while (depth > 0);
    const text = this.#line.slice(start, this.#at);
    return parsed(text) === null ? null : new Nested(text);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
