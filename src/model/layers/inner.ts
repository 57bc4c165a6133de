// A layer inside another one: found in a table, asked for its shapes and called, with weights of names
// and random streams of its own, as `forward/kernel`.
import type { Tensor } from '../../tensor/operations.js';
import type { NestedLayer } from '../../words/nested.js';
import { findEntry, taggedArgument } from '../../words/tagged.js';
import { ShapeError, type LayerCall, type LayerEntry } from '../layer.js';
import { activityPenalty } from '../regularizers.js';

type Call = LayerCall<Readonly<Record<string, unknown>>>;
/** A layer inside another one: its entry and its checked arguments. */
export type Inner = {
  readonly entry: LayerEntry;
  readonly args: Readonly<Record<string, unknown>>;
};

/** The layer of a table that another one holds. */
export function innerOf(
  table: readonly LayerEntry[],
  { layer, arguments: args }: NestedLayer,
): Inner {
  const entry = findEntry(table, layer);
  if (!entry) throw new Error(`no layer ${layer} inside another`);
  return { entry, args };
}

/** What `work` gives; what a layer inside says there of shapes is said of it by name. */
export function shapeOf<T>({ entry }: Inner, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ShapeError
      ? new ShapeError(`holds a layer ${entry.name} that ${error.message}`)
      : error;
  }
}

/** Calls it like the layer around it: […] → […], as it gives it. Its weights begin with `prefix`. */
export function callInner(
  { entry, args }: Inner,
  call: LayerCall<unknown>,
  prefix: string,
): Tensor {
  const output = entry.call(innerCall(call, args, prefix));
  penalise({ entry, args }, call, output);
  return output;
}

/** Adds what it wants of its output, […], to the loss. */
export function penalise(
  { entry, args }: Inner,
  { ops, addLoss }: LayerCall<unknown>,
  output: Tensor,
): void {
  const regularizer =
    entry.activityRegularizer?.(args) ?? taggedArgument(args, 'activity_regularizer');
  if (regularizer) addLoss(activityPenalty(ops, regularizer, output));
}

/** The outer layer's call, with the weights that begin with `prefix`, and random streams of their own. */
export function innerCall(
  call: LayerCall<unknown>,
  args: Inner['args'],
  prefix: string,
  streams = prefix,
): Call {
  return {
    ...call,
    args,
    weight: (name) => call.weight(`${prefix}${name}`),
    uniform: (shape, purpose) => call.uniform(shape, purposeWith(streams, purpose)),
    normal: (shape, purpose) => call.normal(shape, purposeWith(streams, purpose)),
    assign: (name, value) => call.assign(`${prefix}${name}`, value),
    exposeLogits: () => undefined,
  };
}

function purposeWith(prefix: string, purpose: string | undefined): string | undefined {
  return prefix === '' ? purpose : `${prefix}${purpose ?? ''}`.replace(/\/$/, '');
}
