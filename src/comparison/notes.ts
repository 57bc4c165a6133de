// The runs of a comparison in, sentences out: what a reader must know before trusting a difference
// between them.
import { basename } from 'node:path';
import type { ReadRun } from '../run/read.js';
import { deviceInWords, reasonOf, type RunRecord } from '../run/record.js';
import { isSealed } from '../run/sealed.js';
import { counted, thousands } from '../text/wrap.js';
import { foldNotes } from './folds.js';
import { distinctLosses } from './record-columns.js';
import { isReplicated, recordsOf, type Group } from './groups.js';
import { mostSettings } from './settings.js';
import { cutText } from '../text/cut.js';

/**
 * What the notes of a table are about: its runs and rows, the column that it is ordered by, and how
 * many values had no room.
 */
export type NotedTable = {
  readonly runs: readonly ReadRun[];
  readonly groups: readonly Group[];
  /** What rows are called; their runs' name where it says nothing. */
  readonly labels?: ReadonlyMap<Group, string>;
  readonly sort: string;
  readonly leftOut: number;
};

// More of one kind are counted, not told.
const mostTold = 5;

// A sentence that is longer has a stranger's text in it, or tells what stands in run.json too.
const longest = 500;

/** A sentence for each thing that makes the runs of a table hard to compare. */
export function tableNotes({ runs, groups, labels, sort, leftOut }: NotedTable): readonly string[] {
  const ranked = runs.flatMap((run) =>
    'record' in run && run.record.state === 'finished' ? [run.record] : [],
  );
  const notes = [
    ...testNotes(ranked, sort),
    ...differenceNotes(ranked),
    ...repeatNotes(groups),
    ...(groups.some(isReplicated) ? [] : singleNotes(ranked)),
    ...fewOf(foldNotes(groups), 'not whole', 'row'),
    ...fewOf(sizeNotes(groups, labels), 'models of several sizes', 'row'),
    ...settingNotes(leftOut),
  ];
  return notes.map((note) => cutText(note, longest));
}

/** A sentence for each thing that became of some of all runs. */
export function comparisonNotes(
  runs: readonly ReadRun[],
  copies: readonly string[],
): readonly string[] {
  const notes = [
    ...forcedNotes(runs),
    ...copyNotes(copies),
    ...failureNotes(runs),
    ...damageNotes(runs),
  ];
  return notes.map((note) => cutText(note, longest));
}

// Of folds: what a training part has no gap in, or no row of, gives its model fewer inputs.
function sizeNotes(
  groups: readonly Group[],
  labels: ReadonlyMap<Group, string> = new Map(),
): readonly string[] {
  return groups.flatMap((group) => {
    const records = recordsOf(group);
    const sizes = records.map(({ parameters }) => parameters.total).sort((a, b) => a - b);
    const [least = 0, most = 0] = [sizes[0], sizes.at(-1)];
    return least === most
      ? []
      : [
          `${cutText(labels.get(group) ?? records[0]?.name ?? '', 60)} has models of ${thousands(least)} to ${thousands(most)} parameters: the greatest number is shown`,
        ];
  });
}

// What the order, and what is not shown, mean for the test set.
function testNotes(ranked: readonly RunRecord[], sort: string): readonly string[] {
  const sealed = ranked.filter(isSealed).length;
  const isByTest = ranked.some(({ scores: { test }, metrics }) => {
    const names = ['loss', ...metrics.map(({ name }) => name)];
    return test !== null && names.some((name) => `test_${name}` === sort);
  });
  return [
    ...(isByTest
      ? [
          `ordered by ${sort}: who chooses a run by its test score has no score left that was not chosen, and what it shows is better than new data will be; choose by ${sort.replace(/^test_/, 'val_')}, and read the test score of that one run`,
        ]
      : []),
    ...(sealed > 0
      ? [
          `the test set of ${counted(sealed, 'run')} is sealed: \`dlx evaluate RUN --test\` reads it for the one that was chosen`,
        ]
      : []),
  ];
}

