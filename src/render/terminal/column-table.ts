// What each column of a table became, and its target, for a reader who knows what they should be.
import { namesOf, positiveOf, type DataSummary } from '../../dataset/dataset.js';
import type {
  CategoryColumn,
  ColumnFacts,
  ImageColumn,
  SequenceColumn,
} from '../../dataset/facts.js';
import { mostDistinct } from '../../dataset/facts.js';
import { categoryPlaces, categoryRows } from '../../dataset/table/category-column.js';
import { vocabularySize } from '../../dataset/text/vectorizer.js';
import { listedWord } from '../../text/cut.js';
import { toDigits } from '../../text/digits.js';
import { escapeText } from '../../text/escape.js';
import { wrapped } from '../../text/wrap.js';
import { renderTable, type Screen, type TableColumn } from './table.js';

const heads: readonly TableColumn[] = [
  { head: 'column', align: 'left' },
  { head: 'is', align: 'left' },
  { head: 'distinct', align: 'right', weight: 3 },
  { head: 'missing', align: 'right', weight: 4 },
  { head: 'holds', align: 'left', weight: 1 },
];

// A table of pixels has hundreds of columns that are all alike.
const mostShown = 20;

/**
 * A line a column: kind, number of different cells, missing ones, range or first values; of very
 * many columns the first, and how many more of each kind there are. Of data that is no table, how
 * many training samples each class has, where that is known.
 */
export function renderColumnTable(data: DataSummary, screen: Screen): string {
  const { columns } = data;
  if (!columns) return renderClassCounts(data, screen);
  const shown = columns.length > mostShown ? columns.slice(0, mostShown) : columns;
  const rows = [...shown.map(columnRow), ...targetRows(data)].map((row) =>
    row.map((text) => ({ text })),
  );
  const rest = columns.slice(shown.length);
  const table = renderTable(heads, rows, screen).text;
  if (rest.length === 0) return table;
  const kinds = [
    ['number', 'of numbers'],
    ['categories', 'of categories'],
    ['date', 'of dates'],
    ['text', 'of texts'],
    ['sequence', 'of sequences'],
    ['image', 'of pictures'],
  ].flatMap(([kind, words], i) => {
    const count = rest.filter((column) => column.kind === kind).length;
    return count > 0 || i < 2 ? [`${count} ${words}`] : [];
  });
  const more = `and ${rest.length} more columns: ${kinds.join(', ')}`;
  return `${table}\n${wrapped(more, screen.width)}`;
}

const mostClasses = 30;

function renderClassCounts({ classCounts: counts, ...data }: DataSummary, screen: Screen): string {
  if (!counts) return '';
  const said = namesOf(data).map((name, i) => `${listedWord(name, 40)} ${counts[i] ?? 0}`);
  const shown = said.slice(0, mostClasses).join(', ');
  const more = said.length > mostClasses ? ` and ${said.length - mostClasses} more` : '';
  return wrapped(escapeText(`${said.length} classes, in order: ${shown}${more}`), screen.width);
}

function columnRow(column: ColumnFacts): readonly string[] {
  const { distinct, missing } = column;
  const counts = [distinct === null ? `> ${mostDistinct}` : String(distinct), String(missing)];
  if (column.kind === 'categories') {
    const { categories, encode, rare } = column;
    const one = encode === 'index' ? 'number' : 'input';
    const others = rare === undefined ? '' : `; ${rare} rarer ones share one ${one}`;
    const said = listOf(categories) + others;
    if (encode === 'index') {
      return [column.column, 'categories, index', ...counts, `${said}; ${indexWords(column)}`];
    }
    return [column.column, 'categories', ...counts, said + gapsOf(column)];
  }
  if (column.kind === 'date') {
    const { first, last, parts } = column;
    const taken = parts.map(({ part }) => part).join(', ');
    return [column.column, 'date', ...counts, `${first} to ${last}; its ${taken}${gapsOf(column)}`];
  }
  if (column.kind === 'text') return [column.column, 'text', ...counts, textHolds(column)];
  if (column.kind === 'sequence') {
    return [column.column, 'sequence', ...counts, sequenceHolds(column)];
  }
  if (column.kind === 'image') return [column.column, 'image', ...counts, imageHolds(column)];
  const { min, max, decimal, thousands, unit } = column;
  const written = [
    ...(unit === null ? [] : [`in ${JSON.stringify(unit)}`]),
    ...(decimal === ',' ? ['a decimal comma'] : []),
    ...(thousands === null ? [] : [`${JSON.stringify(thousands)} between thousands`]),
  ];
  return [
    column.column,
    'number',
    ...counts,
    [`${min} to ${max}`, ...written].join(', ') + gapsOf(column),
  ];
}

