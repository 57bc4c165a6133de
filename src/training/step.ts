// The step: one function over tensors that trains on a batch, and one that evaluates a batch.
// Nothing in it is drawn or read back in JavaScript; what changes from step to step is fed, what
// lasts is a variable. So it can be recorded.
import type { Units } from '../dataset/facts.js';
import { onlyTarget } from '../dataset/source.js';
import { momentsOf } from '../dataset/units.js';
import { itemAt, known } from '../ground/known.js';
import { gradientsOf, scope, withKeep } from '../tensor/backend.js';
import type { Keep, Operations, Tensor } from '../tensor/operations.js';
import type { Rows, Table } from '../tensor/data.js';
import { forwardPass } from '../model/model.js';
import { runNetwork } from '../model/pass.js';
import type { Judged } from './losses/loss.js';
import { lossEntry } from './losses/losses.js';
import { batchSumsOf } from './metrics/metrics.js';
import { averageSlot } from './optimizers/optimizer.js';
import type { DeviceData } from './device-data.js';
import type { EvaluationParts, Feeds, State, StepParts } from './parts.js';
import { addSums } from './totals.js';
import { updateWeights } from './update.js';

// What a pass in training leaves beside its loss.
type Passed = { readonly judged: Judged; readonly assigned: ReadonlyMap<string, Tensor> };

/** Trains on one batch: gradients, the optimizer's update, moving averages, running totals. */
export function trainStep(parts: StepParts, data: DeviceData, feeds: Feeds): void {
  const { backend, state } = parts;
  withKeep((keep) =>
    scope(() => {
      const { value, gradients, judged, assigned } = differentiated(parts, data, feeds, keep);
      const { scale } = onlyTarget(data);
      addTotals(parts, inOwnUnits(judged, scale), backend.ops.mul(value, feeds.rows.count));
      countFiniteStep(parts);
      updateWeights(parts, gradients, feeds);
      for (const [key, moved] of assigned) known(state.weights, key).assign(moved);
    }),
  );
}

/**
 * The gradients of a batch's loss, penalties in it, by each trained weight: its key, its values
 * row-major, as they are before anything clips them. Nothing is changed.
 */
export function gradientValues(
  parts: EvaluationParts,
  data: DeviceData,
  feeds: Pick<Feeds, 'rows' | 'random'>,
): ReadonlyMap<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  withKeep((keep) =>
    scope(() => {
      for (const [key, gradient] of differentiated(parts, data, feeds, keep).gradients) {
        values.set(key, Float32Array.from(gradient.dataSync()));
      }
    }),
  );
  return values;
}

type Differentiated = Passed & {
  /** The loss. */
  readonly value: Tensor;
  /** By the key of the weight. */
  readonly gradients: ReadonlyMap<string, Tensor>;
};

function differentiated(
  parts: EvaluationParts,
  data: DeviceData,
  feeds: Pick<Feeds, 'rows' | 'random'>,
  keep: Keep,
): Differentiated {
  const { backend, network, state } = parts;
  const inputs = data.inputs.map((table) => table.gather(feeds.rows));
  const { table, center } = onlyTarget(data);
  const targets = targetsOf(parts, table, feeds.rows);
  const weights = readWeights(state);
  const trained = network.weights.filter((weight) => weight.trainable);
  const passes: Passed[] = [];
  const { value, gradients } = gradientsOf(
    () => {
      const result = runNetwork(network, {
        ops: backend.ops,
        inputs,
        weights,
        training: true,
        random: feeds.random,
        keep,
      });
      const judged = {
        ops: backend.ops,
        output: keep(result.output),
        logits: result.logits && keep(result.logits),
        targets,
        center,
      };
      passes.push({ judged, assigned: result.assigned });
      const loss = backend.ops.mean(
        weighted(parts, lossPerSample(parts, judged), data.weights, feeds.rows),
      );
      return result.penalty ? backend.ops.add(loss, result.penalty) : loss;
    },
    trained.map(({ key }) => known(weights, key)),
  );
  return {
    ...itemAt(passes, 0),
    value,
    gradients: new Map(trained.map(({ key }, i) => [key, itemAt(gradients, i)])),
  };
}

/**
 * Evaluates one batch into the totals, and returns what the network gave for it: [batch,
 * …outputShape].
 */
