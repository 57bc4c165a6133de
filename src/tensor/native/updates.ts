// The optimizers' updates on TensorFlow's own kernels, wherever these have Keras' arithmetic: one
// dispatch a weight.
import { boolAttribute, executeRaw, typeAttribute } from './call.js';
import { tf, type NativeBackend, type Tensor } from '../tfjs.js';
import { portableUpdates, type Updates } from '../portable/updates.js';
import { handleOf, type Variable } from '../variables.js';

/** The updates on native TensorFlow; inputs and attributes follow its 2.21. */
export function nativeUpdates(backend: NativeBackend): Updates {
  const apply = applierOf(backend);
  return {
    ...portableUpdates,
    ...descents(apply),
    ...meanSquares(apply),
    ...adams(apply),
  };
}

/** Runs a kernel that updates variables: the variables first, then what they are updated by. */
type Apply = (
  name: string,
  variables: readonly Variable[],
  inputs: readonly Tensor[],
  isNesterov?: boolean,
) => void;

function applierOf(backend: NativeBackend): Apply {
  const { binding } = backend;
  const common = [
    typeAttribute(binding, 'T', binding.TF_FLOAT),
    boolAttribute(binding, 'use_locking', false),
  ];
  return (name, variables, inputs, isNesterov) => {
    const handles = variables.map(handleOf);
    const nesterov =
      isNesterov === undefined ? [] : [boolAttribute(binding, 'use_nesterov', isNesterov)];
    executeRaw(backend, name, [...common, ...nesterov], [...handles, ...inputs], 0);
  };
}

function descents(apply: Apply): Pick<Updates, 'applyGradientDescent' | 'applyMomentum'> {
  return {
    applyGradientDescent: (variable, rate, gradient) =>
      apply('ResourceApplyGradientDescent', [variable], [rate, gradient]),

    applyMomentum: (variable, momentum, rate, gradient, decay, nesterov) =>
      apply(
        'ResourceApplyKerasMomentum',
        [variable, momentum],
        [rate, gradient, tf.scalar(decay)],
        nesterov,
      ),
  };
}

function meanSquares(apply: Apply): Pick<Updates, 'applyAdadelta' | 'applyRmsProp'> {
  return {
    applyAdadelta: (variable, { gradients, steps }, rate, gradient, { rho, epsilon }) =>
      apply(
        'ResourceApplyAdadelta',
        [variable, gradients, steps],
        [rate, tf.scalar(rho), tf.scalar(epsilon), gradient],
      ),

    applyRmsProp: (variable, { velocity, momentum, mean }, rate, gradient, numbers) => {
      const inputs = [
        rate,
        tf.scalar(numbers.rho),
        tf.scalar(numbers.momentum),
        tf.scalar(numbers.epsilon),
        gradient,
      ];
      if (mean) {
        apply('ResourceApplyCenteredRMSProp', [variable, mean, velocity, momentum], inputs);
      } else {
        apply('ResourceApplyRMSProp', [variable, velocity, momentum], inputs);
      }
    },
  };
}

function adams(apply: Apply): Pick<Updates, 'applyAdam' | 'applyAdamax'> {
  return {
    applyAdam: (
      variable,
      { momentum, velocity, largest },
      { rate, beta_1_power, beta_2_power },
      gradient,
      numbers,
    ) => {
      const inputs = [
        beta_1_power,
        beta_2_power,
        rate,
        tf.scalar(numbers.beta_1),
        tf.scalar(numbers.beta_2),
        tf.scalar(numbers.epsilon),
        gradient,
      ];
      if (largest) {
        apply('ResourceApplyAdamWithAmsgrad', [variable, momentum, velocity, largest], inputs);
      } else {
        apply('ResourceApplyAdam', [variable, momentum, velocity], inputs, false);
      }
    },

    applyAdamax: (variable, { momentum, norm }, { rate, beta_1_power }, gradient, numbers) =>
      apply(
        'ResourceApplyAdaMax',
        [variable, momentum, norm],
        [
          beta_1_power,
          rate,
          tf.scalar(numbers.beta_1),
          tf.scalar(numbers.beta_2),
          tf.scalar(numbers.epsilon),
          gradient,
        ],
      ),
  };
}