function differenceNotes(ranked: readonly RunRecord[]): readonly string[] {
  const notes: string[] = [];
  if (distinctLosses(ranked).length > 1) {
    notes.push(
      'the runs had different loss functions, so their losses are not comparable and none is marked',
    );
  }
  const monitors = groups(ranked, ({ monitor }) => `${monitor.name} (${monitor.mode})`);
  if (monitors.length > 1) {
    notes.push(`the runs chose their best epochs by different values: ${told(monitors)}`);
  }
  const devices = groups(ranked, (record) => `${deviceInWords(record)}, ${record.machine.backend}`);
  if (devices.length > 1) {
    notes.push(
      `the runs ran on different devices, so their seconds are not comparable, and the last bits of their numbers may differ: ${told(devices)}`,
    );
  }
  return notes;
}

// The same run twice is no second value.
function repeatNotes(all: readonly Group[]): readonly string[] {
  const repeated = all.reduce((sum, { runs, folders }) => sum + folders.length - runs.length, 0);
  return repeated === 0
    ? []
    : [`left out of the means: ${counted(repeated, 'run')} with the seed of another one`];
}

// Of one run a trial nobody can know yet which is better; replicates may be shown one by one.
function singleNotes(ranked: readonly RunRecord[]): readonly string[] {
  const trials = new Set(ranked.map(({ hashes }) => hashes.group));
  return ranked.length > 1 && trials.size === ranked.length
    ? [
        'one run of each shows no noise, so no difference is known to be real: `dlx train SPEC --seeds 5` trains more, and `dlx diff RUN RUN` holds two models against each other on the same samples',
      ]
    : [];
}

// What was gone on with on other data, or by another version, has numbers that no training in one
// go gives.
function forcedNotes(runs: readonly ReadRun[]): readonly string[] {
  const notes = runs.flatMap((run) => {
    const forced = 'record' in run ? run.record.resumed.flatMap((one) => one.forced) : [];
    return forced.length > 0
      ? [
          `${basename(run.folder)} was resumed by force, so its numbers may be those of no training in one go: ${forced.join('; ')}`,
        ]
      : [];
  });
  return fewOf(notes, 'resumed by force');
}

function copyNotes(copies: readonly string[]): readonly string[] {
  if (copies.length === 0) return [];
  const which =
    copies.length <= mostTold ? `: ${copies.map((folder) => basename(folder)).join(', ')}` : '';
  return [
    copies.length === 1
      ? `left out 1 copy of a run${which}`
      : `left out ${copies.length} copies of runs${which}`,
  ];
}

function settingNotes(leftOut: number): readonly string[] {
  return leftOut === 0
    ? []
    : [
        `the specs have more than ${mostSettings} different keys; the others are not compared (values left out: ${leftOut})`,
      ];
}

function failureNotes(runs: readonly ReadRun[]): readonly string[] {
  const messages = runs.flatMap((run) =>
    'record' in run && run.record.state !== 'finished' && reasonOf(run.record) !== null
      ? [`${basename(run.folder)} ${run.record.state}: ${reasonOf(run.record)}`]
      : [],
  );
  return fewOf(messages, 'did not finish, see the column message');
}

function damageNotes(runs: readonly ReadRun[]): readonly string[] {
  return fewOf(
    runs.flatMap((run) =>
      'record' in run ? [] : [`${basename(run.folder)} is damaged: ${run.damaged}`],
    ),
    'damaged',
  );
}

function fewOf(notes: readonly string[], rest: string, noun = 'run'): readonly string[] {
  return notes.length <= mostTold
    ? notes
    : [...notes.slice(0, mostTold), `${counted(notes.length - mostTold, `more ${noun}`)}: ${rest}`];
}

function groups(
  records: readonly RunRecord[],
  keyOf: (record: RunRecord) => string,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    const key = keyOf(record);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function told(all: readonly (readonly [string, number])[]): string {
  const some = all.slice(0, mostTold).map(([what, count]) => `${what} in ${counted(count, 'run')}`);
  return [...some, ...(all.length > mostTold ? [`and ${all.length - mostTold} more`] : [])].join(
    '; ',
  );
}
