// Whether what the network gives, what the data's targets are, the loss and the metrics go together:
// a spec, its data and its network in, problems at their lines out.

import { classValues, domainProblem } from '../training/losses/domain.js';
import type { DatasetDescription } from '../dataset/dataset.js';
import type { TargetValues } from '../dataset/target-values.js';
import { productOf } from '../ground/product.js';
import type { Problem } from '../document/problems.js';
import { renderShape } from '../model/layer.js';
import type { Network, NetworkLayer } from '../model/network.js';
import type { ReadSpec } from '../spec/read.js';
import type { Misfit } from '../training/metrics/metric.js';
import { lossEntry } from '../training/losses/losses.js';
import { metricEntry, metricMisfit, seesProbabilities } from '../training/metrics/metrics.js';
import { taggedArgument, type Tagged } from '../words/tagged.js';

/** The activation that a layer ends with, by its name; undefined where it has none. */
export function activationOf({
  spec: { layer, arguments: args },
}: NetworkLayer): string | undefined {
  return layer === 'Softmax' ? 'softmax' : taggedArgument(args, 'activation')?.name;
}

/** What can be trained, but hardly as it was meant: a sentence each. */
export function outputWarnings(
  file: string,
  { spec: { loss } }: ReadSpec,
  { classes }: DatasetDescription,
  { layers, outputShape }: Network,
): readonly string[] {
  const { probabilities, targets } = lossEntry(loss);
  const [units = 0] = outputShape;
  const spare =
    targets === 'classes' && classes !== null && units > classes
      ? [
          `${file}: the model gives ${units} values, but the data has ${classes} classes: ${units - classes} of them will learn never to be right`,
        ]
      : [];
  const last = layers.at(-1);
  const activation = last && activationOf(last);
  if (
    !probabilities ||
    loss.arguments['from_logits'] === true ||
    activation === undefined ||
    activation === 'softmax' ||
    activation === 'sigmoid'
  ) {
    return spare;
  }
  return [
    ...spare,
    `${file}: ${loss.name} expects probabilities, but the last layer (${last?.spec.name}) ends with ${activation}; give it activation: ${probabilities}, or the loss from_logits: true`,
  ];
}

/**
 * Losses and metrics that do not fit the targets, the number of outputs or what the outputs are,
 * each at its line.
 */
export function judgingProblems(
  read: ReadSpec,
  data: DatasetDescription,
  network: Network,
): Problem[] {
  const [units = 0] = network.outputShape;
  if (network.outputShape.length !== 1) return [];
  const { spec, problemAt } = read;
  const loss = lossEntry(spec.loss);
  const wrong = loss.misfit?.(spec.loss.arguments, units);
  const misfits = spec.metrics.flatMap((metric, i) => {
    const misfit = domainMisfit(metric, read, data) ?? metricMisfit(metric, loss, units);
    return misfit ? [problemAt(['metrics', i], misfit.message, misfit.cure)] : [];
  });
  return [
    ...(wrong ? [problemAt(['loss'], wrong)] : []),
    ...misfits,
    ...constantProblems(read, network),
    ...lossOutputProblems(read, network),
    ...metricOutputProblems(read, network),
    ...lossDomainProblems(read, data),
  ];
}

// The softmax of one value is 1, whatever it is.
function constantProblems({ problemAt }: ReadSpec, { layers }: Network): Problem[] {
  return layers
    .filter((layer) => activationOf(layer) === 'softmax' && layer.outputShape.at(-1) === 1)
    .map(({ spec: { origin, layer, name } }) =>
      problemAt(
        origin,
        `${layer} (${name}) ends with softmax over one unit, which is always 1`,
        'use sigmoid for yes or no, or one unit a class',
      ),
    );
}

const other = { softmax: 'sigmoid', sigmoid: 'softmax' } as const;

// What goes into a loss is logits or probabilities of its own kind, never probabilities taken for
// logits.
function lossOutputProblems({ spec: { loss }, problemAt }: ReadSpec, network: Network): Problem[] {
  const { name, probabilities } = lossEntry(loss);
  const last = network.layers.at(-1);
  const activation = last && activationOf(last);
  if (!probabilities || !last || (activation !== 'softmax' && activation !== 'sigmoid')) return [];
  const ends = `the last layer (${last.spec.name}) ends with ${activation}`;
  if (loss.arguments['from_logits'] === true) {
    return [
      problemAt(
        ['loss'],
        `${name} takes the outputs for logits, but ${ends}`,
        'remove from_logits, or the activation',
      ),
    ];
  }
  // A softmax over one unit has its own message.
  if (activation !== other[probabilities] || last.outputShape.at(-1) === 1) return [];
  const cure =
    probabilities === 'sigmoid'
      ? 'for one of several classes use categorical_crossentropy, for several yes or no activation: sigmoid'
      : 'for one of several classes use activation: softmax, for several yes or no binary_crossentropy';
  return [problemAt(['loss'], `${name} is of a ${probabilities}, but ${ends}`, cure)];
}

