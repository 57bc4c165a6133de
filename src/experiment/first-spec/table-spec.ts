// The first spec for somebody's table: what the table was found to hold comes in, out comes a
// commented text that trains at once. Every type of a column that was inferred is written, so that
// it can be changed.
import type { Dataset } from '../../dataset/dataset.js';
import type { ColumnFacts } from '../../dataset/facts.js';
import type { SniffedColumn } from '../../dataset/table/sniffed.js';
import { isPossibleKey } from '../../document/yaml.js';
import { counted } from '../../text/wrap.js';
import { endLines, inline, trainingLines, withComment } from './lines.js';

/** What is known of a table. */
export type FoundTable = {
  /** The table as the spec is to name it. */
  readonly file: string;
  /** The spec's own file, as its reader calls it. */
  readonly spec: string;
  /** How the file is read, where that is not how it is read by default. */
  readonly reading: Readonly<Record<string, unknown>>;
  /** Columns that are left out, and why. */
  readonly excluded: readonly { readonly column: string; readonly why: string }[];
  readonly data: Pick<
    Dataset,
    'columns' | 'classes' | 'classNames' | 'targetName' | 'targetValues' | 'facts'
  >;
};

/** What is known before the data set is read as the spec will have it. */
export type GuessedTable = Omit<FoundTable, 'data'> & {
  readonly target: string;
  readonly columns: readonly SniffedColumn[];
};

/**
 * Columns of which a network learns nothing that holds for another row, and why; not the target. Where
 * nothing else were left, what looks like names is taken for short texts.
 */
export function excludedOf(
  columns: readonly SniffedColumn[],
  target: string,
): FoundTable['excluded'] {
  const isUseful = ({ name, kind }: SniffedColumn): boolean =>
    name !== target && !['empty', 'row numbers', 'name'].includes(kind);
  const isOnlyNames = !columns.some(isUseful);
  return columns.flatMap(({ name, kind, distinct }) => {
    if (name === target) return [];
    if (!isPossibleKey(name)) return [{ column: name, why: 'cannot be a key of a spec' }];
    if (kind === 'empty') return [{ column: name, why: 'is empty' }];
    if (kind === 'row numbers') return [{ column: name, why: 'numbers the rows' }];
    return kind === 'name' && !isOnlyNames
      ? [{ column: name, why: `has ${distinct} different words` }]
      : [];
  });
}

/** A spec by which the data can be read, to see what each column becomes. */
export function firstGuess(guess: GuessedTable): string {
  const { file, reading, excluded, columns, target } = guess;
  const out = new Set([target, ...excluded.map(({ column }) => column)]);
  const used = columns.filter(({ name }) => !out.has(name));
  const types = used.flatMap(({ name, kind }) => {
    const type = kind === 'date' ? 'date' : ['text', 'name'].includes(kind) ? asText : null;
    return type === null ? [] : [[name, type] as const];
  });
  const asked = columns.find(({ name }) => name === target);
  return JSON.stringify({
    dataset: {
      name: 'table',
      file,
      target,
      ...reading,
      ...(types.length > 0 ? { columns: Object.fromEntries(types) } : {}),
      ...(excluded.length > 0 ? { exclude: excluded.map(({ column }) => column) } : {}),
      ...(used.some(hasGaps) ? { missing: 'fill' } : {}),
    },
    model: [{ Dense: 1 }],
    loss: asked && isAmount(asked) ? 'mean_squared_error' : 'sparse_categorical_crossentropy',
  });
}

// What words a text has, and how seldom they are: as many inputs, beside the other columns.
const asText = { type: 'text', max_tokens: 2000, output_mode: 'tf_idf' } as const;

// An empty text is one of no words.
function hasGaps({ kind, missing }: SniffedColumn | ColumnFacts): boolean {
  return missing > 0 && kind !== 'text';
}

// A few whole numbers are more often classes than amounts.
const mostClasses = 20;

function isAmount({ kind, distinct, isWhole }: SniffedColumn): boolean {
  return (kind === 'numbers' || kind === 'row numbers') && !(isWhole && distinct <= mostClasses);
}

// A spec that names more columns than this is not read by anybody.
const mostListed = 60;

