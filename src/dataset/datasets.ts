// The table of data sets that a spec may name, and the two ways in: what a data set is like, and
// its samples.
import { findEntry } from '../words/tagged.js';
import { arrays } from './arrays/arrays.js';
import { table } from './table/table-dataset.js';
import type {
  Dataset,
  DatasetDescription,
  DatasetEntry,
  LeftOutColumn,
  LoadContext,
  Tagged,
} from './dataset.js';
import { cifar10, cifar100 } from './images/cifar.js';
import { idx } from './images/idx-dataset.js';
import { fashionMnist, mnist } from './images/known-images.js';
import { imageFolder } from './pictures/image-folder.js';
import { sequences } from './made/sequences.js';
import { spirals } from './made/spirals.js';

/** Every data set dlx knows. */
export const datasets: readonly DatasetEntry[] = [
  fashionMnist,
  mnist,
  cifar10,
  cifar100,
  idx,
  imageFolder,
  table,
  arrays,
  spirals,
  sequences,
];

/**
 * The shape of a sample and the classes, as cheaply as the data set allows. Throws a UserError
 * where its files are unfit.
 */
export async function describeDataset(
  tagged: Tagged,
  context: LoadContext,
): Promise<DatasetDescription> {
  return entryOf(tagged).describe(tagged.arguments, context);
}

/**
 * Loads and splits a data set, fetching it first where need be. Throws a UserError where its files
 * are unfit.
 */
export async function loadDataset(tagged: Tagged, context: LoadContext): Promise<Dataset> {
  return entryOf(tagged).load(tagged.arguments, context);
}

/**
 * The columns that the data has and a spec leaves out of its inputs; none where it has no columns.
 * Throws a UserError where its files are unfit.
 */
export async function leftOutOf(
  tagged: Tagged,
  context: LoadContext,
): Promise<readonly LeftOutColumn[]> {
  return (await entryOf(tagged).leftOut?.(tagged.arguments, context)) ?? [];
}

function entryOf({ name }: Tagged): DatasetEntry {
  const entry = findEntry(datasets, name);
  if (!entry) throw new Error(`no data set is called ${name}: its name has not been checked`);
  return entry;
}
