// Optimizers that divide each value's step by the size of its past gradients.
import type { Tensor } from '../../tensor/operations.js';
import { boolean, number } from '../../words/arguments.js';
import { defineOptimizer, epsilon, learningRate, share, zeroSlots } from './optimizer.js';

const initialAccumulator = number({ min: 0 }).default(0.1);
const strength = number({ min: 0 }).default(0);

/** adagrad, adadelta, rmsprop and ftrl. */
export const adaptiveOptimizers = [
  defineOptimizer({
    name: 'adagrad',
    aliases: ['Adagrad'],
    summary: 'Steps shrink with the sum of squared gradients (Duchi et al., 2011).',
    arguments: {
      learning_rate: learningRate(0.001),
      initial_accumulator_value: initialAccumulator,
      epsilon,
    },
    slots: ({ initial_accumulator_value }) => [
      { name: 'accumulator', initial: initial_accumulator_value },
    ],
    update: ({ ops, args, variable, slot, gradient, fed }) => {
      const accumulator = slot('accumulator');
      const total = ops.add(accumulator.read(), ops.square(gradient));
      accumulator.assign(total);
      // Keras adds epsilon under the root, where TensorFlow's own kernel adds it outside.
      variable.assign(
        ops.sub(
          variable.read(),
          ops.div(ops.mul(fed('rate'), gradient), ops.sqrt(ops.add(total, args.epsilon))),
        ),
      );
    },
  }),
  defineOptimizer({
    name: 'adadelta',
    aliases: ['Adadelta'],
    summary:
      'Steps as large as past steps, in proportion to the gradient among past gradients (Zeiler, 2012).',
    arguments: { learning_rate: learningRate(0.001), rho: share(0.95), epsilon },
    slots: () => zeroSlots('accumulated_grad', 'accumulated_delta_var'),
    update: ({ ops, args, variable, slot, gradient, fed }) =>
      ops.applyAdadelta(
        variable,
        { gradients: slot('accumulated_grad'), steps: slot('accumulated_delta_var') },
        fed('rate'),
        gradient,
        args,
      ),
  }),
  defineOptimizer({
    name: 'rmsprop',
    aliases: ['RMSprop'],
    summary:
      'Steps are divided by a moving root mean square of the gradients (Hinton, 2012); the default.',
    arguments: {
      learning_rate: learningRate(0.001),
      rho: share(0.9),
      momentum: share(0),
      epsilon,
      centered: boolean().default(false),
    },
    slots: ({ centered }) =>
      zeroSlots('velocity', 'momentum', ...(centered ? ['average_gradient'] : [])),
    update: ({ ops, args, variable, slot, gradient, fed }) =>
      ops.applyRmsProp(
        variable,
        {
          velocity: slot('velocity'),
          momentum: slot('momentum'),
          mean: args.centered ? slot('average_gradient') : null,
        },
        fed('rate'),
        gradient,
        args,
      ),
  }),
  defineOptimizer({
    name: 'ftrl',
    aliases: ['Ftrl'],
    summary:
      'Follows the regularized leader: weights that gradients do not ask for become exactly 0 (McMahan et al., 2013).',
    arguments: {
      learning_rate: learningRate(0.001),
      learning_rate_power: number({ max: 0 }).default(-0.5),
      initial_accumulator_value: initialAccumulator,
      l1_regularization_strength: strength,
      l2_regularization_strength: strength,
      l2_shrinkage_regularization_strength: strength,
      beta: strength,
    },
    slots: ({ initial_accumulator_value }) => [
      { name: 'accumulator', initial: initial_accumulator_value },
      { name: 'linear', initial: 0 },
    ],
    update: ({ ops, args, variable, slot, gradient, fed }) => {
      const {
        l1_regularization_strength: l1,
        l2_regularization_strength: l2,
        l2_shrinkage_regularization_strength: shrinkage,
      } = args;
      const [accumulator, linear, rate, weight] = [
        slot('accumulator'),
        slot('linear'),
        fed('rate'),
        variable.read(),
      ];
      const before = accumulator.read();
      const total = ops.add(before, ops.square(gradient));
      // What TensorFlow makes of a power of one half wherever it sees one; the difference of two
      // shows every rounding.
      const power = (values: Tensor) =>
        args.learning_rate_power === -0.5
          ? ops.sqrt(values)
          : ops.pow(values, -args.learning_rate_power);
      const root = power(total);
      const slowing = ops.div(ops.sub(root, power(before)), rate);
      const shrunk = shrinkage === 0 ? gradient : ops.add(gradient, ops.mul(weight, 2 * shrinkage));
      const sum = ops.add(linear.read(), ops.sub(shrunk, ops.mul(slowing, weight)));
      const quadratic = ops.add(
        ops.div(root, rate),
        ops.mul(ops.add(ops.div(args.beta, ops.mul(rate, 2)), l2), 2),
      );
      linear.assign(sum);
      variable.assign(ops.div(ops.sub(ops.clipByValue(sum, -l1, l1), sum), quadratic));
      accumulator.assign(total);
    },
  }),
];
