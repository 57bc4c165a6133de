// What is said of a model's input and output beside the lines that read an export: a kept model
// comes in, a few words come out.
import type { Scale } from '../dataset/facts.js';
import type { KeptModel } from '../inference/kept.js';
import type { Exported } from './format.js';

/** Both of them, of the network itself or with what is done to values before it. */
export function inAndOut({ kept, withPreprocessing }: Exported): string {
  return [...inputNotes(kept, withPreprocessing), ...targetNotes(kept)].join('; ');
}

/** What goes in, in a few words. */
export function inputNotes(
  { input: { kind, shape, columns, divide_by: by } }: Pick<KeptModel, 'input'>,
  withPreprocessing: boolean,
): readonly string[] {
  const size = shape.join(' × ');
  if (kind === 'tokens') return [`x: ${size} tokens a row, int32`];
  if (columns) {
    return [
      `x: ${size} values a row, as data.json has them${withPreprocessing ? '' : ': numbers standardised, each category a 0 or 1'}`,
    ];
  }
  if (by === 1) return [`x: ${size} a sample`];
  return [
    `x: ${size} a sample, values ${withPreprocessing ? 'as in the data' : `divided by ${by}`}`,
  ];
}

/** What comes out where that is not in the target's own units. */
export function targetNotes({ target }: Pick<KeptModel, 'target'>): readonly string[] {
  if (target.kind === 'classes') return ['classes in the order of data.json'];
  const { scale, numbers } = target;
  if (scale === null) return [];
  const form = ({ mean, deviation }: Scale): string => `${mean} + ${deviation} * what comes out`;
  if ('mean' in scale) return [`${target.name} = ${form(scale)}`];
  return scale.flatMap((one, i) => (one ? [`${numbers?.[i] ?? target.name} = ${form(one)}`] : []));
}
