// How a model does in, the values that this gives out: of each class, of each number, what it confuses, and
// the ends of intervals over samples.
import type { ClassReport, ClassScores, ValueScores } from '../inference/report.js';
import type { Judged } from './published.js';
import { isShare } from './shares.js';
import type { Found } from './value.js';

/** All of them. */
export function judgedValues(judged: Judged): readonly Found[] {
  const { part, diagnosis } = judged;
  const { report, calibration } = diagnosis;
  const ends = intervalValues(judged);
  if (report.kind === 'number') {
    const each = [{ name: null, ...report }, ...(report.each ?? [])];
    return [...ends, ...each.flatMap(({ name, ...one }) => errorValues(one, name, part))];
  }
  const names = report.kind === 'classes' ? report.classes : report.labels;
  return [
    ...ends,
    ...(report.kind === 'classes' ? countValues(report, diagnosis.wrong, part) : []),
    ...report.each.flatMap((one, i) => classValues(one, names[i] ?? '', part)),
    ...classValues(report.macro, null, part),
    ...classValues(report.weighted, null, part),
    ...(calibration
      ? [
          {
            what: `expected calibration error on ${part}`,
            topics: ['calibration'],
            value: calibration.error,
            kind: 'share' as const,
            part,
            named: true,
          },
        ]
      : []),
  ];
}

function intervalValues({ part, intervals }: Judged): readonly Found[] {
  return [...intervals].flatMap(([name, interval]) =>
    (['low', 'high'] as const).map((stat, i) => ({
      what: `${stat === 'low' ? 'lower' : 'upper'} end of the ${part} ${name}, over samples`,
      topics: [name],
      value: interval[i] ?? NaN,
      part,
      stat,
      kind: isShare(name, interval[1]) ? ('share' as const) : ('score' as const),
    })),
  );
}

// Of more classes than this there are too many pairs of them: where nothing was taken for something else
// is then one value for all pairs.
const mostPaired = 100;

function countValues(
  { confusion, classes }: ClassReport,
  wrong: number,
  part: Judged['part'],
): readonly Found[] {
  const isPaired = classes.length <= mostPaired;
  const pairs = confusion.flatMap((row, i) =>
    row.flatMap((value, j): readonly Found[] => {
      if (i === j) return [rightValue(classes[i] ?? '', value, part)];
      if (value === 0 && !isPaired) return [];
      return [takenValue([classes[i] ?? '', classes[j] ?? ''], value, part)];
    }),
  );
  const none = { what: `${part} samples of most classes that were taken for others`, value: 0 };
  const all: readonly Found[] = [
    { what: `${part} samples that are wrong`, topics: ['error rate'], value: wrong },
    ...pairs,
    ...(isPaired ? [] : [{ ...none, topics: ['taken'] }]),
  ];
  return all.map((one) => ({ ...one, part, named: true }));
}

function rightValue(is: string, value: number, part: Judged['part']): Found {
  const what = `${part} samples of ${is} that are right`;
  return { what, topics: ['right'], value, labels: [is] };
}

function takenValue(
  [is, taken]: readonly [string, string],
  value: number,
  part: Judged['part'],
): Found {
  const what = `${part} samples of ${is} that were taken for ${taken}`;
  return { what, topics: ['taken'], value, labels: [is, taken] };
}

function errorValues(
  scores: ValueScores,
  name: string | null,
  part: Judged['part'],
): readonly Found[] {
  const keys = [
    'mean_absolute_error',
    'root_mean_squared_error',
    'median_absolute_error',
    'max_error',
    'mean_error',
    'r2_score',
  ] as const;
  return keys.flatMap((key) => {
    const value = scores[key];
    return value === null
      ? []
      : [
          {
            what: `${part} ${key}${name === null ? '' : ` of ${name}`}`,
            topics: [key],
            kind: 'score' as const,
            labels: name === null ? [] : [name],
            value,
            part,
          },
        ];
  });
}

function classValues(
  scores: ClassScores,
  name: string | null,
  part: Judged['part'],
): readonly Found[] {
  const of = name === null ? 'mean over classes' : name;
  const labels = name === null ? [] : [name];
  const shares = (['precision', 'recall', 'f1'] as const).flatMap((key) => {
    const value = scores[key];
    return value === null
      ? []
      : [{ what: `${part} ${key} of ${of}`, topics: [key], kind: 'share' as const, value }];
  });
  const count = { what: `${part} samples of ${of}`, topics: ['samples'], value: scores.support };
  return [...shares, ...(name === null ? [] : [count])].map((one) => ({
    ...one,
    labels,
    part,
    named: true,
  }));
}
