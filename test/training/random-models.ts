// Random models for fast-check: layers of the whole table with arguments from their ranges, shapes
// that fit, random data, loss, optimizer and batch size. A new layer is drawn as soon as it is in
// the table, if its arguments are known.
import { fc, type GeneratorValue } from '../drawn.js';
import { withFacts, type Dataset, type Part } from '../../src/dataset/dataset.js';
import { residentSource } from '../../src/dataset/source.js';
import { activations } from '../../src/model/activations.js';
import { constraints } from '../../src/model/constraints.js';
import { initializers } from '../../src/model/initializers.js';
import { sizeOf, type LayerEntry, type SampleShape } from '../../src/model/layer.js';
import { layers } from '../../src/model/layers/layers.js';
import { LayerProblem, type NetworkLayer } from '../../src/model/network.js';
import { regularizers } from '../../src/model/regularizers.js';
import { randomNormal, randomUniform, randomWords, streamOf } from '../../src/ground/random.js';
import type { Entry } from '../../src/words/tagged.js';
import { losses } from '../../src/training/losses/losses.js';
import { optimizers } from '../../src/training/optimizers/optimizers.js';
import { networkOf } from '../model/specs.js';
import { drawLossArguments, drawMetrics, roughLosses } from './random-judging.js';

/**
 * A spec without its data set, and the data to train it on, of which `data` says what it is made
 * from.
 */
export type RandomModel = {
  readonly parts: Readonly<Record<string, unknown>>;
  readonly data: RandomData;
  readonly dataset: Dataset;
};

type Draw = GeneratorValue;
type Values = Readonly<Record<string, unknown>>;
/** A layer as a spec has it. */
type Item = Readonly<Record<string, unknown>>;

const vocabulary = 7;

/** Draws a model of one to four layers, `wanted` among them, and its head. */
export function drawModel(draw: Draw, wanted: LayerEntry): RandomModel {
  const { kind, inputShape, items } = drawBody(draw, wanted);
  const shape = networkOf(items, inputShape).outputShape;
  const loss = drawEntry(
    draw,
    losses.filter(({ name }) => !roughLosses.includes(name)),
  );
  const units = loss.targets === 'values' ? 1 : draw(fc.integer, { min: 2, max: 4 });
  const given = drawLossArguments(draw, loss);
  const last = {
    Dense: {
      units,
      activation: given['from_logits']
        ? 'linear'
        : (outputActivations[loss.name] ?? draw(fc.constantFrom, 'linear', 'tanh')),
    },
    name: 'head',
  };
  const batchSize = draw(fc.integer, { min: 3, max: 8 });
  // The last batch of an epoch is often a smaller one; of fewer than three samples batch
  // normalisation makes noise.
  const count =
    batchSize * draw(fc.integer, { min: 2, max: 12 }) + draw(fc.constantFrom, 0, 3, batchSize - 1);
  const seed = draw(fc.nat, { max: 2 ** 32 - 1 });
  const parts = {
    model: [...items, ...(shape.length > 1 ? ['Flatten'] : []), last],
    loss: { name: loss.name, ...given },
    optimizer: drawOptimizer(draw),
    metrics: drawMetrics(draw, loss, units),
    batch_size: batchSize,
    seed,
  };
  const data = { kind, inputShape, count, units, seed };
  return { parts, data, dataset: dataOf(data, loss) };
}

// By its name, which is what a failure then shows.
function drawEntry<E extends Entry>(draw: Draw, table: readonly E[]): E {
  const name = draw(fc.constantFrom, ...table.map((entry) => entry.name));
  return table.find((entry) => entry.name === name) as E;
}

type Kind = 'image' | 'table' | 'tokens';
type Body = {
  readonly kind: Kind;
  readonly inputShape: SampleShape;
  readonly items: readonly Item[];
};

