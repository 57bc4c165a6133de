// A kept model that computes: batches of inputs in, outputs out. As a graph it is what evaluation
// was in training, so that the same rows in batches of the same size give the same bits.
import { itemAt, known, present } from '../ground/known.js';
import { productOf } from '../ground/product.js';
import type { InputColumn } from '../dataset/source.js';
import { openModel, type Model } from '../model/model.js';
import { readTensor, scope, scopeOf, type Backend } from '../tensor/backend.js';
import { tablesTogether } from '../tensor/data.js';
import { emitRecording, noEffects } from '../tensor/graph/graph.js';
import { assignVariables, newProgram } from '../tensor/graph/program.js';
import { record, withoutUnused, type Recording } from '../tensor/graph/recording.js';
import { openGraphSession, type GraphSession } from '../tensor/graph/session.js';
import type { NativeBackend, Output } from '../tensor/tfjs.js';
import { handleOf } from '../tensor/variables.js';
import type { KeptModel } from './kept.js';

type Values = InputColumn['values'];

/** A model that answers. */
export type Forward = Disposable & {
  /** Outputs of so many rows, row-major, computed in batches: an array an input comes in. */
  readonly run: (inputs: readonly Values[], count: number) => Promise<Float32Array>;
};

/** How a model computes. */
export type ForwardOptions = {
  readonly execution: 'graph' | 'eager';
  /** How many rows at a time. */
  readonly batch: number;
};

type Kept = Pick<KeptModel, 'network' | 'weights' | 'inputs'>;

/** Opens a kept model on a backend. */
export function openForward(
  backend: Backend,
  kept: Kept,
  { execution, batch }: ForwardOptions,
): Forward {
  const model = openModel(backend, kept.network, kept.weights);
  const native = execution === 'graph' ? backend.native : null;
  const graphs = new Map<number, Compiled>();
  const sizes = kept.inputs.map(({ shape }) => productOf(shape));
  const units = productOf(kept.network.outputShape);
  const compute = async (values: readonly Values[], count: number): Promise<Float32Array> => {
    if (!native) return eagerly(model, kept, values, count);
    const graph = graphs.get(count) ?? compiled(native, model, kept, count);
    graphs.set(count, graph);
    return graph.run(values);
  };
  return {
    run: async (inputs, count) => {
      const outputs = new Float32Array(count * units);
      for (let start = 0; start < count; start += batch) {
        const end = Math.min(start + batch, count);
        const part = inputs.map((values, i) => {
          const size = itemAt(sizes, i);
          return values.subarray(start * size, end * size);
        });
        outputs.set(await compute(part, end - start), start * units);
      }
      return outputs;
    },
    [Symbol.dispose]: () => {
      for (const { session } of graphs.values()) session[Symbol.dispose]();
      model[Symbol.dispose]();
    },
  };
}

async function eagerly(
  model: Model,
  { inputs }: Kept,
  values: readonly Values[],
  count: number,
): Promise<Float32Array> {
  const { backend } = model;
  using tables = tablesTogether(
    inputs.map((input, i) => backend.table(itemAt(values, i), formOf(input))),
  );
  using rows = backend.rows(Int32Array.from({ length: count }, (_, i) => i));
  const output = scope(() => model.forward(tables.gather(rows)));
  const read = await readTensor(output);
  output.dispose();
  return read;
}

type Compiled = {
  readonly session: GraphSession;
  readonly run: (values: readonly Values[]) => Float32Array;
};

// The pass of so many rows as training's evaluation has it, but that rows are fed and not gathered.
function compiled(native: NativeBackend, model: Model, kept: Kept, count: number): Compiled {
  const { binding } = native;
  const { recording, fed, output } = recorded(native, model, kept, count);
  const program = newProgram(native);
  const variables = new Map(
    [...model.weights].map(([key, { shape }]) => [key, program.variable(shape, binding.TF_FLOAT)]),
  );
  const symbols = {
    values: new Map(
      fed.map(({ id, dtype, shape }, i) => [id, program.placeholder(`rows_${i}`, dtype, shape)]),
    ),
    variables: new Map(
      [...model.weights].map(([key, one]) => [handleOf(one), known(variables, key).node]),
    ),
    tables: new Map(),
  };
  emitRecording(program.graph, binding, recording, symbols, noEffects());
  program.graph.add(
    'Identity',
    [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }],
    [known(symbols.values, output)],
    'output',
  );
  const fetches = ['output', ...logitsOf(recording, output).map((id) => known(symbols.values, id))];
  const session = openGraphSession(binding, program.graph.nodes);
  assignVariables(
    session,
    [...variables].map(([key, variable]) => [variable, known(kept.weights, key)]),
  );
  return {
    session,
    run: (values) => {
      const feeds = fed.map(({ shape, dtype }, i) => ({
        node: `rows_${i}`,
        shape,
        dtype,
        values: itemAt(values, i),
      }));
      return itemAt(session.run(feeds, fetches), 0);
    },
  };
}

// In training the loss looks at what goes into a last softmax or sigmoid, so that TensorFlow does not
// make one operation of it and the one before, which would round otherwise. Whoever fetches it looks
// at it, too.
function logitsOf({ operations }: Recording, output: number): readonly number[] {
  const last = operations.find(({ outputs }) => outputs.some(({ id }) => id === output));
  return last && ['Sigmoid', 'Softmax'].includes(last.name) ? last.inputs.slice(0, 1) : [];
}

type Recorded = {
  readonly recording: Recording;
  /** What the rows' values stand for in it, one an input. */
  readonly fed: readonly Output[];
  readonly output: number;
};

function recorded(
  native: NativeBackend,
  { backend, forward }: Model,
  { inputs }: Kept,
  count: number,
): Recorded {
  using tables = tablesTogether(
    inputs.map((input) => backend.table(zeros(input, productOf(input.shape)), formOf(input))),
  );
  using rows = backend.rows(new Int32Array(count));
  let output = -1;
  const recording = scopeOf(() =>
    record(native, () => {
      output = itemAt(native.getInputTensorIds([forward(tables.gather(rows))]), 0);
    }),
  );
  const { operations, constants } = withoutUnused(recording, [output]);
  const gathers = tables.tables.map(({ handles }) =>
    present(
      operations.find(({ name, inputs: given }) => name === 'GatherV2' && given[0] === handles[0]),
      'the operation that gathers rows',
    ),
  );
  return {
    recording: { operations: operations.filter((one) => !gathers.includes(one)), constants },
    fed: gathers.map(({ outputs }) => itemAt(outputs, 0)),
    output,
  };
}

type Input = KeptModel['inputs'][number];

function formOf({ shape, divide_by }: Input): Parameters<Backend['table']>[1] {
  return { rowShape: shape, divideBy: divide_by };
}

function zeros({ kind }: Input, length: number): Values {
  if (kind === 'image') return new Uint8Array(length);
  return kind === 'tokens' ? new Int32Array(length) : new Float32Array(length);
}
