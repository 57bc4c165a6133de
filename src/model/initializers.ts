// Initial weights with Keras' distributions, drawn by dlx's own generator: a weight's values depend
// on the seed, its name and its shape alone.
import {
  choice,
  integer,
  listOf,
  number,
  type ArgumentsOf,
  type ArgumentKinds,
} from '../words/arguments.js';
import type { Method } from '../words/kinds.js';
import { findEntry, tagged, type Entry, type Tagged } from '../words/tagged.js';
import { randomNormal, randomUniform, type RandomKey } from '../ground/random.js';
import { productOf } from '../ground/product.js';

type Draw = { readonly shape: readonly number[]; readonly size: number; readonly key: RandomKey };

type InitializerEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  /**
   * Why it cannot fill a weight of this shape, or null: it ends a sentence. Left out: it fills any.
   */
  readonly misfit?: Method<[args: ArgumentsOf<S>, shape: readonly number[]], string | null>;
  readonly draw: Method<[args: ArgumentsOf<S>, draw: Draw], Float32Array>;
};

function defineInitializer<S extends ArgumentKinds>(entry: InitializerEntry<S>): InitializerEntry {
  return entry;
}

const axes = listOf(integer()).nullable().default(null);

/**
 * Which axes of a weight are its inputs and its outputs; Keras' own rule where one of them is null.
 */
const fanAxes = { input_axes: axes, output_axes: axes } as const;

type FanAxes = ArgumentsOf<typeof fanAxes>;

type Scaling = {
  readonly scale: number;
  readonly mode: 'fan_in' | 'fan_out' | 'fan_avg';
  readonly distribution: 'truncated_normal' | 'untruncated_normal' | 'uniform';
};

const scaled: Readonly<Record<string, Scaling & { readonly source: string }>> = {
  glorot_uniform: {
    scale: 1,
    mode: 'fan_avg',
    distribution: 'uniform',
    source: 'Glorot and Bengio, 2010',
  },
  glorot_normal: {
    scale: 1,
    mode: 'fan_avg',
    distribution: 'truncated_normal',
    source: 'Glorot and Bengio, 2010',
  },
  he_uniform: { scale: 2, mode: 'fan_in', distribution: 'uniform', source: 'He et al., 2015' },
  he_normal: {
    scale: 2,
    mode: 'fan_in',
    distribution: 'truncated_normal',
    source: 'He et al., 2015',
  },
  lecun_uniform: {
    scale: 1,
    mode: 'fan_in',
    distribution: 'uniform',
    source: 'LeCun et al., 1998',
  },
  lecun_normal: {
    scale: 1,
    mode: 'fan_in',
    distribution: 'truncated_normal',
    source: 'LeCun et al., 1998',
  },
};

/** The initializers a spec may name. */
export const initializers: readonly InitializerEntry[] = [
  defineInitializer({
    name: 'zeros',
    aliases: ['Zeros', 'zero'],
    summary: 'All zero.',
    arguments: {},
    draw: (_, { size }) => new Float32Array(size),
  }),
  defineInitializer({
    name: 'ones',
    aliases: ['Ones', 'one'],
    summary: 'All one.',
    arguments: {},
    draw: (_, { size }) => new Float32Array(size).fill(1),
  }),
  defineInitializer({
    name: 'constant',
    aliases: ['Constant'],
    summary: 'One value everywhere.',
    arguments: { value: number().default(0) },
    draw: ({ value }, { size }) => new Float32Array(size).fill(value),
  }),
  defineInitializer({
    name: 'identity',
    aliases: ['Identity', 'IdentityInitializer'],
    summary: 'gain along the diagonal of a matrix, else 0.',
    arguments: { gain: number().default(1) },
    misfit: (_, shape) =>
      shape.length === 2 ? null : 'the initializer identity needs a weight of two axes',
    draw: ({ gain }, { shape, size }) =>
      new Float32Array(size).map((_, i) =>
        i % ((shape[1] ?? 0) + 1) === 0 && i < (shape[1] ?? 0) ** 2 ? gain : 0,
      ),
  }),
  defineInitializer({
    name: 'random_uniform',
    aliases: ['RandomUniform', 'uniform'],
    summary: 'Uniform between two values.',
    arguments: { minval: number().default(-0.05), maxval: number().default(0.05) },
    draw: ({ minval, maxval }, { size, key }) =>
      randomUniform(key, size).map((u) => minval + u * (maxval - minval)),
  }),
  defineInitializer({
    name: 'random_normal',
    aliases: ['RandomNormal', 'normal'],
    summary: 'Normal with a mean and a standard deviation.',
    arguments: { mean: number().default(0), stddev: number({ min: 0 }).default(0.05) },
    draw: ({ mean, stddev }, { size, key }) =>
      randomNormal(key, size).map((z) => mean + stddev * z),
  }),
  defineInitializer({
    name: 'truncated_normal',
    aliases: ['TruncatedNormal'],
    summary: 'Normal, values beyond two standard deviations drawn again.',
    arguments: { mean: number().default(0), stddev: number({ min: 0 }).default(0.05) },
    draw: ({ mean, stddev }, { size, key }) =>
      randomNormal(key, size, 2).map((z) => mean + stddev * z),
  }),
  defineInitializer({
    name: 'variance_scaling',
    aliases: ['VarianceScaling'],
    summary:
      'Values of variance scale / fan, the fan being the number of inputs, of outputs, or their mean.',
    arguments: {
      scale: number({ above: 0 }).default(1),
      mode: choice(['fan_in', 'fan_out', 'fan_avg']).default('fan_in'),
      distribution: choice(['truncated_normal', 'normal', 'untruncated_normal', 'uniform']).default(
        'truncated_normal',
      ),
      ...fanAxes,
    },
    misfit: (args, shape) => axesProblem(args, shape),
    draw: ({ distribution, ...args }, draw) =>
      drawScaled(
        { ...args, distribution: distribution === 'normal' ? 'truncated_normal' : distribution },
        args,
        draw,
      ),
  }),
  defineInitializer({
    name: 'orthogonal',
    aliases: ['Orthogonal', 'OrthogonalInitializer'],
    summary:
      'An orthogonal matrix: orthonormal columns, or rows where these are fewer (Saxe et al., 2014).',
    arguments: { gain: number().default(1) },
    misfit: (_, shape) =>
      shape.length >= 2 ? null : 'the initializer orthogonal needs a weight of at least two axes',
    draw: ({ gain }, draw) => drawOrthogonal(gain, draw),
  }),
  ...Object.entries(scaled).map(([name, { source, ...scaling }]) =>
    defineInitializer({
      name,
      aliases: [name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())],
      summary: `${scaling.distribution === 'uniform' ? 'Uniform' : 'Truncated normal'}, scaled by the fan-${scaling.mode === 'fan_in' ? 'in' : 'average'} (${source}).`,
      arguments: fanAxes,
      misfit: axesProblem,
      draw: (args, draw) => drawScaled(scaling, args, draw),
    }),
  ),
];

