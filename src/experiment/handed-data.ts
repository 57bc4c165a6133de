// The data of a job: what the process holds of an earlier one, what came with it, or read from its
// files.
import type { Dataset, LoadContext } from '../dataset/dataset.js';
import { loadDataset } from '../dataset/datasets.js';
import { unpackDataset } from '../dataset/handed.js';
import type { Held } from './held.js';
import type { Job } from './job.js';
import { dataContext } from './plan.js';

/** The data set of a job. Throws a UserError where its files are unfit. */
export async function datasetOf(
  { trial, handed }: Pick<Job, 'trial' | 'handed'>,
  notify: LoadContext['notify'],
  held: Pick<Held, 'dataset'> | null = null,
): Promise<Dataset> {
  const context = dataContext(trial, notify);
  const load = async (): Promise<Dataset> =>
    handed === null ? loadDataset(trial.spec.dataset, context) : unpackDataset(handed);
  const { folder, targets } = context;
  return held ? held.dataset({ folder, targets, dataset: trial.spec.dataset }, load) : load();
}
