// The arguments of the data set `table`, taken together: what they say of the target and of numbers, and
// whether they go together.
import { failure, misuse } from '../../ground/errors.js';
import { didYouMean } from '../../text/suggest.js';
import type { Tagged } from '../../words/tagged.js';
import type { Share, SplitArguments } from '../split.js';
import type { Encoding } from './encoding.js';
import type { WrittenFiles } from './files.js';
import { otherColumns, type Missing } from './gaps.js';
import { plain, type WrittenNotation } from './numbers.js';
import type { WindowArguments } from './series.js';
import type { CsvTable } from './table.js';
import { checkTextArguments } from '../text/arguments.js';
import { wishOf, type ColumnWish } from './types.js';
import type { targetTypes } from './target.js';

/** The checked arguments of the data set `table`. */
export type TableArguments = SplitArguments & {
  readonly file: WrittenFiles;
  readonly target: string | Readonly<Record<string, Readonly<Record<string, 'standard'>>>>;
  readonly validation_file: WrittenFiles | null;
  readonly test_file: WrittenFiles | null;
  readonly test_split: Share | null;
  readonly columns: readonly string[] | Readonly<Record<string, Tagged>> | null;
  readonly exclude: readonly string[];
  readonly categorical: readonly string[];
  readonly target_type: (typeof targetTypes)[number];
  readonly positive: string | null;
  readonly sample_weight: string | null;
  readonly windows: WindowArguments | null;
  readonly standardize: boolean;
  readonly delimiter: string;
  readonly encoding: Encoding;
  readonly decimal: '.' | ',';
  readonly thousands: string | null;
  readonly units: readonly string[];
  readonly missing_values: readonly string[];
  readonly missing: Missing;
  /** null goes by the size of the data. */
  readonly stream: boolean | null;
};

/** How numbers are written where the arguments say so; null where they say nothing of it. */
export function writtenNotation({
  decimal,
  thousands,
  units,
}: Pick<TableArguments, 'decimal' | 'thousands' | 'units'>): WrittenNotation | null {
  const isPlain = decimal === plain.decimal && thousands === plain.thousands && units.length === 0;
  return isPlain ? null : { decimal, thousands, units };
}

/**
 * The target's column, and whether it is to be standardised. Throws a UserError where that is not
 * what is written.
 */
export function targetOf({ target }: TableArguments): {
  readonly name: string;
  readonly isScaled: boolean;
} {
  if (typeof target === 'string') return { name: target, isScaled: false };
  const [[name, how] = ['', {}], ...others] = Object.entries(target);
  const unknown = Object.keys(how).find((key) => key !== 'scale');
  if (name === '' || others.length > 0 || unknown !== undefined) {
    throw misuse(
      `dataset table takes the name of one column as its target, or {column: {scale: standard}}${unknown === undefined ? '' : `, and got ${JSON.stringify(unknown)}`}`,
    );
  }
  return { name, isScaled: how['scale'] === 'standard' };
}

/** What the spec says of columns, by their names. */
export type Wishes = {
  /** The columns that are inputs, in their order; null means all but those that are left out. */
  readonly only: readonly string[] | null;
  /** What a column is to be; null where that is inferred. */
  readonly of: (column: string) => ColumnWish | null;
  /** The columns of which something is said, and under which key. */
  readonly said: readonly { readonly column: string; readonly key: string }[];
};

/** What `columns` and `categorical` say together. */
export function wishesOf({
  columns,
  categorical,
  missing,
}: Pick<TableArguments, 'columns' | 'categorical' | 'missing'>): Wishes {
  const isList = (one: TableArguments['columns']): one is readonly string[] => Array.isArray(one);
  const types = columns === null || isList(columns) ? [] : Object.entries(columns);
  const wishes = new Map(types.map(([column, type]) => [column, wishOf(type)]));
  const plain = wishOf({ name: 'category', arguments: { min_count: 1, encode: 'one_hot' } });
  for (const column of categorical) wishes.set(column, plain);
  return {
    only: isList(columns) ? columns : null,
    of: (column) => wishes.get(column) ?? null,
    said: [
      ...types.map(([column]) => ({ column, key: 'columns' })),
      ...categorical.map((column) => ({ column, key: 'categorical' })),
      ...(typeof missing === 'object' && missing !== null ? Object.keys(missing) : [])
        .filter((column) => column !== otherColumns)
        .map((column) => ({ column, key: 'missing' })),
    ],
  };
}

