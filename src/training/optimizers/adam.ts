// Adam (Kingma and Ba, 2014, the variant with epsilon hat) and those made from it: moving averages
// of the gradient and of its size, corrected for their start from 0.
import { boolean, number } from '../../words/arguments.js';
import {
  decayPower,
  defineOptimizer,
  epsilon,
  learningRate,
  share,
  zeroSlots,
  type Numbers,
  type OptimizerEntry,
} from './optimizer.js';

const decays = { beta_1: share(0.9), beta_2: share(0.999), epsilon };

type Decays = { readonly beta_1: number; readonly beta_2: number };

function powers({ beta_1, beta_2 }: Decays, updates: number): Numbers {
  return { beta_1_power: decayPower(beta_1, updates), beta_2_power: decayPower(beta_2, updates) };
}

const ownArguments = {
  learning_rate: learningRate(0.001),
  ...decays,
  amsgrad: boolean().default(false),
};

const adam: OptimizerEntry<typeof ownArguments> = {
  name: 'adam',
  aliases: ['Adam'],
  summary:
    'Moving averages of the gradient and its square, corrected for their start (Kingma and Ba, 2014, the variant with epsilon hat); with AMSGrad where asked (Reddi et al., 2018).',
  arguments: ownArguments,
  slots: ({ amsgrad }) => zeroSlots('momentum', 'velocity', ...(amsgrad ? ['velocity_hat'] : [])),
  feeds: powers,
  update: ({ ops, args, variable, slot, gradient, fed }) => {
    const slots = {
      momentum: slot('momentum'),
      velocity: slot('velocity'),
      largest: args.amsgrad ? slot('velocity_hat') : null,
    };
    ops.applyAdam(
      variable,
      slots,
      { rate: fed('rate'), beta_1_power: fed('beta_1_power'), beta_2_power: fed('beta_2_power') },
      gradient,
      args,
    );
  },
};

/** adam, adamw, adamax and nadam. */
export const adamOptimizers = [
  defineOptimizer(adam),
  defineOptimizer({
    ...adam,
    name: 'adamw',
    aliases: ['AdamW'],
    summary: 'Adam with weight decay apart from the gradient (Loshchilov and Hutter, 2019).',
    arguments: {
      learning_rate: ownArguments.learning_rate,
      weight_decay: number({ min: 0 }).default(0.004),
      ...decays,
      amsgrad: ownArguments.amsgrad,
    },
  }),
  defineOptimizer({
    name: 'adamax',
    aliases: ['Adamax'],
    summary:
      'Adam with the largest recent gradient in the place of the mean square (Kingma and Ba, 2014).',
    arguments: { learning_rate: learningRate(0.001), ...decays },
    slots: () => zeroSlots('momentum', 'norm'),
    feeds: ({ beta_1 }, updates) => ({ beta_1_power: decayPower(beta_1, updates) }),
    update: ({ ops, args, variable, slot, gradient, fed }) =>
      ops.applyAdamax(
        variable,
        { momentum: slot('momentum'), norm: slot('norm') },
        { rate: fed('rate'), beta_1_power: fed('beta_1_power') },
        gradient,
        args,
      ),
  }),
  defineOptimizer({
    name: 'nadam',
    aliases: ['Nadam'],
    summary: 'Adam with Nesterov momentum whose decay warms up (Dozat, 2015).',
    arguments: { learning_rate: learningRate(0.001), ...decays },
    slots: () => zeroSlots('momentum', 'velocity'),
    feeds: nadamFactors,
    update: ({ ops, args, variable, slot, gradient, fed }) => {
      // Keras takes both decays as float32 and subtracts them from 1 only then.
      const momentum = ops.movingAverage(slot('momentum'), gradient, Math.fround(args.beta_1));
      const velocity = ops.movingAverage(
        slot('velocity'),
        ops.square(gradient),
        Math.fround(args.beta_2),
      );
      const ahead = ops.add(
        ops.mul(momentum, fed('momentum_factor')),
        ops.mul(gradient, fed('gradient_factor')),
      );
      const size = ops.add(ops.sqrt(ops.mul(velocity, fed('velocity_factor'))), args.epsilon);
      variable.assign(ops.sub(variable.read(), ops.div(ops.mul(ahead, fed('rate')), size)));
    },
  }),
];

// How much of the decay of momentum there is at an update, and that of all updates up to each
// multiplied: after so many there is nothing left to multiply by in double precision.
const warmth = (update: number): number => 1 - 0.5 * 0.96 ** update;
const warmths = Array.from({ length: 1000 }, (_, i) => warmth(i + 1)).reduce<number[]>(
  (products, factor) => [...products, (products.at(-1) ?? 1) * factor],
  [],
);

// With decays u_t = beta_1 · (1 − ½ · 0.96^t): what momentum, gradient and velocity are multiplied
// by at update t.
function nadamFactors({ beta_1, beta_2 }: Decays, updates: number): Numbers {
  const decay = Math.fround(beta_1);
  const product = decay ** updates * (warmths[Math.min(updates, warmths.length) - 1] ?? 1);
  const next = decay * warmth(updates + 1);
  return {
    momentum_factor: next / (1 - product * next),
    gradient_factor: (1 - decay * warmth(updates)) / (1 - product),
    velocity_factor: 1 / (1 - Math.fround(decayPower(beta_2, updates))),
  };
}
