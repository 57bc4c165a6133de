// The gradients that training has come to, for whoever looks at it from outside: weights in, gradients
// out. Computed operation by operation on weights of its own, so that nothing of the training that is
// looked at can change.
import type { Dataset } from '../dataset/dataset.js';
import { known } from '../ground/known.js';
import { openModel, type WeightValues } from '../model/model.js';
import type { Network } from '../model/network.js';
import type { Spec } from '../spec/spec.js';
import type { Backend } from '../tensor/backend.js';
import { dataPlan } from './data-plans.js';
import { disposeData, loadData } from './device-data.js';
import { epochOrder } from './epoch-order.js';
import { gradientValues } from './step.js';

/** What is trained, and on what. */
export type Observed = {
  readonly backend: Backend;
  readonly spec: Spec;
  readonly network: Network;
  readonly dataset: Dataset;
};

/**
 * What tells gradients by epoch, counted from 1: those of the loss of the epoch's first batch, with
 * the random numbers of its step, at the weights that it is given, which are those at its end. They
 * follow from the weights alone, so that a run that is gone on with has them, too.
 */
export function gradientsOfEpochs({
  backend,
  spec,
  network,
  dataset,
}: Observed): (epoch: number, weights: WeightValues) => ReadonlyMap<string, Float32Array> {
  const plan = dataPlan(spec, dataset, dataset.train.source);
  return (epoch, weights) => {
    const taken = epochOrder(spec, dataset.train, epoch).rows(0, spec.batch_size).slice();
    using model = openModel(backend, network, weights);
    using rows = backend.rows(Int32Array.from(taken, (_, i) => i));
    using random = backend.random(spec.seed, epoch, 0);
    const data = loadData(backend, plan, taken);
    try {
      const state = { weights: model.weights, slots: new Map(), totals: [] };
      const values = gradientValues({ backend, network, spec, state }, data, { rows, random });
      return new Map(
        network.weights.flatMap(({ key, trainable }) =>
          trainable ? [[key, known(values, key)] as const] : [],
        ),
      );
    } finally {
      disposeData(data);
    }
  };
}
