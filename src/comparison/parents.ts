// Folders of runs, each with its parent's, in, what is known of each against its parent out: the
// part that reads files, for the other seeds of both are beside them.
import { dirname, resolve } from 'node:path';
import { findRuns } from '../run/find.js';
import { readRun, type ReadRun } from '../run/read.js';
import { readRuns } from '../run/run-index.js';
import { toDigits } from '../text/digits.js';
import { againstParent, type VsParent } from './against-parent.js';

/** A run's folder and its parent's; null where one of them is not there. */
export type WithParent = { readonly run: string | null; readonly parent: string | null };

/**
 * Of each finished run what is known against its parent, in six digits; null where it has none, is
 * not finished, or one of the two cannot be read. With `sealed` nothing of a test set is told.
 */
export function againstParents(
  all: readonly WithParent[],
  sealed: boolean,
): readonly (VsParent | null)[] {
  const inFolder = rememberedRuns();
  return all.map(({ run, parent }) => {
    if (run === null || parent === null) return null;
    // A folder may be written in several ways; those of one run are to be the same.
    const [child, from] = [resolve(run), resolve(parent)];
    const [own, other] = [readRun(child), readRun(from)];
    if (!('record' in own) || !('record' in other) || own.record.state !== 'finished') return null;
    const beside = [...new Set([dirname(child), dirname(from)])].flatMap(inFolder);
    return rounded(againstParent({ own, parent: other, beside, sealed }));
  });
}

function rememberedRuns(): (folder: string) => readonly ReadRun[] {
  const known = new Map<string, readonly ReadRun[]>();
  return (folder) => {
    const runs = known.get(folder) ?? readRuns(findRuns(folder));
    known.set(folder, runs);
    return runs;
  };
}

const digits = 6;

function rounded(vs: VsParent): VsParent {
  if (vs.verdict === null) return vs;
  const [low, high] = vs.interval;
  return {
    ...vs,
    diff: toDigits(vs.diff, digits),
    interval: [toDigits(low, digits), toDigits(high, digits)],
    p: toDigits(vs.p, digits),
  };
}
