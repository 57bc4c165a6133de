// What a spec comes to before anything is trained: its data described, its network planned,
// everything that can be checked without TensorFlow checked. `train`, `validate` and `show` all
// start here.
import { dirname, resolve } from 'node:path';
import type { DatasetDescription, LoadContext } from '../dataset/dataset.js';
import { describeDataset } from '../dataset/datasets.js';
import { exitCodes, UserError } from '../ground/errors.js';
import { renderShape } from '../model/layer.js';
import { LayerProblem, planNetwork, type Network } from '../model/network.js';
import { SpecProblems, type Problem } from '../document/problems.js';
import type { ReadSpec } from '../spec/read.js';
import type { Tagged } from '../words/tagged.js';
import { classNumber } from '../training/class-weight.js';
import { lossEntry } from '../training/losses/losses.js';
import { metricMisfit } from '../training/metrics/metrics.js';

/** A spec that can be trained. */
export type Plan = {
  /** The spec's file, as it was named. */
  readonly file: string;
  readonly read: ReadSpec;
  readonly data: DatasetDescription;
  readonly network: Network;
  /** What can be trained, but hardly as it was meant. */
  readonly warnings: readonly string[];
};

/**
 * Describes the data and plans the network. Throws SpecProblems with all that does not fit, at
 * their lines.
 */
export async function planExperiment(
  file: string,
  read: ReadSpec,
  notify: LoadContext['notify'],
): Promise<Plan> {
  const data = await describeData(file, read, notify);
  const problems = [...rateProblems(read), ...unusedProblems(read)];
  try {
    const network = planNetwork(read.spec.model, data.inputShape, data);
    const misfits = [...weightProblems(read, data), ...outputProblems(read, data, network)];
    // What is wrong with the outputs themselves comes first.
    problems.push(...(misfits.length > 0 ? misfits : judgingProblems(read, network)));
    if (problems.length === 0) {
      return { file, read, data, network, warnings: [...read.notes, ...outputWarnings(file, read)] };
    }
  } catch (error) {
    if (!(error instanceof LayerProblem)) throw error;
    problems.push(read.problemAt(error.origin, error.message));
  }
  throw new SpecProblems(problems);
}

// Arguments that do not go together are a mistake in the spec, data that cannot be read is not.
async function describeData(
  file: string,
  { spec, problemAt }: ReadSpec,
  notify: LoadContext['notify'],
): Promise<DatasetDescription> {
  try {
    return await describeDataset(spec.dataset, { folder: dirname(resolve(file)), notify });
  } catch (error) {
    if (error instanceof UserError && error.exitCode === exitCodes.misuse) {
      throw new SpecProblems([problemAt(['dataset'], error.message)]);
    }
    throw error;
  }
}

/**
 * Threads for TensorFlow: one for a network whose steps are too small to share, else all that there
 * are.
 */
export function threadsFor(
  { network, read }: Pick<Plan, 'network' | 'read'>,
  available: number,
): number {
  const shareable = 2e7;
  return multiplyAdds(network) * read.spec.batch_size < shareable ? 1 : available;
}

/** Multiplications with a weight for one sample's way through the network. */
export function multiplyAdds(network: Network): number {
  return network.layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0);
}

function rateProblems({ spec, problemAt }: ReadSpec): Problem[] {
  const rate = spec.optimizer.arguments['learning_rate'] as number | Tagged;
  if (typeof rate === 'number' || !spec.reduce_lr_on_plateau) return [];
  return [
    problemAt(
      ['reduce_lr_on_plateau'],
      `reduce_lr_on_plateau cannot lower a learning rate that follows ${rate.name}`,
      'use one of the two',
    ),
  ];
}

const normalised: Readonly<Record<string, string>> = {
  sparse_categorical_crossentropy: 'softmax',
  categorical_crossentropy: 'softmax',
  categorical_focal_crossentropy: 'softmax',
  binary_crossentropy: 'sigmoid',
  binary_focal_crossentropy: 'sigmoid',
};

// A crossentropy of values that are no probabilities trains, and badly.
function outputWarnings(file: string, { spec: { loss, model } }: ReadSpec): readonly string[] {
  const wanted = normalised[loss.name];
  const last = model.at(-1);
  const activation = last?.arguments['activation'] as Tagged | undefined;
  if (
    !wanted ||
    loss.arguments['from_logits'] === true ||
    !last ||
    !activation ||
    ['softmax', 'sigmoid'].includes(activation.name)
  ) {
    return [];
  }
  return [
    `${file}: ${loss.name} expects probabilities, but the last layer (${last.name}) ends with ${activation.name}; give it activation: ${wanted}, or the loss from_logits: true`,
  ];
}

