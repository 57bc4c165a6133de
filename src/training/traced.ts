// The steps as a TensorFlow graph: each is recorded once for each size of batch, emitted with the variables and the data
// into one graph, and replayed by a session that holds the state. The numbers are those of eager steps, bit for bit.
import type { Samples } from '../dataset/dataset.js';
import { scope } from '../engine/engine.js';
import { emitRecording, noEffects, type Symbols } from '../engine/graph/graph.js';
import { assignVariable, newProgram, readVariable, type Program, type ProgramVariable } from '../engine/graph/program.js';
import { record, withoutUnused, type Recording } from '../engine/graph/recording.js';
import { openGraphSession, type Fed, type GraphSession, type SessionBinding } from '../engine/graph/session.js';
import type { Tensor } from '../engine/operations.js';
import type { NativeBackend, Values } from '../engine/tfjs.js';
import type { ResourceVariable } from '../engine/variables.js';
import { sizeOf } from '../model/layer.js';
import { philoxWords } from '../random.js';
import { disposeData, loadData, variablesOf, type Batch, type DataPlan, type Stepper } from './stepper.js';
import { evaluateStep, trainStep, type DeviceData, type StepParts } from './step.js';

/** What is to be in the graph. The eager state of `parts` serves the recording and is freed after it. */
export type TracePlan = {
  readonly parts: StepParts;
  /** The variables' first values, by name. */
  readonly initial: ReadonlyMap<string, Float32Array>;
  readonly seed: number;
  /** The names of the numbers that a batch feeds. */
  readonly numbers: readonly string[];
  readonly training: DataPlan;
  /** Sizes of training batches: the full one, and what is left at the end of an epoch. */
  readonly batchSizes: readonly number[];
  readonly evaluations: readonly { readonly data: DataPlan; readonly sizes: readonly number[] }[];
};

// Full batches that one call runs where a call would else be too short to be worth making.
const batchesTogether = 8;

// Signals wait for a call to end, so a call stays under this.
const longestCallMilliseconds = 40;

type Tables = ReadonlyMap<Samples, { readonly inputs: ProgramVariable; readonly targets: ProgramVariable }>;
type Tracing = { readonly plan: TracePlan; readonly backend: NativeBackend; readonly program: Program; readonly variables: ReadonlyMap<string, ProgramVariable>; readonly tables: Tables };

/** Records the steps and loads their graph. Throws where the engine is not native TensorFlow or something cannot be recorded. */
export function graphStepper(plan: TracePlan): Stepper {
  const backend = plan.parts.engine.native;
  if (!backend) throw new Error('only native TensorFlow runs graphs');
  const program = newProgram(backend);
  const eager = variablesOf(plan.parts.state);
  const variables = new Map([...eager].map(([name, { shape }]) => [name, program.variable(shape, backend.binding.TF_FLOAT)]));
  const tables = new Map<Samples, { inputs: ProgramVariable; targets: ProgramVariable }>();
  for (const data of [plan.training, ...plan.evaluations.map((one) => one.data)]) if (!tables.has(data.samples)) tables.set(data.samples, tableOf(program, backend, data));
  const tracing: Tracing = { plan, backend, program, variables, tables };
  try {
    for (const size of plan.batchSizes) emitTraining(tracing, size);
    for (const { data, sizes } of plan.evaluations) for (const size of sizes) emitEvaluation(tracing, data, size);
  } finally {
    for (const variable of eager.values()) variable[Symbol.dispose]();
  }
  const session = openGraphSession(backend.binding as SessionBinding, program.graph.nodes);
  for (const [name, values] of plan.initial) assignVariable(session, variables.get(name) as ProgramVariable, values);
  for (const [samples, { inputs, targets }] of tables) {
    assignVariable(session, inputs, samples.inputs);
    assignVariable(session, targets, samples.targets);
  }
  return stepperOver(session, tracing);
}