/** The columns that the spec makes inputs by themselves. */
export function ownInputs(args: TableArguments): readonly string[] {
  const wishes = wishesOf(args);
  return wishes.said.flatMap(({ column, key }) => {
    if (key === 'missing') return [];
    const wish = wishes.of(column);
    const isOwn =
      (wish?.type === 'text' && wish.output_mode === 'int') ||
      (wish?.type === 'category' && wish.encode === 'index');
    return isOwn ? [column] : [];
  });
}

/** Throws a UserError where arguments do not go together, whatever the file holds. */
export function checkArguments(args: TableArguments, target: string): void {
  const { categorical, exclude, test_file, sample_weight: weight } = args;
  const columns = args.columns === null ? null : namesIn(args.columns);
  const quoted = JSON.stringify(target);
  if (test_file !== null && args.test_split !== null) {
    throw misuse('dataset table has test_file and test_split: give one of them');
  }
  if (args.thousands === args.decimal) {
    throw misuse(
      `dataset table has ${JSON.stringify(args.decimal)} as decimal and as thousands: they cannot be the same${args.decimal === '.' ? '; where a point stands between thousands, say decimal: "," too' : ''}`,
    );
  }
  if (weight === target) {
    throw misuse(
      `dataset table has ${quoted} as its target and as its sample_weight: name another column`,
    );
  }
  if (args.windows && args.stream === true) {
    throw misuse(
      'dataset table has windows and stream: windows are cut from series in memory, remove stream',
    );
  }
  checkNoInputs(args, columns, target);
  checkTexts(args);
  if (categorical.includes(target)) {
    throw misuse(
      `dataset table lists its target ${quoted} under categorical: say target_type: classes`,
    );
  }
  // Of windows the target's past is an input, which may be left out.
  checkExclude(exclude, columns, args.windows ? [weight] : [target, weight]);
  checkNames(args, columns);
}

function checkNames(
  { columns: written, categorical }: TableArguments,
  columns: readonly string[] | null,
): void {
  const both = categorical.find((name) => !Array.isArray(written) && columns?.includes(name));
  if (both !== undefined) {
    throw misuse(
      `dataset table gives the column ${JSON.stringify(both)} a type under columns, and lists it under categorical: say one of them`,
    );
  }
  const twice = columns?.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    throw misuse(`dataset table lists the column ${JSON.stringify(twice)} twice under columns`);
  }
}

function checkTexts(args: TableArguments): void {
  const wishes = wishesOf(args);
  for (const { column } of wishes.said) {
    const wish = wishes.of(column);
    if (wish?.type === 'text') checkTextArguments(column, wish);
  }
}

function checkNoInputs(
  { windows, sample_weight: weight }: TableArguments,
  columns: readonly string[] | null,
  target: string,
): void {
  if (weight !== null && columns?.includes(weight)) {
    throw misuse(
      `dataset table lists its sample_weight ${JSON.stringify(weight)} under columns: it cannot be an input too`,
    );
  }
  // Windows have the target's past in them.
  if (columns?.includes(target) && !windows) {
    throw misuse(
      `dataset table lists its target ${JSON.stringify(target)} under columns: it cannot be an input too`,
    );
  }
}

function namesIn(columns: NonNullable<TableArguments['columns']>): readonly string[] {
  return Array.isArray(columns) ? columns : Object.keys(columns);
}

function checkExclude(
  exclude: readonly string[],
  columns: readonly string[] | null,
  noInputs: readonly (string | null)[],
): void {
  const both = exclude.find((name) => columns?.includes(name));
  if (both !== undefined) {
    throw misuse(
      `dataset table has ${JSON.stringify(both)} under columns and under exclude: remove one of them`,
    );
  }
  const idle = exclude.find((name) => noInputs.includes(name));
  if (idle !== undefined) {
    throw misuse(
      `dataset table leaves out ${JSON.stringify(idle)}, which is no input anyway: remove it from exclude`,
    );
  }
}

/** Throws a UserError where something is said of a column that is none of those in use. */
export function checkUsed(
  { said }: Pick<Wishes, 'said'>,
  { columns, target, weights, file }: Pick<CsvTable, 'columns' | 'target' | 'weights' | 'file'>,
): void {
  const used = columns.map(({ name }) => name);
  const others = [target, weights].flatMap((column) => (column ? [column.name] : []));
  const unknown = said.find(
    ({ column, key }) => !used.includes(column) && !(key === 'missing' && others.includes(column)),
  );
  if (unknown === undefined) return;
  const { column, key } = unknown;
  throw failure(
    `${JSON.stringify(column)} is listed under ${key}, but is not a column used from ${file}${didYouMean(column, used)}`,
  );
}
