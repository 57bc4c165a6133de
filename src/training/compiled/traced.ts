// The steps as a TensorFlow graph: recorded once for each size of batch, put into one graph with
// the variables and the data, and replayed by a session that holds the state. To rounding, the
// numbers are those of eager steps.
import {
  assignVariables,
  newProgram,
  readVariables,
  type Program,
} from '../../tensor/graph/program.js';
import { openGraphSession, type Fed, type GraphSession } from '../../tensor/graph/session.js';
import { storedAs, storedForm } from '../../tensor/graph/stored.js';
import { unaligned, type NativeBackend, type Values } from '../../tensor/tfjs.js';
import { known } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import { philoxWords } from '../../ground/random.js';
import {
  emitEvaluation,
  emitTraining,
  evaluationName,
  recordTraining,
  trainingName,
  type GraphTable,
  type Tables,
  type TracePlan,
  type Tracing,
} from './emission.js';
import { streamedRowBytes } from '../../dataset/source.js';
import { placedRows } from '../spans.js';
import { columnsIn, columnsOfRows, streamedForms, type DataPlan } from '../device-data.js';
import { variablesOf, type Batch, type Stepper } from '../stepper.js';

// Full batches that one call runs where a call would else be too short to be worth making.
const batchesTogether = 8;

// TensorFlow takes as long to plan such a call as it saves on about so many steps: a fifth of a
// second and more, at a tenth of a millisecond a step.
const stepsWorthIt = 2_000;

// A step of more operations takes long enough by itself, and as many of them would take long to
// load.
const shortStep = 600;

// Signals wait for a call to end, so a call stays under this.
const longestCallMilliseconds = 40;

/** How many full batches one call may run in a run of so many steps. */
export function batchesTogetherIn(steps: number): number {
  return steps < stepsWorthIt ? 1 : batchesTogether;
}

/**
 * Records the steps and loads their graph. Throws where the backend is not native TensorFlow or
 * something cannot be recorded.
 */
export function graphStepper(plan: TracePlan): Stepper {
  const native = plan.parts.backend.native;
  if (!native) throw new Error('only native TensorFlow runs graphs');
  const program = newProgram(native);
  const eager = variablesOf(plan.parts.state);
  const variables = new Map(
    [...eager].map(([name, { shape }]) => [name, program.variable(shape, native.binding.TF_FLOAT)]),
  );
  const tracing: Tracing = {
    plan,
    native,
    program,
    variables,
    tables: tablesOf(program, native, plan),
  };
  let together = 1;
  try {
    for (const size of plan.batchSizes) {
      const recorded = recordTraining(plan, native, size);
      if (size === plan.batchSizes[0] && recorded.recording.operations.length <= shortStep) {
        together = plan.together;
      }
      emitTraining(
        tracing,
        recorded,
        size,
        size === plan.batchSizes[0] && together > 1 ? [1, together] : [1],
      );
    }
    for (const { source, sizes } of plan.evaluations) {
      for (const size of sizes) emitEvaluation(tracing, source, size);
    }
  } finally {
    for (const variable of eager.values()) variable[Symbol.dispose]();
  }
  const session = openGraphSession(native.binding, program.graph.nodes);
  assignVariables(
    session,
    Array.from(plan.initial, ([name, values]) => [known(variables, name), values]),
  );
  for (const tables of tracing.tables.values()) {
    const whole = tables.flatMap(({ variable, values }) =>
      values ? [[variable, storedForm(native, values).values] as const] : [],
    );
    if (whole.length > 0) assignVariables(session, whole);
  }
  return stepperOver(session, tracing, together);
}

function tablesOf(program: Program, native: NativeBackend, plan: TracePlan): Tables {
  return new Map(
    Array.from(plan.data, ([name, one]) => {
      const tables =
        streamedRowBytes(one.source) > 0
          ? streamedTables(program, native, one, sizesOver(plan, name))
          : columnsIn(one).map(({ shape, values }) => ({
              values,
              variable: program.variable(
                [values.length / productOf(shape), ...shape],
                storedForm(native, values).dtype,
              ),
            }));
      return [name, tables] as const;
    }),
  );
}

// The sizes of all batches of a source.
function sizesOver({ batchSizes, evaluations }: TracePlan, source: string): readonly number[] {
  const own = evaluations.filter((one) => one.source === source);
  return [...batchSizes, ...own.flatMap(({ sizes }) => sizes)];
}

