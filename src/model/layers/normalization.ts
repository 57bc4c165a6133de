// Batch normalisation.
import { boolean, number } from '../../spec/arguments.js';
import { initializer } from '../initializers.js';
import { defineLayer, type LayerEntry, type WeightPlan } from '../layer.js';

const batchNormalization = defineLayer({
  name: 'BatchNormalization',
  summary: 'Each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted (Ioffe and Szegedy, 2015).',
  arguments: {
    momentum: number({ min: 0, max: 1 }).default(0.99),
    epsilon: number({ above: 0 }).default(0.001),
    center: boolean().default(true),
    scale: boolean().default(true),
    beta_initializer: initializer('zeros'),
    gamma_initializer: initializer('ones'),
    moving_mean_initializer: initializer('zeros'),
    moving_variance_initializer: initializer('ones'),
  },
  outputShape: (_, [shape = []]) => shape,
  weights: (args, [shape = []]) => {
    const plan = (name: string, trainable: boolean, initial: WeightPlan['initializer']): WeightPlan => ({ name, shape: [shape.at(-1) ?? 0], initializer: initial, trainable });
    return [
      ...(args.scale ? [plan('gamma', true, args.gamma_initializer)] : []),
      ...(args.center ? [plan('beta', true, args.beta_initializer)] : []),
      plan('moving_mean', false, args.moving_mean_initializer),
      plan('moving_variance', false, args.moving_variance_initializer),
    ];
  },
  call: ({ ops, args: { momentum, epsilon, center, scale }, x, weight, training, trainable, assign, keep }) => {
    const mean = weight('moving_mean');
    const variance = weight('moving_variance');
    const gamma = scale ? weight('gamma') : ops.onesLike(mean);
    const beta = center ? weight('beta') : ops.zerosLike(mean);
    // A frozen layer uses, and leaves, its averages.
    if (!training || !trainable) return ops.batchNormInference(x, gamma, beta, mean, variance, epsilon);
    const normalized = ops.batchNorm(x, gamma, beta, epsilon, keep);
    assign('moving_mean', keep(ops.add(ops.mul(mean, momentum), ops.mul(normalized.mean, 1 - momentum))));
    assign('moving_variance', keep(ops.add(ops.mul(variance, momentum), ops.mul(normalized.variance, 1 - momentum))));
    return normalized.output;
  },
});

export const normalizationLayers: readonly LayerEntry[] = [batchNormalization];
