// Steps that are replayed: a loaded graph whose session holds the state. To rounding, the numbers are
// those of eager steps.
import { assignVariables, readVariables } from '../../tensor/graph/program.js';
import type { Fed, GraphSession } from '../../tensor/graph/session.js';
import { storedAs } from '../../tensor/graph/stored.js';
import { unaligned, type NativeBackend, type Values } from '../../tensor/tfjs.js';
import { known } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import { philoxWords } from '../../ground/random.js';
import { evaluationName, trainingName, type GraphTable, type RunPlan } from './emission.js';
import { columnsOfRows } from '../device-data.js';
import type { Batch, Stepper } from '../stepper.js';
import type { LoadedGraph } from './loaded.js';

// Full batches that one call runs where a call would else be too short to be worth making; the first
// number that an epoch is made of, so that the call for a single one need not be planned, else the first.
const batchesTogether = [8, 10, 9, 7, 6] as const;

// TensorFlow takes as long to plan such a call as it saves on about so many steps: a fifth of a
// second and more, at a tenth of a millisecond a step.
const stepsWorthIt = 2_000;

// Signals wait for a call to end, so a call stays under this.
const longestCallMilliseconds = 40;

/** How many full batches one call may run in a run of so many steps, `inEpoch` of them full in each epoch. */
export function batchesTogetherIn(steps: number, inEpoch = 1): number {
  if (steps < stepsWorthIt) return 1;
  return batchesTogether.find((count) => inEpoch % count === 0) ?? batchesTogether[0];
}

/** Begins a run on a loaded graph: its variables get their first values. `over` is told when it is over. */
export function graphStepper(plan: RunPlan, graph: LoadedGraph, over: () => void): Stepper {
  assignVariables(
    graph.session,
    Array.from(plan.initial, ([name, values]) => [known(graph.variables, name), values]),
  );
  return stepperOver(plan, graph, over);
}

// Puts rows where others were. Variables keep their shape: behind the last row stands what was there.
function placer(plan: RunPlan, { session, native, tables }: LoadedGraph): Stepper['place'] {
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

function stepperOver(plan: RunPlan, graph: LoadedGraph, over: () => void): Stepper {
  const { session, native, variables, together } = graph;
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
    place: placer(plan, graph),
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
    [Symbol.dispose]: over,
  };
}

/** Runs so many batches of one size in one call. */
type TrainingCall = (batches: readonly Batch[]) => void;

// What is fed lies in arrays that every call fills anew: TensorFlow has copied it when the call
// begins.
function trainingCall(
  session: GraphSession,
  { seed, numbers: names }: RunPlan,
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