// Room for the rows that are on the device at a time.
function streamedTables(
  program: Program,
  native: NativeBackend,
  plan: DataPlan,
  sizes: readonly number[],
): readonly GraphTable[] {
  const rows = placedRows(plan.source, sizes);
  return streamedForms(plan).map(({ shape, like }) => ({
    values: null,
    variable: program.variable(
      [rows, ...shape],
      like ? storedForm(native, like).dtype : native.binding.TF_INT64,
    ),
  }));
}

// Puts rows where others were. Variables keep their shape: behind the last row stands what was there.
function placer(session: GraphSession, { plan, native, tables }: Tracing): Stepper['place'] {
  const lasting = new Map<GraphTable, Values>();
  return (source, gathered) => {
    const own = known(tables, source);
    const columns = columnsOfRows(known(plan.data, source), gathered);
    const assigned = own.map((table, i) => {
      const { shape, dtype } = table.variable;
      const some = storedAs(native, columns[i]?.values ?? new Float32Array(), dtype);
      const words = dtype === native.binding.TF_INT64 ? 2 : 1;
      const room = lasting.get(table) ?? unaligned(emptyLike(some, words * productOf(shape)));
      lasting.set(table, room);
      room.set(some);
      return [table.variable, room] as const;
    });
    assignVariables(session, assigned);
  };
}

function emptyLike(values: Values, length: number): Values {
  if (values instanceof Uint8Array) return new Uint8Array(length);
  return values instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
}

function stepperOver(session: GraphSession, tracing: Tracing, together: number): Stepper {
  const { plan, native, variables } = tracing;
  let fastest = Infinity;
  const calls = new Map<string, TrainingCall>();
  return {
    kind: 'graph',
    batchesPerCall: () => (fastest * together < longestCallMilliseconds ? together : 1),
    train: (batches) => {
      const started = performance.now();
      const form = [batches[0]?.rows.length ?? 0, batches.length] as const;
      const call = calls.get(String(form)) ?? trainingCall(session, plan, native, form);
      calls.set(String(form), call);
      call(batches);
      fastest = Math.min(fastest, (performance.now() - started) / batches.length);
    },
    place: placer(session, tracing),
    evaluate: async (source, rows, wantOutputs) => {
      const name = evaluationName(source, rows.length);
      const feeds = [
        {
          node: `${name}/rows`,
          shape: [rows.length],
          dtype: native.binding.TF_INT32,
          values: rows,
        },
      ];
      const [fetched = null] = session.run(feeds, [`${name}/${wantOutputs ? 'output' : 'done'}`]);
      return wantOutputs ? fetched : null;
    },
    read: async (names) =>
      readVariables(
        session,
        names.map((name) => known(variables, name)),
      ),
    load: (values) =>
      assignVariables(
        session,
        Array.from(values, ([name, value]) => [known(variables, name), value]),
      ),
    [Symbol.dispose]: () => session[Symbol.dispose](),
  };
}

/** Runs so many batches of one size in one call. */
type TrainingCall = (batches: readonly Batch[]) => void;

// What is fed lies in arrays that every call fills anew: TensorFlow has copied it when the call
// begins.
function trainingCall(
  session: GraphSession,
  { seed, numbers: names }: TracePlan,
  { binding }: NativeBackend,
  [size, count]: readonly [size: number, count: number],
): TrainingCall {
  const name = trainingName(size, count);
  const rows = unaligned(new Int32Array(count * size));
  const counters = unaligned(new Int32Array(count * 4));
  const numbers = unaligned(new Float32Array(count * names.length));
  const feeds: readonly Fed[] = [
    {
      node: `${name}/seed`,
      shape: [],
      dtype: binding.TF_INT32,
      values: unaligned(Int32Array.of(seed | 0)),
    },
    { node: `${name}/rows`, shape: [count, size], dtype: binding.TF_INT32, values: rows },
    { node: `${name}/counters`, shape: [count, 2, 2], dtype: binding.TF_INT32, values: counters },
    { node: `${name}/numbers`, shape: [numbers.length], dtype: binding.TF_FLOAT, values: numbers },
  ];
  const call = session.prepare(feeds, [`${name}/done`]);
  return (batches) => {
    batches.forEach((batch, i) => {
      rows.set(batch.rows, i * size);
      counters.set(
        philoxWords({ seed, stream: 0, epoch: batch.epoch, step: batch.step }).subarray(2),
        i * 4,
      );
      names.forEach((number, j) => (numbers[i * names.length + j] = batch.numbers[number] ?? NaN));
    });
    call();
  };
}
