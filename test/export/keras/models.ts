// Kept models as .keras files with what dlx predicts, for Keras to open.
import { onlyInput } from '../../../src/dataset/source.js';
import { kerasFormat, kerasModel, sourceOf } from '../../../src/export/keras/keras.js';
import { forgetsFrozen } from '../../../src/export/keras/weights.js';
import type { KeptModel } from '../../../src/inference/kept.js';
import { openModel } from '../../../src/model/model.js';
import { scope, type Backend } from '../../../src/tensor/backend.js';
import { lossEntry } from '../../../src/training/losses/losses.js';
import { samplesFor, tensorOf } from '../models.js';
import type { ForReader } from './reader.js';

/** A model with a batch, and what dlx gives for it. */
export type Exported = ForReader & {
  readonly kept: KeptModel;
  readonly wanted: Float32Array;
  /** Layers that are in the file. */
  readonly parameters: number;
  readonly trainable: number;
};

const batch = 5;

/** A model as Keras is to read it. */
export async function exportedOf(
  name: string,
  kept: KeptModel,
  backend: Backend,
  withPreprocessing = false,
): Promise<Exported> {
  const samples = samplesFor(kept, batch);
  using opened = openModel(backend, kept.network, kept.weights);
  let wanted = new Float32Array();
  scope(() => {
    wanted = Float32Array.from(opened.forward([tensorOf(samples)]).dataSync());
  });
  const files = await kerasFormat.files({ kept, withPreprocessing });
  const { graph } = kerasModel(sourceOf(kept, withPreprocessing));
  const weights = graph.layers.flatMap((layer) => layer.weights);
  const count = (some: typeof weights): number =>
    some.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return {
    name,
    kept,
    bytes: Buffer.from(files.get('model.keras') ?? ''),
    shape: samples.shape,
    dtype: onlyInput(kept).kind === 'tokens' ? 'int32' : 'float32',
    values: samples.values,
    wanted,
    parameters: count(weights),
    trainable: count(
      graph.layers.flatMap((layer) =>
        layer.weights.filter(({ trainable }) => trainable || forgetsFrozen(layer)),
      ),
    ),
    ...targetsOf(kept),
  };
}

// Of each kind of loss some that it is for.
function targetsOf({
  read: { spec },
  network: { outputShape },
}: KeptModel): Required<Pick<ForReader, 'targets' | 'targetDtype'>> {
  const units = outputShape.at(-1) ?? 1;
  const rows = Array.from({ length: batch }, (_, i) => i);
  if (lossEntry(spec.loss).targets === 'classes') {
    return { targets: rows.map((i) => i % units), targetDtype: 'int32' };
  }
  return {
    targets: rows.map((i) =>
      Array.from({ length: units }, (_, unit) => (unit === i % units ? 1 : 0)),
    ),
    targetDtype: 'float32',
  };
}
