// The arguments of the data set `csv`, taken together: what they say of the target and of numbers, and
// whether they go together.
import { failure, misuse } from '../../ground/errors.js';
import { didYouMean } from '../../text/suggest.js';
import type { SplitArguments } from '../split.js';
import type { Encoding } from './encoding.js';
import { plain, type WrittenNotation } from './numbers.js';
import type { CsvTable } from './table.js';
import type { targetTypes } from './target.js';

/** The checked arguments of the data set `csv`. */
export type TableArguments = SplitArguments & {
  readonly file: string;
  readonly target: string | Readonly<Record<string, Readonly<Record<string, 'standard'>>>>;
  readonly test_file: string | null;
  readonly test_split: number | null;
  readonly columns: readonly string[] | null;
  readonly categorical: readonly string[];
  readonly target_type: (typeof targetTypes)[number];
  readonly positive: string | null;
  readonly sample_weight: string | null;
  readonly standardize: boolean;
  readonly delimiter: string;
  readonly encoding: Encoding;
  readonly decimal: '.' | ',';
  readonly thousands: string | null;
  readonly units: readonly string[];
  readonly missing_values: readonly string[];
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
      `dataset csv takes the name of one column as its target, or {column: {scale: standard}}${unknown === undefined ? '' : `, and got ${JSON.stringify(unknown)}`}`,
    );
  }
  return { name, isScaled: how['scale'] === 'standard' };
}

/** Throws a UserError where arguments do not go together, whatever the file holds. */
export function checkArguments(args: TableArguments, target: string): void {
  const { columns, categorical, test_file, sample_weight: weight } = args;
  const quoted = JSON.stringify(target);
  if (test_file !== null && args.test_split !== null) {
    throw misuse('dataset csv has test_file and test_split: give one of them');
  }
  if (args.thousands === args.decimal) {
    throw misuse(
      `dataset csv has ${JSON.stringify(args.decimal)} as decimal and as thousands: they cannot be the same${args.decimal === '.' ? '; where a point stands between thousands, say decimal: "," too' : ''}`,
    );
  }
  if (weight === target) {
    throw misuse(
      `dataset csv has ${quoted} as its target and as its sample_weight: name another column`,
    );
  }
  if (weight !== null && columns?.includes(weight)) {
    throw misuse(
      `dataset csv lists its sample_weight ${JSON.stringify(weight)} under columns: it cannot be an input too`,
    );
  }
  if (columns?.includes(target)) {
    throw misuse(`dataset csv lists its target ${quoted} under columns: it cannot be an input too`);
  }
  if (categorical.includes(target)) {
    throw misuse(
      `dataset csv lists its target ${quoted} under categorical: say target_type: classes`,
    );
  }
  const twice = columns?.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    throw misuse(`dataset csv lists the column ${JSON.stringify(twice)} twice under columns`);
  }
}

/** Throws a UserError where what is to be categorical is no column of those in use. */
export function checkCategorical(
  categorical: readonly string[],
  { columns, file }: Pick<CsvTable, 'columns' | 'file'>,
): void {
  const used = columns.map(({ name }) => name);
  const unknown = categorical.find((name) => !used.includes(name));
  if (unknown !== undefined) {
    throw failure(
      `${JSON.stringify(unknown)} is listed under categorical, but is not a column used from ${file}${didYouMean(unknown, used)}`,
    );
  }
}
