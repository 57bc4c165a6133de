// The arguments of the data set `table`, taken together: what they say of the target and of numbers, and
// whether they go together.
import { failure, misuse } from '../../ground/errors.js';
import { didYouMean } from '../../text/suggest.js';
import type { Tagged } from '../../words/tagged.js';
import { textsColumn, type TextForm } from '../facts.js';
import { ownTarget } from '../own-target.js';
import type { Share, SplitArguments } from '../split.js';
import type { Encoding } from './encoding.js';
import type { WrittenFiles } from './files.js';
import { otherColumns, type Missing } from './gaps.js';
import { plain, type WrittenNotation } from './numbers.js';
import type { WindowArguments } from './series.js';
import type { CsvTable } from './table.js';
import { checkTextArguments } from '../text/arguments.js';
import { wishOf, type ColumnWish, type targetTypes } from './types.js';
import type { LabelSeparator } from './label-column.js';

/** The checked arguments of the data set `table`. */
export type TableArguments = SplitArguments & {
  readonly file: WrittenFiles;
  readonly target:
    | string
    | readonly string[]
    | Readonly<
        Record<
          string,
          {
            readonly scale: 'standard' | null;
            readonly type: 'labels' | null;
            readonly separator: LabelSeparator | null;
          }
        >
      >;
  readonly validation_file: WrittenFiles | null;
  readonly test_file: WrittenFiles | null;
  readonly test_split: Share | null;
  readonly columns: readonly string[] | Readonly<Record<string, Tagged>> | null;
  readonly exclude: readonly string[];
  readonly categorical: readonly string[];
  readonly target_type: (typeof targetTypes)[number];
  readonly positive: string | null;
  readonly sample_weight: string | null;
  readonly texts: TextForm | null;
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

/** One column of the target, and what the spec says of it. */
export type WrittenTarget = {
  readonly name: string;
  readonly isScaled: boolean;
  /** Given where it holds labels. */
  readonly labels: { readonly separator: LabelSeparator | null } | null;
};

/** The target's columns; none where it is the input itself. Throws a UserError where they do not go together. */
export function targetsOf(args: TableArguments): readonly WrittenTarget[] {
  const { target, windows } = args;
  if (target === ownTarget) {
    checkOwn(args);
    return [];
  }
  const isList = (one: TableArguments['target']): one is readonly string[] => Array.isArray(one);
  const plain = (name: string): WrittenTarget => ({ name, isScaled: false, labels: null });
  const targets =
    typeof target === 'string'
      ? [plain(target)]
      : isList(target)
        ? target.map(plain)
        : Object.entries(target).map(([name, { scale, type, separator }]) => ({
            name,
            isScaled: scale !== null,
            labels: type === null ? null : { separator },
          }));
  const names = targets.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (names.length === 0 || twice !== undefined) {
    throw misuse(
      `dataset table takes as its target the name of a column, a list of some, or {column: {scale: standard}}${twice === undefined ? '' : `, and got ${JSON.stringify(twice)} twice`}`,
    );
  }
  checkLabels(args, targets);
  if (names.length > 1 && windows) {
    throw misuse(
      'dataset table has windows and several targets: windows tell what comes next of one column',
    );
  }
  if (names.length > 1 && args.target_type === 'classes') {
    throw misuse(
      'dataset table has several targets, which are numbers: remove target_type: classes, or name one',
    );
  }
  return targets;
}

// What a target of columns may have.
function checkOwn({ windows, stream, target_type: type, positive }: TableArguments): void {
  const beside = windows
    ? 'windows'
    : stream === true
      ? 'stream'
      : type !== 'auto'
        ? 'target_type'
        : positive === null
          ? null
          : 'positive';
  if (beside === null) return;
  throw misuse(
    `dataset table has target: input, which makes a row itself the target and cannot have ${beside}: remove one (a column that is called input is target: [input])`,
  );
}

function checkLabels(args: TableArguments, targets: readonly WrittenTarget[]): void {
  const [target, ...others] = targets;
  const hasLabels = targets.some(({ labels }) => labels !== null);
  if (!hasLabels) {
    const { target: written } = args;
    const isSeparated =
      typeof written === 'object' &&
      Object.values(written).some((one) => typeof one === 'object' && one.separator !== null);
    if (!isSeparated) return;
    throw misuse('dataset table has a separator for its target: say type: labels, too');
  }
  const beside =
    others.length > 0
      ? 'other targets'
      : target?.isScaled === true
        ? 'scale'
        : args.windows
          ? 'windows'
          : args.target_type !== 'auto'
            ? 'target_type'
            : args.positive === null
              ? null
              : 'positive';
  if (beside === null) return;
  throw misuse(`dataset table has labels as its target, which cannot have ${beside}: remove one`);
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
      wish?.type === 'sequence' ||
      wish?.type === 'image' ||
      (wish?.type === 'text' && wish.output_mode === 'int') ||
      (wish?.type === 'category' && wish.encode === 'index');
    return isOwn ? [column] : [];
  });
}

