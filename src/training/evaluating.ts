// Parts of the data run through a model, batch by batch, for scores and outputs.
import { setImmediate } from 'node:timers/promises';
import type { Part } from '../dataset/dataset.js';
import { sizeOf } from '../model/layer.js';
import type { Network } from '../model/network.js';
import type { Spec } from '../spec/spec.js';
import { evaluationSpans } from './spans.js';
import type { Stepper } from './stepper.js';
import { scoredTotals, scoresFrom, type Scored } from './totals.js';

/** How a part of the data is evaluated. */
export type EvaluationWishes = {
  /** Whether its outputs are wanted, in the part's order. */
  readonly keepOutputs?: boolean;
  /** Asked now and then; true ends it. */
  readonly stopped?: () => boolean;
};

/** What came of it: nothing to go by unless `complete`. */
export type Evaluated = Scored & {
  readonly complete: boolean;
  readonly outputs: Float32Array | null;
};

/** A call into TensorFlow keeps signals waiting: about this often the event loop is yielded to. */
export const yieldMilliseconds = 40;

/** Rows evaluated at a time: enough to keep the device busy, little enough for a small GPU. */
export const evaluationBatch = 250;

/** What evaluates: a batch at a time, with totals that can be read and begun anew. */
export type Evaluating = Pick<Stepper, 'place' | 'evaluate' | 'read' | 'load'>;

/** Runs a part of the data through a network: its scores, and its outputs where they are wanted. */
export async function evaluatePart(
  stepper: Evaluating,
  { spec, network }: Judging,
  part: Part,
  { keepOutputs = false, stopped = () => false }: EvaluationWishes = {},
): Promise<Evaluated> {
  const outputs = keepOutputs
    ? new Float32Array(part.rows.length * sizeOf(network.outputShape))
    : null;
  const complete = await evaluateRows(stepper, part, outputs, stopped);
  return { complete, ...(await takeScored(stepper, { spec, network }, part.rows.length)), outputs };
}

// False if it was stopped.
async function evaluateRows(
  stepper: Pick<Stepper, 'place' | 'evaluate'>,
  part: Part,
  outputs: Float32Array | null,
  stopped: () => boolean,
): Promise<boolean> {
  const { name } = part.source;
  let yielded = performance.now();
  for await (const { from, to, rowsOf } of evaluationSpans(stepper, part, evaluationBatch)) {
    for (let step = from; step < to; step += 1) {
      const batch = rowsOf(step);
      const output = await stepper.evaluate(name, batch, outputs !== null);
      if (outputs && output) {
        outputs.set(output, (step * evaluationBatch * output.length) / batch.length);
      }
      if (performance.now() - yielded > yieldMilliseconds) {
        await setImmediate();
        if (stopped()) return false;
        yielded = performance.now();
      }
    }
  }
  return true;
}

/** What is judged, and by what. */
export type Judging = { readonly spec: Pick<Spec, 'metrics'>; readonly network: Network };

/** The mean loss and the metrics of `count` samples since the totals were last taken; clears them. */
export async function takeScored(
  stepper: Totals,
  { spec, network }: Judging,
  count: number,
): Promise<Scored> {
  const units = network.outputShape.at(-1) ?? 1;
  return scoresFrom(spec, await takeTotals(stepper, scoredTotals(spec)), { count, units });
}

type Totals = Pick<Stepper, 'read' | 'load'>;

/** Reads totals and begins them anew. */
export async function takeTotals(
  stepper: Totals,
  names: readonly string[],
): Promise<readonly Float32Array[]> {
  const totals = await stepper.read(names);
  stepper.load(new Map(names.map((name, i) => [name, new Float32Array(totals[i]?.length ?? 0)])));
  return totals;
}