function metricOutputProblems(
  { spec: { loss, metrics }, problemAt }: ReadSpec,
  { layers }: Network,
): Problem[] {
  const last = layers.at(-1);
  const activation = last && activationOf(last);
  const isProbability = activation === 'softmax' || activation === 'sigmoid';
  return metrics.flatMap((metric, i) => {
    if (last && isProbability && metric.arguments['from_logits'] === true) {
      return [
        problemAt(
          ['metrics', i],
          `${metric.name} takes the outputs for logits, but the last layer (${last.spec.name}) ends with ${activation}`,
          'remove from_logits',
        ),
      ];
    }
    const cut = ['threshold', 'thresholds'].find((key) => metric.arguments[key] === 0);
    return cut !== undefined && seesProbabilities(metric, loss)
      ? [
          problemAt(
            ['metrics', i],
            `${metric.name} sees probabilities here, which are all above a ${cut.replace(/s$/, '')} of 0`,
            `the logit 0 is the probability 0.5, the default of ${cut}`,
          ),
        ]
      : [];
  });
}

// Targets that are classes are 0 and 1 to whatever compares values; null where nothing is known of
// them.
function valuesOf({ spec: { loss } }: ReadSpec, data: DatasetDescription): TargetValues | null {
  if (data.classes === null) return data.targetValues ?? null;
  return lossEntry(loss).targets === 'classes' ? null : classValues;
}

// A standardised target is on both sides of 0, whatever it was.
const standardized: TargetValues = { min: -1, max: 1, zeros: 0, whole: false, pair: null };

function lossDomainProblems(read: ReadSpec, data: DatasetDescription): Problem[] {
  const values = data.targetScale ? standardized : valuesOf(read, data);
  const { name, domain } = lossEntry(read.spec.loss);
  const problem = values && domainProblem(domain, values);
  return problem ? [read.problemAt(['loss'], `${name} ${problem}`, cureFor('loss', values))] : [];
}

function domainMisfit(metric: Tagged, read: ReadSpec, data: DatasetDescription): Misfit | null {
  const values = valuesOf(read, data);
  const problem = values && domainProblem(metricEntry(metric).domain, values);
  return problem ? { message: `${metric.name} ${problem}`, cure: cureFor('metric', values) } : null;
}

function cureFor(what: 'loss' | 'metric', { whole, min }: TargetValues): string {
  const use =
    what === 'loss'
      ? 'use mean_squared_error or mean_absolute_error'
      : 'use mean_absolute_error or r2_score';
  return whole && min >= 0 ? `${use}; if the numbers are classes, say target_type: classes` : use;
}

/** What the network gives that is not what the loss compares with the data's targets. */
export function outputProblems(
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
      data.targetInput === undefined
        ? 'add a Flatten and a Dense layer at the end'
        : `add a Flatten at the end: the target is the input's ${ownSize(data)} numbers in a row`,
    );
  }
  const [units = 0] = outputShape;
  const form = lossEntry(spec.loss).targets;
  const set = `the data set (${spec.dataset.name})`;
  if (data.classes === null) {
    if (form !== 'values') {
      return [problemAt(['loss'], ...classesWanted(spec.loss.name, set, data))];
    }
    return numberProblems(units, set, data).flatMap(([message, cure]) => atLast(message, cure));
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
    `the model gives ${valuesInWords(units)}, but ${set} has ${classes} classes`,
    `end with ${classes} units`,
  );
}

// Of a loss of classes, where there are none: what is wrong, and what to do.
function classesWanted(
  loss: string,
  set: string,
  { labels, targetInput, targetValues }: DatasetDescription,
): readonly [message: string, cure: string] {
  const says = (what: string): string =>
    `${loss} needs classes, but the target of ${set} is ${what}`;
  if (labels) return [says('labels, of which a row may have several'), 'use binary_crossentropy'];
  if (targetInput !== undefined) return [says('the input itself'), 'use mean_squared_error'];
  return [
    says('a number'),
    targetValues?.whole
      ? 'use mean_squared_error, or say target_type: classes if the numbers are classes'
      : 'use mean_squared_error',
  ];
}

// As many outputs as the target has numbers.
function numberProblems(
  units: number,
  set: string,
  data: DatasetDescription,
): readonly (readonly [message: string, cure: string])[] {
  const { targetNumbers, targetValues, labels, targetInput } = data;
  const isOwn = targetInput !== undefined;
  const wanted = isOwn ? ownSize(data) : (targetNumbers?.length ?? 1);
  if (units === wanted) return [];
  const gives = `the model gives ${valuesInWords(units)}, but the target of ${set} is`;
  const what = labels ? 'labels' : isOwn ? 'numbers, those of the input itself' : 'numbers';
  if (wanted > 1) return [[`${gives} ${wanted} ${what}`, `end with ${wanted} units`]];
  const cure = targetValues?.whole
    ? 'end with one unit, or say target_type: classes if the numbers are classes'
    : 'end with one unit';
  return [[`${gives} one number`, cure]];
}

// How many numbers an input has that is the target.
function ownSize({ inputs, targetInput }: DatasetDescription): number {
  return productOf(inputs.find(({ name }) => name === targetInput)?.shape ?? []);
}

function valuesInWords(count: number): string {
  return count === 1 ? 'one value' : `${count} values`;
}
