// The data sets `cifar10` and `cifar100`: 32 × 32 colour images, from Keras' files where they lie, from
// dlx's cache, or fetched.
import { choice, number, type ArgumentsOf } from '../../words/arguments.js';
import {
  defineDataset,
  type Dataset,
  type DatasetDescription,
  type LoadContext,
} from '../dataset.js';
import type { ArchivedSet, ArchivePlaces } from '../fetched/archives.js';
import { splitArguments, type SplitArguments } from '../split.js';
import { cifar100Archives, cifar10Archives } from './cifar-archives.js';
import type { LabelPlace } from './cifar-files.js';
import { cifar10Names, coarseNames, fineNames } from './cifar-names.js';
import {
  describedTarget,
  imageDataset,
  imageTarget,
  type ImageTarget,
  type LabelledImages,
} from './images.js';

const shape = {
  target: imageTarget,
  divide_by: number({ above: 0 }).default(255),
  ...splitArguments,
};
const shape100 = { label_mode: choice(['fine', 'coarse']).default('fine'), ...shape };

/** Ten kinds of animals and vehicles. */
export const cifar10 = defineDataset({
  name: 'cifar10',
  summary:
    'CIFAR-10: 50,000 training and 10,000 test images of animals and vehicles, 32 × 32 × 3, ten classes. Taken from where Keras has it (~/.keras/datasets), else fetched (170 MB).',
  arguments: shape,
  inputNames: () => ['image'],
  describe: async (args) => describedTarget(args, described(cifar10Names)),
  load: async (args: ArgumentsOf<typeof shape>, context) =>
    load(cifar10Archives, labels10, args, context),
});

/** A hundred kinds of things, or the twenty that these belong to. */
export const cifar100 = defineDataset({
  name: 'cifar100',
  summary:
    'CIFAR-100: 50,000 training and 10,000 test images, 32 × 32 × 3; label_mode fine: a hundred classes, coarse: the twenty that these belong to. Taken from where Keras has it (~/.keras/datasets), else fetched (170 MB).',
  arguments: shape100,
  inputNames: () => ['image'],
  describe: async (args) => describedTarget(args, described(labels100[args.label_mode].names)),
  load: async (args: ArgumentsOf<typeof shape100>, context) =>
    load(cifar100Archives, labels100[args.label_mode], args, context),
});

/** Where files have a label, and what the classes are called. */
export type Labels = { readonly place: LabelPlace; readonly names: readonly string[] };

/** CIFAR-10's labels. */
export const labels10: Labels = {
  place: { key: 'labels', byte: 0, bytes: 1 },
  names: cifar10Names,
};

/** CIFAR-100's, by label_mode. */
export const labels100: Readonly<Record<'fine' | 'coarse', Labels>> = {
  fine: { place: { key: 'fine_labels', byte: 1, bytes: 2 }, names: fineNames },
  coarse: { place: { key: 'coarse_labels', byte: 0, bytes: 2 }, names: coarseNames },
};

function described(classNames: readonly string[]): DatasetDescription {
  return {
    inputs: [{ name: 'image', kind: 'image', shape: [32, 32, 3], vocabulary: null }],
    classes: classNames.length,
    classNames,
    targetName: 'label',
    columns: null,
    notes: [],
  };
}

type Arguments = SplitArguments & ImageTarget & { readonly divide_by: number };

async function load(
  set: ArchivedSet,
  labels: Labels,
  args: Arguments,
  { notify }: Pick<LoadContext, 'notify'>,
): Promise<Dataset> {
  const { train, test } = await readCifar(set, labels, notify);
  return imageDataset({
    name: set.name,
    train,
    test,
    testSplit: null,
    divideBy: args.divide_by,
    classNames: labels.names,
    arguments: args,
  });
}

/** The images of a set from wherever they are found. Throws a UserError where they are nowhere. */
export async function readCifar(
  set: ArchivedSet,
  { place, names }: Labels,
  notify: LoadContext['notify'],
  places?: ArchivePlaces,
): Promise<{ readonly train: LabelledImages; readonly test: LabelledImages }> {
  notify(`reading ${set.name}`);
  const { archivePlaces, fetchArchivedSet } = await import('../fetched/archives.js');
  const { cifarImages } = await import('./cifar-files.js');
  const files = await fetchArchivedSet(set, notify, places ?? archivePlaces(set));
  const part = (isTest: boolean): LabelledImages =>
    cifarImages(
      [...files].filter(([name]) => name.startsWith('test') === isTest).map(([, one]) => one),
      place,
      names.length,
    );
  return { train: part(false), test: part(true) };
}
