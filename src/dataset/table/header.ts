// What the names of a table's columns may be, and what is said where one is not there.
import { failure, type UserError } from '../../ground/errors.js';
import { didYouMean, nearestWord } from '../../text/suggest.js';
import { parseNumber } from './numbers.js';

/** What a header is held against: the target, the columns that are wanted, and the delimiter. */
export type HeaderRequest = {
  readonly target: string | null;
  /** null means all. */
  readonly columns: readonly string[] | null;
  readonly delimiter: string;
};

/**
 * Throws a UserError that names the file unless its first line can be a header: the target is in
 * it, or the first of the columns, and no name comes twice. Nothing that the file holds is shown
 * before these were found in it: until then it may be anybody's.
 */
export function checkHeader(
  names: readonly string[],
  file: string,
  { target, columns, delimiter }: HeaderRequest,
): void {
  const needed = target ?? columns?.[0];
  if (needed !== undefined && !names.includes(needed)) {
    if (names.every((name) => !Number.isNaN(parseNumber(name)))) {
      throw failure(
        `${file} has no header: its first line holds only numbers, expected the names of the columns, ${JSON.stringify(needed)} among them`,
      );
    }
    throw noColumn(file, needed, names, delimiter, false);
  }
  const twice = firstRepeated(names);
  if (twice !== undefined) {
    throw failure(`${file} has two columns named ${JSON.stringify(twice)}: rename one`);
  }
  const unnamed = names.indexOf('');
  if (unnamed >= 0 && columns === null) {
    throw failure(
      `${file}: column ${unnamed + 1} has no name: give it one in the first line, or list the columns to use under columns`,
    );
  }
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => name !== '' && (seen.has(name) || !seen.add(name)));
}

/** What to say where a file has no such column. */
export function noColumn(
  file: string,
  name: string,
  names: readonly string[],
  delimiter: string,
  isTable: boolean,
): UserError {
  return failure(
    `${file} has no column ${JSON.stringify(name)}${hint(name, names, delimiter, isTable)}`,
  );
}

function hint(name: string, names: readonly string[], delimiter: string, isTable: boolean): string {
  const other =
    names.length === 1
      ? [',', ';', '\t', '|'].find((mark) => mark !== delimiter && names[0]?.includes(mark))
      : undefined;
  if (other) return `: its header is one cell; is the delimiter ${JSON.stringify(other)}?`;
  const same = names.find((one) => one.normalize('NFC') === name.normalize('NFC'));
  if (same !== undefined) {
    return `, but one that looks the same: its accents are written otherwise (Unicode ${same === same.normalize('NFC') ? 'NFC' : 'NFD'}); copy the name out of the file`;
  }
  const near = nearestWord(name, names);
  if (near !== undefined) return `; did you mean ${JSON.stringify(near)}?`;
  return isTable
    ? didYouMean(
        name,
        names.filter((legal) => legal !== ''),
      )
    : names.length === 1
      ? `: its first line is taken for the header, and has to be it`
      : ` among the ${names.length} that its first line names`;
}
