// Numbers of a target between what the loss sees and the target's own units: values in, values out.
import type { Scale, Units } from './facts.js';

/** How number `i` of a row is standardised; null where it is not. */
export function scaleAt(units: Units, i: number): Scale | null {
  return units === null || 'mean' in units ? units : (units[i] ?? null);
}

/** A mean and a deviation for each of `width` numbers; 0 and 1 for those left as they are. */
export function momentsOf(
  units: NonNullable<Units>,
  width: number,
): { readonly means: readonly number[]; readonly deviations: readonly number[] } {
  const scales = Array.from({ length: width }, (_, i) => scaleAt(units, i));
  return {
    means: scales.map((scale) => scale?.mean ?? 0),
    deviations: scales.map((scale) => scale?.deviation ?? 1),
  };
}

/** A value that is number `i` of its row, in the target's own units. */
export function ownValue(value: number, units: Units, i: number): number {
  const scale = scaleAt(units, i);
  return scale ? value * scale.deviation + scale.mean : value;
}

/** Rows of `width` numbers in the target's own units; the very same values where nothing is scaled. */
export function ownValues<V extends Int32Array | Float32Array>(
  values: V,
  units: Units,
  width: number,
): V | Float32Array {
  if (!units) return values;
  return Float32Array.from(values, (value, at) => ownValue(value, units, at % width));
}

/** A value that is number `i` of its row, as the loss sees it. */
export function standardValue(value: number, units: Units, i: number): number {
  const scale = scaleAt(units, i);
  return scale ? (value - scale.mean) / scale.deviation : value;
}
