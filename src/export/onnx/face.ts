// What an ONNX model looks like from outside: its inputs and outputs, and what stands between them
// and the network. Bare, they are the network's own; with preprocessing they are the data as its
// files have it, and the classes by name or the values in their own units.
import type { InputFacts } from '../../dataset/facts.js';
import type { KeptModel } from '../../inference/kept.js';
import { writeColumns, writeIndex } from './columns.js';
import { dataTypes, int, type Port } from './model.js';
import { batchName, freeName } from './ports.js';
import { backOf, type Back } from './reading.js';
import { stored, type GraphValue } from './values.js';
import type { GraphWriter } from './writer.js';

/** TensorFlow's float32 and int32. */
const [floats, wholes] = [1, 3];

/** An ONNX model from outside. */
export type Face = Back & {
  readonly inputs: readonly Port[];
  /** Writes what comes before the network, and gives what goes into that, in the inputs' order. */
  readonly enter: (writer: GraphWriter) => readonly GraphValue[];
};

/** The inputs and outputs of the network as they are. */
export function bareFace({ inputs, target, network }: KeptModel): Face {
  const ports = inputs.map((input): Port => ({
    name: input.name,
    type: input.kind === 'tokens' ? 'int32' : 'float',
    shape: [batchName, ...input.shape],
    about: aboutInput(input),
  }));
  const output = freeName(
    target.name,
    ports.map(({ name }) => name),
  );
  return {
    inputs: ports,
    outputs: [
      {
        name: output,
        type: 'float',
        shape: [batchName, ...network.outputShape],
        about:
          target.kind === 'classes'
            ? 'What the network gives: one value a class, in the order of class_names.'
            : target.kind === 'labels'
              ? 'What the network gives: one value a label, in the order of label_names.'
              : `What the network gives${target.scale ? ': the target is target_scale’s mean + deviation · this' : ''}.`,
      },
    ],
    enter: () => inputs.map((input) => stored(networkInput(input), input.name)),
    leave: (writer, value) => writer.call(value, output),
  };
}

/** Data as its files have it, classes by name, values in their own units. */
export function rawFace(kept: KeptModel): Face {
  // Names of inputs that are taken whole come first: columns give way to them.
  const taken = kept.inputs.flatMap((input) => (isOfColumns(input) ? [] : [input.name]));
  const fronts = kept.inputs.map((input) =>
    input.columns && isOfColumns(input)
      ? columnFront(input, input.columns, taken)
      : wholeFront(input),
  );
  const inputs = fronts.flatMap((front) => front.inputs);
  return {
    inputs,
    enter: (writer) => fronts.map((front) => front.enter(writer)),
    ...backOf(
      kept,
      inputs.map(({ name }) => name),
    ),
  };
}

// A column of pictures is taken as their pixels.
function isOfColumns({ columns, kind }: InputFacts): boolean {
  return columns !== null && kind !== 'image';
}

function networkInput({ kind, shape }: InputFacts) {
  return { shape: [{ batches: 1 }, ...shape], dtype: kind === 'tokens' ? wholes : floats };
}

function aboutInput({ kind, divide_by, vocabulary }: InputFacts): string {
  switch (kind) {
    case 'image':
      return `Images, height × width × channels, divided by ${divide_by} already.`;
    case 'tokens':
      return `Tokens, whole numbers${vocabulary === null ? '' : ` below ${vocabulary}`}.`;
    case 'values':
      return `Values as the data has them${divide_by === 1 ? '' : `, divided by ${divide_by}`}.`;
    case 'table':
      return 'Rows of the table as the network takes them: standardised numbers, and one 0 or 1 a category.';
  }
}

type Front = {
  readonly inputs: readonly Port[];
  readonly enter: (writer: GraphWriter) => GraphValue;
};

function columnFront(
  input: InputFacts,
  columns: NonNullable<InputFacts['columns']>,
  others: readonly string[],
): Front {
  const taken: string[] = [];
  const inputs = columns.map(({ column, kind }, i): Port => {
    const name = freeName(column === '' ? `column_${i + 1}` : column, [...others, ...taken]);
    taken.push(name);
    return {
      name,
      type: kind === 'number' ? 'double' : 'string',
      shape: [batchName],
      about: `The column ${JSON.stringify(column)}.`,
    };
  });
  const marks = input.reading?.missing_values;
  const [first] = columns;
  const isIndex = first?.kind === 'categories' && first.encode === 'index';
  return {
    inputs,
    enter: (writer) =>
      stored(
        networkInput(input),
        isIndex
          ? writeIndex(writer, first, taken[0] ?? '', marks)
          : writeColumns(writer, columns, taken, marks),
      ),
  };
}

function wholeFront(input: InputFacts): Front {
  const { name, kind, shape, divide_by } = input;
  if (kind !== 'image') {
    const type = kind === 'tokens' ? 'int32' : 'float';
    return {
      inputs: [{ name, type, shape: [batchName, ...shape], about: aboutInput(input) }],
      enter: () => stored(networkInput(input), name),
    };
  }
  const about = `Images, height × width × channels, as their files have them; the division by ${divide_by} is inside.`;
  return {
    inputs: [{ name, type: 'uint8', shape: [batchName, ...shape], about }],
    enter: (writer) => {
      const values = writer.one('Cast', [name], { to: int(dataTypes.float) });
      const divided =
        divide_by === 1 ? values : writer.one('Div', [values, writer.float(divide_by)]);
      return stored(networkInput(input), divided);
    },
  };
}
