// What is in data in, what a terminal shows of it out: parts, what is doubtful, inputs, columns with
// their histograms, targets, and a few samples.
import type { ColumnSurvey } from '../../survey/columns.js';
import type { Example, ExampleValue } from '../../survey/examples.js';
import { sentenceOf } from '../../survey/findings.js';
import type { InputSurvey } from '../../survey/inputs.js';
import type { Summary } from '../../survey/summary.js';
import type { Survey } from '../../survey/survey.js';
import type { TargetSurvey } from '../../survey/targets.js';
import { vocabularySize } from '../../dataset/text/vectorizer.js';
import { cutText, listedWord } from '../../text/cut.js';
import { toDigits } from '../../text/digits.js';
import { escapeText } from '../../text/escape.js';
import { displayWidth } from '../../text/width.js';
import { linesOf } from '../../text/wrap.js';
import { gapsOf } from './column-table.js';
import { blocksOf } from './curve.js';
import { renderTable, type Screen, type TableColumn } from './table.js';

/** All of it; `file` is the spec's. */
export function renderSurvey(file: string, survey: Survey, screen: Screen): string {
  const { parts, findings, inputs, columns, target, examples } = survey;
  const { training, validation, test } = parts;
  const heads = [
    `${file}: ${survey.name}, ${training} / ${validation} / ${test} samples (training / validation / test)`,
    ...(survey.fold === null ? [] : [survey.fold]),
    `SHA-256 ${survey.sha256.slice(0, 12)}`,
  ];
  const doubts = findings.map(sentenceOf);
  return [
    heads.map((line) => hanging(line, '', screen)).join('\n'),
    doubts.length === 0
      ? hanging(`Nothing doubtful was found. ${lookedForText(survey)}`, '', screen)
      : listed('Doubtful', doubts, screen),
    inputs.flatMap((input) => inputLine(input, screen)).join('\n'),
    columnTable(columns, screen),
    targetTable(target, survey, screen),
    exampleLines(examples, screen),
    survey.notes.length === 0 ? '' : listed('To know', survey.notes, screen),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What was looked for, as a sentence. */
export function lookedForText({ lookedFor }: Pick<Survey, 'lookedFor'>): string {
  return `Looked for: ${lookedFor.join(', ')}.`;
}

function listed(title: string, sentences: readonly string[], screen: Screen): string {
  return [`${title}:`, ...sentences.map((one) => hanging(`- ${one}`, '  ', screen))].join('\n');
}

// In lines that fit, those after the first further in.
function hanging(text: string, indent: string, { width }: Screen): string {
  const words = escapeText(text).split(' ');
  return linesOf(words, Math.max(20, width - indent.length), { widthOf: displayWidth }).join(
    `\n${indent}`,
  );
}

function inputLine(input: InputSurvey, screen: Screen): readonly string[] {
  const { name, kind, shape, vocabulary, divideBy, summary } = input;
  const what = { image: 'pictures', table: 'columns', tokens: 'tokens', values: 'values' }[kind];
  const size = shape.join(' × ');
  const divided = divideBy === 1 ? '' : `, divided by ${divideBy} for the model`;
  const holds =
    summary === null
      ? ''
      : kind === 'tokens'
        ? `, numbers below ${vocabulary}; ${rangeOf(summary)} of them a sample`
        : `, ${rangeOf(summary)}${divided}`;
  const line = `input ${name}: ${what}, ${size} a sample${holds}`;
  const shown = hanging(line, '  ', screen);
  return summary === null ? [shown] : [shown, `  ${bars(summary.histogram)}`];
}

const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A bar a number, as high as it is beside the greatest; none for 0, and something for all others. */
export function bars(counts: readonly number[]): string {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  return counts
    .map((count) =>
      count === 0 ? ' ' : (levels[Math.min(7, Math.floor((count / most) * 8))] ?? ' '),
    )
    .join('');
}

/** A range, and what lies in its middle. */
export function rangeOf({ min, max, mean, deviation }: Summary): string {
  return `${few(min)} to ${few(max)}, mean ${few(mean)} ± ${few(deviation)}`;
}

function few(value: number): string {
  return String(toDigits(value, 4));
}

const columnHeads: readonly TableColumn[] = [
  { head: 'column', align: 'left' },
  { head: 'is', align: 'left' },
  { head: 'missing', align: 'right', weight: 4 },
  { head: 'training part', align: 'right', weight: 2 },
  { head: 'holds', align: 'left', weight: 1 },
];

const [mostColumns, mostBarsShown] = [40, 20];

function columnTable(columns: readonly ColumnSurvey[], screen: Screen): string {
  if (columns.length === 0) return '';
  const shown = columns.slice(0, mostColumns);
  const drawn = shown.map(({ summary, counts }) =>
    bars((summary?.histogram ?? (counts ?? []).map(({ count }) => count)).slice(0, mostBarsShown)),
  );
  const widest = drawn.reduce((most, one) => Math.max(most, one.length), 0);
  const rows = shown.map((column, i) =>
    [
      column.name,
      column.facts === null ? 'number' : column.facts.kind,
      column.facts === null ? '' : String(column.facts.missing),
      (drawn[i] ?? '').padEnd(widest),
      holdsOf(column),
    ].map((text) => ({ text })),
  );
  const table = renderTable(columnHeads, rows, screen).text;
  const more = columns.length - shown.length;
  return more > 0 ? `${table}\nand ${more} more; --html FILE shows all` : table;
}

function holdsOf({ facts, summary, counts }: ColumnSurvey): string {
  const fills = facts === null ? '' : gapsOf(facts);
  if (summary) return rangeOf(summary) + fills;
  if (counts) {
    const said = counts.map(({ label, count }) => `${listedWord(label, 20)} ${count}`);
    return `${said.slice(0, 5).join(', ')}${said.length > 5 ? `, … (${said.length})` : ''}${fills}`;
  }
  if (facts?.kind !== 'text') return '';
  const { distinct, tokens, output_mode } = facts;
  return `${distinct} texts of ${tokens} tokens; ${output_mode}, ${vocabularySize(facts)} numbers`;
}

const mostClasses = 20;

function targetTable(target: TargetSurvey, { parts }: Survey, screen: Screen): string {
  if (target.kind === 'input') return 'The target is the input itself.';
  return target.kind === 'number' ? numberTable(target, screen) : countTable(target, parts, screen);
}

function numberTable(
  { numbers }: Extract<TargetSurvey, { kind: 'number' }>,
  screen: Screen,
): string {
  const shown = numbers.slice(0, mostClasses);
  const isOne = numbers.length === 1;
  const rows = shown.flatMap((one) =>
    (['training', 'validation'] as const).flatMap((part) => {
      const summary = one[part];
      const name = isOne ? part : `${one.name}, ${part}`;
      return summary ? [[name, bars(summary.histogram), rangeOf(summary)]] : [];
    }),
  );
  const table = renderTable(
    [
      { head: isOne ? `target ${numbers[0]?.name ?? ''}` : 'target', align: 'left' },
      { head: '', align: 'right' },
      { head: 'holds', align: 'left' },
    ],
    rows.map((row) => row.map((text) => ({ text }))),
    screen,
  ).text;
  return withMore(table, numbers.length - shown.length, 'numbers');
}

function countTable(
  target: Extract<TargetSurvey, { kind: 'classes' | 'labels' }>,
  parts: Survey['parts'],
  screen: Screen,
): string {
  const [all, what] =
    target.kind === 'labels' ? [target.labels, 'label'] : [target.classes, 'class'];
  const shown = all.slice(0, mostClasses);
  const share = (count: number, part: keyof Survey['parts']): string =>
    `${count} (${(parts[part] === 0 ? 0 : (100 * count) / parts[part]).toFixed(1)} %)`;
  const table = renderTable(
    [
      { head: `${what} of ${target.name}`, align: 'left' },
      { head: 'training', align: 'right' },
      { head: 'validation', align: 'right' },
      { head: 'test', align: 'right' },
    ],
    shown.map((one) =>
      [
        one.name,
        share(one.training, 'training'),
        share(one.validation, 'validation'),
        share(one.test, 'test'),
      ].map((text) => ({ text })),
    ),
    screen,
  ).text;
  return withMore(table, all.length - shown.length, what === 'label' ? 'labels' : 'classes');
}

function withMore(table: string, more: number, what: string): string {
  return more > 0 ? `${table}\nand ${more} more ${what}` : table;
}

const seriesWidth = 24;

function exampleLines(examples: readonly Example[], screen: Screen): string {
  const lines = examples.map(({ row, target, values }) => {
    const told = values.slice(0, mostColumns).map(valueText).join('; ');
    const more = values.length > mostColumns ? `; … (${values.length})` : '';
    return hanging(`- row ${row}, ${cutText(target, 60)}: ${told}${more}`, '  ', screen);
  });
  return ['Training samples, their target first (rows are counted from 0):', ...lines].join('\n');
}

function valueText(value: ExampleValue): string {
  if ('text' in value) return `${value.name} ${cutText(value.text, 100)}`;
  const { name, series } = value;
  const [first = NaN, last = NaN] = [series[0], series.at(-1)];
  return `${name} ${few(first)} ${blocksOf(series, seriesWidth, series)} ${few(last)}`;
}
