// The data of the works: the first samples of a spec's data set, for dlx and tfjs in memory and for
// Python as files.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dataset } from '../src/dataset/dataset.js';
import { loadDataset } from '../src/dataset/datasets.js';
import { fetchPinnedSet, placesOf } from '../src/dataset/fetched/fetch.js';
import { fashionMnistFiles } from '../src/dataset/images/known-images.js';
import { failure } from '../src/ground/errors.js';
import { language } from '../src/experiment/language.js';
import { encodeNpy } from '../src/run/format/npy.js';
import { readSpec } from '../src/spec/read.js';

/**
 * The first `count` samples of a spec's data as a data set to train on, with nothing to validate or
 * to test.
 */
export async function loadWorkData(spec: string, count: number): Promise<Dataset> {
  const dataset = await loadDataset(readSpec(spec, { language }).spec.dataset, {
    folder: dirname(spec),
    targets: 'either',
    notify: () => undefined,
  });
  const { samples: all } = dataset.train;
  const [inputSize, targetSize] = [all.inputs.length / all.count, all.targets.length / all.count];
  const samples = {
    count,
    inputs: all.inputs.subarray(0, count * inputSize),
    targets: all.targets.subarray(0, count * targetSize),
  };
  const none = { samples, rows: new Int32Array(0) };
  return {
    ...dataset,
    train: { samples, rows: Int32Array.from({ length: count }, (_, row) => row) },
    validation: none,
    test: none,
  };
}

/**
 * Writes inputs.npy (float32, images from 0 to 1) and targets.npy into a folder, the same numbers
 * that dlx trains on.
 */
export function writeArrays(
  { inputShape, divideBy, train: { samples } }: Dataset,
  folder: string,
): void {
  const { count, inputs, targets } = samples;
  writeFileSync(
    join(folder, 'inputs.npy'),
    encodeNpy({
      shape: [count, ...inputShape],
      values: Float32Array.from(inputs, (value) => value / divideBy),
    }),
  );
  writeFileSync(
    join(folder, 'targets.npy'),
    encodeNpy({ shape: [count], values: Float32Array.from(targets) }),
  );
}

/** The folder of Fashion-MNIST's own files, which are fetched if need be. */
export async function findImageFolder(): Promise<string> {
  await fetchPinnedSet(fashionMnistFiles, () => undefined);
  const { cache, system } = placesOf(fashionMnistFiles);
  const found = [cache, system ?? cache].find((folder) =>
    fashionMnistFiles.files.every(({ name }) => existsSync(join(folder, name))),
  );
  if (found === undefined) {
    throw failure(
      `Fashion-MNIST lies in ${cache} without being compressed, and the Python scripts read it as it is published: delete that folder, and dlx fetches it anew`,
    );
  }
  return found;
}
