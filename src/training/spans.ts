// The steps of an epoch, or of an evaluation, in spans whose rows are on the device together: one span
// of all where the source is in memory. Of a source that is streamed the rows of the next span are read while
// those of this one are worked on.
import type { Part } from '../dataset/dataset.js';
import { streamedRowBytes, type Samples, type Source } from '../dataset/source.js';
import { stretchRows, type EpochOrder } from './epoch-order.js';
import type { Stepper } from './stepper.js';

/** Steps that follow each other, and the numbers by which the device knows the rows of each. */
export type Span = {
  readonly from: number;
  readonly to: number;
  readonly rowsOf: (step: number) => Int32Array;
};

type Placing = Pick<Stepper, 'place'>;

/** The spans of an epoch's training, from the one that a step is in on. */
export function trainingSpans(
  stepper: Placing,
  { source }: Part,
  order: EpochOrder,
  { batch, from }: { readonly batch: number; readonly from: number },
): AsyncGenerator<Span> {
  return spansOf(stepper, source, {
    batch,
    from,
    count: order.count,
    rows: order.rows,
    // A step is of the stretch that it begins in.
    around: (step) => {
      const stretch = order.stretchAt(step * batch);
      return { from: Math.ceil(stretch.from / batch), to: Math.ceil(stretch.to / batch) };
    },
  });
}

/** The spans of the batches of a part in its own order. */
export function evaluationSpans(
  stepper: Placing,
  { source, rows }: Part,
  batch: number,
): AsyncGenerator<Span> {
  const steps = Math.max(
    1,
    Math.floor(streamedRowBytes(source) > 0 ? stretchRows(source) / batch : 1),
  );
  return spansOf(stepper, source, {
    batch,
    from: 0,
    count: rows.length,
    rows: (from, to) => rows.subarray(from, to),
    around: (step) => {
      const from = step - (step % steps);
      return { from, to: Math.min(from + steps, Math.ceil(rows.length / batch)) };
    },
  });
}

/** At most so many rows of a source that is streamed are on the device, in batches of these sizes. */
export function placedRows(source: Source, sizes: readonly number[]): number {
  return Math.min(source.count, stretchRows(source) + Math.max(...sizes));
}

type Order = {
  readonly batch: number;
  readonly from: number;
  readonly count: number;
  readonly rows: (from: number, to: number) => Int32Array;
  readonly around: (step: number) => { readonly from: number; readonly to: number };
};

async function* spansOf(stepper: Placing, source: Source, order: Order): AsyncGenerator<Span> {
  const { batch, count } = order;
  const steps = Math.ceil(count / batch);
  if (streamedRowBytes(source) === 0) {
    const rowsOf = (step: number): Int32Array => order.rows(step * batch, (step + 1) * batch);
    yield { from: 0, to: steps, rowsOf };
    return;
  }
  let next: Reading | null = reading(source, order, order.from);
  try {
    while (next) {
      const { from, to, rows }: Reading = next;
      const samples: Samples = await next.samples;
      next = to < steps ? reading(source, order, to) : null;
      stepper.place(source.name, { rows, samples });
      yield { from, to, rowsOf: placesIn(from, batch, rows.length) };
    }
  } finally {
    // Nothing is read any more once this is over.
    await next?.samples.catch(() => undefined);
  }
}

type Reading = {
  readonly from: number;
  readonly to: number;
  readonly rows: Int32Array;
  readonly samples: Promise<Samples>;
};

function reading(source: Source, { batch, count, rows, around }: Order, step: number): Reading {
  const { from, to } = around(step);
  const own = rows(from * batch, Math.min(to * batch, count));
  const samples = source.read(own);
  // What goes wrong is told to whoever comes for it.
  samples.catch(() => undefined);
  return { from, to, rows: own, samples };
}

function placesIn(first: number, batch: number, count: number): Span['rowsOf'] {
  return (step) => {
    const start = (step - first) * batch;
    return Int32Array.from({ length: Math.min(batch, count - start) }, (_, i) => start + i);
  };
}
