// Which columns stand in a table of predictions, and what they are called.
import type { Answers, ClassAnswers, ValueAnswers } from '../../inference/answers.js';

/** What of each answer is wanted. */
export type Wished = {
  /** The probability of each class. */
  readonly proba: boolean;
  /** The so many likeliest classes; 1 is the answer alone. */
  readonly top: number;
};

/** What is written of rows: columns of the input first, then what the model says. */
export type Layout = {
  readonly answers: Answers;
  readonly wished: Wished;
  /** The names of the columns that come along. */
  readonly kept: readonly string[];
};

/** The name of the column with the answer: the target's, unless one that comes along has it. */
export function answerName({ answers: { name }, kept }: Layout): string {
  return besideKept(name, kept);
}

/** The names of the columns with a target's numbers, likewise. */
export function numberNames({ numbers }: ValueAnswers, kept: Layout['kept']): readonly string[] {
  return numbers.map((name) => besideKept(name, kept));
}

function besideKept(name: string, kept: Layout['kept']): string {
  return kept.includes(name) ? `predicted_${name}` : name;
}

/** The names of all columns, in their order. */
export function columnNames(layout: Layout): readonly string[] {
  const { answers, wished, kept } = layout;
  const name = answerName(layout);
  if (answers.kind === 'number') return [...kept, ...numberNames(answers, kept)];
  if (answers.kind === 'labels') {
    return [...kept, name, ...answers.labels.map((one) => `probability_${one}`)];
  }
  if (wished.proba) {
    return [...kept, name, ...answers.classes.map((one) => `probability_${one}`)];
  }
  const likeliest = Array.from({ length: wished.top }, (_, i) => {
    const number = i === 0 ? '' : `_${i + 1}`;
    return [`${name}${number}`, ...(hasProbabilities(answers) ? [`probability${number}`] : [])];
  });
  return [...kept, ...likeliest.flat()];
}

/** Whether a model says how likely its classes are. */
export function hasProbabilities({ probabilities }: ClassAnswers): boolean {
  return probabilities !== null;
}

/** The numbers of the `count` greatest values, the greatest first; the first of equal ones first. */
export function greatestOf(values: Float64Array, count: number, into: Int32Array): void {
  for (let rank = 0; rank < count; rank += 1) {
    let best = -1;
    for (let i = 0; i < values.length; i += 1) {
      const isTaken = into.subarray(0, rank).includes(i);
      if (!isTaken && (best < 0 || (values[i] ?? NaN) > (values[best] ?? NaN))) best = i;
    }
    into[rank] = best;
  }
}
