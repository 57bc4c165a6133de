// Keras' activations as expressions of PyTorch's.
import type { Tagged } from '../../words/tagged.js';
import { numberOf, numberOrNull, isTrue } from './arguments.js';
import { NoTranslation, py } from './translation.js';

/** An expression of a variable; axes are counted with the channels last. */
type Activation = (x: string, activation: Pick<Tagged, 'arguments'>) => string;

const plain =
  (name: string): Activation =>
  (x) =>
    `${name}(${x})`;
const along =
  (name: string): Activation =>
  (x, given) =>
    `${name}(${x}, dim=${numberOf(given, 'axis')})`;

const activations: Readonly<Record<string, Activation>> = {
  linear: (x) => x,
  relu: (x, given) => rectified(x, given),
  relu6: plain('F.relu6'),
  sigmoid: plain('torch.sigmoid'),
  tanh: plain('torch.tanh'),
  elu: (x, given) => exponentialLinear(x, numberOf(given, 'alpha')),
  selu: plain('F.selu'),
  softplus: plain('F.softplus'),
  softsign: plain('F.softsign'),
  softmax: along('torch.softmax'),
  log_softmax: along('torch.log_softmax'),
  exponential: plain('torch.exp'),
  leaky_relu: (x, given) => `F.leaky_relu(${x}, ${py(numberOf(given, 'negative_slope'))})`,
  silu: plain('F.silu'),
  gelu: (x, given) => `F.gelu(${x}${isTrue(given, 'approximate') ? ', approximate="tanh"' : ''})`,
  celu: (x, given) => `F.celu(${x}, ${py(numberOf(given, 'alpha'))})`,
  mish: plain('F.mish'),
  log_sigmoid: plain('F.logsigmoid'),
  hard_sigmoid: plain('F.hardsigmoid'),
  hard_silu: plain('F.hardswish'),
  hard_tanh: plain('F.hardtanh'),
  tanh_shrink: plain('F.tanhshrink'),
  squareplus: (x, given) => `(${x} + torch.sqrt(${x} * ${x} + ${py(numberOf(given, 'b'))})) / 2`,
  soft_shrink: (x, given) => `F.softshrink(${x}, ${py(numberOf(given, 'threshold'))})`,
  hard_shrink: (x, given) => `F.hardshrink(${x}, ${py(numberOf(given, 'threshold'))})`,
  threshold: (x, given) =>
    `F.threshold(${x}, ${py(numberOf(given, 'threshold'))}, ${py(numberOf(given, 'default_value'))})`,
  sparse_plus: (x) =>
    `torch.where(${x} <= -1, 0.0, torch.where(${x} < 1, (${x} + 1) ** 2 / 4, ${x}))`,
  sparse_sigmoid: (x) => `((${x} + 1) / 2).clamp(0, 1)`,
};

/** A variable with an activation applied. Throws a {@link NoTranslation}. */
export function activationOf({ name, arguments: args }: Tagged, x: string): string {
  const activation = activations[name];
  if (!activation) throw new NoTranslation(`has the activation ${name}, which PyTorch lacks`);
  if (name.endsWith('_shrink') && Number(args['threshold'] ?? 0) < 0) {
    throw new NoTranslation(`has ${name} with a negative threshold, which PyTorch refuses`);
  }
  return activation(x, { arguments: args });
}

/** Whether an activation looks along an axis, which must be where it is counted. */
export function hasAxis({ arguments: args }: Tagged): boolean {
  return 'axis' in args;
}

/** Whether a layer that PyTorch has with one activation alone has that one. */
export function isPlainly({ name, arguments: args }: Tagged, wanted: string): boolean {
  const isUsual =
    name !== 'relu' ||
    (args['negative_slope'] === 0 && args['max_value'] === null && args['threshold'] === 0);
  return name === wanted && isUsual;
}

/** Keras' relu with all its arguments, as src/model/activations.ts has it. */
export function rectified(x: string, given: Pick<Tagged, 'arguments'>): string {
  const slope = numberOf(given, 'negative_slope');
  const most = numberOrNull(given, 'max_value');
  const from = numberOf(given, 'threshold');
  if (from === 0 && most === null) {
    return slope === 0 ? `F.relu(${x})` : `F.leaky_relu(${x}, ${py(slope)})`;
  }
  const positive = from === 0 ? `${x}.clamp(min=0)` : `torch.where(${x} > ${py(from)}, ${x}, 0.0)`;
  const bounded = most === null ? positive : `${positive}.clamp(0, ${py(most)})`;
  return slope === 0 ? bounded : `${bounded} - ${py(slope)} * F.relu(${py(from)} - ${x})`;
}

/** Keras' elu: x where positive, else by · (e^x − 1). */
export function exponentialLinear(x: string, by: number): string {
  return by === 1 ? `F.elu(${x})` : `F.elu(${x}, ${py(by)})`;
}
