// What a spec comes to before anything is trained: its data described, its network planned,
// everything that can be checked without TensorFlow checked. `train`, `validate` and `show` all
// start here.
import type { DatasetDescription, LoadContext } from '../dataset/dataset.js';
import { describeDataset } from '../dataset/datasets.js';
import { exitCodes, UserError } from '../ground/errors.js';
import { canonicalJson } from '../spec/minimal.js';
import { droppedMasks, LayerProblem, planNetwork, type Network } from '../model/network.js';
import { renderProblem, SpecProblems, type Problem } from '../document/problems.js';
import type { ReadSpec, Trial } from '../spec/read.js';
import { classNumber } from '../training/class-weight.js';
import type { Initial } from './job.js';
import { learningRateOf } from '../training/schedules/schedules.js';
import { judgingProblems, outputProblems, outputWarnings } from './judging.js';
import { unitWarnings } from './mixed-units.js';
import { rangeWarnings } from './ranges.js';
import { wantedTargets } from '../training/losses/losses.js';

/** A spec that can be trained. */
export type Plan = {
  /** The spec's file, as it was named. */
  readonly file: string;
  readonly read: ReadSpec;
  readonly data: DatasetDescription;
  readonly network: Network;
  /** The weights that it begins with, once they were looked at; null where they are drawn. */
  readonly initial: Initial | null;
  /** Whether those are of a run whose test set is sealed: then so is that of this one. */
  readonly isSealed: boolean;
  /** What it is good to know before it is trained. */
  readonly notes: readonly string[];
  /** What can be trained, but hardly as it was meant. */
  readonly warnings: readonly string[];
};

/** Data that a command has described, by what was asked for: it need not be read for each spec. */
export type DescribedData = Map<string, DatasetDescription>;

/**
 * Describes the data and plans the network. Throws SpecProblems with all that does not fit, at
 * their lines.
 */
export async function planExperiment(
  file: string,
  read: ReadSpec,
  notify: LoadContext['notify'],
  known: DescribedData = new Map(),
): Promise<Plan> {
  const data = await describedOnce(read, notify, known);
  const problems = [...rateProblems(read), ...unusedProblems(read)];
  try {
    const network = planNetwork(read.spec.model, data.inputs);
    problems.push(...untakenProblems(read, network));
    const misfits = [...weightProblems(read, data), ...outputProblems(read, data, network)];
    // What is wrong with the outputs themselves comes first.
    problems.push(...(misfits.length > 0 ? misfits : judgingProblems(read, data, network)));
    if (problems.length === 0) {
      return {
        file,
        read,
        data,
        network,
        initial: null,
        isSealed: false,
        notes: [],
        warnings: [
          ...read.notes,
          ...outputWarnings(file, read, data, network),
          ...rangeWarnings(file, read, data, network),
          ...unitWarnings(file, read, data),
          ...data.notes.map((note) => `${file}: ${note}`),
          ...maskWarnings(read, network),
        ],
      };
    }
  } catch (error) {
    if (!(error instanceof LayerProblem)) throw error;
    problems.push(read.problemAt(error.origin, error.message, error.cure ?? undefined));
  }
  throw new SpecProblems(problems);
}

/** What the data of a spec is loaded with. */
export function dataContext(
  { spec: { loss }, folder }: Pick<Trial, 'spec' | 'folder'>,
  notify: LoadContext['notify'],
): LoadContext {
  return { folder, targets: wantedTargets(loss), notify };
}

// As Keras warns, at the layer's line.
function maskWarnings({ problemAt }: ReadSpec, network: Network): readonly string[] {
  return droppedMasks(network).map(({ spec: { origin, layer, name } }) => {
    const message = `${layer} (${name}) is given a mask, which it neither uses nor hands on: the layers after it take masked steps for ones that count`;
    return renderProblem(problemAt(origin, message)).split('\n')[0] ?? message;
  });
}

/** The data of a plan, for others that ask for the same. */
export function describedBy({ read, data }: Pick<Plan, 'read' | 'data'>): DescribedData {
  return new Map([[dataKey(read), data]]);
}

function dataKey(read: ReadSpec): string {
  const { folder, targets } = dataContext(read, () => undefined);
  return canonicalJson([folder, targets, read.spec.dataset]);
}

async function describedOnce(
  read: ReadSpec,
  notify: LoadContext['notify'],
  known: DescribedData,
): Promise<DatasetDescription> {
  const key = dataKey(read);
  const data = known.get(key) ?? (await describeData(read, notify));
  known.set(key, data);
  return data;
}

// Arguments that do not go together are a mistake in the spec, data that cannot be read is not.
async function describeData(
  { spec, folder, problemAt }: ReadSpec,
  notify: LoadContext['notify'],
): Promise<DatasetDescription> {
  try {
    return await describeDataset(spec.dataset, dataContext({ spec, folder }, notify));
  } catch (error) {
    if (error instanceof UserError && error.exitCode === exitCodes.misuse) {
      throw new SpecProblems([problemAt([error.key ?? 'dataset'], error.message)]);
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
  const rate = learningRateOf(spec.optimizer);
  if (typeof rate === 'number' || !spec.reduce_lr_on_plateau) return [];
  return [
    problemAt(
      ['reduce_lr_on_plateau'],
      `reduce_lr_on_plateau cannot lower a learning rate that follows ${rate.name}`,
      'use one of the two',
    ),
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

// As Keras refuses an input that nothing is computed from.
function untakenProblems(
  { spec: { model }, problemAt }: ReadSpec,
  { inputs, inputPlaces }: Network,
): Problem[] {
  const taken = new Set(model.flatMap((layer) => layer.inputs.map((one) => inputPlaces.get(one))));
  return inputs.flatMap(({ name }, place) =>
    taken.has(place)
      ? []
      : [
          problemAt(
            ['dataset'],
            `no layer takes the input ${JSON.stringify(name)} of the data`,
            'name it in the inputs of a layer, or leave it out of the data',
          ),
        ],
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