// What the wanted layer does not fit into is drawn again.
function drawBody(draw: Draw, wanted: LayerEntry): Body {
  for (let tries = 0; tries < 100; tries += 1) {
    const kind = draw(fc.constantFrom, 'image', 'image', 'table', 'tokens');
    const inputShape = inputShapeOf(draw, kind);
    const items = drawLayers(draw, { kind, inputShape, wanted });
    if (items.some((item) => wanted.name in item)) return { kind, inputShape, items };
  }
  throw new Error(`no place for ${wanted.name} in any model that was drawn`);
}

function inputShapeOf(draw: Draw, kind: Kind): SampleShape {
  const size = (max: number): number => draw(fc.integer, { min: 2, max });
  if (kind === 'image') return [size(7), size(7), draw(fc.integer, { min: 1, max: 3 })];
  return kind === 'table' ? [size(6)] : [size(5)];
}

function drawLayers(
  draw: Draw,
  { kind, inputShape, wanted }: Pick<Body, 'kind' | 'inputShape'> & { readonly wanted: LayerEntry },
): readonly Item[] {
  const length = draw(fc.integer, { min: 1, max: 4 });
  let items: readonly Item[] = [];
  for (let tries = 0; items.length < length && tries < 40; tries += 1) {
    const isNext = draw(fc.boolean) && !items.some((item) => wanted.name in item);
    const entry = isNext ? wanted : drawEntry(draw, layers);
    if (
      kind === 'tokens' ? (items.length === 0) !== Boolean(entry.takesTokens) : entry.takesTokens
    ) {
      continue;
    }
    const shape = items.length === 0 ? inputShape : networkOf(items, inputShape).outputShape;
    const added = [...items, layerItem(draw, entry, { shape, before: items, kind })];
    if (fits(added, inputShape)) items = added;
  }
  return items;
}

function fits(items: readonly Item[], inputShape: SampleShape): boolean {
  try {
    const { layers: planned, outputShape } = networkOf(items, inputShape);
    return sizeOf(outputShape) <= 400 && !planned.some(isConstant);
  } catch (error) {
    if (error instanceof LayerProblem) return false;
    throw error;
  }
}

// The softmax of one value is 1 whatever it is: the gradients of all before it are zero, and
// rounding decides.
function isConstant({ spec, outputShape }: NetworkLayer): boolean {
  return outputShape.at(-1) === 1 && JSON.stringify(spec.arguments).includes('"softmax"');
}

type Place = { readonly shape: SampleShape; readonly before: readonly Item[]; readonly kind: Kind };

function layerItem(draw: Draw, entry: LayerEntry, { shape, before, kind }: Place): Item {
  const args = drawArguments(draw, entry, shape);
  const names = [
    ...(kind === 'tokens' ? [] : ['input']),
    ...before.map((item) => String(item['name'])),
  ];
  const [least, most] = entry.takes ?? [1, 1];
  const joined =
    most > 1
      ? {
          inputs: [
            names.at(-1),
            ...draw(fc.array, fc.constantFrom(...names), {
              minLength: least - 1,
              maxLength: Math.min(2, most - 1),
            }),
          ],
        }
      : {};
  return {
    [entry.name]: Object.keys(args).length > 0 ? args : null,
    name: `layer_${before.length + 1}`,
    ...joined,
    ...(draw(fc.nat, { max: 9 }) === 0 ? { trainable: false } : {}),
  };
}

type Rule = (draw: Draw, shape: SampleShape) => unknown;

const whole =
  (min: number, max: number): Rule =>
  (draw) =>
    draw(fc.integer, { min, max });
const between =
  (min: number, max: number): Rule =>
  (draw) =>
    draw(fc.double, { min, max, noNaN: true });
const yesOrNo: Rule = (draw) => draw(fc.boolean);
const window =
  (max: number): Rule =>
  (draw) =>
    draw(fc.constantFrom, draw(fc.integer, { min: 1, max }), [
      draw(fc.integer, { min: 1, max }),
      draw(fc.integer, { min: 1, max }),
    ]);
const nameFrom =
  (table: readonly Entry[], ...not: readonly string[]): Rule =>
  (draw) =>
    draw(fc.constantFrom, ...table.map(({ name }) => name).filter((name) => !not.includes(name)));

