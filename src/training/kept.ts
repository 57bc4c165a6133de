// Values of a run that were kept outside of it, in a file that may be of another model, or made by
// somebody else.
import { failure } from '../ground/errors.js';
import { sizeOf } from '../model/layer.js';

/** A variable by its name. */
export type Named = { readonly name: string; readonly shape: readonly number[] };

/** Variables and their values, row-major. */
export type StateValues = readonly (Named & { readonly values: Float32Array })[];

/**
 * Throws a UserError that names `from`, where they were kept, unless these are the values of
 * exactly those variables.
 */
export function checkFit(values: StateValues, wanted: readonly Named[], from: string): void {
  const misfit = (what: string): Error => failure(`${from} does not fit the model: ${what}`);
  const sizes = new Map(wanted.map(({ name, shape }) => [name, sizeOf(shape)]));
  for (const {
    name,
    values: { length },
  } of values) {
    const size = sizes.get(name);
    if (size === undefined) throw misfit(`it has ${JSON.stringify(name)}, and the model has not`);
    if (size !== length) throw misfit(`${name} has ${length} values, and the model ${size}`);
  }
  const names = new Set(values.map(({ name }) => name));
  const missing = wanted.find(({ name }) => !names.has(name));
  if (missing) throw misfit(`it lacks ${missing.name}`);
}
