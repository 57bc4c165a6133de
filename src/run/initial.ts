// The weights that a run may begin with: a run's best, or a safetensors file of anybody's, read, and
// known by what is taken of them.
import { join } from 'node:path';
import { failure } from '../ground/errors.js';
import { sha256 } from '../ground/hash.js';
import { readFileUnless } from '../ground/reading.js';
import { checkHeader, decodeSafetensors, largestHeader } from './format/safetensors-read.js';
import type { NamedTensor } from './format/safetensors.js';
import { readBestOf } from './best.js';

/** A file of weights; `run` is the id of the run whose best it holds, null where it is no run's. */
export type WeightsFile = { readonly file: string; readonly run: string | null };

/** What it holds, and the epoch that it is of where it is a run's. */
export type SourceWeights = {
  readonly epoch: number | null;
  readonly tensors: readonly NamedTensor[];
};

/** The file of the best weights of the run with this id in a folder. */
export function bestOf(folder: string, run: string): WeightsFile {
  return { file: join(folder, 'best.safetensors'), run };
}

/** Reads such a file. Throws a UserError where it is missing, damaged, or another run's. */
export function readSource({ file, run }: WeightsFile): SourceWeights {
  const best = run === null ? null : readBestOf(join(file, '..'), run);
  if (best) return best;
  const bytes =
    run === null
      ? readFileUnless(file, largestHeader + 8, (start, size) => checkHeader(start, size, file))
      : null;
  if (!bytes) throw failure(`${file} is missing`);
  return { epoch: null, tensors: decodeSafetensors(bytes, file).tensors };
}

/** Values by the key of the weight that takes them, of all that are taken of a source. */
export function takenValues(
  { tensors }: Pick<SourceWeights, 'tensors'>,
  taken: Readonly<Record<string, string>>,
): ReadonlyMap<string, NamedTensor> {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return new Map(
    Object.entries(taken).flatMap(([key, name]) => {
      const tensor = byName.get(name);
      return tensor ? [[key, tensor] as const] : [];
    }),
  );
}

/** The name there of the first weight that is taken and holds what is no finite number, if one does. */
export function unusable(values: ReadonlyMap<string, NamedTensor>): string | undefined {
  return [...values.values()].find((tensor) => !tensor.values.every(Number.isFinite))?.name;
}

/** SHA-256 over keys, shapes and values of what is taken, wherever it lay and whatever it was called. */
export function takenHash(values: ReadonlyMap<string, NamedTensor>): string {
  const parts = [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, { shape, values: of }]) => [
      JSON.stringify([key, shape]),
      new Uint8Array(of.buffer, of.byteOffset, of.byteLength),
    ]);
  return sha256(...parts);
}