// A layer that leads nowhere is a slip in somebody's inputs.
function unusedProblems({ spec: { model }, problemAt }: ReadSpec): Problem[] {
  const taken = new Set(model.flatMap(({ inputs }) => inputs));
  const unused = model.slice(0, -1).filter(({ name }) => !taken.has(name));
  return unused.map(({ origin, layer, name }) =>
    problemAt(
      origin,
      `no layer takes the output of ${layer} (${name})`,
      'name it in the inputs of a later layer, or remove it',
    ),
  );
}

// Weights of classes must be those of classes that there are.
function weightProblems(
  { spec: { class_weight: weights, dataset }, problemAt }: ReadSpec,
  data: DatasetDescription,
): Problem[] {
  if (weights === null) return [];
  const set = `the data set (${dataset.name})`;
  const about = (message: string, cure: string): Problem[] => [
    problemAt(['class_weight'], message, cure),
  ];
  if (data.classes === null) {
    return about(`class_weight is for classes, but the target of ${set} is a number`, 'remove it');
  }
  if (dataset.arguments['sample_weight'] != null) {
    return about('class_weight and sample_weight cannot both weigh a sample', 'use one of the two');
  }
  if (weights === 'balanced') return [];
  const names = Object.keys(weights);
  const numbers = names.map((name) => classNumber(name, data));
  return names.flatMap((name, i) => {
    const at = ['class_weight', name];
    if (numbers[i] === undefined) {
      return [
        problemAt(
          at,
          `${set} has no class ${JSON.stringify(name)}`,
          `its classes are ${data.classNames ? data.classNames.slice(0, 10).join(', ') : `0 to ${(data.classes ?? 1) - 1}`}`,
        ),
      ];
    }
    return numbers.indexOf(numbers[i]) < i
      ? [
          problemAt(
            at,
            `the class ${JSON.stringify(name)} has two weights, as ${names[numbers.indexOf(numbers[i])]} is the same one`,
            'remove one',
          ),
        ]
      : [];
  });
}

// Metrics, and arguments of the loss, that do not fit the targets or the number of outputs.
function judgingProblems({ spec, problemAt }: ReadSpec, { outputShape }: Network): Problem[] {
  if (outputShape.length !== 1) return [];
  const [units = 0] = outputShape;
  const loss = lossEntry(spec.loss);
  const wrong = loss.misfit?.(spec.loss.arguments, units);
  const misfits = spec.metrics.flatMap((metric, i) => {
    const misfit = metricMisfit(metric, loss, units);
    return misfit ? [problemAt(['metrics', i], misfit.message, misfit.cure)] : [];
  });
  return [...(wrong ? [problemAt(['loss'], wrong)] : []), ...misfits];
}

// What the network gives must be what the loss compares with the data's targets.
function outputProblems(
  { spec, problemAt }: ReadSpec,
  data: DatasetDescription,
  { outputShape }: Network,
): Problem[] {
  const last = spec.model.at(-1);
  const atLast = (message: string, cure?: string): Problem[] => [
    problemAt(last?.origin ?? ['model'], message, cure),
  ];
  if (outputShape.length !== 1) {
    return atLast(
      `the model gives ${renderShape(outputShape)}, but one row of values a sample is needed`,
      'add a Flatten and a Dense layer at the end',
    );
  }
  const [units = 0] = outputShape;
  const form = lossEntry(spec.loss).targets;
  const set = `the data set (${spec.dataset.name})`;
  if (data.classes === null) {
    if (form !== 'values') {
      return [
        problemAt(
          ['loss'],
          `${spec.loss.name} needs classes, but the target of ${set} is a number`,
          'use mean_squared_error',
        ),
      ];
    }
    return units === 1
      ? []
      : atLast(
          `the model gives ${units} values, but the target of ${set} is one number`,
          'end with one unit',
        );
  }
  const { classes } = data;
  if (form === 'values' && units === 1) {
    return classes === 2
      ? []
      : atLast(
          `the model gives one value, but ${set} has ${classes} classes`,
          `end with ${classes} units, softmax and sparse_categorical_crossentropy`,
        );
  }
  if (form === 'classes' ? units >= classes : units === classes) return [];
  return atLast(
    `the model gives ${units} values, but ${set} has ${classes} classes`,
    `end with ${classes} units`,
  );
}
