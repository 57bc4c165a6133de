// What keeps a model out of a format, as far as several formats share it: a sentence each.
import type { ColumnFacts } from '../dataset/facts.js';
import { productOf } from '../ground/product.js';
import type { Exported } from './format.js';

/** For formats in which the network stands alone. */
export function noPreprocessing({ withPreprocessing }: Exported): readonly string[] {
  return withPreprocessing
    ? [
        '--with-preprocessing is for onnx and keras: here data.json says what is done to values before the network',
      ]
    : [];
}

// A protocol buffer has 2 GiB at most; what is not weights is small.
const most = 2 ** 31 - 2 ** 24;

/** For formats that are one protocol buffer. */
export function tooLarge({ kept: { network } }: Exported, what: string): readonly string[] {
  const bytes = 4 * network.weights.reduce((sum, { shape }) => sum + productOf(shape), 0);
  return bytes > most ? [`${what} holds 2 GiB at most, and its weights are ${bytes} bytes`] : [];
}

/** Who has something: `the column "a" holds`, `the columns "a" and "b" hold`. */
export function holders(columns: readonly { readonly column: string }[]): string {
  const names = columns.map(({ column }) => JSON.stringify(column));
  const last = names.at(-1) ?? '';
  return names.length === 1
    ? `the column ${last} holds`
    : `the columns ${names.slice(0, -1).join(', ')} and ${last} hold`;
}

const plurals = {
  number: 'numbers',
  categories: 'categories',
  date: 'dates',
  text: 'texts',
  sequence: 'sequences',
  image: 'images',
} as const;

/** What columns hold, in words: `categories and dates`. */
export function heldBy(columns: readonly Pick<ColumnFacts, 'kind'>[]): string {
  const kinds = [...new Set(columns.map(({ kind }): string => plurals[kind]))];
  const last = kinds.at(-1) ?? '';
  return kinds.length < 2 ? last : `${kinds.slice(0, -1).join(', ')} and ${last}`;
}

/** Whether a model of ONNX can do to a column what training did: its operations know no calendar. */
export function isForOnnx({ kind }: Pick<ColumnFacts, 'kind'>): boolean {
  return kind === 'number' || kind === 'categories' || kind === 'image';
}
