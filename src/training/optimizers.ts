// Optimizers with Keras' defaults and arithmetic. What changes from step to step is fed as a tensor; what is constant
// for the run is a number; what lasts is a slot beside each weight.
import type { Operations, Tensor } from '../engine/operations.js';
import type { Variable } from '../engine/variables.js';
import { boolean, number, type ArgumentsOf, type Shape } from '../spec/arguments.js';
import { findEntry, numberOrTagged, type Entry, type Tagged } from '../spec/tagged.js';
import { schedules } from './schedules.js';

/** A slot that an optimizer keeps for each weight. */
export type SlotPlan = { readonly name: string; readonly initial: number };

/** One weight's update. */
export type Update<A> = {
  readonly ops: Operations;
  readonly args: A;
  readonly variable: Variable;
  readonly slot: (name: string) => Variable;
  readonly gradient: Tensor;
  /** A number fed to this step: `rate`, or one that `feeds` names. */
  readonly fed: (name: string) => Tensor;
};

export type OptimizerEntry<S extends Shape = Shape> = Entry & {
  readonly arguments: S;
  readonly slots: (args: ArgumentsOf<S>) => readonly SlotPlan[];
  /** Numbers beside the rate that depend on how many updates there have been, this one included. */
  readonly feeds?: (args: ArgumentsOf<S>, updates: number) => Readonly<Record<string, number>>;
  readonly update: (update: Update<ArgumentsOf<S>>) => void;
};

function defineOptimizer<S extends Shape>(entry: OptimizerEntry<S>): OptimizerEntry {
  return entry as unknown as OptimizerEntry;
}

const learningRate = (rate: number) => numberOrTagged('schedule', schedules, { min: 0 }).default(rate);
const share = (value: number) => number({ min: 0, max: 1 }).default(value);
const epsilon = number({ min: 0 }).default(1e-7);

/** The optimizers a spec may name. */
export const optimizers: readonly OptimizerEntry[] = [
  defineOptimizer({
    name: 'sgd',
    aliases: ['SGD'],
    summary: 'Gradient descent, with momentum (Polyak, 1964) and Nesterov momentum (Sutskever et al., 2013) where asked.',
    arguments: { learning_rate: learningRate(0.01), momentum: share(0), nesterov: boolean().default(false) },
    slots: ({ momentum }) => (momentum === 0 ? [] : [{ name: 'momentum', initial: 0 }]),
    update: ({ ops, args, variable, slot, gradient, fed }) => {
      if (args.momentum === 0) ops.applyGradientDescent(variable, fed('rate'), gradient);
      else ops.applyMomentum(variable, slot('momentum'), fed('rate'), gradient, args.momentum, args.nesterov);
    },
  }),
  defineOptimizer({
    name: 'adagrad',
    aliases: ['Adagrad'],
    summary: 'Steps shrink with the sum of squared gradients (Duchi et al., 2011).',
    arguments: { learning_rate: learningRate(0.001), initial_accumulator_value: number({ min: 0 }).default(0.1), epsilon },
    slots: ({ initial_accumulator_value }) => [{ name: 'accumulator', initial: initial_accumulator_value }],
    update: ({ ops, args, variable, slot, gradient, fed }) => {
      const accumulator = slot('accumulator');
      const total = ops.add(accumulator.read(), ops.square(gradient));
      accumulator.assign(total);
      // Keras adds epsilon under the root, where TensorFlow's own kernel adds it outside.
      variable.assign(ops.sub(variable.read(), ops.div(ops.mul(fed('rate'), gradient), ops.sqrt(ops.add(total, args.epsilon)))));
    },
  }),
  defineOptimizer({
    name: 'rmsprop',
    aliases: ['RMSprop'],
    summary: 'Steps are divided by a moving root mean square of the gradients (Hinton, 2012); the default.',
    arguments: { learning_rate: learningRate(0.001), rho: share(0.9), momentum: share(0), epsilon, centered: boolean().default(false) },
    slots: ({ centered }) => ['velocity', 'momentum', ...(centered ? ['average_gradient'] : [])].map((name) => ({ name, initial: 0 })),
    update: ({ ops, args, variable, slot, gradient, fed }) =>
      ops.applyRmsProp(variable, { velocity: slot('velocity'), momentum: slot('momentum'), mean: args.centered ? slot('average_gradient') : null }, fed('rate'), gradient, args),
  }),
  defineOptimizer({
    name: 'adam',
    aliases: ['Adam'],
    summary: 'Moving averages of the gradient and its square, corrected for their start (Kingma and Ba, 2014, the variant with epsilon hat).',
    arguments: { learning_rate: learningRate(0.001), beta_1: share(0.9), beta_2: share(0.999), epsilon },
    slots: () => [{ name: 'momentum', initial: 0 }, { name: 'velocity', initial: 0 }],
    feeds: ({ beta_1, beta_2 }, updates) => ({ beta_1_power: beta_1 ** updates, beta_2_power: beta_2 ** updates }),
    update: ({ ops, args, variable, slot, gradient, fed }) =>
      ops.applyAdam(variable, { momentum: slot('momentum'), velocity: slot('velocity') }, { rate: fed('rate'), beta_1_power: fed('beta_1_power'), beta_2_power: fed('beta_2_power') }, gradient, args),
  }),
];

/** The table's entry of an optimizer that a checked spec names. */
export function optimizerEntry({ name }: Tagged): OptimizerEntry {
  const entry = findEntry(optimizers, name);
  if (!entry) throw new Error(`no optimizer ${name}`);
  return entry;
}
