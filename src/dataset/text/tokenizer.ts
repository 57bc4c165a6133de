// The door to Hugging Face's tokenizers: a tokenizer.json comes in, what is kept of it goes out, and by
// that the numbers of a text's tokens, as Python's `tokenizers` gives them when it truncates and pads.
import { createRequire } from 'node:module';
import type * as Library from '@huggingface/tokenizers';
import { failure, messageOf } from '../../ground/errors.js';
import { sha256 } from '../../ground/hash.js';
import { readFileUnless } from '../../ground/reading.js';
import { anyText, fields, integer } from '../../words/arguments.js';
import type { CheckedOf } from '../../words/kinds.js';
import { wellFormed } from './tokens.js';

const count = integer({ min: 0 });

/** What data.json has of a tokenizer: all of it, so that nothing else is needed. */
export const keptTokenizer = fields({
  sha256: anyText(),
  /** The number of the token that texts are filled up with. */
  padding: count,
  /** How many numbers of tokens there are, from 0 on. */
  size: count,
  /** The file, as it was. */
  json: anyText(),
});

/** A tokenizer as it is kept. */
export type KeptTokenizer = CheckedOf<typeof keptTokenizer>;

// The largest in use have half of it; all of it takes a minute to be understood.
const mostBytes = 2 ** 26;

const paddingTokens = ['[PAD]', '<pad>', '<|pad|>', '<|padding|>'];

/** Reads a tokenizer.json. Throws a UserError that names the file where it is none. */
export function readTokenizer(path: string): KeptTokenizer {
  const bytes = readFileUnless(path, 0, (_start, size) => {
    if (size > mostBytes) {
      throw failure(
        `${path} has ${size} bytes, more than the ${mostBytes} that dlx reads of a tokenizer: it stands in every run's data.json; use one of fewer tokens`,
      );
    }
  });
  if (bytes === null) {
    throw failure(
      `${path} does not exist: mend the path (relative ones start at the spec's folder) or put the tokenizer.json there`,
    );
  }
  const json = bytes.toString('utf8');
  const tokenizer = opened(json, path);
  const size = sizeOf(tokenizer, path);
  const padding =
    paddingSaid(json) ??
    paddingTokens
      .map((token) => tokenizer.token_to_id(token))
      .find((number) => number !== undefined);
  if (padding === undefined) {
    throw failure(
      `${path} has no token that texts are filled up with (${paddingTokens.join(', ')}, or a section "padding"): add one, as enable_padding() and add_special_tokens(["[PAD]"]) do in Python`,
    );
  }
  return { sha256: sha256(bytes), padding, size, json };
}

function sizeOf(tokenizer: Library.Tokenizer, path: string): number {
  const numbers = [...tokenizer.get_vocab(true).values()];
  const odd = numbers.find((number) => !Number.isSafeInteger(number) || number < 0);
  if (numbers.length > 0 && odd === undefined) {
    return 1 + numbers.reduce((a, b) => Math.max(a, b), 0);
  }
  throw failure(
    `${path} is no tokenizer.json that can be read: ${odd === undefined ? 'it has no tokens' : 'the number of a token is none'}`,
  );
}

function paddingSaid(json: string): number | undefined {
  const { padding } = JSON.parse(json) as {
    readonly padding?: { readonly pad_id?: unknown } | null;
  };
  const said = padding?.pad_id;
  return typeof said === 'number' && Number.isSafeInteger(said) && said >= 0 ? said : undefined;
}

function opened(json: string, path: string): Library.Tokenizer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    // The parser's own words show what is in the file.
    throw failure(
      `${path} is no tokenizer.json: it is no JSON, or was cut off; copy or download it again`,
    );
  }
  if (typeof parsed !== 'object' || parsed === null || !('model' in parsed)) {
    throw failure(`${path} is no tokenizer.json: it has no model`);
  }
  try {
    return new (library().Tokenizer)(parsed, {});
  } catch (error) {
    throw failure(`${path} is no tokenizer.json that can be read (${messageOf(error)})`);
  }
}

// Loaded with the first tokenizer, and at once: texts are written without waiting.
function library(): typeof Library {
  const load = createRequire(import.meta.url);
  return load('@huggingface/tokenizers') as typeof Library;
}

/** Turns texts into numbers of tokens. */
export class OpenTokenizer {
  readonly #tokenizer: Library.Tokenizer;

  constructor({ json }: Pick<KeptTokenizer, 'json'>) {
    this.#tokenizer = opened(json, 'the tokenizer in data.json');
  }

  /** All numbers of a text, those that the tokenizer puts around it too. */
  numbersOf(text: string): readonly number[] {
    return this.#encoded(text, true);
  }

  /** The same, at most so many: what is cut off is the end of the text itself. */
  firstOf(text: string, length: number): readonly number[] {
    const whole = this.numbersOf(text);
    if (whole.length <= length) return whole;
    const own = this.#encoded(text, false);
    const around = whole.length - own.length;
    if (around === 0 || around >= length) return whole.slice(0, length);
    const before = placeOf(own, whole);
    const after = whole.slice(before + own.length);
    return [...whole.slice(0, before), ...own.slice(0, length - around), ...after];
  }

  // What a tokenizer's file lacks shows with the first text that needs it.
  #encoded(text: string, isAround: boolean): readonly number[] {
    let ids: readonly number[];
    try {
      ids = this.#tokenizer.encode(wellFormed(text), { add_special_tokens: isAround }).ids;
    } catch (error) {
      throw failure(`the tokenizer.json cannot take a text (${messageOf(error)})`);
    }
    if (ids.every((id) => Number.isSafeInteger(id) && id >= 0)) return ids;
    throw failure('the tokenizer.json gives tokens that it has no number for');
  }
}

function placeOf(own: readonly number[], whole: readonly number[]): number {
  const last = whole.length - own.length;
  for (let place = 0; place < last; place += 1) {
    if (own.every((number, i) => whole[place + i] === number)) return place;
  }
  return last;
}
