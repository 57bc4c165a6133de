// The first spec for somebody's table: what the table was found to hold comes in, out comes a
// commented text that trains at once. Every type of a column that was inferred is written, so that
// it can be changed.
import type { Dataset } from '../../dataset/dataset.js';
import type { ColumnFacts } from '../../dataset/facts.js';
import type { SniffedColumn } from '../../dataset/table/sniffed.js';
import { isPossibleKey } from '../../document/yaml.js';
import { counted } from '../../text/wrap.js';
import { endLines, inline, trainingLines, withComment } from './lines.js';
import { convolutions } from './picture-spec.js';

/** What is known of a table. */
export type FoundTable = {
  /** The table as the spec is to name it. */
  readonly file: string;
  /** The spec's own file, as its reader calls it. */
  readonly spec: string;
  /** How the file is read, where that is not how it is read by default. */
  readonly reading: Readonly<Record<string, unknown>>;
  /** Columns that are left out, why, and what would keep one, a line each. */
  readonly excluded: readonly {
    readonly column: string;
    readonly why: string;
    readonly cure?: readonly string[];
  }[];
  /** What the pictures of columns are brought to; null where they stay as they are. */
  readonly sizes: ReadonlyMap<string, readonly [number, number] | null>;
  /** How many rows have no target: nothing can be learned of them. */
  readonly untold: number;
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
  const isUseful = (column: SniffedColumn): boolean =>
    column.name !== target &&
    !['empty', 'row numbers', 'name', 'lost pictures'].includes(column.kind) &&
    !isUnclear(column);
  const isOnlyNames = !columns.some(isUseful);
  return columns.flatMap((column) => {
    const { name, kind, distinct } = column;
    if (name === target) return [];
    if (!isPossibleKey(name)) return [{ column: name, why: 'cannot be a key of a spec' }];
    if (kind === 'empty') return [{ column: name, why: 'is empty' }];
    if (kind === 'lost pictures') {
      return [{ column: name, why: 'names pictures that are not there, seen from the table' }];
    }
    if (kind === 'row numbers') return [{ column: name, why: 'numbers the rows' }];
    if (isUnclear(column)) return [unclear(column)];
    return kind === 'name' && !isOnlyNames
      ? [{ column: name, why: `has ${distinct} different words` }]
      : [];
  });
}

// Whether its dates are dates in more than one way.
function isUnclear({ kind, formats = [] }: SniffedColumn): boolean {
  return kind === 'date' && formats.length > 1;
}

function unclear({ name, formats = [], date = '' }: SniffedColumn): FoundTable['excluded'][number] {
  const [first, ...others] = formats.map((format) => JSON.stringify(format));
  return {
    column: name,
    why: `has dates, and all of them may be read in ${counted(formats.length, 'way')} (${date}): which is it?`,
    cure: [
      'to learn from it, take it out of exclude, and write under columns',
      withComment(`  ${inline(name)}: {type: date, format: ${first}}`, `or ${others.join(', ')}`),
    ],
  };
}

/** A spec by which the data can be read, to see what each column becomes. */
export function firstGuess(guess: GuessedTable): string {
  const { file, reading, excluded, columns, target, sizes, untold } = guess;
  const dropped = untold > 0 ? [target] : [];
  const out = new Set([target, ...excluded.map(({ column }) => column)]);
  const used = columns.filter(({ name }) => !out.has(name));
  const types = used.flatMap(({ name, kind, formats }) => {
    const size = sizes.get(name) ?? null;
    if (kind === 'pictures') return [[name, asImage(size)] as const];
    const type =
      kind === 'date'
        ? asDate(formats?.[0] ?? null)
        : ['text', 'name'].includes(kind)
          ? asText
          : null;
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
      ...(used.some(hasGaps) || untold > 0 ? { missing: missingOf(used, dropped) } : {}),
    },
    model: [{ Dense: 1 }],
    loss: asked && isAmount(asked) ? 'mean_squared_error' : 'sparse_categorical_crossentropy',
  });
}

// What words a text has, and how seldom they are: as many inputs, beside the other columns.
const asText = { type: 'text', max_tokens: 2000, output_mode: 'tf_idf' } as const;

function asDate(format: string | null): unknown {
  return format === null ? 'date' : { type: 'date', format };
}

// An empty text is one of no words.
function hasGaps({ kind, missing }: SniffedColumn | ColumnFacts): boolean {
  return missing > 0 && kind !== 'text';
}

function asImage(size: readonly [number, number] | null): unknown {
  return size === null ? 'image' : { type: 'image', size };
}

// Nothing stands for a picture, or for a target: `dropped` has its name where it has gaps.
function missingOf(
  columns: readonly (SniffedColumn | ColumnFacts)[],
  dropped: readonly string[],
): unknown {
  const gaps = columns.filter(hasGaps);
  const pictures = gaps
    .filter(isOfPictures)
    .map((one) => ('column' in one ? one.column : one.name));
  const names = [...dropped, ...pictures];
  if (names.length === 0) return 'fill';
  const drops = Object.fromEntries(names.map((name) => [name, 'drop']));
  return gaps.length > 0 ? { ...drops, '*': 'fill' } : drops;
}

