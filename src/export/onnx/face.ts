// What an ONNX model looks like from outside: its inputs and outputs, and what stands between them
// and the network. Bare, they are the network's own; with preprocessing they are the data as its
// files have it, and the classes by name or the values in their own units.
import type { InputFacts } from '../../dataset/facts.js';
import type { KeptModel } from '../../inference/kept.js';
import { writeColumns } from './columns.js';
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
  /** Writes what comes before the network, and gives what goes into that. */
  readonly enter: (writer: GraphWriter) => GraphValue;
};

/** The inputs and outputs of the network as they are. */
export function bareFace({ input, target, network }: KeptModel): Face {
  const name = input.name;
  const isTokens = input.kind === 'tokens';
  const port: Port = {
    name,
    type: isTokens ? 'int32' : 'float',
    shape: [batchName, ...input.shape],
    about: aboutInput(input),
  };
  const output = freeName(target.name, [name]);
  return {
    inputs: [port],
    outputs: [
      {
        name: output,
        type: 'float',
        shape: [batchName, ...network.outputShape],
        about:
          target.kind === 'classes'
            ? 'What the network gives: one value a class, in the order of class_names.'
            : `What the network gives${target.scale ? ': the target is target_scale’s mean + deviation · this' : ''}.`,
      },
    ],
    enter: () => stored(networkInput(input), name),
    leave: (writer, value) => writer.call(value, output),
  };
}

/** Data as its files have it, classes by name, values in their own units. */
export function rawFace(kept: KeptModel): Face {
  const { input } = kept;
  const columns = input.columns;
  const front = columns ? columnFront(input, columns) : wholeFront(input);
  return {
    ...front,
    ...backOf(
      kept,
      front.inputs.map(({ name }) => name),
    ),
  };
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
    case 'table':
      return 'Rows of the table as the network takes them: standardised numbers, and one 0 or 1 a category.';
  }
}

type Front = Pick<Face, 'inputs' | 'enter'>;

function columnFront(input: InputFacts, columns: NonNullable<InputFacts['columns']>): Front {
  const taken: string[] = [];
  const inputs = columns.map(({ column, kind }, i): Port => {
    const name = freeName(column === '' ? `column_${i + 1}` : column, taken);
    taken.push(name);
    return {
      name,
      type: kind === 'number' ? 'double' : 'string',
      shape: [batchName],
      about: `The column ${JSON.stringify(column)}.`,
    };
  });
  return {
    inputs,
    enter: (writer) => stored(networkInput(input), writeColumns(writer, columns, taken)),
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