/** What becomes of cells without a value, where there are any: a clause behind others. */
export function gapsOf({ gaps, missing }: ColumnFacts): string {
  if (gaps === undefined || missing === 0) return '';
  if (gaps === 'drop') return '; rows without it are left out';
  const { value, indicator } = gaps;
  if (value === null) return indicator ? '; missing is a category' : '; missing is none of them';
  const shownValue = typeof value === 'number' ? toDigits(value, 6) : listedWord(value);
  return `; missing is ${shownValue}${indicator ? ', and an input says so' : ''}`;
}

// What the rows of an Embedding are for.
function indexWords(column: CategoryColumn): string {
  const { first, other, gap } = categoryPlaces(column);
  const gaps = column.gaps !== undefined && column.gaps !== 'drop' && column.gaps.indicator;
  const missing = gaps ? `${gap} is missing, ` : '';
  return `${categoryRows(column)} numbers for an Embedding: ${missing}${other} unknown, the categories from ${first}${gaps ? '' : gapsOf(column)}`;
}

function sequenceHolds(column: SequenceColumn): string {
  const { longest, sequence_length, mean, deviation, empty } = column;
  const [center, spread] = [toDigits(mean, 6), toDigits(deviation, 6)];
  return `up to ${longest} numbers, of which ${sequence_length} go in; ${center} ± ${spread}${gapsOf(column)}${empty === true && column.missing > 0 ? '; missing is one of no numbers' : ''}`;
}

function imageHolds(column: ImageColumn): string {
  const { height, width, channels, fit, background, divide_by: by } = column;
  const behind = background === 'white' ? ', white behind' : '';
  return `pictures, ${height} × ${width} × ${channels} (${fit}${behind}), divided by ${by}${gapsOf(column)}`;
}

function textHolds(column: Extract<ColumnFacts, { kind: 'text' }>): string {
  const { output_mode, sequence_length, tokens, vocabulary, tokenizer } = column;
  if (tokenizer) {
    return `${tokens} of the ${tokenizer.size} tokens of its tokenizer; the first ${sequence_length} of each text`;
  }
  const known =
    vocabulary.length === tokens ? `${tokens} tokens` : `${vocabulary.length} of ${tokens} tokens`;
  const size = vocabularySize(column);
  return sequence_length === null
    ? `${known}; ${size} values of each text (${output_mode})`
    : `${known}; the first ${sequence_length} of each text, numbers below ${size}`;
}

// A row a column.
function targetRows(data: DataSummary): readonly (readonly string[])[] {
  const { targetParts: parts, targetName, targetNumbers = [], labels } = data;
  if (labels) {
    return [
      [targetName, 'target, labels', String(targetNumbers.length), '', listOf(targetNumbers)],
    ];
  }
  if (data.targetInput !== undefined) return [[targetName, 'target, the input itself', '', '', '']];
  if (!parts) return [targetRow(data)];
  return parts.map(({ name, values, scale }) =>
    targetRow({
      targetName: name,
      targetValues: values,
      ...(scale ? { targetScale: scale } : {}),
      classes: null,
      classNames: null,
    }),
  );
}

function targetRow(data: Omit<DataSummary, 'columns'>): readonly string[] {
  const { targetName, targetValues } = data;
  if (data.classes === null) {
    const range = targetValues ? `${shown(targetValues.min)} to ${shown(targetValues.max)}` : '';
    const { targetScale: scale } = data;
    const how =
      scale && 'mean' in scale
        ? `; the loss is in deviations of ${toDigits(scale.deviation, 6)} from ${toDigits(scale.mean, 6)}`
        : '';
    const what = data.targetNumbers ? `${data.targetNumbers.length} numbers` : 'number';
    return [targetName, `target, ${what}${scale ? ', standardised' : ''}`, '', '', range + how];
  }
  const positive = positiveOf(data);
  const holds = positive === null ? '' : `; ${listedWord(positive)} is the positive one`;
  return [targetName, 'target, classes', String(data.classes), '', listOf(namesOf(data)) + holds];
}

// Targets are float32, of which the digits after the seventh say nothing.
function shown(value: number): number {
  return toDigits(value, 7);
}

// The first few, each cut.
function listOf(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).map((text) => listedWord(text, 20));
  return texts.length > 5 ? `${shown.join(', ')} …` : shown.join(', ');
}
