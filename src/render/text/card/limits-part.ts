// A run in, what its card says of where not to trust it out: only what follows from what is known of it.
import type { Diagnosis } from '../../../inference/diagnosis.js';
import { endInWords } from '../../../run/record.js';
import { counted } from '../../../text/wrap.js';
import { formatCell } from '../../terminal/format.js';
import type { Carded } from './carded.js';
import { worstOf } from './scores-part.js';
import { code, plainLine } from './words.js';

/** All of it. */
export function limitsPart(carded: Carded): string {
  const all = [
    ...seedLimits(carded),
    ...testLimits(carded),
    ...classLimits(carded),
    ...dataLimits(carded),
    ...trainingLimits(carded),
    'No licence is stated here: who publishes this model has to state one.',
  ];
  return ['## Limits', all.map((line) => `- ${line}`).join('\n')].join('\n\n');
}

function seedLimits({ group }: Carded): readonly string[] {
  return group
    ? []
    : [
        'It is a single run: what another seed would give is not known, and the intervals do not say it.',
      ];
}

function testLimits({ record, judged }: Carded): readonly string[] {
  const { sealed, test_reads: reads, data } = record;
  const often =
    reads === 1
      ? 'The test set was read once.'
      : `The test set was read ${counted(reads, 'time')}.`;
  if (reads === 0 || record.scores.test === null) {
    const why = sealed ? ', which is sealed' : '';
    return [
      `Nobody has read its test set${why}: the model was chosen by validation, so that its validation scores are likely to be better than what new data gives.`,
    ];
  }
  const many = reads > 1 ? ' What is chosen by it is no longer judged by it.' : '';
  const chosen = sealed?.opened
    ? ` It was chosen from ${counted(sealed.opened.compared, 'run')}.`
    : '';
  const few =
    judged?.part === 'test' && data.test < 100
      ? [`The test set has ${counted(data.test, 'sample')} only: see how wide the interval is.`]
      : [];
  return [often + many + chosen, ...few];
}

function classLimits({ judged, kept }: Carded): readonly string[] {
  if (!judged) {
    return ['It kept no outputs: where it is wrong is not known.'];
  }
  const { report, calibration } = judged.diagnosis;
  return [
    ...worstLines(judged.diagnosis),
    ...(report.kind === 'classes' ? takenLines(report) : []),
    ...(calibration
      ? [
          `How sure it is and how often it is right differ on the ${judged.part} part. Expected calibration error: ${formatCell(calibration.error, 'score')}.`,
        ]
      : []),
    ...(report.kind === 'number' && report.max_error !== null && kept.target.kind === 'number'
      ? [
          `Its greatest error on the ${judged.part} part is ${formatCell(report.max_error, 'score')}.`,
        ]
      : []),
  ];
}

const mostWorst = 3;

function worstLines({ report }: Diagnosis): readonly string[] {
  if (report.kind === 'number') return [];
  const names = report.kind === 'classes' ? report.classes : report.labels;
  const all = worstOf(report.each.map((one, i) => ({ name: names[i] ?? '', ...one })));
  const perfect = all.every(({ f1 }) => f1 === 1);
  const absent = report.each.flatMap(({ support }, i) => (support === 0 ? [names[i] ?? ''] : []));
  return [
    ...(perfect || all.length < 2
      ? []
      : [
          `It is worst at ${all
            .slice(0, Math.min(mostWorst, all.length - 1))
            .map(({ name, f1 }) => `${code(name)} (F1 ${formatCell(f1, 'score')})`)
            .join(', ')}.`,
        ]),
    ...(absent.length > 0
      ? [
          `It was not judged on ${absent.slice(0, 20).map(code).join(', ')}: there are no samples of it.`,
        ]
      : []),
  ];
}

// The confusion that is seen most often.
function takenLines(report: Extract<Diagnosis['report'], { kind: 'classes' }>): readonly string[] {
  const { classes, confusion, each } = report;
  const pairs = confusion.flatMap((row, i) =>
    row.flatMap((count, j) => (i === j || count === 0 ? [] : [{ count, i, j }])),
  );
  const [most] = pairs.toSorted((a, b) => b.count - a.count);
  if (!most) return [];
  const [is, taken] = [classes[most.i] ?? '', classes[most.j] ?? ''];
  const of = formatCell(each[most.i]?.support ?? 0, 'count');
  return [
    `What it confuses most: ${formatCell(most.count, 'count')} of the ${of} samples of ${code(is)} were taken for ${code(taken)}.`,
  ];
}

function dataLimits({ kept }: Carded): readonly string[] {
  const columns = kept.facts.inputs.flatMap(({ columns: some }) => some ?? []);
  const gaps = columns.filter(({ missing }) => missing > 0);
  const categories = columns.filter(({ kind }) => kind === 'categories');
  const numbers = columns.filter(({ kind }) => kind === 'number');
  const named = (some: typeof columns): string =>
    some
      .slice(0, 8)
      .map(({ column }) => code(column))
      .join(', ') + (some.length > 8 ? ' and others' : '');
  return [
    ...(gaps.length > 0
      ? [`Cells without a value were in ${named(gaps)}: the table above says what stands for them.`]
      : []),
    ...(categories.length > 0
      ? [
          `A category that training did not see counts as none of the known ones (${named(categories)}).`,
        ]
      : []),
    ...(numbers.length > 0
      ? ['Numbers outside of the range that training saw are answered like all others.']
      : []),
  ];
}

function trainingLimits({ record }: Carded): readonly string[] {
  const end = record.ended?.by === 'budget' ? endInWords(record) : null;
  return [
    ...(end === null ? [] : [`Its training was ${plainLine(end)}: a longer one may be better.`]),
    ...record.advice.map((line) => `Noted in training: ${plainLine(line)}`),
  ];
}
