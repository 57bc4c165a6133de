// The one table of operations that layers are recorded as and TensorFlow.js does not know: each with
// the operations that compute the same, which it does.
import { exactly, itemAt, known } from '../ground/known.js';
import type { Attribute } from '../tensor/tfjs.js';
import { codes } from '../tensor/graph/codes.js';
import type {
  ForwardConstant,
  ForwardGraph,
  ForwardOperation,
  ForwardValue,
  Size,
} from '../tensor/graph/forward-graph.js';
import type { ValueNumber } from '../tensor/graph/recording.js';

/** Adds operations in the place of one. */
type Writer = {
  /** Of a value that the graph has. */
  readonly shapeOf: (id: ValueNumber) => readonly Size[];
  readonly constant: (values: readonly number[], shape: readonly number[]) => ValueNumber;
  /** An operation with one float32 output, or several, whose shapes nobody asks for. */
  readonly add: (
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly ValueNumber[],
    outputs?: number,
  ) => readonly ValueNumber[];
  /** An operation whose output takes the place of one of those that there were. */
  readonly end: (
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly ValueNumber[],
    output: ForwardValue,
  ) => void;
};

const replacements: ReadonlyMap<string, (operation: ForwardOperation, writer: Writer) => void> =
  new Map([['BlockLSTMV2', stepByStep]]);

/** The same pass without the operations of the table. */
export function replaced(forward: ForwardGraph): ForwardGraph {
  if (!forward.operations.some(({ name }) => replacements.has(name))) return forward;
  const shapes = new Map<ValueNumber, readonly Size[]>(
    forward.inputs.map(({ id, shape }) => [id, shape]),
  );
  const constants = new Map<ValueNumber, ForwardConstant>(forward.constants);
  const operations: ForwardOperation[] = [];
  // Recorded values have positive numbers.
  let last = 0;
  const next = (): ValueNumber => (last -= 1);
  let layer = '';
  const writer: Writer = {
    shapeOf: (id) => known(shapes, id),
    constant: (values, shape) => {
      const id = next();
      const dtype = codes.TF_INT32;
      constants.set(id, { kind: 'fixed', dtype, shape, values: Int32Array.from(values) });
      return id;
    },
    add: (name, attributes, inputs, count = 1) => {
      const ids = Array.from({ length: count }, next);
      const outputs = ids.map((id): ForwardValue => ({ id, shape: [], dtype: codes.TF_FLOAT }));
      operations.push({ name, attributes, inputs, outputs, layer });
      return ids;
    },
    end: (name, attributes, inputs, output) =>
      void operations.push({ name, attributes, inputs, outputs: [output], layer }),
  };
  for (const operation of forward.operations) {
    ({ layer } = operation);
    const replace = replacements.get(operation.name);
    if (replace) replace(operation, writer);
    else operations.push(operation);
    for (const { id, shape } of operation.outputs) shapes.set(id, shape);
  }
  return { ...forward, operations, constants };
}

const type = (name: string, value: number): Attribute => ({
  name,
  type: codes.TF_ATTR_TYPE,
  value,
});
const whole = (name: string, value: number): Attribute => ({
  name,
  type: codes.TF_ATTR_INT,
  value,
});
const no = (name: string): Attribute => ({ name, type: codes.TF_ATTR_BOOL, value: false });
const float = type('T', codes.TF_FLOAT);

// An LSTM over [steps, batch, features], gates in the order input, forget, candidate, output, without
// peepholes (tensorflow/core/ops/rnn_ops.cc). Of its outputs the states alone are used.
function stepByStep({ inputs, outputs }: ForwardOperation, writer: Writer): void {
  const { add } = writer;
  const [x, kernel, bias] = [itemAt(inputs, 1), itemAt(inputs, 4), itemAt(inputs, 8)];
  const steps = itemAt(writer.shapeOf(x), 0);
  if (typeof steps !== 'number') throw new Error('an LSTM of as many steps as there are samples');
  const axis = writer.constant([1], []);
  const apply = (name: string, ...taken: readonly ValueNumber[]): ValueNumber =>
    itemAt(add(name, [float], taken), 0);
  let [c, h] = [itemAt(inputs, 2), itemAt(inputs, 3)];
  const states = add('Unpack', [whole('num', steps), float, whole('axis', 0)], [x], steps).map(
    (step) => {
      const joined = add(
        'ConcatV2',
        [whole('N', 2), float, type('Tidx', codes.TF_INT32)],
        [step, h, axis],
      );
      const product = add(
        'MatMul',
        [float, no('transpose_a'), no('transpose_b')],
        [itemAt(joined, 0), kernel],
      );
      const gates = apply('Add', itemAt(product, 0), bias);
      const [i, f, g, o] = exactly(
        add('Split', [whole('num_split', 4), float], [axis, gates], 4),
        4,
      );
      c = apply(
        'Add',
        apply('Mul', apply('Sigmoid', f), c),
        apply('Mul', apply('Sigmoid', i), apply('Tanh', g)),
      );
      h = apply('Mul', apply('Sigmoid', o), apply('Tanh', c));
      return h;
    },
  );
  writer.end('Pack', [whole('N', steps), float, whole('axis', 0)], states, itemAt(outputs, 6));
}
