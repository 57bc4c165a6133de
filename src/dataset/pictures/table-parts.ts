// Pictures by a table of paths and classes: the arguments that name it in, the pictures of each part
// out, as a folder of them gives.
import { failure } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import type { SourceFile } from '../facts.js';
import { checkClasses, type LabelledPaths, type PictureParts } from './classes.js';
import { few } from './listing.js';
import { whyNoFile } from './picture-paths.js';
import { readPathTable, type PathColumns, type PathTable } from './path-table.js';

/** What names a table, or two: paths as they are opened. */
export type TableFiles = {
  readonly file: string;
  readonly test: string | null;
  /** Where the paths in it start; null: at the table's own folder. */
  readonly folder: string | null;
  readonly columns: PathColumns;
};

/** The parts, and the tables' own sums. */
export type TableParts = PictureParts & {
  readonly sums: readonly (SourceFile['sha256'] | null)[];
};

/** Reads the tables. Throws a UserError that names file and line. */
export async function tableParts({ file, test, folder, columns }: TableFiles): Promise<TableParts> {
  const train = await readPathTable(file, columns, folder);
  const other = test === null ? null : await readPathTable(test, columns, folder);
  const classNames = classesOf(train.labels);
  checkClasses(file, classNames);
  for (const table of other ? [train, other] : [train]) checkThere(table);
  return {
    classNames,
    train: numbered(train, classNames),
    validation: null,
    test: other && numbered(other, classNames),
    notes: [],
    sums: [train.sha256, other?.sha256 ?? null],
  };
}

/** Different labels, in the order of their characters, or of their values where all are numbers. */
function classesOf(labels: readonly string[]): readonly string[] {
  const names = [...new Set(labels)].sort();
  const isNumbers = names.every((name) => /^-?\d+$/.test(name));
  return isNumbers ? names.sort((a, b) => Number(a) - Number(b)) : names;
}

/**
 * The pictures of a table with the numbers of their classes. Throws a UserError at the first that
 * is none of them.
 */
export function numbered(
  { file, paths, labels, lines }: PathTable,
  classNames: readonly string[],
): LabelledPaths {
  const numbers = new Map(classNames.map((name, i) => [name, i]));
  return {
    paths,
    classes: labels.map((label, row) => {
      const number = numbers.get(label);
      if (number !== undefined) return number;
      throw failure(
        `${file}, line ${lines[row]} has the class ${JSON.stringify(label)}, which no training picture has: mend it, or remove the line; the classes are ${few(
          classNames.map((name) => JSON.stringify(name)),
          10,
        )}`,
      );
    }),
  };
}

const mostNamed = 20;

/** Throws a UserError that names the lines of a table whose pictures are not there. */
export function checkThere({ file, paths, lines }: PathTable): void {
  const gone = paths.flatMap((path, row) => {
    const why = whyNoFile(path);
    return why === null ? [] : [{ row, why }];
  });
  if (gone.length === 0) return;
  const told = gone
    .slice(0, mostNamed)
    .map(({ row, why }) => `${file}, line ${itemAt(lines, row)}: ${itemAt(paths, row)} ${why}`);
  const more = gone.length - told.length;
  throw failure(
    [
      ...told,
      `${more > 0 ? `and ${more} more: ` : ''}paths start at the folder of ${file}; folder names another one`,
    ].join('\n'),
  );
}
