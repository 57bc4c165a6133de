// What is in data in, the page that `dlx data --html` writes out: parts, what is doubtful, balance,
// columns with their histograms, pictures, and a few samples.
import type { ColumnSurvey } from '../../survey/columns.js';
import type { Example } from '../../survey/examples.js';
import { sentenceOf } from '../../survey/findings.js';
import type { SurveyedPicture } from '../../survey/pictures.js';
import type { InputSurvey } from '../../survey/inputs.js';
import type { Survey } from '../../survey/survey.js';
import type { TargetSurvey } from '../../survey/targets.js';
import { toDigits } from '../../text/digits.js';
import { gapsOf } from '../terminal/column-table.js';
import { lookedForText, rangeOf } from '../terminal/survey.js';
import { countsChart, histogramChart, lineChart, sharesChart } from './charts.js';
import { escapeHtml, htmlPage, htmlTable, section } from './page.js';

/** A picture of the training part, as bytes of a PNG. */
export type PagePicture = Omit<SurveyedPicture, 'values' | 'shape'> & { readonly png: Uint8Array };

/** The page; `file` is the spec's. */
export function surveyPage(file: string, survey: Survey, pictures: readonly PagePicture[]): string {
  const { parts, findings, notes, name, sha256 } = survey;
  const { training, validation, test } = parts;
  return htmlPage(`The data of ${file}`, [
    `<h1>The data of ${escapeHtml(file)}</h1>`,
    `<p>${escapeHtml(name)}: <b class="first">${training} training</b>, <b class="second">${validation} validation</b> and <b class="third">${test} test</b> samples. Of the test part counts alone are shown.</p>`,
    ...(survey.fold === null ? [] : [`<p>${escapeHtml(survey.fold)}</p>`]),
    `<p class="note">SHA-256 ${escapeHtml(sha256)}</p>`,
    ...section(
      'Doubtful',
      findings.length === 0
        ? [`<p>Nothing. ${escapeHtml(lookedForText(survey))}</p>`]
        : [`<ul class="doubts">${listed(findings.map(sentenceOf))}</ul>`],
    ),
    ...section('Target', targetPart(survey)),
    ...section('Inputs', [`<div class="grid">${survey.inputs.map(inputCard).join('')}</div>`]),
    ...section('Pictures of the training part', picturePart(pictures)),
    ...section(
      'Columns, in the training part',
      survey.columns.length === 0
        ? []
        : [`<div class="grid">${survey.columns.map(columnCard).join('')}</div>`],
    ),
    ...section('Training samples', exampleParts(survey.examples)),
    ...section('To know', notes.length === 0 ? [] : [`<ul>${listed(notes)}</ul>`]),
  ]);
}

function listed(sentences: readonly string[]): string {
  return sentences.map((one) => `<li>${escapeHtml(one)}</li>`).join('');
}

function card(name: string, about: readonly string[], chart: string): string {
  const notes = about
    .filter((one) => one !== '')
    .map((one) => `<p class="note">${escapeHtml(one)}</p>`);
  return `<div><h3>${escapeHtml(name)}</h3>${chart}${notes.join('')}</div>`;
}

function inputCard({ name, kind, shape, divideBy, summary }: InputSurvey): string {
  const what = kind === 'tokens' ? 'tokens a sample' : kind;
  return card(
    name,
    [
      `${what}, ${shape.join(' × ')} a sample`,
      summary ? rangeOf(summary) : '',
      divideBy === 1 ? '' : `divided by ${divideBy} for the model`,
    ],
    summary ? histogramChart(summary, `histogram of ${name}`) : '',
  );
}

const mostBars = 12;

