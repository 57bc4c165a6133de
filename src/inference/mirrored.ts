// New data of a model that is to give back what goes into it: its rows in, a source whose targets are its
// inputs out. Nothing but the data is needed.
import type { TargetFacts } from '../dataset/facts.js';
import { nothingFound, type RowBatch } from '../dataset/new-rows.js';
import { inputAsTarget } from '../dataset/own-target.js';
import { residentSource, type InputColumn, type Samples, type Source } from '../dataset/source.js';
import { failure, misuse } from '../ground/errors.js';
import { itemAt } from '../ground/known.js';
import { productOf } from '../ground/product.js';
import { isSealed } from '../run/sealed.js';
import type { KeptModel } from './kept.js';
import type { LabelledFiles } from './labelled-targets.js';
import { newRowsFor } from './new-data.js';
import type { Sealable } from './unread.js';

type OwnTarget = Extract<TargetFacts, { readonly kind: 'number' }> & { readonly input: string };

/** Whether a model's target is its input. */
export function isOwnTarget(target: TargetFacts): target is OwnTarget {
  return target.kind === 'number' && target.input !== undefined;
}

/** Rows with their inputs as targets; `rows` are those that are kept of them, null means all. */
export function mirroredRows(
  samples: Omit<Samples, 'targets'>,
  { numbers, scale }: OwnTarget,
  rows: Int32Array | null,
): Source {
  const target = inputAsTarget(samples, numbers ? { names: numbers, scale } : null);
  const whole = residentSource('new', { ...samples, targets: [target] });
  return rows ? residentSource('new', whole.gather(rows)) : whole;
}

const rowsAtOnce = 1024;

/**
 * Reads pictures, arrays or values. Throws a UserError that names the file, and a misuse where labels
 * are named, or where the run is sealed: what of its test set is among them cannot be told.
 */
export async function readMirrored(
  kept: Pick<KeptModel, 'inputs' | 'target'> & Sealable,
  { data, labels }: LabelledFiles,
  tell: (note: string) => void,
): Promise<Source> {
  const { inputs, target, folder, facts, record } = kept;
  if (!isOwnTarget(target)) throw new Error('a model that gives back its input is judged here');
  if (labels !== null) {
    throw misuse('--labels is for other targets: this model is to give back what goes into it');
  }
  if (isSealed(record) && facts.samples.test > 0) {
    throw misuse(
      `${folder} is sealed, and its test set may be in ${data}: \`dlx evaluate ${folder} --test\` opens it, and counts the look`,
    );
  }
  const found = nothingFound();
  const wishes = { target: target.name, rows: rowsAtOnce, keep: [] };
  const batches: RowBatch[] = [];
  for await (const batch of newRowsFor({ inputs }, [data], wishes, found)) batches.push(batch);
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  if (count === 0) throw failure(`${data} has no rows`);
  found.notes.forEach(tell);
  const { name, shape, divide_by: divideBy } = itemAt(inputs, 0);
  const values = joined(
    batches.map((batch) => itemAt(batch.inputs, 0)),
    count * productOf(shape),
  );
  const input = { name, shape, divideBy, values };
  return mirroredRows({ count, inputs: [input], weights: null }, target, null);
}

type Values = InputColumn['values'];

function joined(parts: readonly Values[], length: number): Values {
  const [first] = parts;
  const all = first instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
