// What is said of a model's input and output beside the lines that read an export: a kept model
// comes in, a few words come out.
import type { InputFacts, Scale } from '../dataset/facts.js';
import type { KeptModel } from '../inference/kept.js';
import type { Exported } from './format.js';

/** Both of them, of the network itself or with what is done to values before it. */
export function inAndOut({ kept, withPreprocessing }: Exported): string {
  return [...inputNotes(kept, withPreprocessing), ...targetNotes(kept)].join('; ');
}

/** What the values of inputs are called in lines that read an export: x, or x1, x2 and so on. */
export function namesOfValues(inputs: readonly unknown[]): readonly string[] {
  return inputs.map((_, i) => (inputs.length === 1 ? 'x' : `x${i + 1}`));
}

/** What goes in, in a few words for each input. */
export function inputNotes(
  { inputs }: Pick<KeptModel, 'inputs'>,
  withPreprocessing: boolean,
): readonly string[] {
  const names = namesOfValues(inputs);
  return inputs.map((input, i) => `${names[i]}: ${noteOf(input, withPreprocessing)}`);
}

function noteOf(
  { kind, shape, columns, divide_by: by }: InputFacts,
  withPreprocessing: boolean,
): string {
  const size = shape.join(' × ');
  if (kind === 'tokens') return `${size} tokens a row, int32`;
  if (columns && kind === 'values') {
    return `${size} a row: numbers standardised as data.json has them, and zeros behind`;
  }
  if (columns && kind !== 'image') {
    return `${size} values a row, as data.json has them${withPreprocessing ? '' : ': numbers standardised, each category a 0 or 1'}`;
  }
  if (by === 1) return `${size} a sample`;
  return `${size} a sample, values ${withPreprocessing ? 'as in the data' : `divided by ${by}`}`;
}

/** What comes out where that is not in the target's own units. */
export function targetNotes({ target }: Pick<KeptModel, 'target'>): readonly string[] {
  if (target.kind === 'classes') return ['classes in the order of data.json'];
  if (target.kind === 'labels') return ['labels in the order of data.json'];
  const { scale, numbers } = target;
  if (scale === null) return [];
  const form = ({ mean, deviation }: Scale): string => `${mean} + ${deviation} * what comes out`;
  if ('mean' in scale) return [`${target.name} = ${form(scale)}`];
  return scale.flatMap((one, i) => (one ? [`${numbers?.[i] ?? target.name} = ${form(one)}`] : []));
}
