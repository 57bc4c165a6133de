// What `dlx verify` compares: the bits of everything that lasts, after every single step.
import { appendFileSync } from 'node:fs';
import { failure, messageOf } from '../ground/errors.js';
import type { Job } from './job.js';
import { encodeFingerprint } from '../run/fingerprint.js';
import type { StopSignal } from '../run/record.js';
import type { Trainer } from '../training/trainer.js';
import type { TrainingHooks } from '../training/train.js';

/** Writes steps down, and stops after the last one that is wanted. */
export type Observer = {
  readonly hooks: TrainingHooks;
  readonly stopSignal: () => StopSignal | null;
};

/** The observer of a job; it does nothing where nobody asked for one. */
export function observerOf(
  { observed }: Pick<Job, 'observed'>,
  trainer: Pick<Trainer, 'readState'>,
): Observer {
  let done = false;
  const onEveryStep = async (epoch: number, step: number): Promise<void> => {
    if (!observed) return;
    writeLine(observed.file, encodeFingerprint({ epoch, step, bits: await trainer.readState() }));
    done = epoch === observed.stopAfter?.epoch && step === observed.stopAfter.step;
  };
  return { hooks: observed ? { onEveryStep } : {}, stopSignal: () => (done ? 'SIGTERM' : null) };
}

function writeLine(file: string, line: string): void {
  try {
    appendFileSync(file, `${line}\n`);
  } catch (error) {
    throw failure(`cannot write ${file}: ${messageOf(error)}`, 'disk');
  }
}
