// What the folds of a cross-validation come to so far: a run of one of them in, a sentence out.
import { foldsOf, missingWords } from '../comparison/folds.js';
import { groupsOf, recordsOf, type Group } from '../comparison/groups.js';
import { knownScore } from '../comparison/record-columns.js';
import { sampleMoments } from '../comparison/statistics/moments.js';
import { formatCell, formatSpread } from '../render/terminal/format.js';
import { findRuns } from '../run/find.js';
import { folderOfRuns } from '../run/place.js';
import { readRuns } from '../run/run-index.js';
import type { RunRecord } from '../run/record.js';
import { isSealed } from '../run/sealed.js';
import { counted } from '../text/wrap.js';
import { keptOutOfFold } from './kept-folds.js';

/** What is known of the folds that a run is one of. */
export type FoldSummary = {
  readonly folds: number;
  readonly repeats: number;
  readonly done: number;
  /** Of the first metric, or the loss, on what the folds hold out (of sealed runs on validation). */
  readonly score: { readonly name: string; readonly mean: number; readonly sd: number } | null;
  /** The file of their predictions, where it is there. */
  readonly out_of_fold: string | null;
};

/** What the folds beside a run come to; null where it is of none, or none of them is finished. */
export function foldSummary(folder: string, record: RunRecord): FoldSummary | null {
  if (!record.cross_validation) return null;
  const runs = folderOfRuns(folder);
  const own = readRuns(findRuns(runs)).filter(
    (run) =>
      'record' in run &&
      run.record.state === 'finished' &&
      run.record.hashes.group === record.hashes.group,
  );
  const [group] = groupsOf(own);
  const folds = group && foldsOf(group);
  if (!group || !folds) return null;
  const { isWhole: _, ...known } = folds;
  return { ...known, score: meanOf(group), out_of_fold: keptOutOfFold(runs, record) };
}

function meanOf(group: Group): FoldSummary['score'] {
  const records = recordsOf(group);
  const part = records.some(isSealed) ? 'validation' : 'test';
  const name = records[0]?.metrics[0]?.name ?? 'loss';
  const values = records.map(({ scores }) => knownScore(scores[part], name));
  if (values.length < 2 || !values.every(Number.isFinite)) return null;
  const { mean, variance } = sampleMoments(values);
  return { name: `${part === 'test' ? 'test' : 'val'}_${name}`, mean, sd: Math.sqrt(variance) };
}

/** The same for people. */
export function foldSentence({ score, out_of_fold: file, ...folds }: FoldSummary): string {
  const isWhole = folds.done === folds.folds * folds.repeats;
  const done = missingWords({ ...folds, isWhole }) ?? counted(folds.done, 'fold');
  return [
    `${done} done`,
    ...(score
      ? [`${score.name} ${formatCell(score.mean, 'score')} ± ${formatSpread(score.sd, score.mean)}`]
      : []),
    ...(file === null ? [] : [`predictions out of fold in ${file}`]),
  ].join(', ');
}
