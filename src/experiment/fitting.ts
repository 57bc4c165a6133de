// `batch_size: auto`: the largest power of two, up to 1024, whose training step and evaluation fit
// into memory. In a process of its own, which TensorFlow may abort.
import { openBackend } from '../tensor/backend.js';
import type { Job } from './job.js';
import { planNetwork } from '../model/network.js';
import { numbersOf } from '../training/train.js';
import type { Known } from './facts.js';
import { datasetOf } from './handed-data.js';
import { outOfMemory, trainerFor } from './trainers.js';
import type { Trainer } from '../training/trainer.js';
import type { Part } from '../dataset/dataset.js';
import { streamedRowBytes } from '../dataset/source.js';

const largest = 1024;
const usual = 32;

/**
 * Tells each batch size that fits, in ascending order, from the usual one on; smaller ones where
 * that is too much.
 */
export async function fitBatchSize(job: Job, tell: (batchSize: number) => void): Promise<void> {
  const { spec } = job.trial;
  const dataset = await datasetOf(job, () => undefined);
  const backend = await openBackend(job.place.backend);
  const known: Known = {
    dataset,
    backend,
    network: planNetwork(spec.model, dataset.inputs),
  };
  const most = Math.min(largest, 2 ** Math.floor(Math.log2(dataset.train.rows.length)));
  const first = Math.min(usual, most);
  let size = first;
  for (; size <= most && (await fits(job, known, size)); size *= 2) tell(size);
  for (let less = first / 2; size === first && less >= 1; less /= 2) {
    if (await fits(job, known, less)) return tell(less);
  }
}

async function fits(job: Job, known: Known, size: number): Promise<boolean> {
  const { train, validation } = known.dataset;
  const spec = { ...job.trial.spec, batch_size: size };
  try {
    using trainer = trainerFor(spec, job.how, known);
    const rows = placed(trainer, train, train.rows.subarray(0, size));
    trainer.train([{ rows, epoch: 1, step: 0, numbers: numbersOf(spec, 0, 1) }]);
    await trainer.evaluate({ ...validation, rows: validation.rows.subarray(0, 250) });
    await trainer.readState();
    return true;
  } catch (error) {
    if (outOfMemory(error, size)) return false;
    throw error;
  }
}

// Rows as the device knows them.
function placed({ place }: Trainer, { source }: Part, rows: Int32Array): Int32Array {
  if (streamedRowBytes(source) === 0) return rows;
  place(source.name, { rows, samples: source.gather(rows) });
  return Int32Array.from(rows, (_, i) => i);
}