function columnCard({ name, facts, summary, counts }: ColumnSurvey): string {
  const missing = facts && facts.missing > 0 ? `${facts.missing} missing${gapsOf(facts)}` : '';
  if (summary) {
    return card(name, [rangeOf(summary), missing], histogramChart(summary, `histogram of ${name}`));
  }
  if (!counts) {
    const texts = facts?.kind === 'text' ? `${facts.distinct} texts, ${facts.tokens} tokens` : '';
    return card(name, [texts, missing], '');
  }
  const shown = counts.toSorted((a, b) => b.count - a.count).slice(0, mostBars);
  const rest = counts.length - shown.length;
  const more = rest > 0 ? `and ${rest} rarer ones` : '';
  return card(name, [more, missing], countsChart(shown, `rows of each category of ${name}`));
}

const mostClasses = 20;

function targetPart({ target, parts }: Survey): readonly string[] {
  if (target.kind === 'input') return ['<p>The input itself.</p>'];
  if (target.kind === 'number') return numberParts(target);
  const { name } = target;
  const [classes, what] =
    target.kind === 'labels' ? [target.labels, 'label'] : [target.classes, 'class'];
  const shown = classes.slice(0, mostClasses);
  const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);
  const chart = sharesChart(
    shown.map((one) => ({
      label: one.name,
      parts: [
        share(one.training, parts.training),
        share(one.validation, parts.validation),
        share(one.test, parts.test),
      ],
    })),
    `share of each ${what} of ${name} in training, validation and test`,
  );
  const heads = [
    { head: name },
    ...['training', 'validation', 'test'].map((head) => ({ head, isNumber: true })),
  ];
  const rows = classes.map((one) => [
    one.name,
    ...[one.training, one.validation, one.test].map(String),
  ]);
  return [chart, htmlTable(heads, rows)];
}

function numberParts(target: Extract<TargetSurvey, { kind: 'number' }>): readonly string[] {
  const cards = target.numbers.slice(0, mostClasses).flatMap((one) =>
    (['training', 'validation'] as const).flatMap((part) => {
      const summary = one[part];
      if (!summary) return [];
      const chart = histogramChart(summary, `histogram of ${one.name} in ${part}`);
      return [card(`${one.name}, ${part}`, [rangeOf(summary)], chart)];
    }),
  );
  return [`<div class="grid">${cards.join('')}</div>`];
}

function picturePart(pictures: readonly PagePicture[]): readonly string[] {
  const groups = new Map<string, PagePicture[]>();
  for (const one of pictures) {
    const heading = one.input === null ? one.label : `${one.input}: ${one.label}`;
    groups.set(heading, [...(groups.get(heading) ?? []), one]);
  }
  return [...groups].map(([heading, own]) => {
    const shown = own.map(
      ({ png, row }) =>
        `<img alt="${escapeHtml(`${heading}, row ${row}`)}" title="${escapeHtml(`row ${row}`)}" src="data:image/png;base64,${Buffer.from(png).toString('base64')}">`,
    );
    return `<h3>${escapeHtml(heading)}</h3><div class="pictures">${shown.join('')}</div>`;
  });
}

function exampleParts(examples: readonly Example[]): readonly string[] {
  const isSeries = examples.some(({ values }) => values.some((one) => 'series' in one));
  return isSeries ? examples.flatMap(seriesPart) : [exampleTable(examples)];
}

function exampleTable(examples: readonly Example[]): string {
  const names = examples[0]?.values.map(({ name }) => name) ?? [];
  return htmlTable(
    [{ head: 'row', isNumber: true }, { head: 'target' }, ...names.map((head) => ({ head }))],
    examples.map(({ row, target, values }) => [
      String(row),
      target,
      ...values.map((one) => ('text' in one ? one.text : '')),
    ]),
  );
}

function seriesPart({ row, target, values }: Example): readonly string[] {
  const cards = values.map((one) =>
    'text' in one
      ? card(one.name, [one.text], '')
      : card(
          one.name,
          [`${toDigits(one.series[0] ?? NaN, 4)} … ${toDigits(one.series.at(-1) ?? NaN, 4)}`],
          lineChart(one.series, `${one.name} in the window of row ${row}`),
        ),
  );
  return [
    `<h3>${escapeHtml(`row ${row}, target ${target}`)}</h3>`,
    `<div class="grid">${cards.join('')}</div>`,
  ];
}