/** The text of a first spec for a table. */
export function tableSpec(found: FoundTable): string {
  const { data, file, spec } = found;
  const { train, validation, test } = data.facts.samples;
  const rows = train + validation + test;
  const target = inline(data.targetName);
  return [
    `# Predicts ${target} by the other columns of ${inline(file)}, ${counted(rows, 'row')}. Train it with`,
    `#   dlx train ${spec}`,
    '# and change one thing at a time; the names and defaults are those of Keras.',
    '',
    'dataset:',
    '  name: table',
    `  file: ${inline(file)}`,
    ...Object.entries(found.reading).map(([key, value]) => `  ${key}: ${inline(value)}`),
    ...targetLines(data),
    ...columnLines(data.columns ?? []),
    ...excludedLines(found.excluded),
    ...gapLines(data.columns ?? []),
    ...(data.classes === null ? [] : ['  stratify: true            # each part has all classes']),
    '',
    ...modelLines(data.classes),
    '',
    ...trainingLines(train, 400_000),
    '',
  ].join('\n');
}

function targetLines({
  targetName,
  classes,
  classNames,
  targetValues,
}: FoundTable['data']): readonly string[] {
  const name = inline(targetName);
  if (classes === null) {
    const { min, max } = targetValues ?? { min: NaN, max: NaN };
    return [
      withComment(
        `  target: {${name}: {scale: standard}}`,
        `numbers from ${toFew(min)} to ${toFew(max)}; the loss sees them standardised`,
      ),
    ];
  }
  const names = (classNames ?? []).slice(0, 5).map((one) => inline(one));
  const more = classes > names.length ? ', …' : '';
  return [withComment(`  target: ${name}`, `${classes} classes: ${names.join(', ')}${more}`)];
}

function columnLines(columns: readonly ColumnFacts[]): readonly string[] {
  const isLong = columns.length > mostListed;
  // What would not be inferred is said in any case.
  const listed = isLong
    ? columns.filter(({ kind }) => kind === 'date' || kind === 'text')
    : columns;
  const inferred = isLong
    ? [`  # ${columns.length} columns, taken for what they hold: \`dlx show\` lists them`]
    : [];
  if (listed.length === 0) return inferred;
  return [
    ...inferred,
    '  columns:                  # what they were found to hold; write another type to change it',
    ...listed.map((one) => withComment(`    ${inline(one.column)}: ${typeOf(one)}`, seen(one))),
  ];
}

function typeOf({ kind }: ColumnFacts): string {
  if (kind === 'text') return inline(asText);
  return kind === 'categories' ? 'category' : kind;
}

function seen(column: ColumnFacts): string {
  switch (column.kind) {
    case 'number':
      return `${toFew(column.min)} to ${toFew(column.max)}`;
    case 'date':
      return `${column.first} to ${column.last}`;
    case 'sequence':
      return `up to ${column.longest} numbers`;
    case 'text':
      return `${column.tokens} different tokens`;
    case 'categories': {
      const shown = column.categories.slice(0, 4).map((one) => inline(one));
      return `${column.distinct} of them: ${shown.join(', ')}${column.distinct > shown.length ? ', …' : ''}`;
    }
  }
}

function toFew(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function excludedLines(excluded: FoundTable['excluded']): readonly string[] {
  if (excluded.length === 0) return [];
  const names = excluded.map(({ column }) => column);
  return [
    ...excluded.map(({ column, why }) => `  # ${inline(column)} ${why}`),
    `  exclude: ${inline(names)}`,
  ];
}

function gapLines(columns: readonly ColumnFacts[]): readonly string[] {
  const gaps = columns.filter(hasGaps);
  if (gaps.length === 0) return [];
  const shown = gaps.slice(0, 4).map(({ column, missing }) => `${inline(column)} ${missing}`);
  const more = gaps.length > shown.length ? ', …' : '';
  return [withComment('  missing: fill', `empty cells: ${shown.join(', ')}${more}`)];
}

function modelLines(classes: number | null): readonly string[] {
  return [
    '# Each item is a layer and takes the one before it.',
    'model:',
    '  - Dense: {units: 128, activation: relu}',
    '    name: hidden              # so that others can say model.hidden.units',
    '  - Dropout: 0.1              # a bare value is the first argument',
    '  - Dense: {units: 64, activation: relu}',
    ...endLines(classes),
  ];
}
