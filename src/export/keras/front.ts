// What is done to values before they go into a network, as layers of Keras in front of it: facts of
// an input come in, layers come out.
import type { InputFacts } from '../../dataset/facts.js';
import { itemAt } from '../../ground/known.js';
import type { KeptModel } from '../../inference/kept.js';
import { heldBy, holders, isForOnnx } from '../problems.js';
import { type Config, Float } from './config.js';
import type { KerasFront } from './graph.js';
import { frontName } from './names.js';
import { kerasObject } from './objects.js';

/** Layers that divide pixels, or standardise columns of numbers, for each input that has some; `names` are Keras' of them. */
export function frontOf(
  inputs: readonly InputFacts[],
  names: readonly string[],
): readonly KerasFront[] {
  return inputs.flatMap((input, place) =>
    frontOfOne(input, place, inputs.length === 1 ? '' : `_${itemAt(names, place)}`),
  );
}

function frontOfOne(
  { divide_by: by, columns, kind }: InputFacts,
  place: number,
  of: string,
): readonly KerasFront[] {
  if (columns && kind !== 'image') {
    const numbers = columns.flatMap((column) => (column.kind === 'number' ? [column] : []));
    return [
      front('Normalization', `standardize${of}`, place, {
        axis: -1,
        mean: numbers.map(({ mean }) => new Float(mean)),
        // A constant column gives zeros, which a variance of 1 gives, too.
        variance: numbers.map(({ deviation }) => new Float(deviation === 0 ? 1 : deviation ** 2)),
      }),
    ];
  }
  return by === 1
    ? []
    : [
        front('Rescaling', `divide${of}`, place, {
          scale: new Float(1 / by),
          offset: new Float(0),
        }),
      ];
}

/** Why there are none, a sentence each. */
export function frontProblems(
  { inputs }: Pick<KeptModel, 'inputs'>,
  withPreprocessing: boolean,
): readonly string[] {
  const all = inputs.flatMap(({ columns }) => columns ?? []);
  const others = all.filter(({ kind }) => kind !== 'number' && kind !== 'image');
  const gappy = all.filter((one) => one.kind === 'number' && one.gaps && one.gaps !== 'drop');
  if (!withPreprocessing) return [];
  const cure = all.every(isForOnnx)
    ? 'leave it out, or export to onnx'
    : 'leave it out, and make their values as data.json says';
  return [
    ...(others.length > 0
      ? [
          `--with-preprocessing cannot put ${heldBy(others)} into an input of numbers, which ${holders(others)}: ${cure}`,
        ]
      : []),
    ...(gappy.length > 0
      ? [
          `--with-preprocessing cannot fill missing values in an input of numbers, which ${holders(gappy)}: ${cure}`,
        ]
      : []),
  ];
}

function front(
  className: string,
  name: string,
  input: number,
  config: { readonly [key: string]: Config },
): KerasFront {
  return {
    name: frontName(name),
    input,
    className,
    object: kerasObject('layer', className, {
      name: frontName(name),
      trainable: false,
      dtype: 'float32',
      ...config,
    }),
  };
}