// e^x of e^x is too large for floats.
const anyActivation = nameFrom(activations, 'exponential', 'threshold');
const matrixInitializer = nameFrom(initializers);
const vectorInitializer = nameFrom(initializers, 'identity', 'orthogonal');

const rarely =
  (rule: Rule): Rule =>
  (draw, shape) =>
    draw(fc.nat, { max: 5 }) === 0 ? rule(draw, shape) : undefined;
const anyRegularizer = rarely(nameFrom(regularizers));
const anyConstraint = rarely(nameFrom(constraints));

const lastAxis: Rule = () => -1;

/**
 * What an argument is drawn from, by its name (or by layer and name, `Dot.axes`, or for all layers
 * over sequences, `1D.kernel_size`, where that comes first); undefined leaves it at its default.
 */
const layerRules: Readonly<Record<string, Rule>> = {
  units: whole(1, 6),
  activation: anyActivation,
  max_value: rarely(between(0.5, 3)),
  negative_slope: between(0, 0.5),
  threshold: between(0, 0.5),
  alpha: between(0.2, 2),
  alpha_initializer: (draw) => draw(fc.constantFrom, 'zeros', { name: 'constant', value: 0.25 }),
  shared_axes: rarely((draw, shape) => draw(fc.integer, { min: 1, max: shape.length })),
  recurrent_activation: anyActivation,
  use_bias: yesOrNo,
  kernel_initializer: matrixInitializer,
  depthwise_initializer: matrixInitializer,
  pointwise_initializer: matrixInitializer,
  recurrent_initializer: matrixInitializer,
  embeddings_initializer: matrixInitializer,
  bias_initializer: vectorInitializer,
  target_shape: (draw, shape) =>
    draw(fc.constantFrom, [-1], [1, -1], [shape.at(-1), -1], [shape.at(-1), 1, -1]),
  rate: (draw) =>
    draw(
      fc.constantFrom,
      0,
      0.1,
      0.3,
      0.5,
      0.9,
      draw(fc.double, { min: 0, max: 0.95, noNaN: true }),
    ),
  noise_shape: rarely((draw, shape) => [
    null,
    ...shape.map((size) => draw(fc.constantFrom, null, 1, size)),
  ]),
  'GaussianDropout.rate': between(0, 0.9),
  'AlphaDropout.rate': between(0, 0.9),
  stddev: between(0, 1),
  dims: (draw, shape) =>
    draw(
      fc.shuffledSubarray,
      shape.map((_, i) => i + 1),
      { minLength: shape.length, maxLength: shape.length },
    ),
  n: whole(1, 3),
  'Rescaling.scale': between(-2, 2),
  offset: between(-1, 1),
  l1: between(0, 0.01),
  l2: between(0, 0.01),
  'Softmax.axis': (draw, shape) =>
    draw(
      fc.constantFrom,
      -1,
      shape.map((_, i) => i + 1),
    ),
  axes: () => -1,
  // A row of zeros has no direction, in Keras as here.
  normalize: () => false,
  data_format: (draw) => draw(fc.constantFrom, undefined, 'channels_last'),
  dilation_rate: rarely(whole(1, 2)),
  groups: whole(1, 2),
  depth_multiplier: whole(1, 2),
  output_padding: rarely(whole(0, 1)),
  keepdims: yesOrNo,
  size: whole(1, 2),
  interpolation: (draw) => draw(fc.constantFrom, 'nearest', 'bilinear'),
  cropping: whole(0, 1),
  'ZeroPadding1D.padding': whole(0, 2),
  'ZeroPadding2D.padding': whole(0, 2),
  '1D.kernel_size': whole(1, 3),
  '1D.pool_size': whole(1, 3),
  '1D.strides': (draw) => draw(fc.constantFrom, undefined, 1, 2),
  'Conv1D.padding': (draw) => draw(fc.constantFrom, 'valid', 'same', 'causal'),
  num_heads: whole(1, 2),
  key_dim: whole(1, 3),
  value_dim: rarely(whole(1, 3)),
  dropout: (draw) => draw(fc.constantFrom, 0, 0.3),
  output_shape: rarely(whole(1, 4)),
  use_causal_mask: yesOrNo,
  mean: () => 0.5,
  variance: () => 2,
  invert: yesOrNo,
  'Normalization.axis': () => -1,
  'LayerNormalization.axis': lastAxis,
  'UnitNormalization.axis': lastAxis,
  'RMSNormalization.axis': lastAxis,
  'GroupNormalization.groups': (draw) => draw(fc.constantFrom, 1, -1),
  'BatchNormalization.axis': lastAxis,
  'GroupNormalization.axis': lastAxis,
  filters: whole(1, 4),
  kernel_size: window(3),
  pool_size: window(3),
  strides: (draw) => draw(fc.constantFrom, undefined, undefined, 1, 2, [1, 2], [2, 1]),
  padding: (draw) => draw(fc.constantFrom, 'valid', 'same'),
  axis: (draw, shape) => draw(fc.constantFrom, -1, ...shape.map((_, i) => i + 1)),
  momentum: between(0.5, 0.99),
  epsilon: between(1e-3, 0.1),
  center: yesOrNo,
  scale: yesOrNo,
  beta_initializer: vectorInitializer,
  gamma_initializer: vectorInitializer,
  moving_mean_initializer: vectorInitializer,
  moving_variance_initializer: (draw) =>
    draw(fc.constantFrom, 'ones', { name: 'random_uniform', minval: 0.5, maxval: 2 }),
  // Before the layer there may be images.
  sequence_length: (draw, shape) => (shape.at(-2) ?? 1) + draw(fc.integer, { min: 0, max: 2 }),
  initializer: matrixInitializer,
  input_dim: () => vocabulary,
  output_dim: whole(1, 5),
  unit_forget_bias: yesOrNo,
  return_sequences: yesOrNo,
  'Bidirectional.layer': (draw, shape) =>
    nestedItem(draw, ['SimpleRNN', 'LSTM', 'GRU'], shape, { go_backwards: false }),
  merge_mode: (draw) => draw(fc.constantFrom, 'concat', 'sum', 'mul', 'ave'),
  backward_layer: () => undefined,
  // Where there are no steps the layer does not fit, whatever it holds.
  'TimeDistributed.layer': (draw, shape) =>
    nestedItem(draw, insideSteps, shape.length > 1 ? shape.slice(1) : shape),
  go_backwards: yesOrNo,
  zero_output_for_mask: yesOrNo,
  recurrent_dropout: rarely(between(0, 0.9)),
  mask_zero: yesOrNo,
  mask_value: (draw) => draw(fc.constantFrom, 0, 1, -0.5),
  reset_after: yesOrNo,
};