/** An initializer as a layer's argument. */
export const initializer = (defaultName: string) =>
  tagged('initializer', initializers).prefault(defaultName);

/** The values that an initializer gives a weight of this shape, row-major. */
export function drawInitial(
  { name, arguments: args }: Tagged,
  shape: readonly number[],
  key: RandomKey,
): Float32Array {
  return entryOf(name).draw(args, { shape, size: productOf(shape), key });
}

/** Why an initializer cannot fill a weight of this shape, or null: it ends a sentence. */
export function initializerProblem(
  { name, arguments: args }: Tagged,
  shape: readonly number[],
): string | null {
  return entryOf(name).misfit?.(args, shape) ?? null;
}

function entryOf(name: string): InitializerEntry {
  const entry = findEntry(initializers, name);
  if (!entry) throw new Error(`no initializer ${name}`);
  return entry;
}

function axesProblem(
  { input_axes, output_axes }: FanAxes,
  shape: readonly number[],
): string | null {
  const beyond = [...(input_axes ?? []), ...(output_axes ?? [])].find(
    (axis) => axis >= shape.length || axis < -shape.length,
  );
  return beyond === undefined
    ? null
    : `its initializer counts axis ${beyond}, but a weight of ${shape.length} axes has 0 to ${shape.length - 1}`;
}

// Of a standard normal cut at two standard deviations; Keras divides by it so that the variance
// comes out as asked.
const truncatedDeviation = 0.87962566103423978;

// Keras' VarianceScaling: the variance is scale / fan.
function drawScaled(
  { scale, mode, distribution }: Scaling,
  axesOfFans: FanAxes,
  { shape, size, key }: Draw,
): Float32Array {
  const [fanIn, fanOut] = fans(shape, axesOfFans);
  const variance =
    scale / Math.max(1, { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode]);
  if (distribution === 'truncated_normal') {
    return randomNormal(key, size, 2).map((z) => (z * Math.sqrt(variance)) / truncatedDeviation);
  }
  if (distribution === 'untruncated_normal') {
    return randomNormal(key, size).map((z) => z * Math.sqrt(variance));
  }
  const limit = Math.sqrt(3 * variance);
  return randomUniform(key, size).map((u) => (2 * u - 1) * limit);
}

// A kernel's last two axes are inputs and outputs; the others are the window it moves over.
function fans(
  shape: readonly number[],
  { input_axes, output_axes }: FanAxes,
): readonly [number, number] {
  if (input_axes && output_axes) {
    return [
      productOf(input_axes.map((axis) => shape.at(axis) ?? 1)),
      productOf(output_axes.map((axis) => shape.at(axis) ?? 1)),
    ];
  }
  if (shape.length < 2) return [shape[0] ?? 1, shape[0] ?? 1];
  const window = productOf(shape.slice(0, -2));
  return [(shape.at(-2) ?? 1) * window, (shape.at(-1) ?? 1) * window];
}

// The Q of a QR decomposition of normal values, with the signs that make R's diagonal positive, as
// Keras takes it. Modified Gram-Schmidt gives these signs by itself. All axes but the last count as
// rows.
function drawOrthogonal(gain: number, { shape, size, key }: Draw): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const rows = size / columns;
  const length = Math.max(rows, columns);
  const values = Float64Array.from(randomNormal(key, size));
  const vectors = Array.from({ length: Math.min(rows, columns) }, (_, i) =>
    values.subarray(i * length, (i + 1) * length),
  );
  orthonormalise(vectors);
  const result = new Float32Array(size);
  vectors.forEach((vector, i) => {
    vector.forEach(
      (value, j) => (result[rows < columns ? i * columns + j : j * columns + i] = gain * value),
    );
  });
  return result;
}

function orthonormalise(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, i) => {
    const norm = Math.sqrt(dot(vector, vector));
    for (let j = 0; j < vector.length; j += 1) vector[j] = (vector[j] ?? 0) / norm;
    for (const later of vectors.slice(i + 1)) {
      const along = dot(vector, later);
      for (let j = 0; j < later.length; j += 1) {
        later[j] = (later[j] ?? 0) - along * (vector[j] ?? 0);
      }
    }
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
