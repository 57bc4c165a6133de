// The part of the process that computes which answers `dlx predict`: opens a kept model, and gives
// the outputs of rows as they come, until there are no more.
import { openForward } from '../inference/forward.js';
import type { PredictEvent, PredictJob, RowsFor } from '../inference/job.js';
import { openKept } from '../inference/kept.js';
import { openBackend } from '../tensor/backend.js';

/** What comes one after another, for who waits for it. */
export class Mailbox<T> {
  readonly #come: T[] = [];
  #wake: (() => void) | null = null;

  /** Something came. */
  put(one: T): void {
    this.#come.push(one);
    this.#wake?.();
  }

  /** The next one, once it has come. */
  async next(): Promise<T> {
    for (;;) {
      const one = this.#come.shift();
      if (one !== undefined) return one;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** Answers the rows of a job. Throws a UserError where its model cannot be opened. */
export async function servePredictions(
  { folder, batch, execution, place }: PredictJob,
  mail: Mailbox<RowsFor>,
  tell: (event: PredictEvent) => void,
): Promise<void> {
  const kept = openKept(folder);
  const backend = await openBackend(place.backend);
  using model = openForward(backend, kept, { execution, batch });
  tell({ type: 'opened' });
  for (let { rows } = await mail.next(); rows; { rows } = await mail.next()) {
    tell({ type: 'outputs', outputs: await model.run(rows.inputs, rows.count) });
  }
}