export function evaluateStep(parts: EvaluationParts, data: DeviceData, rows: Rows): Tensor {
  const { backend, network, state } = parts;
  return withKeep((keep) =>
    scope(() => {
      const { table, center, scale } = onlyTarget(data);
      const { output, logits, penalty } = forwardPass(network, {
        ops: backend.ops,
        inputs: data.inputs.map((one) => one.gather(rows)),
        weights: weightsInUse(state),
        keep,
      });
      const judged = {
        ops: backend.ops,
        output,
        logits,
        targets: targetsOf(parts, table, rows),
        center,
      };
      // Weights of classes are for training alone, as in Keras.
      const loss = backend.ops.sum(
        weighted(
          parts,
          lossPerSample(parts, judged),
          parts.spec.class_weight === null ? data.weights : null,
          rows,
        ),
      );
      addTotals(
        parts,
        inOwnUnits(judged, scale),
        penalty ? backend.ops.add(loss, backend.ops.mul(penalty, rows.count)) : loss,
      );
      return output.clone();
    }),
  );
}

// A moving average stands for its weight wherever the model is not trained.
function weightsInUse({ weights, slots }: EvaluationParts['state']): ReadonlyMap<string, Tensor> {
  return new Map(
    [...weights].map(([key, variable]) => [
      key,
      (slots.get(`${key}/${averageSlot}`) ?? variable).read(),
    ]),
  );
}

function readWeights({ weights }: Pick<State, 'weights'>): ReadonlyMap<string, Tensor> {
  return new Map([...weights].map(([key, variable]) => [key, variable.read()]));
}

function lossPerSample({ spec }: EvaluationParts, judged: Judged): Tensor {
  return lossEntry(spec.loss).perSample(judged, spec.loss.arguments);
}

function weighted(
  { backend: { ops } }: EvaluationParts,
  losses: Tensor,
  weights: Table | null,
  rows: Rows,
): Tensor {
  return weights ? ops.mul(losses, weights.gather(rows)) : losses;
}

// Metrics are told in the target's own units, however the loss sees it.
function inOwnUnits(judged: Judged, units: Units): Judged {
  if (!units) return judged;
  const { ops, output, targets, center } = judged;
  const { means, deviations } = momentsOf(units, output.shape.at(-1) ?? 1);
  // One scale for all is a scalar, several are a row of them.
  const [spread, offset] =
    'mean' in units
      ? [units.deviation, units.mean]
      : [ops.vector([...deviations]), ops.vector([...means])];
  const own = (values: Tensor): Tensor => ops.add(ops.mul(values, spread), offset);
  return {
    ...judged,
    output: own(output),
    logits: null,
    targets: own(targets),
    center:
      center &&
      center.map((value, i) => Math.fround(value * (deviations[i] ?? 1) + (means[i] ?? 0))),
  };
}

function addTotals(
  { backend, spec, state }: EvaluationParts,
  judged: Judged,
  lossSum: Tensor,
): void {
  const [lossTotal, ...metricTotals] = state.totals;
  lossTotal?.add(lossSum);
  const sums = batchSumsOf(spec, judged);
  spec.metrics.forEach((metric, i) =>
    addSums(backend.ops, metric, itemAt(metricTotals, i), itemAt(sums, i)),
  );
}

// A sum that has met NaN or an infinity is never finite again, so this counts the steps before the
// first of them.
function countFiniteStep({ backend: { ops }, state: { totals, finiteSteps } }: StepParts): void {
  const [loss] = totals;
  if (loss) finiteSteps.add(ops.cast(ops.isFinite(loss.read()), 'float32'));
}

// Class numbers stay as they are for a sparse loss and become rows of 0 and 1 where the loss wants
// the output's shape.
function targetsOf(
  { backend: { ops }, network, spec }: EvaluationParts,
  table: Table,
  rows: Rows,
): Tensor {
  const targets = table.gather(rows);
  const units = network.outputShape.at(-1) ?? 1;
  return lossEntry(spec.loss).targets === 'classes' ? targets : formOfOutput(ops, targets, units);
}

function formOfOutput(ops: Operations, targets: Tensor, units: number): Tensor {
  if (targets.dtype === 'int32' && units > 1) return ops.oneHot(targets, units);
  return ops.reshape(ops.cast(targets, 'float32'), [targets.shape[0] ?? 0, -1]);
}