/** Throws a UserError where arguments do not go together, whatever the file holds. */
export function checkArguments(args: TableArguments, targets: readonly string[]): void {
  const { categorical, exclude, test_file, sample_weight: weight } = args;
  const columns = args.columns === null ? null : namesIn(args.columns);
  if (test_file !== null && args.test_split !== null) {
    throw misuse('dataset table has test_file and test_split: give one of them');
  }
  if (args.thousands === args.decimal) {
    throw misuse(
      `dataset table has ${JSON.stringify(args.decimal)} as decimal and as thousands: they cannot be the same${args.decimal === '.' ? '; where a point stands between thousands, say decimal: "," too' : ''}`,
    );
  }
  if (weight !== null && targets.includes(weight)) {
    throw misuse(
      `dataset table has ${JSON.stringify(weight)} as its target and as its sample_weight: name another column`,
    );
  }
  if (args.windows && args.stream === true) {
    throw misuse(
      'dataset table has windows and stream: windows are cut from series in memory, remove stream',
    );
  }
  checkNoInputs(args, columns, targets);
  checkTextFiles(args);
  checkTexts(args);
  const listed = targets.find((target) => categorical.includes(target));
  if (listed !== undefined) {
    throw misuse(
      `dataset table lists its target ${JSON.stringify(listed)} under categorical: say target_type: classes`,
    );
  }
  // Of windows the target's past is an input, which may be left out.
  checkExclude(exclude, columns, args.windows ? [weight] : [...targets, weight]);
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

function checkTextFiles(args: TableArguments): void {
  const { texts, windows, delimiter } = args;
  if (texts === null) return;
  const beside = windows ? 'windows' : delimiter === ',' ? null : 'delimiter';
  if (beside !== null) {
    throw misuse(`dataset table has texts and ${beside}, which is of tables: remove one`);
  }
  if (wishesOf(args).of(textsColumn)?.type === 'text') return;
  throw misuse(
    `dataset table has texts: say what becomes of them, as columns: {${textsColumn}: {type: text}}`,
  );
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
  targets: readonly string[],
): void {
  if (weight !== null && columns?.includes(weight)) {
    throw misuse(
      `dataset table lists its sample_weight ${JSON.stringify(weight)} under columns: it cannot be an input too`,
    );
  }
  // Windows have the target's past in them.
  const target = targets.find((one) => columns?.includes(one));
  if (target !== undefined && !windows) {
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
      `dataset table has ${JSON.stringify(both)} under columns and under exclude: remove one of them; what stands under columns of a spec that this one extends goes with columns: {${JSON.stringify(both)}: null}, beside exclude`,
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
  {
    columns,
    target,
    more,
    weights,
    file,
  }: Pick<CsvTable, 'columns' | 'target' | 'more' | 'weights' | 'file'>,
): void {
  const used = columns.map(({ name }) => name);
  const others = [target, ...more, weights].flatMap((column) => (column ? [column.name] : []));
  const unknown = said.find(
    ({ column, key }) => !used.includes(column) && !(key === 'missing' && others.includes(column)),
  );
  if (unknown === undefined) return;
  const { column, key } = unknown;
  throw failure(
    `${JSON.stringify(column)} is listed under ${key}, but is not a column used from ${file}${didYouMean(column, used)}`,
  );
}
