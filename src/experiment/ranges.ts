// Whether the last layer can give the numbers that are wanted of it: a spec, its data and its network
// in, sentences out.
import type { DatasetDescription } from '../dataset/dataset.js';
import type { Network, NetworkLayer } from '../model/network.js';
import type { ReadSpec } from '../spec/read.js';
import { lossEntry } from '../training/losses/losses.js';
import { toDigits } from '../text/digits.js';
import { taggedArgument } from '../words/tagged.js';
import { activationOf } from './judging.js';

type Range = { readonly min: number; readonly max: number };

const shares: Range = { min: 0, max: 1 };
const sides: Range = { min: -1, max: 1 };
const positive: Range = { min: 0, max: Infinity };

// Activations that give numbers of a part of the line alone, with their usual arguments.
const ranges: Readonly<Record<string, Range>> = {
  sigmoid: shares,
  hard_sigmoid: shares,
  sparse_sigmoid: shares,
  softmax: shares,
  sparsemax: shares,
  tanh: sides,
  hard_tanh: sides,
  softsign: sides,
  relu6: { min: 0, max: 6 },
  relu: positive,
  softplus: positive,
  squareplus: positive,
  sparse_plus: positive,
  exponential: positive,
};

/**
 * Targets that the last layer cannot give, and outputs that are no probabilities where the AUC takes
 * them for some: a sentence each.
 */
export function rangeWarnings(
  file: string,
  { spec: { loss, metrics } }: ReadSpec,
  data: DatasetDescription,
  { layers }: Network,
): readonly string[] {
  const last = layers.at(-1);
  const activation = last && activationOf(last);
  const { probabilities, domain } = lossEntry(loss);
  if (!last || activation === undefined || probabilities) return [];
  const ends = `the last layer (${last.spec.name}) ends with ${activation}`;
  const range = rangeOf(last, activation);
  const wanted = wantedRange(data);
  // What is for signs makes -1 and 1 of 0 and 1.
  const isShort =
    range !== null &&
    wanted !== null &&
    domain !== 'sign' &&
    (wanted.min < range.min || wanted.max > range.max);
  const usesShares = metrics.some(
    ({ name, arguments: args }) => name === 'auc' && args['from_logits'] !== true,
  );
  return [
    ...(isShort
      ? [
          `${file}: ${ends}, which gives ${shownRange(range)}, but the targets are ${data.targetScale ? 'standardised to ' : ''}numbers from ${shown(wanted.min)} to ${shown(wanted.max)}: give it activation: linear`,
        ]
      : []),
    ...(usesShares && !(range && range.min >= 0 && range.max <= 1)
      ? [
          `${file}: auc takes the outputs for probabilities, from 0 to 1, but ${ends}: give it activation: sigmoid`,
        ]
      : []),
  ];
}

function rangeOf({ spec: { arguments: args } }: NetworkLayer, activation: string): Range | null {
  const range = ranges[activation] ?? null;
  const given = taggedArgument(args, 'activation')?.arguments ?? {};
  if (activation !== 'relu' || !range) return range;
  if (typeof given['negative_slope'] === 'number' && given['negative_slope'] > 0) return null;
  return { ...range, max: typeof given['max_value'] === 'number' ? given['max_value'] : Infinity };
}

// What the loss sees of a target that is a number; null where it is classes.
function wantedRange({
  targetValues: values,
  targetScale: scale,
}: DatasetDescription): Range | null {
  if (!values) return null;
  // Several scales leave numbers on both sides of 0, whatever they were.
  if (scale && !('mean' in scale)) return sides;
  const seen = (value: number): number => (scale ? (value - scale.mean) / scale.deviation : value);
  return { min: seen(values.min), max: seen(values.max) };
}

function shownRange({ min, max }: Range): string {
  return max === Infinity ? `numbers from ${min} up` : `numbers from ${min} to ${max}`;
}

function shown(value: number): string {
  return String(toDigits(value, 4));
}
