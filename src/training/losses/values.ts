// Losses between values: mean errors, hinges of −1 and 1, and what counts and directions are judged
// by.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { number } from '../../words/arguments.js';
import type { TargetDomain } from './domain.js';
import { defineLoss, epsilon, meanOfSample, type Judged, type LossEntry } from './loss.js';

/** The mean of the squared differences. */
export const meanSquaredError = meanLoss(
  'mean_squared_error',
  ['mse', 'MSE', 'MeanSquaredError'],
  'The mean of the squared differences.',
  ({ ops, output, targets }) => ops.square(ops.sub(output, targets)),
);

/** The mean of the absolute differences. */
export const meanAbsoluteError = meanLoss(
  'mean_absolute_error',
  ['mae', 'MAE', 'MeanAbsoluteError'],
  'The mean of the absolute differences.',
  ({ ops, output, targets }) => ops.abs(ops.sub(output, targets)),
);

/** The mean of the differences in per cent of the targets. */
export const meanAbsolutePercentageError = meanLoss(
  'mean_absolute_percentage_error',
  ['mape', 'MAPE', 'MeanAbsolutePercentageError'],
  'The mean of the absolute differences, in per cent of the targets.',
  ({ ops, output, targets }) =>
    ops.mul(
      ops.abs(ops.div(ops.sub(targets, output), ops.maximum(ops.abs(targets), epsilon))),
      100,
    ),
  'nonzero',
);

/** The mean of the squared differences of log(1 + value). */
export const meanSquaredLogarithmicError = meanLoss(
  'mean_squared_logarithmic_error',
  ['msle', 'MSLE', 'MeanSquaredLogarithmicError'],
  'The mean of the squared differences of log(1 + value); negative values count as 0.',
  ({ ops, output, targets }) => {
    const log1p = (values: Tensor): Tensor => ops.log(ops.add(ops.maximum(values, epsilon), 1));
    return ops.square(ops.sub(log1p(output), log1p(targets)));
  },
  'nonnegative',
);

/** The mean of log(cosh(difference)). */
export const logCosh = meanLoss(
  'log_cosh',
  ['LogCosh', 'logcosh'],
  'The mean of log(cosh(difference)): squared where small, absolute where large.',
  ({ ops, output, targets }) => {
    const difference = ops.sub(output, targets);
    return ops.sub(
      ops.add(difference, ops.activation('softplus', ops.mul(difference, -2))),
      Math.log(2),
    );
  },
);

/** How much an answer fails to be 1 on the right side. */
export const hinge = meanLoss(
  'hinge',
  ['Hinge'],
  'The mean of max(1 − y · p, 0); targets of 0 and 1 are read as −1 and 1.',
  (judged) => shortfall(judged),
  'sign',
);

/** The squares of the hinge. */
export const squaredHinge = meanLoss(
  'squared_hinge',
  ['SquaredHinge'],
  'The mean of its square.',
  (judged) => judged.ops.square(shortfall(judged)),
  'sign',
);

/** The negative log-likelihood of counts. */
export const poisson = meanLoss(
  'poisson',
  ['Poisson'],
  'The mean of p − y · log p, for counts.',
  ({ ops, output, targets }) =>
    ops.sub(output, ops.mul(targets, ops.log(ops.add(output, epsilon)))),
  'nonnegative',
);

const huber = defineLoss({
  name: 'huber',
  aliases: ['Huber'],
  summary: 'Half the squared difference up to delta, in a straight line beyond (Huber, 1964).',
  arguments: { delta: number({ above: 0 }).default(1) },
  targets: 'values',
  domain: 'any',
  perSample: ({ ops, output, targets }, { delta }) => {
    const size = ops.abs(ops.sub(output, targets));
    const near = ops.minimum(size, delta);
    return meanOfSample(
      ops,
      ops.add(ops.mul(ops.square(near), 0.5), ops.mul(ops.sub(size, near), delta)),
    );
  },
});

const cosineLoss = defineLoss({
  name: 'cosine_similarity',
  aliases: ['CosineSimilarity'],
  summary: 'The negative cosine between outputs and targets: −1 in the same direction.',
  arguments: {},
  targets: 'values',
  domain: 'any',
  perSample: (judged) => judged.ops.neg(cosine(judged)),
  misfit: (_, units) =>
    units === 1
      ? 'cosine_similarity is of several outputs, but the model gives one: use mean_squared_error'
      : null,
});

/** The losses of this file. */
export const valueLosses = [
  meanSquaredError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredLogarithmicError,
  huber,
  logCosh,
  hinge,
  squaredHinge,
  poisson,
  cosineLoss,
];

/** The cosine between outputs and targets: [batch]. */
export function cosine({ ops, output, targets }: Judged): Tensor {
  return ops.sum(ops.mul(unit(ops, targets), unit(ops, output)), -1);
}

function unit(ops: Operations, rows: Tensor): Tensor {
  const inverse = ops.rsqrt(ops.sum(ops.square(rows), -1, true));
  return ops.mul(rows, ops.minimum(inverse, 1 / epsilon));
}

// Without arguments, and the mean of something over the outputs.
function meanLoss(
  name: string,
  aliases: readonly string[],
  summary: string,
  values: (judged: Judged) => Tensor,
  domain: TargetDomain = 'any',
): LossEntry {
  return defineLoss({
    name,
    aliases,
    summary,
    arguments: {},
    targets: 'values',
    domain,
    perSample: (judged) => meanOfSample(judged.ops, values(judged)),
  });
}

function shortfall({ ops, output, targets }: Judged): Tensor {
  // A batch of nothing but 0 and 1 is one of yes and no: y · (y − 1) is 0 throughout.
  const below = ops.sub(targets, 1);
  const isBinary = ops.cast(ops.equal(ops.sum(ops.abs(ops.mul(targets, below))), 0), 'float32');
  const signs = ops.add(targets, ops.mul(isBinary, below));
  return ops.maximum(ops.sub(1, ops.mul(signs, output)), 0);
}
