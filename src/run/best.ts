// best.safetensors: the weights of a run's best epoch, and which epoch they are of.
import { join } from 'node:path';
import { failure } from '../ground/errors.js';
import type { Files } from '../ground/files.js';
import type { NamedTensor } from './format/safetensors.js';
import { encodeWeights, readWeights } from './weights.js';

/** Weights and the epoch that they are of. */
export type Best = { readonly epoch: number; readonly tensors: readonly NamedTensor[] };

/** Keeps the best weights of the run with this id, in the place of those before. */
export function writeBest(
  files: Files,
  folder: string,
  id: string,
  { epoch, tensors }: Best,
): void {
  files.write(
    join(folder, 'best.safetensors'),
    encodeWeights({ metadata: { run: id, epoch: String(epoch) }, tensors }),
  );
}

/**
 * The best weights in the folder of the run with this id; null where there are none. Throws a
 * UserError where they are damaged, or another run's.
 */
export function readBestOf(folder: string, id: string): Best | null {
  const path = join(folder, 'best.safetensors');
  const best = readWeights(path);
  if (best && best.metadata['run'] !== id) {
    throw failure(`${path} belongs to another run (${best.metadata['run'] ?? 'without an id'})`);
  }
  return best && { epoch: Number(best.metadata['epoch']), tensors: best.tensors };
}
