// Replicates in, the values that they give together out: means, spreads and 95 % intervals over seeds.
import type { Group } from '../comparison/groups.js';
import { foldScores, foldsOf } from '../comparison/folds.js';
import { foldHalfInterval } from '../comparison/statistics/folds.js';
import { knownScore } from '../comparison/record-columns.js';
import { sampleMoments } from '../comparison/statistics/moments.js';
import { clipped, rangeOf } from '../comparison/verdict-columns.js';
import type { RunRecord } from '../run/record.js';
import { isSealed, withoutTest } from '../run/sealed.js';
import { counted } from '../text/wrap.js';
import { scoredParts } from './record-values.js';
import { isShare } from './shares.js';
import { valueOf, type Given, type Owner, type Value } from './value.js';

/** The records of a group's runs, without anything of a sealed test set. */
export function recordsOf({ runs }: Group): readonly RunRecord[] {
  return runs.flatMap((run) =>
    'record' in run ? [isSealed(run.record) ? withoutTest(run.record) : run.record] : [],
  );
}

/** What several values come to. */
export type Summary = {
  readonly mean: number;
  readonly sd: number;
  /** Half of the mean's 95 % interval; null, as this, where the values are all the same. */
  readonly half: number | null;
  /** Of 95 %, within what such a score can be. */
  readonly interval: readonly [number, number] | null;
  readonly n: number;
};

/**
 * Mean, standard deviation, and half of the mean's 95 % interval; null of fewer than two, or where one is
 * no number. Of folds `overlap` is how many rows are scored for each that a model was made with, for
 * Nadeau and Bengio's correction.
 */
export function summaryOfValues(
  values: readonly (number | null | undefined)[],
  overlap = 0,
): Summary | null {
  const numbers = values.flatMap((value) =>
    typeof value === 'number' && Number.isFinite(value) ? [value] : [],
  );
  if (numbers.length < 2 || numbers.length < values.length) return null;
  const { mean, variance } = sampleMoments(numbers);
  const half = foldHalfInterval(numbers, overlap);
  const interval = half === null ? null : ([mean - half, mean + half] as const);
  return { mean, sd: Math.sqrt(variance), half, interval, n: numbers.length };
}

/** What the runs of a group are: of several seeds, or of several folds. */
export function nounOf(group: Group): 'seed' | 'fold' {
  return foldsOf(group) ? 'fold' : 'seed';
}

/**
 * What a score of a group comes to, over its runs; null of folds that are not all there. Mean, deviation and
 * number are those of the runs, as in a comparison: how far one such run lies from another. How sure the
 * mean is comes of its folds, each the mean of its seeds, which are no draws of their own.
 */
export function scoreSummary(
  group: Group,
  part: (typeof scoredParts)[number][1],
  name: string,
): Summary | null {
  const own = (record: RunRecord): number => {
    const { scores } = isSealed(record) ? withoutTest(record) : record;
    return knownScore(scores[part], name);
  };
  const values = recordsOf(group).map(own);
  if (!foldsOf(group)) return summaryIn(group, name, { values });
  const known = part === 'train' ? null : foldScores(group, part, own);
  const ofRuns = summaryOfValues(values);
  if (!known || !ofRuns) return null;
  const scores = [...known.scores.values()];
  const ofFolds = summaryIn(group, name, { values: scores, overlap: known.overlap });
  return ofFolds && { ...ofRuns, half: ofFolds.half, interval: ofFolds.interval };
}

function summaryIn(
  group: Group,
  name: string,
  { values, overlap }: { readonly values: readonly number[]; readonly overlap?: number },
): Summary | null {
  const summary = summaryOfValues(values, overlap);
  const records = recordsOf(group);
  const metrics = records.flatMap((record) => record.metrics);
  const mode = metrics.find((one) => one.name === name)?.mode ?? 'min';
  if (!summary?.interval) return summary;
  const range = rangeOf({ metric: name, mode, records });
  return { ...summary, interval: clipped(summary.interval, values, range) };
}

/** All of them. */
export function groupValues(group: Group, owner: Owner): readonly Value[] {
  const records = recordsOf(group);
  const folds = foldsOf(group)?.done;
  const seeds = new Set(records.map(({ seed }) => seed)).size;
  const names = [...new Set(records.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  const scores = scoredParts.flatMap(([part, key]) =>
    ['loss', ...names].flatMap((name) => {
      const summary = scoreSummary(group, key, name);
      if (!summary) return [];
      const kind = isShare(name, summary.mean) ? 'share' : 'score';
      const about = { owner, part, topics: [name], kind } as const;
      return summaryValues(summary, about, `${part} ${name}`, folds === undefined ? 'seed' : 'run');
    }),
  );
  const costs: readonly (readonly [
    string,
    string,
    Given['kind'],
    (one: RunRecord) => number | null,
  ])[] = [
    ['seconds of training', 'seconds', 'seconds', ({ seconds }) => seconds.total],
    ['seconds an epoch', 'seconds', 'seconds', ({ seconds }) => seconds.per_epoch],
    ['seconds to the best epoch', 'seconds', 'seconds', ({ seconds }) => seconds.to_best],
    ['seconds to the first step', 'seconds', 'seconds', ({ seconds }) => seconds.to_first_step],
    ['bytes of memory', 'memory', 'bytes', ({ peak_memory_bytes: bytes }) => bytes],
    ['epochs trained', 'epochs', 'number', ({ epochs }) => epochs.done],
    ['best epoch', 'best epoch', 'number', ({ epochs }) => epochs.best],
  ];
  const reads = records.reduce((sum, one) => sum + one.test_reads, 0);
  return [
    ...scores,
    ...costs.flatMap(([what, topic, kind = 'number', of]) => {
      const summary = summaryOfValues(records.map(of));
      return summary ? summaryValues(summary, { owner, topics: [topic], kind }, what, 'run') : [];
    }),
    valueOf({
      owner,
      value: records.length,
      topics: ['n', 'runs'],
      what: folds === undefined ? 'seeds' : 'runs',
      named: true,
    }),
    valueOf({ owner, value: seeds, topics: ['seeds'], what: 'seeds', named: true }),
    ...(folds === undefined
      ? []
      : [valueOf({ owner, value: folds, topics: ['folds'], what: 'folds', named: true })]),
    valueOf({
      owner,
      value: reads,
      topics: ['reads'],
      what: 'times that its runs read the test set',
      named: true,
    }),
  ];
}

function summaryValues(
  { mean, sd, half, interval, n }: Summary,
  about: Omit<Given, 'value' | 'what'>,
  what: string,
  noun: string,
): readonly Value[] {
  const of = `${what} of ${counted(n, noun)}`;
  const thing = [about.owner.called, about.part, what].join('\n');
  const found = [
    { stat: 'mean', value: mean, what: `mean ${of}` },
    { stat: 'sd', value: sd, what: `standard deviation of the ${of}` },
    { stat: 'half', value: half, what: `half of the 95 % interval of the mean ${of}` },
    { stat: 'low', value: interval?.[0], what: `lower end of the 95 % interval of the mean ${of}` },
    {
      stat: 'high',
      value: interval?.[1],
      what: `upper end of the 95 % interval of the mean ${of}`,
    },
  ] as const;
  return found.flatMap(({ value, ...one }) =>
    typeof value === 'number' ? [valueOf({ ...about, ...one, value, thing })] : [],
  );
}
