// Everything of a run that lives on the device: data, weights, optimizer slots and totals, with one lifetime.
import type { Part, Dataset } from '../dataset/dataset.js';
import { readTensor, type Engine } from '../engine/engine.js';
import type { Table } from '../engine/data.js';
import type { Variable } from '../engine/variables.js';
import { drawInitial } from '../model/initializers.js';
import { sizeOf } from '../model/layer.js';
import type { Network } from '../model/network.js';
import { streamOf } from '../random.js';
import type { Spec } from '../spec/spec.js';
import { metricName } from '../spec/top-level.js';
import type { Scores } from './epoch.js';
import { metricEntry } from './metrics.js';
import { optimizerEntry } from './optimizers.js';
import { evaluateStep, type DeviceData, type State, type StepParts } from './step.js';

/** Weights by the network's key, row-major. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

/** A run on the device. */
export type Session = Disposable & {
  readonly parts: StepParts;
  readonly spec: Spec;
  /** Runs a part of the data through the network; with `keepOutputs`, also its outputs in the part's order. */
  evaluate(part: Part, keepOutputs?: boolean): Promise<{ readonly scores: Scores; readonly outputs: Float32Array | null }>;
  data(part: Part): DeviceData;
  readWeights(): Promise<WeightValues>;
  loadWeights(values: WeightValues): void;
  /** The mean loss and the metrics of `count` samples since the totals were last taken; clears them. */
  takeScores(count: number): Promise<Scores>;
};

/** Rows evaluated at a time: enough to keep the device busy, little enough for a small GPU. */
const evaluationBatch = 250;

/** Puts a run's data and initial weights on the device. */
export function openSession(engine: Engine, spec: Spec, network: Network, dataset: Dataset): Session {
  const state = initialState(engine, spec, network);
  const parts: StepParts = { engine, network, spec, state };
  const tables = new Map<Part['samples'], DeviceData>();
  const data = ({ samples }: Part): DeviceData => {
    const found = tables.get(samples) ?? loadData(engine, dataset, samples);
    tables.set(samples, found);
    return found;
  };
  const takeScores = (count: number): Promise<Scores> => takeTotals(parts, spec, count);
  return {
    parts,
    spec,
    data,
    takeScores,
    evaluate: async (part, keepOutputs = false) => {
      const outputs = keepOutputs ? new Float32Array(part.rows.length * sizeOf(network.outputShape)) : null;
      await evaluatePart(parts, data(part), part.rows, outputs);
      return { scores: await takeScores(part.rows.length), outputs };
    },
    readWeights: async () => new Map(await Promise.all([...state.weights].map(async ([key, variable]) => [key, await variable.data()] as const))),
    loadWeights: (values) => values.forEach((value, key) => state.weights.get(key)?.load(value)),
    [Symbol.dispose]: () => {
      for (const variable of [...state.weights.values(), ...state.slots.values(), ...state.totals]) variable[Symbol.dispose]();
      for (const { inputs, targets } of tables.values()) [inputs, targets].forEach((table: Table) => table[Symbol.dispose]());
    },
  };
}

function initialState(engine: Engine, spec: Spec, network: Network): State {
  const weights = new Map<string, Variable>();
  const slots = new Map<string, Variable>();
  const slotPlans = optimizerEntry(spec.optimizer).slots(spec.optimizer.arguments);
  for (const { key, shape, initializer, trainable } of network.weights) {
    const values = drawInitial(initializer, shape, { seed: spec.seed, stream: streamOf(`initial/${key}`) });
    weights.set(key, engine.variable(key, shape, values));
    if (!trainable) continue;
    for (const { name, initial } of slotPlans) slots.set(`${key}/${name}`, engine.variable(`${key}/${name}`, shape, new Float32Array(sizeOf(shape)).fill(initial)));
  }
  const totals = ['loss', ...spec.metrics.map(metricName)].map((name) => engine.variable(`total/${name}`, [], new Float32Array(1)));
  return { weights, slots, totals };
}

function loadData(engine: Engine, { inputShape, divideBy }: Dataset, samples: Part['samples']): DeviceData {
  return { inputs: engine.table(samples.inputs, inputShape, divideBy), targets: engine.table(samples.targets, targetShape(samples), 1) };
}

function targetShape({ targets, count }: Part['samples']): readonly number[] {
  const size = targets.length / count;
  return size === 1 ? [] : [size];
}

async function evaluatePart(parts: StepParts, data: DeviceData, rows: Int32Array, outputs: Float32Array | null): Promise<void> {
  for (let start = 0; start < rows.length; start += evaluationBatch) {
    using batch = parts.engine.rows(rows.subarray(start, start + evaluationBatch));
    const output = evaluateStep(parts, data, batch);
    if (outputs) outputs.set(await readTensor(output), (start * output.size) / batch.count);
    output.dispose();
  }
}

async function takeTotals({ state: { totals } }: StepParts, { metrics }: Spec, count: number): Promise<Scores> {
  const sums = await Promise.all(totals.map(async (total) => (await total.data())[0] ?? NaN));
  for (const total of totals) total.load(new Float32Array(1));
  const [loss = NaN, ...rest] = sums.map((sum) => sum / count);
  const named = metrics.map((metric, i) => {
    const { fromMean = (mean: number) => mean } = metricEntry(metric);
    return [metricName(metric), fromMean(rest[i] ?? NaN)] as const;
  });
  return { loss, ...Object.fromEntries(named) };
}
