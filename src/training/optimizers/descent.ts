// Optimizers that follow the gradient or its sign, with one size of step for all weights.
import { boolean, number } from '../../words/arguments.js';
import { defineOptimizer, learningRate, share, zeroSlots } from './optimizer.js';

/** sgd and lion. */
export const descentOptimizers = [
  defineOptimizer({
    name: 'sgd',
    aliases: ['SGD'],
    summary:
      'Gradient descent, with momentum (Polyak, 1964) and Nesterov momentum (Sutskever et al., 2013) where asked.',
    arguments: {
      learning_rate: learningRate(0.01),
      momentum: share(0),
      nesterov: boolean().default(false),
    },
    slots: ({ momentum }) => (momentum === 0 ? [] : zeroSlots('momentum')),
    update: ({ ops, args, variable, slot, gradient, fed }) => {
      if (args.momentum === 0) ops.applyGradientDescent(variable, fed('rate'), gradient);
      else {
        ops.applyMomentum(
          variable,
          slot('momentum'),
          fed('rate'),
          gradient,
          args.momentum,
          args.nesterov,
        );
      }
    },
  }),
  defineOptimizer({
    name: 'lion',
    aliases: ['Lion'],
    summary:
      'Steps of the same size in the direction of the sign of the momentum (Chen et al., 2023).',
    arguments: {
      learning_rate: learningRate(0.001),
      beta_1: number({ above: 0, max: 1 }).default(0.9),
      beta_2: share(0.99),
    },
    slots: () => zeroSlots('momentum'),
    update: ({ ops, args, variable, slot, gradient, fed }) => {
      const momentum = slot('momentum');
      const before = momentum.read();
      const mixed = (decay: number) =>
        ops.add(ops.mul(before, decay), ops.mul(gradient, 1 - Math.fround(decay)));
      variable.assign(ops.sub(variable.read(), ops.mul(fed('rate'), ops.sign(mixed(args.beta_1)))));
      momentum.assign(mixed(args.beta_2));
    },
  }),
];
