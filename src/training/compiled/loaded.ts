// The steps as one TensorFlow graph: recorded once for each size of batch, put into one graph with
// the variables and the data, and loaded. What a run is fed beside its rows is none of it, so that
// another run of the same steps may use it, too.
import {
  newProgram,
  assignVariables,
  type Program,
  type ProgramVariable,
} from '../../tensor/graph/program.js';
import { openGraphSession, type GraphSession } from '../../tensor/graph/session.js';
import { storedForm } from '../../tensor/graph/stored.js';
import type { NativeBackend } from '../../tensor/tfjs.js';
import { productOf } from '../../ground/product.js';
import { streamedRowBytes } from '../../dataset/source.js';
import { placedRows } from '../spans.js';
import { columnsIn, streamedForms, type DataPlan } from '../device-data.js';
import { variablesOf } from '../stepper.js';
import {
  emitEvaluation,
  emitTraining,
  recordTraining,
  type GraphTable,
  type Tables,
  type TracePlan,
  type Tracing,
} from './emission.js';

// A step of more operations takes long enough by itself, and as many of them would take long to
// load.
const shortStep = 600;

/** A graph that is loaded, its data in place; its other variables have no values yet. */
export type LoadedGraph = Disposable & {
  readonly session: GraphSession;
  readonly native: NativeBackend;
  readonly variables: ReadonlyMap<string, ProgramVariable>;
  readonly tables: Tables;
  /** How many full batches one call may run. */
  readonly together: number;
};

/**
 * Records the steps and loads their graph. Throws where the backend is not native TensorFlow or
 * something cannot be recorded.
 */
export function loadGraph(plan: TracePlan): LoadedGraph {
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
  for (const tables of tracing.tables.values()) {
    const whole = tables.flatMap(({ variable, values }) =>
      values ? [[variable, storedForm(native, values).values] as const] : [],
    );
    if (whole.length > 0) assignVariables(session, whole);
  }
  return {
    session,
    native,
    variables,
    tables: tracing.tables,
    together,
    [Symbol.dispose]: () => session[Symbol.dispose](),
  };
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
