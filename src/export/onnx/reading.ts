// What stands behind a network in a model with preprocessing, as `dlx predict` reads outputs: classes
// by name with their probabilities, or values in their own units.
import { momentsOf } from '../../dataset/units.js';
import { itemAt } from '../../ground/known.js';
import {
  answersOf,
  type ClassAnswers,
  type LabelAnswers,
  type ValueAnswers,
} from '../../inference/answers.js';
import type { KeptModel } from '../../inference/kept.js';
import { dataTypes, int, type Port } from './model.js';
import { batchName, freeName } from './ports.js';
import type { GraphWriter } from './writer.js';

/** Outputs, and what writes them from the name of what the network gives. */
export type Back = {
  readonly outputs: readonly Port[];
  readonly leave: (writer: GraphWriter, output: string) => void;
};

/** What reads a model's outputs, under names that are not `taken`. */
export function backOf(kept: KeptModel, taken: readonly string[]): Back {
  const answers = answersOf(kept);
  if (answers.kind === 'labels') return labelsBack(answers, taken);
  return answers.kind === 'classes'
    ? classesBack(answers, taken)
    : valueBack(kept.network.outputShape, answers, taken);
}

function labelsBack({ name, labels, probabilities }: LabelAnswers, taken: readonly string[]): Back {
  const values = freeName('probabilities', taken);
  return {
    outputs: [
      {
        name: values,
        type: 'float',
        shape: [batchName, labels.length],
        about: `How likely each of the ${name} is, in the order of label_names.`,
      },
    ],
    leave: (writer, output) => {
      writer.layer = 'reading';
      writer.call(probabilities === 'sigmoid' ? writer.one('Sigmoid', [output]) : output, values);
    },
  };
}

function classesBack(answers: ClassAnswers, taken: readonly string[]): Back {
  const { name, classes, probabilities } = answers;
  const label = freeName('label', taken);
  const values = freeName(probabilities === null ? 'outputs' : 'probabilities', [...taken, label]);
  return {
    outputs: [
      { name: label, type: 'string', shape: [batchName], about: `The ${name}.` },
      {
        name: values,
        type: 'float',
        shape: [batchName, classes.length],
        about: `${probabilities === null ? 'What the network gives for' : 'The probability of'} each class, in the order of class_names.`,
      },
    ],
    leave: (writer, output) => {
      writer.layer = 'reading';
      const made = probabilitiesOf(writer, answers, output);
      const number = classNumber(writer, answers, made);
      writer.call(answers.units === 1 ? bothClasses(writer, answers, made) : made, values);
      const words = writer.constant('string', [classes.length], classes, 'classes');
      writer.call(writer.one('Gather', [words, number], { axis: int(0) }), label);
    },
  };
}

function probabilitiesOf(
  writer: GraphWriter,
  { probabilities }: ClassAnswers,
  output: string,
): string {
  if (probabilities === 'sigmoid') return writer.one('Sigmoid', [output]);
  return probabilities === 'softmax' ? writer.one('Softmax', [output], { axis: int(1) }) : output;
}

// Of a single output, above a threshold the second of two classes; else the largest, of equal ones
// the first.
function classNumber(
  writer: GraphWriter,
  { units, threshold }: ClassAnswers,
  values: string,
): string {
  if (units !== 1) return writer.one('ArgMax', [values], { axis: int(1), keepdims: int(0) });
  const single = writer.one('Squeeze', [values, writer.numbers([1])]);
  const isSecond = writer.one('Greater', [single, writer.float(threshold)]);
  return writer.one('Cast', [isSecond], { to: int(dataTypes.int64) });
}

// [batch, 1] → [batch, 2]: what the first class has, and the second.
function bothClasses(writer: GraphWriter, { probabilities }: ClassAnswers, second: string): string {
  const first =
    probabilities === null
      ? writer.one('Neg', [second])
      : writer.one('Sub', [writer.float(1), second]);
  return writer.one('Concat', [first, second], { axis: int(1) });
}

// Deviations and means: a number each where all outputs have the same, else a row of them.
function unitsOf(
  writer: GraphWriter,
  scale: NonNullable<ValueAnswers['scale']>,
  width: number,
): readonly [deviations: string, means: string] {
  if ('mean' in scale) return [writer.float(scale.deviation), writer.float(scale.mean)];
  const { means, deviations } = momentsOf(scale, width);
  const row = (name: string, values: readonly number[]): string =>
    writer.constant('float', [width], Float32Array.from(values), `target/${name}`);
  return [row('deviation', deviations), row('mean', means)];
}

function valueBack(
  shape: readonly number[],
  { name: wanted, scale }: ValueAnswers,
  taken: readonly string[],
): Back {
  const name = freeName(wanted, taken);
  const isOne = shape.length === 1 && itemAt(shape, 0) === 1;
  return {
    outputs: [
      {
        name,
        type: 'float',
        shape: isOne ? [batchName] : [batchName, ...shape],
        about: `The ${wanted} in its own units.`,
      },
    ],
    leave: (writer, output) => {
      writer.layer = 'reading';
      const [spread, offset] = scale ? unitsOf(writer, scale, shape.at(-1) ?? 1) : [];
      const scaled =
        spread !== undefined && offset !== undefined
          ? writer.one('Add', [writer.one('Mul', [output, spread]), offset])
          : output;
      writer.call(isOne ? writer.one('Squeeze', [scaled, writer.numbers([1])]) : scaled, name);
    },
  };
}
