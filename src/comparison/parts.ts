// Runs in, those out that can be compared with each other: of one data set, split in one way.
import { basename } from 'node:path';
import type { ReadRun } from '../run/read.js';
import { foldsInWords, type RunRecord } from '../run/record.js';
import { isMapping } from '../words/written.js';

/** The data that the runs of a table have in common. */
export type TableData = Pick<
  RunRecord['data'],
  'name' | 'sha256' | 'train' | 'validation' | 'test'
> & {
  /** What the specs say of the split, as `split_seed 7`; empty where they say nothing. */
  readonly split: string;
};

/** Runs on the same samples; null where it cannot be known on what they ran. */
export type Part = { readonly data: TableData | null; readonly runs: readonly ReadRun[] };

/**
 * The runs by their data and its split, the most runs first. What cannot be read stands with the
 * others where they are of one kind, else last.
 */
export function partsOf(runs: readonly ReadRun[]): readonly Part[] {
  const parts = new Map<string, { readonly data: TableData; readonly runs: ReadRun[] }>();
  const unreadable: ReadRun[] = [];
  for (const run of runs) {
    if (!('record' in run)) {
      unreadable.push(run);
      continue;
    }
    const data = dataOf(run.record);
    // Folds of one cross-validation are cut alike, and need not be of one size.
    const { id } = run.record.cross_validation ?? {};
    const sizes = [data.train, data.validation, data.test, data.split];
    const key = JSON.stringify([data.sha256, ...(id === undefined ? sizes : [id])]);
    const part = parts.get(key);
    if (part) part.runs.push(run);
    else parts.set(key, { data, runs: [run] });
  }
  const [only, another] = parts.values();
  if (only && !another) return [{ data: only.data, runs }];
  const ordered: Part[] = [...parts.values()].sort((a, b) => b.runs.length - a.runs.length);
  return unreadable.length > 0 ? [...ordered, { data: null, runs: unreadable }] : ordered;
}

/**
 * What a run's data is called: a table by its file, pictures by their folder, as all of them are
 * `table` and `image_folder`.
 */
export function dataNameOf({ data, spec }: Pick<RunRecord, 'data' | 'spec'>): string {
  const { file, folder } = isMapping(spec['dataset']) ? spec['dataset'] : {};
  const path = [file, folder].find((one) => typeof one === 'string');
  const name = typeof path === 'string' ? basename(path) : '';
  // A path of dots alone calls nothing by a name.
  return /[^.]/.test(name) ? name : data.name;
}

function isCut(key: string, value: unknown): boolean {
  return key.endsWith('_split') && isMapping(value);
}

// The sizes of the parts say what shares validation_split and test_split take, also where these are left
// to their defaults; how they are cut is in what is written.
function dataOf(record: RunRecord): TableData {
  const { data, spec, cross_validation: of } = record;
  const { sha256, train, validation, test } = data;
  const written = isMapping(spec['dataset']) ? spec['dataset'] : {};
  const split = Object.entries(written)
    .filter(([key, value]) => /^split|stratif|^windows/.test(key) || isCut(key, value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => {
      if (key !== 'stratify') return [`${key} ${JSON.stringify(value)}`];
      // Of folds their own word says it.
      return value === true && !of ? ['stratified'] : [];
    });
  return {
    name: dataNameOf(record),
    sha256,
    train,
    validation,
    test,
    split: [...(of ? [foldsInWords(of)] : []), ...split].join(', '),
  };
}
