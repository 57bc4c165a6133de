// The data of the works: the first samples of a spec's data set, for dlx and tfjs in memory and for
// Python as files.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dataset } from '../src/dataset/dataset.js';
import { loadDataset } from '../src/dataset/datasets.js';
import { onlyInput, onlyTarget, residentSource } from '../src/dataset/source.js';
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
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  const source = residentSource('train', dataset.train.source.gather(rows));
  const none = { source, rows: new Int32Array(0) };
  return {
    ...dataset,
    train: { source, rows },
    validation: none,
    test: none,
  };
}

/**
 * Writes inputs.npy (float32, images from 0 to 1) and targets.npy into a folder, the same numbers
 * that dlx trains on.
 */
export function writeArrays({ train: { source } }: Dataset, folder: string): void {
  const { count } = source;
  const { shape, values, divideBy } = onlyInput(source);
  writeFileSync(
    join(folder, 'inputs.npy'),
    encodeNpy({
      shape: [count, ...shape],
      values: Float32Array.from(values, (value) => value / divideBy),
    }),
  );
  writeFileSync(
    join(folder, 'targets.npy'),
    encodeNpy({ shape: [count], values: Float32Array.from(onlyTarget(source).values) }),
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
