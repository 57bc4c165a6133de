// A run in, what its card says of its data out: the parts, what columns became, what was filled and left out.
import { dataNameOf } from '../../../comparison/parts.js';
import type { ColumnFacts } from '../../../dataset/facts.js';
import { counted } from '../../../text/wrap.js';
import { formatCell } from '../../terminal/format.js';
import type { Carded } from './carded.js';
import { code, plainLine, table } from './words.js';

const mostColumns = 60;

/** All of it. */
export function dataPart({ record, kept }: Carded): string {
  const { data } = record;
  const { facts } = kept;
  const parts = [
    ['training', data.train],
    ['validation', data.validation],
    ['test', data.test],
  ] as const;
  const columns = facts.inputs.flatMap(({ columns: some }) => some ?? []);
  const inputs = facts.inputs.filter((input) => input.columns === null);
  return [
    '## Data',
    `${code(dataNameOf(record))}, SHA-256 ${code(data.sha256)}. The data is not in this card, and not in the model.`,
    table(
      ['part', 'samples'],
      parts.map(([part, count]) => [part, formatCell(count, 'count')]),
    ),
    ...(inputs.length > 0 ? [inputs.map(inputLine).join('\n')] : []),
    ...columnsOf(columns),
    ...(facts.notes.length > 0
      ? [facts.notes.map((note) => `- ${plainLine(note)}`).join('\n')]
      : []),
  ].join('\n\n');
}

function inputLine({ name, kind, divide_by }: Carded['kept']['facts']['inputs'][number]): string {
  const divided = divide_by === 1 ? '' : `, values divided by ${divide_by}`;
  return `- ${code(name)}: ${kindsOf[kind]}${divided}`;
}

const kindsOf = {
  image: 'images',
  table: 'numbers',
  tokens: 'tokens',
  values: 'numbers as they are',
} as const;

function columnsOf(columns: readonly ColumnFacts[]): readonly string[] {
  if (columns.length === 0) return [];
  const shown = columns.slice(0, mostColumns);
  const rows = shown.map((facts) => [
    code(facts.column),
    kindOf(facts),
    rangeOf(facts),
    formatCell(facts.missing, 'count'),
    placeOf(facts),
  ]);
  const more =
    columns.length > shown.length ? [`The first columns of ${columns.length} columns.`] : [];
  return [
    table(['column', 'taken as', 'from, to', 'missing', 'in place of what is missing'], rows, 5),
    ...more,
  ];
}

function kindOf(facts: ColumnFacts): string {
  if (facts.kind !== 'categories') return facts.kind;
  return counted(facts.categories.length, 'category').replace(/categorys$/, 'categories');
}

// As in the table, with as few digits as say the same; a whole number has all of its own.
const short = (value: number): string =>
  String(Math.abs(value) < 1e6 ? Number(value.toPrecision(6)) : Math.round(value));

function rangeOf(facts: ColumnFacts): string {
  return facts.kind === 'number' ? `${short(facts.min)}, ${short(facts.max)}` : '–';
}

/** What a cell without a value became; `–` where there was none. */
function placeOf(facts: ColumnFacts): string {
  if (!('gaps' in facts) || facts.gaps === undefined || facts.missing === 0) return '–';
  if (facts.gaps === 'drop') return 'its row is left out';
  const { value, indicator } = facts.gaps;
  if (value === null) return indicator ? 'a category of its own' : 'none of the categories';
  const filled = typeof value === 'number' ? short(value) : code(value);
  return indicator ? `${filled}, and an input that says so` : filled;
}
