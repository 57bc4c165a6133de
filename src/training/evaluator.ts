// A model judged by a loss and metrics, operation by operation and without any optimizer: what
// evaluating a kept model takes.
import type { Dataset, Part } from '../dataset/dataset.js';
import { streamedRowBytes } from '../dataset/source.js';
import { known } from '../ground/known.js';
import type { Model } from '../model/model.js';
import { sizeOf } from '../model/layer.js';
import type { Spec } from '../spec/spec.js';
import { evaluatePart, type Evaluated, type EvaluationWishes } from './evaluating.js';
import { checkPlanned, dataPlan } from './data-plans.js';
import { disposeData, loadData, loadRows, type DataPlan, type DeviceData } from './device-data.js';
import { evaluateRows } from './stepper.js';
import { totalsOf } from './totals.js';

/** Judges a model; the model stays its owner's. */
export type Evaluator = Disposable & {
  /** Runs a part of the data through the model. */
  readonly evaluate: (part: Part, how?: EvaluationWishes) => Promise<Evaluated>;
};

/** Puts totals for a loss and metrics beside a model; parts of the data follow as they are asked for. */
export function openEvaluator(
  { backend, network, weights }: Model,
  spec: Pick<Spec, 'loss' | 'metrics' | 'class_weight'>,
  dataset: Dataset,
): Evaluator {
  const totals = totalsOf(spec, network)
    .slice(0, -1)
    .map(({ name, shape }) => backend.variable(name, shape, new Float32Array(sizeOf(shape))));
  const byName = new Map(totals.map((total) => [total.name, total]));
  const parts = { backend, network, spec, state: { weights, slots: new Map(), totals } };
  const plans = new Map<string, DataPlan>();
  const loaded = new Map<string, DeviceData>();
  const load = ({ source }: Part): void => {
    const plan = plans.get(source.name) ?? dataPlan(spec, dataset, source);
    plans.set(source.name, plan);
    checkPlanned(plans, source);
    // What is streamed is put there as it is read.
    if (streamedRowBytes(source) > 0 || loaded.has(source.name)) return;
    loaded.set(source.name, loadData(backend, plan));
  };
  return {
    evaluate: (part, how) => {
      load(part);
      return evaluatePart(
        {
          place: (name, gathered) => {
            const before = loaded.get(name);
            if (before) disposeData(before);
            loaded.set(name, loadRows(backend, known(plans, name), gathered));
          },
          evaluate: (source, rows, wantOutputs) =>
            evaluateRows(parts, known(loaded, source), rows, wantOutputs),
          read: (names) =>
            Promise.all(
              names.map(async (name) => (await byName.get(name)?.data()) ?? new Float32Array()),
            ),
          load: (values) => values.forEach((value, name) => byName.get(name)?.load(value)),
        },
        { spec, network },
        part,
        how,
      );
    },
    [Symbol.dispose]: () => {
      for (const total of totals) total[Symbol.dispose]();
      for (const data of loaded.values()) disposeData(data);
    },
  };
}