function tableOf(program: Program, { binding }: NativeBackend, { samples, inputShape, targetShape }: DataPlan): { inputs: ProgramVariable; targets: ProgramVariable } {
  const typeOf = (values: Values): number => (values instanceof Uint8Array ? binding.TF_UINT8 : values instanceof Int32Array ? binding.TF_INT32 : binding.TF_FLOAT);
  return {
    inputs: program.variable([samples.count, ...inputShape], typeOf(samples.inputs)),
    targets: program.variable([samples.count, ...targetShape], typeOf(samples.targets)),
  };
}

const trainingName = (size: number, batches: number): string => `train_${size}_${batches}`;

function evaluationName(tables: Tables, samples: Samples, size: number): string {
  return `evaluate_${tables.get(samples)?.inputs.node}_${size}`;
}

// The same recording is emitted once by itself and once as many steps in a row.
function emitTraining(tracing: Tracing, size: number): void {
  const { plan, backend, program } = tracing;
  const { TF_INT32, TF_FLOAT } = backend.binding;
  const { recording, fed, data } = recordTraining(tracing, size);
  const { length: width } = plan.numbers;
  for (const batches of [1, batchesTogether]) {
    const name = trainingName(size, batches);
    const seed = program.placeholder(`${name}/seed`, TF_INT32, []);
    const rows = program.unpack(program.placeholder(`${name}/rows`, TF_INT32, [batches, size]), TF_INT32, batches);
    const counters = program.unpack(program.placeholder(`${name}/counters`, TF_INT32, [batches, 2, 2]), TF_INT32, batches);
    const numbers = program.unpack(program.placeholder(`${name}/numbers`, TF_FLOAT, [batches * width]), TF_FLOAT, batches * width);
    const effects = noEffects();
    for (let batch = 0; batch < batches; batch += 1) {
      const symbols = symbolsFor(tracing, data, plan.training.samples);
      const nodes = [rows[batch], seed, counters[batch], ...numbers.slice(batch * width, (batch + 1) * width)];
      fed.forEach((id, i) => symbols.values.set(id, nodes[i] ?? ''));
      emitRecording(program.graph, backend.binding, recording, symbols, effects);
    }
    program.done(`${name}/done`, effects.lastWrite.values());
  }
}

type RecordedTraining = { readonly recording: Recording; readonly fed: readonly number[]; readonly data: HandlesOf };
type HandlesOf = { readonly inputs: number; readonly targets: number };

// A step recorded on the first few samples; `fed` are the handles of rows, seed, counter and numbers.
function recordTraining({ plan, backend }: Tracing, size: number): RecordedTraining {
  const { engine } = plan.parts;
  return withSample(plan, plan.training, size, (data, rows) => {
    using random = engine.random(plan.seed, 1, 0);
    let result: RecordedTraining | undefined;
    scope(() => {
      const numbers = Object.fromEntries(plan.numbers.map((name) => [name, engine.ops.scalar(0.5) as Tensor]));
      const fed = backend.getInputTensorIds([rows.tensor as Tensor, random.seed as Tensor, random.counter as Tensor, ...Object.values(numbers)]);
      const recording = record(backend, () => trainStep(plan.parts, data, { rows, random, numbers }));
      result = { recording: withoutUnused(recording, []), fed, data: handlesOf(data) };
    });
    return result as RecordedTraining;
  });
}

function emitEvaluation(tracing: Tracing, loaded: DataPlan, size: number): void {
  const { plan, backend, program, tables } = tracing;
  const { binding } = backend;
  withSample(plan, loaded, size, (data, rows) => {
    let output = -1;
    const recording = record(backend, () => {
      const tensor = evaluateStep(plan.parts, data, rows);
      output = backend.getInputTensorIds([tensor])[0] ?? -1;
      tensor.dispose();
    });
    const name = evaluationName(tables, loaded.samples, size);
    const symbols = symbolsFor(tracing, handlesOf(data), loaded.samples);
    symbols.values.set(backend.getInputTensorIds([rows.tensor as Tensor])[0] ?? -1, program.placeholder(`${name}/rows`, binding.TF_INT32, [size]));
    const effects = noEffects();
    emitRecording(program.graph, binding, withoutUnused(recording, [output]), symbols, effects);
    const after = [...effects.lastWrite.values()].map((node) => `^${node}`);
    program.graph.add('Identity', [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }], [symbols.values.get(output) ?? '', ...after], `${name}/output`);
  });
}

