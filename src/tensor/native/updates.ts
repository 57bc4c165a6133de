// The optimizers' updates on TensorFlow's own kernels, wherever these have Keras' arithmetic: one
// dispatch a weight.
import { boolAttribute, executeRaw, typeAttribute, type NativeInput } from './call.js';
import { tf, type Attribute, type NativeBackend } from '../tfjs.js';
import { portableUpdates, type Updates } from '../portable/updates.js';
import type { ResourceVariable, Variable } from '../variables.js';

/** The updates on native TensorFlow; inputs and attributes follow its 2.21. */
export function nativeUpdates(backend: NativeBackend): Updates {
  const { binding } = backend;
  const float = typeAttribute(binding, 'T', binding.TF_FLOAT);
  const handle = (variable: Variable): number => (variable as ResourceVariable).handle;
  const apply = (
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly NativeInput[],
  ): void =>
    void executeRaw(
      backend,
      name,
      [float, boolAttribute(binding, 'use_locking', false), ...attributes],
      inputs,
      0,
    );
  return {
    ...portableUpdates,

    applyGradientDescent: (variable, rate, gradient) =>
      apply('ResourceApplyGradientDescent', [], [handle(variable), rate, gradient]),

    applyMomentum: (variable, momentum, rate, gradient, decay, nesterov) =>
      apply(
        'ResourceApplyKerasMomentum',
        [boolAttribute(binding, 'use_nesterov', nesterov)],
        [handle(variable), handle(momentum), rate, gradient, tf.scalar(decay)],
      ),

    applyAdadelta: (variable, { gradients, steps }, rate, gradient, { rho, epsilon }) =>
      apply(
        'ResourceApplyAdadelta',
        [],
        [
          handle(variable),
          handle(gradients),
          handle(steps),
          rate,
          tf.scalar(rho),
          tf.scalar(epsilon),
          gradient,
        ],
      ),

    applyRmsProp: (variable, { velocity, momentum, mean }, rate, gradient, numbers) => {
      const scalars = [
        rate,
        tf.scalar(numbers.rho),
        tf.scalar(numbers.momentum),
        tf.scalar(numbers.epsilon),
        gradient,
      ];
      if (mean) {
        apply(
          'ResourceApplyCenteredRMSProp',
          [],
          [handle(variable), handle(mean), handle(velocity), handle(momentum), ...scalars],
        );
      } else {
        apply(
          'ResourceApplyRMSProp',
          [],
          [handle(variable), handle(velocity), handle(momentum), ...scalars],
        );
      }
    },

    applyAdam: (
      variable,
      { momentum, velocity, largest },
      { rate, beta_1_power, beta_2_power },
      gradient,
      numbers,
    ) => {
      const scalars = [
        beta_1_power,
        beta_2_power,
        rate,
        tf.scalar(numbers.beta_1),
        tf.scalar(numbers.beta_2),
        tf.scalar(numbers.epsilon),
        gradient,
      ];
      if (largest) {
        apply(
          'ResourceApplyAdamWithAmsgrad',
          [],
          [handle(variable), handle(momentum), handle(velocity), handle(largest), ...scalars],
        );
      } else {
        apply(
          'ResourceApplyAdam',
          [boolAttribute(binding, 'use_nesterov', false)],
          [handle(variable), handle(momentum), handle(velocity), ...scalars],
        );
      }
    },

    applyAdamax: (variable, { momentum, norm }, { rate, beta_1_power }, gradient, numbers) =>
      apply(
        'ResourceApplyAdaMax',
        [],
        [
          handle(variable),
          handle(momentum),
          handle(norm),
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
