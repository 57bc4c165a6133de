// The data of a job: what came with it, or read from its files.
import type { Dataset, LoadContext } from '../dataset/dataset.js';
import { loadDataset } from '../dataset/datasets.js';
import { unpackDataset } from '../dataset/handed.js';
import { bytesOf } from '../ground/anonymous.js';
import type { Job } from './job.js';
import { dataContext } from './plan.js';

/** The data set of a job. Throws a UserError where its files are unfit. */
export async function datasetOf(
  { trial, handed }: Pick<Job, 'trial' | 'handed'>,
  notify: LoadContext['notify'],
): Promise<Dataset> {
  if (handed !== null) return unpackDataset(bytesOf(handed), handed + 1);
  return loadDataset(trial.spec.dataset, dataContext(trial, notify));
}
