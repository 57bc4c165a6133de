// Steps as parts of a graph: each is recorded once on a few samples and emitted with the graph's
// own variables, its data and what a batch feeds in the places of what it was recorded with.
import { itemAt, known, present } from '../../ground/known.js';
import { scopeOf } from '../../tensor/backend.js';
import { emitRecording, noEffects, type Symbols } from '../../tensor/graph/graph.js';
import type { Program, ProgramVariable } from '../../tensor/graph/program.js';
import { record, withoutUnused, type Recording } from '../../tensor/graph/recording.js';
import type { Tensor } from '../../tensor/operations.js';
import type { NativeBackend, Values } from '../../tensor/tfjs.js';
import { handleOf } from '../../tensor/variables.js';
import type { Evaluation } from '../data-plans.js';
import { disposeData, loadData, tablesIn, type DataPlan, type DeviceData } from '../device-data.js';
import { variablesOf } from '../stepper.js';
import type { StepParts } from '../parts.js';
import { evaluateStep, trainStep } from '../step.js';

/** What a run of the steps is. */
export type RunPlan = {
  /** The variables' first values, by name. */
  readonly initial: ReadonlyMap<string, Float32Array>;
  readonly seed: number;
  /** The names of the numbers that a batch feeds. */
  readonly numbers: readonly string[];
  /** The sources by their names. */
  readonly data: ReadonlyMap<string, DataPlan>;
  /** The one that is trained on. */
  readonly training: string;
  /** How many full batches one call may run, where their steps are short. */
  readonly together: number;
  /** Sizes of training batches: the full one, and what is left at the end of an epoch. */
  readonly batchSizes: readonly number[];
  readonly evaluations: readonly Evaluation[];
};

/**
 * What is to be in the graph. The eager state of `parts` serves the recording and is freed after
 * it.
 */
export type TracePlan = RunPlan & { readonly parts: StepParts };

/** A table in the graph, and what is to be in it; null where that comes as it is read. */
export type GraphTable = {
  readonly variable: ProgramVariable;
  readonly values: Values | null;
};

/** The tables of each source, in the order that they have on the device. */
export type Tables = ReadonlyMap<string, readonly GraphTable[]>;

/** A graph under construction: its variables are there, its steps are being emitted. */
export type Tracing = {
  readonly plan: TracePlan;
  readonly native: NativeBackend;
  readonly program: Program;
  readonly variables: ReadonlyMap<string, ProgramVariable>;
  readonly tables: Tables;
};

/** The nodes of a training step on `size` rows, so many batches in a row. */
export function trainingName(size: number, batches: number): string {
  return `train_${size}_${batches}`;
}

/** The nodes of an evaluation of `size` rows of a source. */
export function evaluationName(source: string, size: number): string {
  return `evaluate_${source}_${size}`;
}

/** Emits the training step on `size` rows once for each of `forms`: so many batches in a row. */
export function emitTraining(
  tracing: Tracing,
  { recording, fed, tables }: RecordedTraining,
  size: number,
  forms: readonly number[],
): void {
  const { plan, native, program } = tracing;
  const { TF_INT32, TF_FLOAT } = native.binding;
  const { length: width } = plan.numbers;
  for (const batches of forms) {
    const name = trainingName(size, batches);
    const seed = program.placeholder(`${name}/seed`, TF_INT32, []);
    const rows = program.unpack(
      program.placeholder(`${name}/rows`, TF_INT32, [batches, size]),
      TF_INT32,
      batches,
    );
    const counters = program.unpack(
      program.placeholder(`${name}/counters`, TF_INT32, [batches, 2, 2]),
      TF_INT32,
      batches,
    );
    const numbers = program.unpack(
      program.placeholder(`${name}/numbers`, TF_FLOAT, [batches * width]),
      TF_FLOAT,
      batches * width,
    );
    const effects = noEffects();
    for (let batch = 0; batch < batches; batch += 1) {
      const symbols = symbolsFor(tracing, tables, plan.training);
      const nodes = [
        rows[batch],
        seed,
        counters[batch],
        ...numbers.slice(batch * width, (batch + 1) * width),
      ];
      fed.forEach((id, i) => symbols.values.set(id, nodes[i] ?? ''));
      emitRecording(program.graph, native.binding, recording, symbols, effects);
    }
    program.done(`${name}/done`, effects.lastWrite.values());
  }
}

