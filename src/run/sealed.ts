// Sealed runs: those whose test set is not read, and nowhere shown, until somebody asks for it. In go
// records, out come who is sealed, how many runs there were to choose from, and what changes in the
// record of one that is opened.
import type { Scores } from '../training/epoch.js';
import type { ReadRun } from './read.js';
import type { RunChange, RunRecord } from './record.js';

/** Whether a run was made sealed, be it opened by now: what goes on with it, or begins as its child, is sealed, too. */
export function isMadeSealed({ sealed }: Pick<RunRecord, 'sealed'>): boolean {
  return (sealed ?? null) !== null;
}

/** Whether nothing of a run's test set may be shown. */
export function isSealed({ sealed }: Pick<RunRecord, 'sealed'>): boolean {
  return (sealed ?? null) !== null && sealed?.opened === null;
}

/** A record without anything of the test set, for whoever must not see it. */
export function withoutTest(record: RunRecord): RunRecord {
  return {
    ...record,
    scores: { ...record.scores, test: null },
    advice: record.advice.filter((note) => !note.startsWith('test_')),
  };
}

/**
 * How many runs there are to choose from, a run itself among them: the finished ones of its data and
 * parts, each counted once.
 */
export function comparedWith(
  { id, data }: Pick<RunRecord, 'id' | 'data'>,
  runs: readonly ReadRun[],
): number {
  const ids = runs.flatMap((run) =>
    'record' in run &&
    run.record.state === 'finished' &&
    run.record.data.sha256 === data.sha256 &&
    run.record.data.validation === data.validation
      ? [run.record.id]
      : [],
  );
  return new Set([...ids, id]).size;
}

/**
 * What changes in the record of a run whose test set was read (once more) and gave these scores, `at`
 * being ISO 8601 in UTC. A sealed run is open from then on, and says how many runs it was chosen
 * from; that is the number of the first time.
 */
export function testRead(
  { scores, test_reads, sealed }: Pick<RunRecord, 'scores' | 'test_reads' | 'sealed'>,
  test: Scores,
  { at, compared }: { readonly at: string; readonly compared: number },
): RunChange {
  return {
    test_reads: test_reads + 1,
    scores: { ...scores, test: scores.test ?? test },
    ...(sealed?.opened === null ? { sealed: { opened: { at, compared } } } : {}),
  };
}