function isOfPictures({ kind }: SniffedColumn | ColumnFacts): boolean {
  return kind === 'pictures' || kind === 'image';
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
    ...columnLines(data.columns ?? [], found.sizes),
    ...excludedLines(found.excluded),
    ...gapLines(found),
    ...timeLines(data),
    ...(data.classes === null ? [] : ['  stratify: true            # each part has all classes']),
    '',
    ...modelLines(data),
    '',
    ...trainingLines(train, hasPictures(data) ? 100_000 : 400_000),
    '',
  ].join('\n');
}

// What comes later may be another matter than what was before, which rows drawn from all times hide.
function timeLines({ columns, classes }: FoundTable['data']): readonly string[] {
  const date = columns?.find(({ kind }) => kind === 'date')?.column;
  if (date === undefined) return [];
  const instead = classes === null ? '' : ', and no stratify';
  return [
    `  # to judge by the latest rows, and not by rows drawn from all times${instead}:`,
    `  # validation_split: {by: time, column: ${inline(date)}, fraction: 0.2}`,
  ];
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

function hasPictures({ facts }: Pick<Dataset, 'facts'>): boolean {
  return facts.inputs.some(({ kind }) => kind === 'image');
}

function columnLines(
  columns: readonly ColumnFacts[],
  sizes: FoundTable['sizes'],
): readonly string[] {
  const isLong = columns.length > mostListed;
  // What would not be inferred is said in any case.
  const listed = isLong
    ? columns.filter(({ kind }) => ['date', 'text', 'image'].includes(kind))
    : columns;
  const inferred = isLong
    ? [`  # ${columns.length} columns, taken for what they hold: \`dlx show\` lists them`]
    : [];
  if (listed.length === 0) return inferred;
  return [
    ...inferred,
    '  columns:                  # what they were found to hold; write another type to change it',
    ...listed.map((one) =>
      withComment(`    ${inline(one.column)}: ${typeOf(one, sizes)}`, seen(one)),
    ),
  ];
}

function typeOf(facts: ColumnFacts, sizes: FoundTable['sizes']): string {
  const { column, kind } = facts;
  const size = sizes.get(column) ?? null;
  if (kind === 'image') return size ? `{type: image, size: [${size.join(', ')}]}` : 'image';
  if (kind === 'text') return inline(asText);
  if (kind === 'date') return inline(asDate(facts.format));
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
    case 'image':
      return `${counted(column.distinct, 'picture')}, each ${column.height} × ${column.width} × ${column.channels}`;
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
    ...excluded.flatMap(({ column, why, cure = [] }) => [
      `  # ${inline(column)} ${why}`,
      ...cure.map((line) => `  #   ${line}`),
    ]),
    `  exclude: ${inline(names)}`,
  ];
}

function gapLines({ data, untold }: FoundTable): readonly string[] {
  const columns = data.columns ?? [];
  const gaps = columns.filter(hasGaps);
  if (gaps.length === 0 && untold === 0) return [];
  const shown = gaps.slice(0, 4).map(({ column, missing }) => `${inline(column)} ${missing}`);
  const more = gaps.length > shown.length ? ', …' : '';
  const comments = [
    ...(untold > 0
      ? [`${counted(untold, 'row')} without ${inline(data.targetName)}, left out`]
      : []),
    ...(gaps.length > 0 ? [`empty cells: ${shown.join(', ')}${more}`] : []),
  ];
  const dropped = untold > 0 ? [data.targetName] : [];
  return [withComment(`  missing: ${inline(missingOf(columns, dropped))}`, comments.join('; '))];
}

function modelLines(data: FoundTable['data']): readonly string[] {
  const { classes } = data;
  if (hasPictures(data)) return pictureModelLines(data);
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

// A branch for each input, where there are several, which then come together.
function pictureModelLines({ facts: { inputs }, classes }: FoundTable['data']): readonly string[] {
  const only = inputs.length === 1;
  // A column may be called by what no layer can be.
  const taken = new Set(inputs.map(({ name }) => name));
  const branches = inputs.map((input, i) => {
    const usual = `branch_${i + 1}`;
    return { input, name: taken.has(usual) ? `${usual}_` : usual };
  });
  return [
    only
      ? '# Each item is a layer and takes the one before it.'
      : '# Each item is a layer and takes the one before it, or what its inputs say.',
    'model:',
    ...branches.flatMap(({ input: { name: from, kind, shape }, name }) => {
      const [height = 1, width = 1] = shape;
      const layers =
        kind === 'image'
          ? [...convolutions(Math.min(height, width)), '  - GlobalAveragePooling2D: null']
          : ['  - Dense: {units: 64, activation: relu}'];
      const [first = '', ...others] = layers;
      const taking = only ? [] : [`    inputs: ${inline(from)}`];
      const naming = only ? [] : [`    name: ${inline(name)}`];
      return [first, ...taking, ...others, ...naming];
    }),
    ...(only
      ? []
      : [
          '  - Concatenate: null',
          `    inputs: ${inline(branches.map(({ name }) => name))}`,
          '  - Dense: {units: 64, activation: relu}',
        ]),
    '  - Dropout: 0.2              # a bare value is the first argument',
    ...endLines(classes),
  ];
}
