// What a model's outputs say: a class with the probability of each, or a value in the target's own
// units. A kept model in; for each row of outputs its answer out.
import type { InputFacts, TargetFacts, Units } from '../dataset/facts.js';
import type { LabelSeparator } from '../dataset/table/label-column.js';
import { ownValue, scaleAt } from '../dataset/units.js';
import { activationOf } from '../experiment/judging.js';
import { present } from '../ground/known.js';
import { productOf } from '../ground/product.js';
import { lossEntry } from '../training/losses/losses.js';
import type { KeptModel } from './kept.js';

/** What is asked of each row. */
export type Answers = ValueAnswers | ClassAnswers | LabelAnswers;

/** A number, or several. */
export type ValueAnswers = {
  readonly kind: 'number';
  /** The target's name. */
  readonly name: string;
  /** What each number is called, in the order of the outputs: the target's name for one alone. */
  readonly numbers: readonly string[];
  readonly scale: Units;
  /** Given where the answer is what went in: the shape of that, whose numbers have no other names. */
  readonly shape?: readonly number[];
};

/** One of several classes. */
export type ClassAnswers = {
  readonly kind: 'classes';
  readonly name: string;
  /** In the order of the outputs; an output that is no class is called by its number. */
  readonly classes: readonly string[];
  /** How many values the model gives; one where it says how likely the second of two classes is. */
  readonly units: number;
  /** What makes probabilities of outputs; null where they are none and nothing does. */
  readonly probabilities: 'as they are' | 'softmax' | 'sigmoid' | null;
  /** Of a single output: above it the second class is the answer. */
  readonly threshold: number;
};

/** Some of several labels, or none. */
export type LabelAnswers = {
  readonly kind: 'labels';
  readonly name: string;
  /** In the order of the outputs. */
  readonly labels: readonly string[];
  /** What stands between the labels of an answer; `json`: it is a JSON array. */
  readonly separator: LabelSeparator;
  /** What makes probabilities of outputs. */
  readonly probabilities: 'as they are' | 'sigmoid';
};

/** What the outputs of a kept model mean. */
export function answersOf({ read, target, network, inputs = [] }: Opened): Answers {
  const { name } = target;
  if (target.kind === 'number') {
    return valueAnswers(target, inputs);
  }
  const { loss } = read.spec;
  if (target.kind === 'labels') {
    const { labels, separator } = target;
    const probabilities = loss.arguments['from_logits'] === true ? 'sigmoid' : 'as they are';
    return { kind: 'labels', name, labels, separator, probabilities };
  }
  const units = network.outputShape.at(-1) ?? 1;
  const entry = lossEntry(loss);
  const last = network.layers.at(-1);
  const ends = last && activationOf(last);
  const isProbability = ends === 'softmax' || ends === 'sigmoid';
  const made = loss.arguments['from_logits'] === true ? (entry.probabilities ?? null) : null;
  const probabilities = isProbability ? 'as they are' : made;
  const isMargin = probabilities === null && entry.domain === 'sign';
  return {
    kind: 'classes',
    name,
    classes: Array.from({ length: Math.max(units, 2) }, (_, i) => target.classes[i] ?? String(i)),
    units,
    probabilities,
    threshold: isMargin ? 0 : 0.5,
  };
}

type Opened = Pick<KeptModel, 'read' | 'target' | 'network'> & Partial<Pick<KeptModel, 'inputs'>>;

// Of a table what went in has names; of pictures and arrays it has places.
function valueAnswers(
  { name, numbers, scale, input }: Extract<TargetFacts, { readonly kind: 'number' }>,
  inputs: readonly Pick<InputFacts, 'name' | 'shape'>[],
): ValueAnswers {
  if (numbers || input === undefined) {
    return { kind: 'number', name, numbers: numbers ?? [name], scale };
  }
  const { shape } = present(
    inputs.find((one) => one.name === input),
    'the input that is the target',
  );
  const places = Array.from({ length: productOf(shape) }, (_, i) => `${input}[${i}]`);
  return { kind: 'number', name, numbers: places, scale, shape };
}

/** Reads rows of outputs, one at a time. */
export type Reading = {
  /** Of the row read last, one a class: probabilities, or outputs that are none. */
  readonly values: Float64Array;
  /** The row's class number; -1 where an output is no number. */
  readonly read: (outputs: Float32Array, row: number) => number;
};

/** An answer has the labels that are likelier than this. */
const likely = 0.5;

/** Reads the labels of rows: their probabilities into `values`, and which are answered; null where an output is no number. */
export function labelReading({ labels, probabilities }: LabelAnswers): {
  readonly values: Float64Array;
  readonly read: (outputs: Float32Array, row: number) => readonly number[] | null;
} {
  const values = new Float64Array(labels.length);
  return {
    values,
    read: (outputs, row) => {
      const answered: number[] = [];
      for (let i = 0; i < labels.length; i += 1) {
        const output = outputs[row * labels.length + i] ?? NaN;
        const value = probabilities === 'sigmoid' ? 1 / (1 + Math.exp(-output)) : output;
        values[i] = value;
        if (value > likely) answered.push(i);
      }
      return values.some(Number.isNaN) ? null : answered;
    },
  };
}

/** Labels as a cell of their column would have them. */
export function labelCell(labels: readonly string[], separator: LabelSeparator): string {
  return separator === 'json' ? JSON.stringify(labels) : labels.join(separator);
}

/** Reads the classes of rows. */
export function classReading({ classes, units, probabilities, threshold }: ClassAnswers): Reading {
  const values = new Float64Array(classes.length);
  if (units === 1) {
    return {
      values,
      read: (outputs, row) => {
        const output = outputs[row] ?? NaN;
        const value = probabilities === 'sigmoid' ? 1 / (1 + Math.exp(-output)) : output;
        values[0] = probabilities === null ? -value : 1 - value;
        values[1] = value;
        if (Number.isNaN(value)) return -1;
        return value > threshold ? 1 : 0;
      },
    };
  }
  return {
    values,
    read: (outputs, row) => {
      const start = row * units;
      let best = 0;
      for (let i = 0; i < units; i += 1) {
        const value = outputs[start + i] ?? NaN;
        if (Number.isNaN(value)) best = -1;
        values[i] = value;
        // The first of equal ones, as in TensorFlow.
        if (best >= 0 && value > (values[best] ?? NaN)) best = i;
      }
      if (best >= 0 && probabilities === 'softmax') softmax(values, values[best] ?? 0);
      if (probabilities === 'sigmoid') sigmoid(values);
      return best;
    },
  };
}

function sigmoid(values: Float64Array): void {
  for (let i = 0; i < values.length; i += 1) values[i] = 1 / (1 + Math.exp(-(values[i] ?? 0)));
}

function softmax(values: Float64Array, largest: number): void {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = Math.exp((values[i] ?? 0) - largest);
    values[i] = value;
    sum += value;
  }
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) / sum;
}

/** Number `i` of a row of outputs in the target's own units. */
export function inUnits(value: number, units: Units, i = 0): number {
  return scaleAt(units, i) ? Math.fround(ownValue(value, units, i)) : value;
}
