// How two results of training differ, and whether memory grows. Pure.

/** Tensors by name, row-major. */
export type Values = ReadonlyMap<string, Float32Array>;

/** How far one tensor is from what it should be. */
export type Distance = {
  readonly name: string;
  /** ‖a − b‖ / ‖b‖ */
  readonly of_weight: number;
  /** ‖a − b‖ / ‖b − what it was before training‖: how much of what was learnt is another. */
  readonly of_change: number;
};

/**
 * The distance of each tensor from its expected values, largest first; NaN, which comes before all,
 * where one of them holds NaN, and Infinity where a tensor is missing or of another size.
 */
export function distances(actual: Values, expected: Values, before: Values): readonly Distance[] {
  const all = Array.from(expected, ([name, values]) => {
    const apart = gap(actual.get(name), values);
    return {
      name,
      of_weight: ratio(apart, gap(values, new Float32Array(values.length))),
      of_change: ratio(apart, gap(before.get(name), values)),
    };
  });
  const rank = ({ of_weight }: Distance): number =>
    Number.isNaN(of_weight) ? Infinity : of_weight;
  return all.sort((a, b) => rank(b) - rank(a));
}

/** Distances that are more than this, or no number. */
export function beyond(apart: readonly Distance[], tolerance: number): readonly Distance[] {
  return apart.filter(({ of_weight }) => !(of_weight <= tolerance));
}

/**
 * How far each tensor is moved by rounding errors: the largest distance of trainings that had some
 * added from the one that had none.
 */
export function roundingOf(
  trained: readonly Values[],
  { before, after }: { readonly before: Values; readonly after: Values },
): ReadonlyMap<string, number> {
  const largest = new Map<string, number>();
  for (const one of trained) {
    for (const { name, of_weight } of distances(one, after, before)) {
      largest.set(name, Math.max(largest.get(name) ?? 0, of_weight));
    }
  }
  return largest;
}

/**
 * What is too far: beyond the tolerance, and beyond four times what rounding errors come to. A
 * model may make much of a rounding error, by cancellation or by an optimizer's division.
 */
export function judgedBy(
  apart: readonly Distance[],
  rounding: ReadonlyMap<string, number>,
  tolerance: number,
): { readonly failures: readonly string[]; readonly explained: readonly string[] } {
  const sentences = beyond(apart, tolerance).map(({ name, of_weight, of_change }) => {
    const usual = rounding.get(name) ?? 0;
    const text = `${name} is ${of_weight.toExponential(1)} away, ${of_change.toExponential(1)} of what it learnt; rounding errors alone come to ${usual.toExponential(1)}`;
    return { text, explained: of_weight <= 4 * usual };
  });
  return {
    failures: sentences.filter(({ explained }) => !explained).map(({ text }) => text),
    explained: sentences.filter(({ explained }) => explained).map(({ text }) => text),
  };
}

/** The names of tensors that are not bit for bit the same. */
export function differing(left: Values, right: Values): readonly string[] {
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => !sameBits(left.get(name), right.get(name)));
}

/** What a process holds after so many steps. */
export type Held = {
  readonly steps: number;
  /** TensorFlow's own handles. */
  readonly tensors: number;
  readonly resident_mib: number;
  /** The card's memory in use; null without a card. */
  readonly gpu_mib: number | null;
};

/**
 * What grew from the second point on: the first calls of a size make TensorFlow's plans and pools.
 * Memory may move by a few MiB, the handles by none.
 */
export function growth(held: readonly Held[]): readonly string[] {
  const [, from] = held;
  const to = held.at(-1);
  if (!from || !to || from === to) return ['fewer than three points: nothing can be said'];
  const steps = `from step ${from.steps} to step ${to.steps}`;
  const grown = (from.gpu_mib === null || to.gpu_mib === null ? 0 : to.gpu_mib - from.gpu_mib) > 8;
  return [
    ...(to.tensors === from.tensors
      ? []
      : [`tensors ${steps}: ${from.tensors}, then ${to.tensors}`]),
    ...(grown ? [`MiB on the GPU ${steps}: ${from.gpu_mib}, then ${to.gpu_mib}`] : []),
  ];
}

function sameBits(left: Float32Array | undefined, right: Float32Array | undefined): boolean {
  if (!left || !right) return false;
  const bytes = (values: Float32Array): Buffer =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return bytes(left).equals(bytes(right));
}

function gap(left: Float32Array | undefined, right: Float32Array): number {
  if (left?.length !== right.length) return Infinity;
  return Math.sqrt(right.reduce((sum, value, i) => sum + ((left[i] ?? NaN) - value) ** 2, 0));
}

function ratio(apart: number, norm: number): number {
  return apart === 0 ? 0 : apart / (norm > 0 ? norm : 1);
}
