// The best model and where it is wrong in, its parts of a report out: scores of classes, who is taken for
// whom, curves over thresholds, calibration, errors of values, and the samples themselves.
import type { Diagnosis } from '../../../inference/diagnosis.js';
import type { ClassScores, ClassReport, ValueScores } from '../../../inference/report.js';
import { foldWords } from '../../../run/record.js';
import { counted, thousands } from '../../../text/wrap.js';
import { formatCell } from '../../terminal/format.js';
import { colourCount } from '../../svg/chart.js';
import {
  calibrationChart,
  fitChart,
  precisionRecallChart,
  residualsChart,
} from '../model-charts.js';
import { escapeHtml, htmlTable, section } from '../page.js';
import { mistakesPart } from './mistakes-part.js';
import type { ReportModel } from './report.js';

type Judged = NonNullable<ReportModel['judged']>;

/** All of it that there is. */
export function modelParts(model: ReportModel): readonly string[] {
  const { run, by, judged, notes } = model;
  const { name, seed, epochs, cross_validation: fold } = run.record;
  const which = `${fold ? `${foldWords(fold)}, ` : ''}seed ${seed}, epoch ${epochs.best ?? '–'}`;
  const among = amongText(model);
  const about = `<p>The best by ${escapeHtml(by)}: <b>${escapeHtml(name)}</b>, ${which} (<code>${escapeHtml(run.folder)}</code>).${among === null ? '' : ` ${escapeHtml(among)}`}</p>`;
  const missing = notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`);
  if (!judged) return section('The best model', [about, ...missing]);
  const { part, diagnosis } = judged;
  const count = thousands(run.record.data[part]);
  return [
    ...section('The best model', [
      about,
      `<p>Judged on the ${counted(run.record.data[part], 'sample').replace(/^\d+/, count)} of the ${part !== 'test' ? 'validation part, because its test set is not read' : fold ? 'rows that its fold holds out' : 'test set'}.</p>`,
      ...scoresOf(diagnosis.report),
      ...missing,
    ]),
    ...section('Who is taken for whom', confusionOf(diagnosis.report)),
    ...section('Precision, recall and confidence', thresholdsOf(diagnosis)),
    ...section('Errors of values', valuesOf(judged)),
    ...mistakesPart(judged),
  ];
}

/** What a reader must know of a model that is one of a row's; null of a row of one run. */
export function amongText({
  run: { record },
  by,
  among,
}: Pick<ReportModel, 'run' | 'by' | 'among'>): string | null {
  if (!among) return null;
  const { cross_validation: fold, scores } = record;
  const best = `the best of the ${among.runs} runs of its row by ${by}`;
  if (!among.areFolds || !fold) {
    return `This model is ${best}; what the row scores is the mean of all.`;
  }
  const scored = scores.test
    ? ": the row's test scores are out of fold, of each model on the rows that its fold holds out, and their mean"
    : '';
  return `This model is that of ${foldWords(fold)}, ${best}${scored}.`;
}

const scoreHeads = [
  ...['precision', 'recall', 'F1'].map((head) => ({ head, isNumber: true })),
  { head: 'samples', isNumber: true },
];

function scoresOf(report: Diagnosis['report']): readonly string[] {
  if (report.kind === 'number') {
    const each = report.each ?? [];
    const heads = valueHeads.map(([, head]) => ({ head, isNumber: true }));
    const rows = [{ name: 'all', ...report }, ...each].map((one) => [one.name, ...valueCells(one)]);
    return [htmlTable([{ head: 'number' }, ...heads], rows)];
  }
  const names = report.kind === 'classes' ? report.classes : report.labels;
  const rows = report.each.map((one, i) => [names[i] ?? '', ...scoreCells(one)]);
  const means = [
    ['mean over all', ...scoreCells(report.macro)],
    ['mean by samples', ...scoreCells(report.weighted)],
  ];
  const right = report.kind === 'classes' ? report.accuracy : report.exact;
  return [
    `<p>${right === null ? '' : `${(100 * right).toFixed(2)} % ${report.kind === 'classes' ? 'are right' : 'have every label right'}.`}${report.unanswered > 0 ? ` Of ${counted(report.unanswered, 'sample')} the outputs are no numbers.` : ''}</p>`,
    htmlTable(
      [{ head: report.kind === 'classes' ? 'class' : 'label' }, ...scoreHeads],
      [...rows, ...means],
    ),
  ];
}

function scoreCells({ precision, recall, f1, support }: ClassScores): readonly string[] {
  return [
    ...[precision, recall, f1].map((value) => formatCell(value, 'score')),
    formatCell(support, 'count'),
  ];
}

const valueHeads = [
  ['mean_absolute_error', 'mean absolute error'],
  ['root_mean_squared_error', 'root of mean square'],
  ['median_absolute_error', 'median error'],
  ['max_error', 'greatest error'],
  ['mean_error', 'mean error'],
  ['r2_score', 'R²'],
] as const;

function valueCells(scores: ValueScores): readonly string[] {
  return valueHeads.map(([key]) => formatCell(scores[key], 'score'));
}

const [mostCells, mostPairs] = [24, 25];

function confusionOf(report: Diagnosis['report']): readonly string[] {
  if (report.kind !== 'classes') return [];
  return report.classes.length <= mostCells ? matrixOf(report) : worstPairs(report);
}

function matrixOf({ classes, confusion }: ClassReport): readonly string[] {
  const heads = classes.map((name) => `<th scope="col">${escapeHtml(name)}</th>`);
  const rows = confusion.map((row, i) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count, j) => {
      // Few is more than none.
      const shade = count === 0 ? 0 : Math.min(9, 1 + Math.floor((9 * count) / (all + 1)));
      return `<td class="h${shade}${i === j ? ' right' : ''}">${count}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(classes[i] ?? '')}</th>${cells.join('')}</tr>`;
  });
  return [
    '<p>A row a class as it is, a column a class that it was taken for; a colour is the share of its row.</p>',
    `<div class="scroll" tabindex="0" role="region" aria-label="confusion matrix"><table class="confusion"><thead><tr><td></td>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`,
  ];
}

function worstPairs({ classes, confusion }: ClassReport): readonly string[] {
  const pairs = confusion.flatMap((row, i) =>
    row.flatMap((count, j) => (i === j || count === 0 ? [] : [{ i, j, count }])),
  );
  if (pairs.length === 0) return ['<p>Nobody.</p>'];
  const worst = pairs.toSorted((a, b) => b.count - a.count).slice(0, mostPairs);
  return [
    `<p>Of ${classes.length} classes those that are mixed up most often.</p>`,
    htmlTable(
      [{ head: 'is' }, { head: 'taken for' }, { head: 'samples', isNumber: true }],
      worst.map(({ i, j, count }) => [classes[i] ?? '', classes[j] ?? '', String(count)]),
    ),
  ];
}

// More lines than colours nobody tells apart: those with the least area are drawn.
function thresholdsOf({ curves, calibration }: Diagnosis): readonly string[] {
  const shown = curves.toSorted((a, b) => a.average - b.average).slice(0, colourCount);
  const rows = curves.map(({ name, average, share }) => [
    name,
    formatCell(average, 'score'),
    formatCell(share, 'score'),
  ]);
  const more = curves.length > shown.length ? ` of the ${shown.length} lowest` : '';
  const named = shown.map(
    ({ name }, i) =>
      `<li><svg viewBox="0 0 24 10" aria-hidden="true"><path class="line s${i}" d="M1 5h22"/></svg> ${escapeHtml(name)}</li>`,
  );
  const strokes = shown.map((_, i) => `var(--row${i})`);
  const parts = [
    ...(curves.length === 0
      ? []
      : [
          `<div><figure>${precisionRecallChart(shown, strokes)}<figcaption>Precision over recall${more}</figcaption></figure><ul class="legend">${named.join('')}</ul></div>`,
        ]),
    ...(calibration
      ? [
          `<div><figure>${calibrationChart(calibration)}<figcaption>Calibration: below the line answers are surer than they should be. Expected calibration error ${formatCell(calibration.error, 'score')}</figcaption></figure></div>`,
        ]
      : []),
    ...(rows.length === 0
      ? []
      : [
          htmlTable(
            [
              { head: 'class' },
              { head: 'average precision', isNumber: true },
              { head: 'by guessing', isNumber: true },
            ],
            rows,
          ),
        ]),
  ];
  return parts.length === 0 ? [] : [`<div class="two">${parts.join('')}</div>`];
}

function valuesOf({ diagnosis: { pairs } }: Judged): readonly string[] {
  if (pairs.length === 0) return [];
  const name = 'the target';
  return [
    `<div class="two"><figure>${fitChart(pairs, name)}<figcaption>As predicted over as it is</figcaption></figure><figure>${residualsChart(pairs, name)}<figcaption>Errors (predicted less true) over what was predicted</figcaption></figure></div>`,
  ];
}
