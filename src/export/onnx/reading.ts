// What stands behind a network in a model with preprocessing: classes by name with their
// probabilities, or values in their own units.
import { activationOf } from '../../experiment/judging.js';
import { itemAt } from '../../ground/known.js';
import type { KeptModel } from '../../inference/kept.js';
import { lossEntry } from '../../training/losses/losses.js';
import { int, type Port } from './model.js';
import { batchName, freeName } from './ports.js';
import type { GraphWriter } from './writer.js';

/** Outputs, and what writes them from the name of what the network gives. */
export type Back = {
  readonly outputs: readonly Port[];
  readonly leave: (writer: GraphWriter, output: string) => void;
};

/** How classes are read from the outputs. */
type Reading = 'softmax' | 'sigmoid' | 'as they are';

// What makes probabilities of the outputs, or null where they are none.
function readingOf({ read: { spec }, network }: KeptModel): Reading | null {
  const { probabilities } = lossEntry(spec.loss);
  if (probabilities && spec.loss.arguments['from_logits'] === true) return probabilities;
  const last = itemAt(network.layers, -1);
  const activation = activationOf(last);
  const isProbability = activation === 'softmax' || activation === 'sigmoid';
  return isProbability || probabilities ? 'as they are' : null;
}

/** Why classes cannot be read from a model's outputs: a sentence, or none. */
export function readingProblems(kept: KeptModel): readonly string[] {
  const { target, network } = kept;
  if (target.kind !== 'classes' || readingOf(kept) !== null) return [];
  const { name } = itemAt(network.layers, -1).spec;
  return [
    `the layer ${name} gives no probabilities, so that it cannot be said which class its outputs mean: leave --with-preprocessing out`,
  ];
}

/** What reads a model's outputs, under names that are not `taken`. */
export function backOf(kept: KeptModel, taken: readonly string[]): Back {
  const { target } = kept;
  return target.kind === 'classes'
    ? classesBack(kept, target.classes, taken)
    : valueBack(kept, target, taken);
}

function classesBack(kept: KeptModel, classes: readonly string[], taken: readonly string[]): Back {
  const label = freeName('label', taken);
  const probabilities = freeName('probabilities', [...taken, label]);
  const reading = readingOf(kept) ?? 'as they are';
  const units = itemAt(kept.network.outputShape, -1);
  return {
    outputs: [
      { name: label, type: 'string', shape: [batchName], about: `The ${kept.target.name}.` },
      {
        name: probabilities,
        type: 'float',
        shape: [batchName, classes.length],
        about: 'The probability of each class, in the order of class_names.',
      },
    ],
    leave: (writer, output) => {
      writer.layer = 'reading';
      const values = probabilityNames(writer, output, { reading, units, count: classes.length });
      writer.call(values, probabilities);
      const attributes = { axis: int(1), keepdims: int(0) };
      const number = writer.one('ArgMax', [probabilities], attributes);
      const words = writer.constant('string', [classes.length], classes, 'classes');
      writer.call(writer.one('Gather', [words, number], { axis: int(0) }), label);
    },
  };
}

// [batch, classes]; one output is the probability of the second of two classes.
function probabilityNames(
  writer: GraphWriter,
  output: string,
  {
    reading,
    units,
    count,
  }: { readonly reading: Reading; readonly units: number; readonly count: number },
): string {
  const made =
    reading === 'as they are'
      ? output
      : reading === 'sigmoid'
        ? writer.one('Sigmoid', [output])
        : writer.one('Softmax', [output], { axis: int(1) });
  if (units === 1 && count === 2) {
    const other = writer.one('Sub', [writer.float(1), made]);
    return writer.one('Concat', [other, made], { axis: int(1) });
  }
  if (units === count) return made;
  const told = [[0], [count], [1]].map((list) => writer.numbers(list));
  return writer.one('Slice', [made, ...told]);
}

function valueBack(
  { network }: KeptModel,
  target: Extract<KeptModel['target'], { kind: 'number' }>,
  taken: readonly string[],
): Back {
  const name = freeName(target.name, taken);
  const isOne = network.outputShape.length === 1 && network.outputShape[0] === 1;
  return {
    outputs: [
      {
        name,
        type: 'float',
        shape: isOne ? [batchName] : [batchName, ...network.outputShape],
        about: `The ${target.name} in its own units.`,
      },
    ],
    leave: (writer, output) => {
      writer.layer = 'reading';
      const { scale } = target;
      const scaled = scale
        ? writer.one('Add', [
            writer.one('Mul', [output, writer.float(scale.deviation)]),
            writer.float(scale.mean),
          ])
        : output;
      writer.call(isOne ? writer.one('Squeeze', [scaled, writer.numbers([1])]) : scaled, name);
    },
  };
}
