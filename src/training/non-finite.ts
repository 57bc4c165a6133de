// Where a value that is no finite number first arises: a model and rows of data in, the layer and the
// row out. Runs operation by operation, and is asked only when a run has failed.
import type { Part } from '../dataset/dataset.js';
import type { Model } from '../model/model.js';
import type { NetworkLayer } from '../model/network.js';
import { forwardPass } from '../model/model.js';
import { tablesTogether } from '../tensor/data.js';
import { scope, withKeep } from '../tensor/backend.js';
import type { Tensor } from '../tensor/operations.js';
import { evaluationBatch } from './evaluating.js';

/** A layer whose output is not finite, and the first row that makes it so. */
export type NonFinite = {
  readonly layer: NetworkLayer;
  /** Of the samples, from 0. */
  readonly row: number;
  /** What it gives there: NaN or an infinity. */
  readonly value: number;
  /** Whether each step of that row is masked in the layer's first input. */
  readonly isMasked: boolean;
};

/**
 * The first layer, in the network's order, that gives something else than finite numbers for some
 * row of a part, without training; null where none does.
 */
export function findNonFinite(model: Model, { source, rows: all }: Part): NonFinite | null {
  const { backend } = model;
  for (let start = 0; start < all.length; start += evaluationBatch) {
    const batch = all.subarray(start, start + evaluationBatch);
    const { inputs } = source.gather(batch);
    using tables = tablesTogether(
      inputs.map(({ values, shape, divideBy }) =>
        backend.table(values, { rowShape: shape, divideBy }),
      ),
    );
    using rows = backend.rows(Int32Array.from(batch, (_, i) => i));
    const found: Omit<NonFinite, 'row'>[] = [];
    const places: number[] = [];
    withKeep((keep) =>
      scope(() => {
        const weights = new Map(
          [...model.weights].map(([key, variable]) => [key, variable.read()]),
        );
        forwardPass(model.network, {
          ops: backend.ops,
          inputs: tables.gather(rows),
          weights,
          keep,
          onLayer: (layer, output, [mask = null]) => {
            const place = found.length > 0 ? null : firstPlace(output);
            if (!place) return;
            places.push(place.sample);
            found.push({ layer, value: place.value, isMasked: isAllMasked(mask, place.sample) });
          },
        });
      }),
    );
    const [first, sample = 0] = [found[0], places[0]];
    if (first) return { ...first, row: batch[sample] ?? 0 };
  }
  return null;
}

// [batch, …] → the first sample with such a value.
function firstPlace(output: Tensor): { readonly sample: number; readonly value: number } | null {
  const values = output.dataSync();
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return null;
  return {
    sample: Math.floor((at * (output.shape[0] ?? 1)) / values.length),
    value: values[at] ?? NaN,
  };
}

// bool [batch, steps]
function isAllMasked(mask: Tensor | null, sample: number): boolean {
  if (!mask) return false;
  const counts = mask.dataSync();
  const steps = counts.length / (mask.shape[0] ?? 1);
  return counts.subarray(sample * steps, (sample + 1) * steps).every((counted) => counted === 0);
}

/** What was found as a sentence, and what to do. */
export function nonFiniteText({ layer, row, value, isMasked }: NonFinite): string {
  const what = `${layer.spec.layer} (${layer.spec.name}) gives ${value} for row ${row + 1} of the data`;
  return isMasked
    ? `${what}, of which every step is masked; leave out rows that are all padding`
    : `${what}; see what that row holds`;
}
