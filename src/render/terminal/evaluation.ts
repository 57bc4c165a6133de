// How a person sees an evaluation: scores on a line, what is told of each class or value in a table,
// and who was taken for whom.
import type { Evaluation } from '../../inference/evaluation.js';
import type { LabelReport } from '../../inference/label-report.js';
import type { ClassReport, ClassScores, ValueReport } from '../../inference/report.js';
import { escapeText } from '../../text/escape.js';
import { counted, linesOf } from '../../text/wrap.js';
import { formatCell } from './format.js';
import { renderTable, type Screen, type TableCell, type TableColumn } from './table.js';

// Of more classes the pairs that are taken for each other most often are listed instead.
const mostShown = 20;

/** An evaluation as text. */
export function renderEvaluation(evaluation: Evaluation, screen: Screen): string {
  const { run, on, samples, epoch, scores, report } = evaluation;
  const said = Object.entries(scores).map(
    ([name, value]) => `${escapeText(name)} ${formatCell(value, 'score')}`,
  );
  return [
    `${escapeText(run)}, epoch ${epoch}, on ${escapeText(on)}: ${counted(samples, 'sample')}`,
    ...linesOf(said, screen.width, { gap: '  ' }),
    '',
    ...(report.kind === 'classes'
      ? classParts(report, screen)
      : report.kind === 'labels'
        ? labelParts(report, screen)
        : [valueTable(report, screen)]),
  ].join('\n');
}

function number(value: number | null): TableCell {
  return { text: formatCell(value, 'score') };
}

const scoreColumns: readonly TableColumn[] = [
  { head: 'class', align: 'left' },
  { head: 'precision', align: 'right' },
  { head: 'recall', align: 'right' },
  { head: 'f1', align: 'right' },
  { head: 'support', align: 'right' },
];

function scoreRow(
  name: string,
  { precision, recall, f1, support }: ClassScores,
): readonly TableCell[] {
  return [
    { text: name },
    number(precision),
    number(recall),
    number(f1),
    { text: formatCell(support, 'count') },
  ];
}

function labelParts(report: LabelReport, screen: Screen): readonly string[] {
  const { labels, each, exact, micro, macro, weighted, unanswered } = report;
  const rows = [
    ...each.map((scores, i) => scoreRow(labels[i] ?? '', scores)),
    scoreRow('all together', micro),
    scoreRow('mean over labels', macro),
    scoreRow('mean by support', weighted),
  ];
  const [, ...columns] = scoreColumns;
  const none = each.filter(({ precision }) => precision === null).length;
  return [
    renderTable([{ head: 'label', align: 'left' }, ...columns], rows, screen).text,
    `every label of a row is right in ${formatCell(exact, 'score')} of them`,
    ...(none > 0
      ? [
          `${counted(none, 'label')} never answered: of precision there is none (–), and no mean has it`,
        ]
      : []),
    ...(unanswered > 0
      ? [`${counted(unanswered, 'row')} gave no number, and count as answers of no label`]
      : []),
  ];
}

function classParts(report: ClassReport, screen: Screen): readonly string[] {
  const { classes, each, accuracy, macro, weighted, unanswered } = report;
  const row = scoreRow;
  const rows = [
    ...each.map((scores, i) => row(classes[i] ?? '', scores)),
    [
      { text: 'accuracy', dim: true },
      { text: '' },
      { text: '' },
      number(accuracy),
      { text: formatCell(macro.support, 'count') },
    ],
    row('mean over classes', macro),
    row('mean by support', weighted),
  ];
  const none = each.filter(({ precision }) => precision === null).length;
  return [
    renderTable(scoreColumns, rows, screen).text,
    ...(none > 0
      ? [
          `${counted(none, 'class')} never answered: of precision there is none (–), and no mean has it`,
        ]
      : []),
    ...(unanswered > 0 ? [`${counted(unanswered, 'row')} gave no number, and count as wrong`] : []),
    '',
    classes.length <= mostShown ? confusionTable(report, screen) : confusedPairs(report, screen),
  ];
}

function confusionTable({ classes, confusion }: ClassReport, screen: Screen): string {
  const columns: readonly TableColumn[] = [
    { head: 'is, taken for', align: 'left' },
    ...classes.map((head, i) => ({ head, align: 'right' as const, weight: i })),
  ];
  const rows = confusion.map((row, i) => [
    { text: classes[i] ?? '' },
    ...row.map((count, j) => ({
      text: formatCell(count, 'count'),
      ...(count === 0 && i !== j ? { dim: true } : {}),
    })),
  ]);
  const { text, leftOut } = renderTable(columns, rows, screen);
  return leftOut.length > 0 ? `${text}\n${counted(leftOut.length, 'column')} more in --json` : text;
}

function confusedPairs({ classes, confusion }: ClassReport, screen: Screen): string {
  const pairs = confusion
    .flatMap((row, i) => row.map((count, j) => ({ i, j, count })))
    .filter(({ i, j, count }) => i !== j && count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 10);
  const columns: readonly TableColumn[] = [
    { head: 'is', align: 'left' },
    { head: 'taken for', align: 'left' },
    { head: 'times', align: 'right' },
  ];
  const rows = pairs.map(({ i, j, count }) => [
    { text: classes[i] ?? '' },
    { text: classes[j] ?? '' },
    { text: formatCell(count, 'count') },
  ]);
  return renderTable(columns, rows, screen).text;
}

function valueTable(report: ValueReport, screen: Screen): string {
  const named: readonly (readonly [string, number | null])[] = [
    ['mean absolute error', report.mean_absolute_error],
    ['root mean squared error', report.root_mean_squared_error],
    ['median absolute error', report.median_absolute_error],
    ['largest error', report.max_error],
    ['mean error (answers less targets)', report.mean_error],
    ['R²', report.r2_score],
  ];
  const columns: readonly TableColumn[] = [
    { head: "in the target's units", align: 'left' },
    { head: '', align: 'right' },
  ];
  const whole = renderTable(
    columns,
    named.map(([text, value]) => [{ text }, number(value)]),
    screen,
  ).text;
  return report.each ? `${whole}\n\n${eachTable(report.each, screen)}` : whole;
}

// Of a target of several numbers a row each.
function eachTable(each: NonNullable<ValueReport['each']>, screen: Screen): string {
  const columns: readonly TableColumn[] = [
    { head: 'of', align: 'left' },
    { head: 'mean absolute error', align: 'right' },
    { head: 'root mean squared error', align: 'right' },
    { head: 'R²', align: 'right' },
  ];
  const rows = each.map(({ name, ...scores }) => [
    { text: name },
    number(scores.mean_absolute_error),
    number(scores.root_mean_squared_error),
    number(scores.r2_score),
  ]);
  return renderTable(columns, rows, screen).text;
}