/**
 * A recorded training step; `fed` are the handles of rows, seed, counter and numbers, `tables` those
 * of the source's tables.
 */
export type RecordedTraining = {
  readonly recording: Recording;
  readonly fed: readonly number[];
  readonly tables: readonly number[];
};

/**
 * Records a training step on the first rows. What it is fed here may be anything: nothing of it may
 * stay in the recording.
 */
export function recordTraining(
  plan: TracePlan,
  native: NativeBackend,
  size: number,
  fedHere = { epoch: 1, step: 0, number: 0.5 },
): RecordedTraining {
  const { backend } = plan.parts;
  return withSample(plan, plan.training, size, (data, rows) => {
    using random = backend.random(plan.seed, fedHere.epoch, fedHere.step);
    return scopeOf(() => {
      const numbers = new Map<string, Tensor>(
        plan.numbers.map((name) => [name, backend.ops.scalar(fedHere.number)]),
      );
      const fed = native.getInputTensorIds([
        present(rows.tensor, 'the rows on the device'),
        present(random.seed, 'the seed on the device'),
        present(random.counter, 'the counter on the device'),
        ...numbers.values(),
      ]);
      const recording = record(native, () =>
        trainStep(plan.parts, data, { rows, random, numbers }),
      );
      return { recording: withoutUnused(recording, []), fed, tables: handlesOf(data) };
    });
  });
}

/**
 * Records and emits the evaluation of `size` rows: fetch its `done`, or its `output` where that is
 * wanted.
 */
export function emitEvaluation(tracing: Tracing, source: string, size: number): void {
  const { plan, native, program } = tracing;
  const { binding } = native;
  withSample(plan, source, size, (data, rows) => {
    let output = -1;
    const recording = record(native, () => {
      const tensor = evaluateStep(plan.parts, data, rows);
      output = native.getInputTensorIds([tensor])[0] ?? -1;
      tensor.dispose();
    });
    const name = evaluationName(source, size);
    const symbols = symbolsFor(tracing, handlesOf(data), source);
    symbols.values.set(
      itemAt(native.getInputTensorIds([present(rows.tensor, 'the rows on the device')]), 0),
      program.placeholder(`${name}/rows`, binding.TF_INT32, [size]),
    );
    const effects = noEffects();
    emitRecording(program.graph, binding, withoutUnused(recording, [output]), symbols, effects);
    const after = [...effects.lastWrite.values()];
    program.done(`${name}/done`, after);
    program.graph.add(
      'Identity',
      [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }],
      [symbols.values.get(output) ?? '', ...after.map((node) => `^${node}`)],
      `${name}/output`,
    );
  });
}

type Sampled = Parameters<typeof trainStep>[2]['rows'];

// A few rows of a source on the device for as long as something is recorded on them.
function withSample<T>(
  { parts: { backend }, data: plans }: TracePlan,
  source: string,
  size: number,
  use: (data: DeviceData, rows: Sampled) => T,
): T {
  const plan = known(plans, source);
  const count = Math.min(size, plan.source.count);
  const first = Int32Array.from({ length: count }, (_, i) => i);
  const data = loadData(backend, plan, first);
  using rows = backend.rows(Int32Array.from({ length: size }, (_, i) => i % count));
  try {
    return use(data, rows);
  } finally {
    disposeData(data);
  }
}

function handlesOf(data: DeviceData): readonly number[] {
  return tablesIn(data).flatMap(({ handles }) => handles);
}

function symbolsFor(
  { plan, variables, tables }: Tracing,
  recorded: readonly number[],
  source: string,
): Symbols {
  const handles = [...variablesOf(plan.parts.state)].map(
    ([name, variable]) => [handleOf(variable), variables.get(name)?.node ?? ''] as const,
  );
  return {
    values: new Map(),
    variables: new Map(handles),
    tables: new Map(known(tables, source).map(({ variable }, i) => [recorded[i] ?? -1, variable])),
  };
}
