// The first spec for somebody's table: what the table was found to hold comes in, out comes a
// commented text that trains at once. Every type of a column that was inferred is written, so that
// it can be changed.
import type { Dataset } from '../../dataset/dataset.js';
import type { ColumnFacts } from '../../dataset/facts.js';
import type { SniffedColumn } from '../../dataset/table/sniffed.js';
import { flowYaml } from '../../document/yaml.js';
import { escapeJsonText, escapeText } from '../../text/escape.js';
import { counted } from '../../text/wrap.js';

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

/** Columns of which a network learns nothing that holds for another row, and why; not the target. */
export function excludedOf(
  columns: readonly SniffedColumn[],
  target: string,
): FoundTable['excluded'] {
  return columns.flatMap(({ name, kind, distinct }) => {
    if (name === target) return [];
    if (kind === 'empty') return [{ column: name, why: 'is empty' }];
    if (kind === 'row numbers') return [{ column: name, why: 'numbers the rows' }];
    return kind === 'name' ? [{ column: name, why: `has ${distinct} different words` }] : [];
  });
}

/** A spec by which the data can be read, to see what each column becomes. */
export function firstGuess(guess: GuessedTable): string {
  const { file, reading, excluded, columns, target } = guess;
  const out = new Set([target, ...excluded.map(({ column }) => column)]);
  const used = columns.filter(({ name }) => !out.has(name));
  const dates = used.filter(({ kind }) => kind === 'date').map(({ name }) => [name, 'date']);
  const asked = columns.find(({ name }) => name === target);
  return JSON.stringify({
    dataset: {
      name: 'table',
      file,
      target,
      ...reading,
      ...(dates.length > 0 ? { columns: Object.fromEntries(dates) } : {}),
      ...(excluded.length > 0 ? { exclude: excluded.map(({ column }) => column) } : {}),
      ...(used.some(({ missing }) => missing > 0) ? { missing: 'fill' } : {}),
    },
    model: [{ Dense: 1 }],
    loss: asked && isAmount(asked) ? 'mean_squared_error' : 'sparse_categorical_crossentropy',
  });
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
    ...trainingLines(train),
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
  const listed = isLong ? columns.filter((one) => typeOf(one) === 'date') : columns;
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
  return kind === 'categories' ? 'category' : kind;
}

function seen(column: ColumnFacts): string {
  switch (column.kind) {
    case 'number':
      return `${toFew(column.min)} to ${toFew(column.max)}`;
    case 'date':
      return `${column.first} to ${column.last}`;
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
  const gaps = columns.filter(({ missing }) => missing > 0);
  if (gaps.length === 0) return [];
  const shown = gaps.slice(0, 4).map(({ column, missing }) => `${inline(column)} ${missing}`);
  const more = gaps.length > shown.length ? ', …' : '';
  return [withComment('  missing: fill', `empty cells: ${shown.join(', ')}${more}`)];
}

function modelLines(classes: number | null): readonly string[] {
  const [units, activation] = classes === null ? [1, 'linear'] : outputOf(classes);
  return [
    '# Each item is a layer and takes the one before it.',
    'model:',
    '  - Dense: {units: 128, activation: relu}',
    '    name: hidden              # so that others can say model.hidden.units',
    '  - Dropout: 0.1              # a bare value is the first argument',
    '  - Dense: {units: 64, activation: relu}',
    `  - Dense: {units: ${units}, activation: ${activation}}`,
    '',
    'optimizer: {name: adam, learning_rate: 0.001}',
    ...judgingLines(classes),
  ];
}

function outputOf(classes: number): readonly [number, string] {
  return classes === 2 ? [1, 'sigmoid'] : [classes, 'softmax'];
}

function judgingLines(classes: number | null): readonly string[] {
  if (classes === null) {
    return ['loss: mean_squared_error', 'metrics: [mean_absolute_error, r2_score]'];
  }
  return classes === 2
    ? ['loss: binary_crossentropy', 'metrics: [accuracy, auc]']
    : ['loss: sparse_categorical_crossentropy', 'metrics: [accuracy]'];
}

// So many samples are seen, with so many epochs in between.
const wantedSamples = 400_000;
const [fewestEpochs, mostEpochs] = [10, 200];

function trainingLines(rows: number): readonly string[] {
  const epochs = Math.min(mostEpochs, Math.max(fewestEpochs, Math.ceil(wantedSamples / rows)));
  return [
    `batch_size: ${rows > 20_000 ? 128 : 32}`,
    `epochs: ${epochs}`,
    withComment(
      `early_stopping: {patience: ${Math.max(5, Math.ceil(epochs / 10))}}`,
      'stop when val_loss no longer improves',
    ),
    withComment('seed: 42', 'the same seed gives the same numbers'),
    withComment('# seeds: 5', 'five runs, with the seeds 42 to 46'),
  ];
}

function withComment(line: string, comment: string): string {
  return `${line.padEnd(27)} # ${comment}`;
}

// On one line, as it may stand in a list or be a key, with nothing in it that a terminal obeys.
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const yaml = flowYaml([value]).slice(1, -1);
  const isSeen = !yaml.includes('\n') && escapeText(yaml) === yaml;
  return isSeen ? yaml : escapeJsonText(JSON.stringify(value));
}
