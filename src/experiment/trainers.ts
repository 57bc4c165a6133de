// The trainer of a job on this machine, and what it means when memory runs out.
import { failure, messageOf, type UserError } from '../ground/errors.js';
import type { How } from './job.js';
import type { Spec } from '../spec/spec.js';
import type { GraphShelf } from '../training/compiled/shelf.js';
import { openTrainer, type Trainer } from '../training/trainer.js';
import type { Known } from './facts.js';

/** Who is told of a way that is slower, and where graphs of earlier runs are. */
export type Surrounding = {
  readonly notify?: (message: string) => void;
  readonly shelf?: GraphShelf | null;
};

/**
 * Graphs are the fast way; where a model cannot be recorded, or there is no native TensorFlow,
 * execution run one by one.
 */
export function trainerFor(
  spec: Spec,
  { execution }: Pick<How, 'execution'>,
  { backend, network, dataset }: Known,
  { notify = () => undefined, shelf = null }: Surrounding = {},
): Trainer {
  if (execution === 'graph' && backend.native) {
    try {
      return openTrainer(backend, spec, network, dataset, 'graph', { shelf });
    } catch (error) {
      if (outOfMemory(error, spec.batch_size)) throw error;
      notify(
        `this model cannot be made into a graph (${messageOf(error)}): it trains step by step, more slowly`,
      );
    }
  }
  return openTrainer(backend, spec, network, dataset, 'eager');
}

/**
 * What to say where memory ran out, or null where something else went wrong: TensorFlow's status 8,
 * RESOURCE_EXHAUSTED, reaches us in the text alone.
 */
export function outOfMemory(error: unknown, batchSize: number): UserError | null {
  const large = tooLarge(error);
  if (large) return large;
  if (
    !(error instanceof Error) ||
    !/Invalid TF_Status: 8\b|failed to allocate memory/.test(error.message)
  ) {
    return null;
  }
  return failure(
    `out of memory with batch_size ${batchSize}; try ${batchSize > 1 ? `batch_size ${Math.max(1, 2 ** Math.floor(Math.log2(batchSize - 1)))}` : 'a smaller model'}`,
    'memory',
  );
}

/**
 * The same where JavaScript had no memory for the values of a model or of its data; batches are not
 * held by it.
 */
export function tooLarge(error: unknown): UserError | null {
  const isIt =
    error instanceof RangeError &&
    /Array buffer allocation failed|Invalid typed array length|Cannot create a Buffer|could not be allocated/i.test(
      error.message,
    );
  return isIt
    ? failure(
        'out of memory: the values of the model, or of its data, are more than this machine holds',
        'memory',
      )
    : null;
}