// Layers that take one input which is not tokens; not again one that holds another.
const insideSteps = layers
  .filter(({ takes, takesTokens, arguments: args }) => !takes && !takesTokens && !('layer' in args))
  .map(({ name }) => name);

function nestedItem(
  draw: Draw,
  names: readonly string[],
  shape: SampleShape,
  fixed: Values = {},
): Item {
  const entry = drawEntry(
    draw,
    layers.filter(({ name }) => names.includes(name)),
  );
  return { [entry.name]: { ...drawArguments(draw, entry, shape), ...fixed } };
}

function drawArguments(draw: Draw, entry: LayerEntry, shape: SampleShape): Values {
  return Object.fromEntries(
    Object.keys(entry.arguments)
      .map((argument) => [argument, drawArgument(draw, entry.name, argument, shape)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function drawArgument(draw: Draw, layer: string, argument: string, shape: SampleShape): unknown {
  const rule =
    layerRules[`${layer}.${argument}`] ??
    (/1D/.test(layer) ? layerRules[`1D.${argument}`] : undefined) ??
    layerRules[argument] ??
    (argument.endsWith('_regularizer')
      ? anyRegularizer
      : argument.endsWith('_constraint')
        ? anyConstraint
        : undefined);
  if (!rule) {
    throw new Error(
      `random-models.ts does not know what to draw the argument ${argument} of ${layer} from`,
    );
  }
  return rule(draw, shape);
}

const optimizerRules: Readonly<Record<string, Rule>> = {
  learning_rate: (draw) =>
    draw(fc.constantFrom, 0.001, 0.01, 0.03, {
      name: 'ExponentialDecay',
      initial_learning_rate: 0.01,
      decay_steps: 7,
      decay_rate: 0.5,
    }),
  momentum: (draw) => draw(fc.constantFrom, 0, 0.5, 0.9),
  nesterov: yesOrNo,
  initial_accumulator_value: between(0.05, 0.2),
  rho: between(0.5, 0.99),
  centered: yesOrNo,
  amsgrad: yesOrNo,
  l1_regularization_strength: rarely(between(0, 0.01)),
  l2_regularization_strength: rarely(between(0, 0.1)),
  l2_shrinkage_regularization_strength: rarely(between(0, 0.1)),
  beta: rarely(between(0, 1)),
  weight_decay: rarely(between(0, 0.1)),
  beta_1: between(0.5, 0.95),
  beta_2: between(0.9, 0.999),
  epsilon: (draw) => draw(fc.constantFrom, 1e-7, 1e-4, 1e-2),
};

function drawOptimizer(draw: Draw): Values {
  const { name, arguments: args } = drawEntry(draw, optimizers);
  const rule = (argument: string): Rule => optimizerRules[argument] ?? (() => undefined);
  // At most one of the three.
  const clip = draw(
    fc.constantFrom,
    {},
    {},
    {},
    { clipnorm: 0.1 },
    { clipvalue: 0.05 },
    { global_clipnorm: 0.2 },
  );
  return {
    name,
    ...Object.fromEntries(
      Object.keys(args).map((argument) => [argument, rule(argument)(draw, [])]),
    ),
    ...clip,
  };
}

const outputActivations: Readonly<Record<string, string>> = {
  sparse_categorical_crossentropy: 'softmax',
  categorical_crossentropy: 'softmax',
  categorical_focal_crossentropy: 'softmax',
  kl_divergence: 'softmax',
  binary_crossentropy: 'sigmoid',
  binary_focal_crossentropy: 'sigmoid',
  poisson: 'softplus',
};

/** What random data is made from. */
export type RandomData = {
  readonly kind: Kind;
  readonly inputShape: SampleShape;
  readonly count: number;
  readonly units: number;
  readonly seed: number;
};

/** Random data for a loss. */
export function dataOf(
  { kind, inputShape, count, units, seed }: RandomData,
  loss: (typeof losses)[number],
): Dataset {
  const key = (purpose: string) => ({ seed, stream: streamOf(purpose) });
  const size = count * sizeOf(inputShape);
  // Of a sample whose every step is masked the mean is not a number, in Keras as here: its first
  // token is never 0.
  const token = (word: number, at: number): number =>
    at % sizeOf(inputShape) === 0 ? 1 + (word % (vocabulary - 1)) : word % vocabulary;
  const inputs =
    kind === 'tokens'
      ? Int32Array.from(randomWords(key('tokens'), size), token)
      : kind === 'image'
        ? Uint8Array.from(randomWords(key('pixels'), size))
        : randomNormal(key('values'), size);
  const isClass = loss.targets !== 'values';
  const targets = isClass
    ? Int32Array.from(randomWords(key('targets'), count), (word) => word % units)
    : randomUniform(key('targets'), count);
  const divideBy = kind === 'image' ? 255 : 1;
  const part: Part = {
    source: residentSource('train', {
      count,
      inputs: [{ name: 'x', shape: inputShape, divideBy, values: inputs }],
      targets: [{ name: 'y', shape: [], scale: null, values: targets }],
      weights: null,
    }),
    rows: Int32Array.from({ length: count }, (_, i) => i),
  };
  return withFacts({
    name: 'random',
    inputs: [{ name: 'x', kind, shape: inputShape, vocabulary }],
    classes: isClass ? units : null,
    classNames: null,
    train: part,
    validation: part,
    test: part,
    sha256: '',
    targetName: 'y',
    columns: null,
    notes: [],
  });
}