type Sampled = Parameters<typeof trainStep>[2]['rows'];

// A few samples on the device for as long as something is recorded on them.
function withSample<T>({ parts: { engine } }: TracePlan, plan: DataPlan, size: number, use: (data: DeviceData, rows: Sampled) => T): T {
  const count = Math.min(size, plan.samples.count);
  const some = (values: Values, shape: readonly number[]): Values => values.subarray(0, count * sizeOf(shape));
  const samples = { count, inputs: some(plan.samples.inputs, plan.inputShape), targets: some(plan.samples.targets, plan.targetShape) } as Samples;
  const data = loadData(engine, { ...plan, samples });
  using rows = engine.rows(Int32Array.from({ length: size }, (_, i) => i % count));
  try {
    return use(data, rows);
  } finally {
    disposeData(data);
  }
}

function handlesOf({ inputs, targets }: DeviceData): HandlesOf {
  return { inputs: inputs.handle ?? -1, targets: targets.handle ?? -1 };
}

function symbolsFor({ plan, variables, tables }: Tracing, data: HandlesOf, samples: Samples): Symbols {
  const handles = [...variablesOf(plan.parts.state)].map(([name, variable]) => [(variable as ResourceVariable).handle, variables.get(name)?.node ?? ''] as const);
  const table = tables.get(samples);
  if (!table) throw new Error('samples that are not in the graph');
  return { values: new Map(), variables: new Map(handles), tables: new Map([[data.inputs, table.inputs], [data.targets, table.targets]]) };
}

function stepperOver(session: GraphSession, { plan, backend, variables, tables }: Tracing): Stepper {
  let fastest = Infinity;
  return {
    kind: 'graph',
    batchesPerCall: () => (fastest * batchesTogether < longestCallMilliseconds ? batchesTogether : 1),
    train: (batches) => {
      const started = performance.now();
      session.run(feedsOf(plan, batches, backend), [`${trainingName(batches[0]?.rows.length ?? 0, batches.length)}/done`]);
      fastest = Math.min(fastest, (performance.now() - started) / batches.length);
    },
    evaluate: async (samples, rows) => {
      const name = evaluationName(tables, samples, rows.length);
      return session.run([{ node: `${name}/rows`, shape: [rows.length], dtype: backend.binding.TF_INT32, values: rows }], [`${name}/output`])[0] ?? null;
    },
    read: async (name) => readVariable(session, variables.get(name) as ProgramVariable),
    load: (name, values) => assignVariable(session, variables.get(name) as ProgramVariable, values),
    [Symbol.dispose]: () => session[Symbol.dispose](),
  };
}

function feedsOf({ seed, numbers }: TracePlan, batches: readonly Batch[], { binding }: NativeBackend): readonly Fed[] {
  const size = batches[0]?.rows.length ?? 0;
  const name = trainingName(size, batches.length);
  const rows = new Int32Array(batches.length * size);
  const counters = new Int32Array(batches.length * 4);
  const fed = new Float32Array(batches.length * numbers.length);
  batches.forEach((batch, i) => {
    rows.set(batch.rows, i * size);
    counters.set(philoxWords({ seed, stream: 0, epoch: batch.epoch, step: batch.step }).subarray(2), i * 4);
    numbers.forEach((number, j) => (fed[i * numbers.length + j] = batch.numbers[number] ?? NaN));
  });
  return [
    { node: `${name}/seed`, shape: [], dtype: binding.TF_INT32, values: Int32Array.of(seed | 0) },
    { node: `${name}/rows`, shape: [batches.length, size], dtype: binding.TF_INT32, values: rows },
    { node: `${name}/counters`, shape: [batches.length, 2, 2], dtype: binding.TF_INT32, values: counters },
    { node: `${name}/numbers`, shape: [fed.length], dtype: binding.TF_FLOAT, values: fed },
  ];
}
