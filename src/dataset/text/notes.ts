// What a reader should know of a column of texts: what was fitted and what the texts came to come
// in, a sentence each goes out.
import type { TextColumn } from './facts.js';
import type { TextArguments } from './arguments.js';
import type { CountedTexts } from './counted.js';

/** Rows of some texts, and what those came to. */
export type NotedPart = {
  readonly part: 'training' | 'validation' | 'test';
  readonly rows: Int32Array;
  readonly counted: CountedTexts;
};

/** What there is to be said of. */
export type NotedTexts = {
  /** The column, as messages name it. */
  readonly name: string;
  readonly fit: TextColumn;
  readonly written: TextArguments;
  readonly texts: readonly string[];
  readonly parts: readonly NotedPart[];
};

/** Sentences on a column of texts: what was inferred, what is cut off, empty or unknown. */
export function textNotes({ name, fit, written, texts, parts }: NotedTexts): readonly string[] {
  return [
    ...parts
      .filter(({ part }) => part === 'training')
      .flatMap((one) => lengthNotes(name, fit, written, one)),
    ...paddingNotes(name, fit),
    ...(fit.vocabulary.length < fit.tokens && !fit.tokenizer
      ? [
          `column ${name}: the ${fit.vocabulary.length} most frequent of ${fit.tokens} different tokens are its vocabulary, as max_tokens says; the others count as [UNK]`,
        ]
      : []),
    ...(fit.tokenizer ? [] : numberNotes(name, fit, texts)),
    ...parts.flatMap((one) => strangeNotes(name, one)),
  ];
}

function paddingNotes(name: string, { tokenizer }: TextColumn): readonly string[] {
  if (!tokenizer || tokenizer.padding === 0) return [];
  return [
    `column ${name}: its tokenizer fills texts up with the token ${tokenizer.padding}, and mask_zero of an Embedding leaves out 0 alone`,
  ];
}

function lengthNotes(
  name: string,
  { sequence_length: length, longest }: TextColumn,
  written: TextArguments,
  training: NotedPart,
): readonly string[] {
  if (length === null) return [];
  const cut = countOf(training, ({ tokens }) => tokens > length);
  const longer =
    cut === 0
      ? ''
      : `; ${of(cut, training)} more tokens (up to ${longest}), of which the first ${length} are taken`;
  if (written.sequence_length === null) {
    return [
      `column ${name}: sequence_length is ${length}, by the training texts, of which it leaves 95 % whole${longer}`,
    ];
  }
  return cut === 0 ? [] : [`column ${name}: sequence_length is ${length}${longer}`];
}

// "-1.5" without its punctuation is 15.
function numberNotes(
  name: string,
  { standardize }: TextColumn,
  texts: readonly string[],
): readonly string[] {
  const said = texts.filter((text) => text !== '');
  if (said.length === 0 || !said.every((text) => /^[+-]?[\d.,]*\d[\d.,]*$/.test(text))) return [];
  const loss = standardize.endsWith('strip_punctuation')
    ? ', without its sign, point and comma'
    : '';
  return [
    `column ${name} holds numbers alone, and as text each of them is a word${loss}: say type number if they are amounts`,
  ];
}

function strangeNotes(name: string, part: NotedPart): readonly string[] {
  const empty = countOf(part, ({ tokens }) => tokens === 0);
  const strange = countOf(part, ({ tokens, known }) => tokens > 0 && known === 0);
  return [
    ...(empty === 0 ? [] : [`column ${name}: ${of(empty, part)} no token, and give zeros`]),
    ...(strange === 0
      ? []
      : [`column ${name}: ${of(strange, part)} no token of the vocabulary, and give [UNK] alone`]),
  ];
}

function countOf(
  { rows, counted }: NotedPart,
  is: (text: { readonly tokens: number; readonly known: number }) => boolean,
): number {
  let count = 0;
  for (const row of rows) {
    if (is({ tokens: counted.tokens[row] ?? 0, known: counted.known[row] ?? 0 })) count += 1;
  }
  return count;
}

function of(some: number, { part, rows }: NotedPart): string {
  return `${some} of ${rows.length} ${part} texts have`;
}
