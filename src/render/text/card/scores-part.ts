// A run in, what its card says of how good it is out: scores with their intervals, and of classes each.
import { foldsOf } from '../../../comparison/folds.js';
import { bestRun, rankedBy } from '../../../comparison/best-run.js';
import { nounOf, recordsOf, scoreSummary } from '../../../publishing/group-values.js';
import { scoredParts } from '../../../publishing/record-values.js';
import type { ClassScores } from '../../../inference/report.js';
import { counted } from '../../../text/wrap.js';
import { formatCell } from '../../terminal/format.js';
import type { Carded } from './carded.js';
import { code, table } from './words.js';

const score = (value: number | null | undefined): string => formatCell(value ?? null, 'score');

/** The names of a run's scores: its metrics, and the loss. */
export function scoreNames({ record }: Pick<Carded, 'record'>): readonly string[] {
  return [...new Set([...record.metrics.map(({ name }) => name), 'loss'])];
}

/** The scores. */
export function scoresPart(carded: Carded): string {
  const { record, judged } = carded;
  const parts = scoredParts.filter(([, key]) => record.scores[key] !== null);
  const of = (key: (typeof parts)[number][1], name: string): number | null =>
    record.scores[key]?.[name] ?? null;
  const intervals = judged && judged.intervals.size > 0 ? judged : null;
  const rows = scoreNames(carded).map((name) => [
    code(name),
    ...parts.map(([, key]) => score(of(key, name))),
    ...(intervals ? [between(intervals.intervals.get(name))] : []),
  ]);
  const heads = [
    'score',
    ...parts.map(([part]) => part),
    ...(intervals ? [`95 % interval of ${intervals.part}`] : []),
  ];
  const lines = [
    `Of the epoch that was the best by ${code(record.monitor.name)}.`,
    ...(intervals
      ? [
          `The interval is over the ${counted(record.data[intervals.part], 'sample')} of the ${intervals.part} part (${methods(carded)}): what other samples would say of this model, and not what another seed would give.`.replace(
            /(?<=over the )\d+/,
            (n) => formatCell(Number(n), 'count'),
          ),
        ]
      : []),
  ];
  return ['## Scores', table(heads, rows), lines.join(' '), ...overSeeds(carded)].join('\n\n');
}

// How each kind of score has its interval.
function methods({ judged, kept }: Carded): string {
  const isOfClasses = kept.target.kind === 'classes';
  const isAll = judged?.intervals.has('loss');
  return isOfClasses && isAll
    ? "of shares Wilson's, of means Student's"
    : isOfClasses
      ? "Wilson's"
      : "Student's";
}

function between(interval: readonly [number, number] | null | undefined): string {
  return interval ? interval.map(score).join(' to ') : '–';
}

function overSeeds(carded: Carded): readonly string[] {
  const { group } = carded;
  if (!group) return [];
  const records = recordsOf(group);
  const isRead = records.every(({ scores }) => scores.test !== null);
  const part = isRead ? 'test' : 'validation';
  const rows = scoreNames(carded).flatMap((name) => {
    const summary = scoreSummary(group, part, name);
    if (!summary) return [];
    const { mean, sd, interval, n } = summary;
    return [[code(name), score(mean), score(sd), between(interval), String(n)]];
  });
  if (rows.length === 0) return [];
  const heads = [
    'score',
    `mean of ${part}`,
    'standard deviation',
    '95 % interval of the mean',
    'n',
  ];
  const by = rankedBy(carded.record);
  const best = `validation ${code(by.metric)}`;
  const own = carded.record.scores.validation?.[by.metric] ?? NaN;
  // Who chose it among them has no score of it that was not chosen.
  const isBest =
    Number.isFinite(own) &&
    bestRun(
      records.map((record) => ({ record })),
      by,
    )?.record.id === carded.record.id;
  const isSeeded = records.length > (foldsOf(group)?.done ?? records.length);
  const about =
    nounOf(group) === 'fold'
      ? `This run is a fold of a cross-validation${isBest ? `, the best of them by ${best}` : ''}. Over its ${counted(records.length, 'run')}, the interval by Student's distribution with Nadeau and Bengio's correction for training sets that overlap${isSeeded ? ', in which a fold is the mean of its seeds' : ''}:`
      : `The same spec was trained with ${counted(records.length, 'seed')}, and this run is ${isBest ? `the best of them by ${best}` : 'one of them'}. Over the seeds, by Student's distribution:`;
  return [about, table(heads, rows)];
}

const [mostClasses, worstShown] = [30, 10];

/** Of classes, or labels, each. */
export function classesPart({ judged }: Carded): readonly string[] {
  const report = judged?.diagnosis.report;
  if (!judged || !report || report.kind === 'number') return [];
  const names = report.kind === 'classes' ? report.classes : report.labels;
  const all = report.each.map((one, i) => ({ name: names[i] ?? '', ...one }));
  const isMany = all.length > mostClasses;
  const shown = isMany ? worstOf(all).slice(0, worstShown) : all;
  const noun = report.kind === 'classes' ? 'class' : 'label';
  const rows = shown.map((one) => [code(one.name), ...cellsOf(one)]);
  const heads = [noun, 'precision', 'recall', 'F1', 'samples'];
  const about = `On the ${judged.part} part${isMany ? ', those with the lowest F1' : ''}:`;
  return [[`## Each ${noun}`, about, table(heads, rows)].join('\n\n')];
}

function cellsOf({ precision, recall, f1, support }: ClassScores): readonly string[] {
  return [...[precision, recall, f1].map(score), formatCell(support, 'count')];
}

/** From the lowest F1; what has none, or no samples, is left out. */
export function worstOf<T extends ClassScores>(all: readonly T[]): readonly T[] {
  return all
    .filter(({ f1, support }) => f1 !== null && support > 0)
    .toSorted((a, b) => (a.f1 ?? 0) - (b.f1 ?? 0));
}
