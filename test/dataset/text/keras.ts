// What Keras' TextVectorization learns and gives, as test/fixtures/make_text.py wrote it.
import { checkPlainArguments } from '../../../src/words/check.js';
import { textArguments, type TextArguments } from '../../../src/dataset/text/arguments.js';
import { fitTexts } from '../../../src/dataset/text/fit.js';
import type { TextColumn } from '../../../src/dataset/text/facts.js';
import { readFixture } from '../../model/fixtures.js';

/** A case of the fixture. */
export type TextCase = {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly texts: readonly string[];
  readonly others: readonly string[];
  readonly vocabulary: readonly string[];
  readonly idf: readonly number[] | null;
  readonly width: number;
  /** Of each text, the values that are not 0 by their places. */
  readonly rows: readonly (readonly (readonly [number, number])[])[];
};

type Written = Omit<TextCase, 'texts' | 'others'> & {
  readonly texts: readonly number[];
  readonly others: readonly number[];
};

const { pool, cases } = readFixture<{
  readonly pool: readonly string[];
  readonly cases: readonly Written[];
}>('text');

/** All cases, by what they say. */
export const textCases: readonly (readonly [string, TextCase])[] = cases.map((one, i) => [
  `${i}: ${JSON.stringify(one.arguments)}`,
  {
    ...one,
    texts: one.texts.map((place) => pool[place] ?? ''),
    others: one.others.map((place) => pool[place] ?? ''),
  },
]);

/** Arguments of a column of texts as a spec has them, in dlx' spelling. */
export function argumentsOf(written: Readonly<Record<string, unknown>> = {}): TextArguments {
  const { output_sequence_length: length, ...others } = written;
  return checkPlainArguments(textArguments, {
    ...others,
    ...(length === undefined ? {} : { sequence_length: length }),
  });
}

/** What a column of these texts, all of them for training, becomes. */
export function fitted(
  texts: readonly string[],
  written: Readonly<Record<string, unknown>> = {},
): TextColumn {
  const rows = Int32Array.from(texts, (_, row) => row);
  return fitTexts({ name: 't', texts, rows, place: 'a.csv, column "t"' }, argumentsOf(written));
}
