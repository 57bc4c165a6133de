// What is done to values before they go into a network, as layers of Keras in front of it: facts of
// an input come in, layers come out.
import type { InputFacts, Scale } from '../../dataset/facts.js';
import type { KeptModel } from '../../inference/kept.js';
import { type Config, Float } from './config.js';
import type { KerasFront } from './graph.js';
import { frontName } from './names.js';
import { kerasObject } from './objects.js';

/** Layers that divide pixels, or standardise columns of numbers. */
export function frontOf({ divide_by: by, columns }: InputFacts): readonly KerasFront[] {
  if (columns) {
    const numbers = columns.flatMap((column) => (column.kind === 'number' ? [column] : []));
    return [
      front('Normalization', 'standardize', {
        axis: -1,
        mean: numbers.map(({ mean }) => new Float(mean)),
        // A constant column gives zeros, which a variance of 1 gives, too.
        variance: numbers.map(({ deviation }) => new Float(deviation === 0 ? 1 : deviation ** 2)),
      }),
    ];
  }
  return by === 1
    ? []
    : [front('Rescaling', 'divide', { scale: new Float(1 / by), offset: new Float(0) })];
}

/** Why there are none, a sentence each. */
export function frontProblems(
  { input: { columns } }: Pick<KeptModel, 'input'>,
  withPreprocessing: boolean,
): readonly string[] {
  const words = columns?.filter(({ kind }) => kind !== 'number') ?? [];
  return withPreprocessing && words.length > 0
    ? [
        `--with-preprocessing cannot put categories or dates into an input of numbers, which the columns ${words.map(({ column }) => column).join(', ')} hold: leave it out, or export to onnx`,
      ]
    : [];
}

/** What goes in, in a few words. */
export function inputNotes(
  { input: { kind, shape, columns, divide_by: by } }: Pick<KeptModel, 'input'>,
  withPreprocessing: boolean,
): readonly string[] {
  const size = shape.join(' × ');
  if (kind === 'tokens') return [`x: ${size} tokens a row`];
  if (columns) {
    return [
      `x: ${size} values a row, in the order of data.json${withPreprocessing ? '' : ', standardised as it says'}`,
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

function front(
  className: string,
  name: string,
  config: { readonly [key: string]: Config },
): KerasFront {
  return {
    name: frontName(name),
    className,
    object: kerasObject('layer', className, {
      name: frontName(name),
      trainable: false,
      dtype: 'float32',
      ...config,
    }),
  };
}
