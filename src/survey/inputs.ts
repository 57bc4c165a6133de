// Inputs at a glance: what each is, and, where its values have no names of their own, what they are
// in the training part.
import type { Dataset } from '../dataset/dataset.js';
import type { InputFacts } from '../dataset/facts.js';
import { blocksOfRows } from './blocks.js';
import { isIndex } from './features.js';
import { summaryOf, type Summary } from './summary.js';

/** An input of a data set. */
export type InputSurvey = Pick<InputFacts, 'name' | 'kind' | 'shape' | 'vocabulary'> & {
  readonly divideBy: number;
  /**
   * Of the values of pictures and arrays as they lie in memory; of tokens of how many a row has that are no
   * padding (0); null for the columns of a table, each of which has its own.
   */
  readonly summary: Summary | null;
};

// What so many values are like, more of them are like, too.
const mostLookedAt = 2 ** 24;

/** Looks at each input; of very many samples at those that begin the training part. */
export function inputSurveys({
  facts,
  train,
}: Pick<Dataset, 'facts' | 'train'>): readonly InputSurvey[] {
  return facts.inputs.map(({ name, kind, shape, vocabulary, divide_by, columns }, input) => ({
    name,
    kind,
    shape,
    vocabulary,
    divideBy: divide_by,
    summary:
      kind === 'table' || isIndex(columns)
        ? null
        : summaryOf(valuesOf(train, input, kind === 'tokens')),
  }));
}

function valuesOf(part: Dataset['train'], input: number, isTokens: boolean): Float32Array {
  const pieces: Float32Array[] = [];
  let length = 0;
  for (const { samples } of blocksOfRows(part)) {
    const values = samples.inputs[input]?.values ?? new Uint8Array(0);
    const piece = isTokens ? lengthsOf(values, samples.count) : Float32Array.from(values);
    pieces.push(piece);
    length += piece.length;
    if (length >= mostLookedAt) break;
  }
  const all = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function lengthsOf(values: ArrayLike<number>, count: number): Float32Array {
  const width = values.length / count;
  return Float32Array.from({ length: count }, (_, row) => {
    let length = 0;
    for (let i = 0; i < width; i += 1) if (values[row * width + i] !== 0) length += 1;
    return length;
  });
}
