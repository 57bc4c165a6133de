// A table of pictures: a CSV file with a column of paths and one of classes comes in, the paths and
// the classes of its rows go out.
import { dirname } from 'node:path';
import { failure, misuse } from '../../ground/errors.js';
import { didYouMean } from '../../text/suggest.js';
import { withDataFile } from '../content.js';
import { parseRows } from '../table/rows.js';
import { pathIn } from './picture-paths.js';

/** The columns of such a table. */
export type PathColumns = { readonly picture: string; readonly target: string };

/** Its rows, in their order. */
export type PathTable = {
  readonly file: string;
  readonly paths: readonly string[];
  /** As they are written. */
  readonly labels: readonly string[];
  readonly lines: readonly number[];
  /** Of the file's bytes. */
  readonly sha256: string;
};

/**
 * Reads a table of pictures; paths in it start at `folder`, or at the folder of the table. Throws a
 * UserError that names the file, the line and the column.
 */
export async function readPathTable(
  file: string,
  columns: PathColumns,
  folder: string | null,
): Promise<PathTable> {
  const table = { paths: [] as string[], labels: [] as string[], lines: [] as number[] };
  let places: readonly [number, number] | null = null;
  const sha256 = await withDataFile(file, (handle) =>
    parseRows(
      handle.createReadStream({ autoClose: false }),
      file,
      { delimiter: file.toLowerCase().endsWith('.tsv') ? '\t' : ',', encoding: 'utf-8' },
      (cells, line) => {
        if (!places) {
          places = [placeOf(file, cells, columns.picture), placeOf(file, cells, columns.target)];
          return;
        }
        const [path = '', label = ''] = places.map((place) => cells[place] ?? '');
        const empty = path === '' ? columns.picture : label === '' ? columns.target : null;
        if (empty !== null) {
          throw failure(
            `${file}, line ${line}, column ${JSON.stringify(empty)} is empty: fill it, or remove the line`,
          );
        }
        table.paths.push(pathIn(folder ?? dirname(file), path));
        table.labels.push(label);
        table.lines.push(line);
      },
    ),
  );
  if (table.paths.length === 0) throw failure(`${file} has no rows: add a line a picture`);
  checkTwice(file, table);
  return { file, ...table, sha256 };
}

function placeOf(file: string, header: readonly string[], name: string): number {
  const place = header.indexOf(name);
  if (place < 0) {
    throw failure(
      `${file} has no column ${JSON.stringify(name)}${didYouMean(name, header)}: its columns are ${header.slice(0, 10).join(', ')}`,
    );
  }
  if (header.indexOf(name, place + 1) >= 0) {
    throw failure(`${file} has two columns ${JSON.stringify(name)}: rename one`);
  }
  return place;
}

// The same picture with two classes cannot be learned, and with one it may stand in two parts.
function checkTwice(
  file: string,
  { paths, labels, lines }: Pick<PathTable, 'paths' | 'labels' | 'lines'>,
): void {
  const first = new Map<string, number>();
  paths.forEach((path, row) => {
    const before = first.get(path);
    first.set(path, before ?? row);
    if (before === undefined || labels[before] === labels[row]) return;
    throw failure(
      `${file}, line ${lines[row]}: ${path} is ${JSON.stringify(labels[row])}, and ${JSON.stringify(labels[before])} on line ${lines[before]}: a picture has one class`,
    );
  });
}

/** Both columns of a table. Throws a UserError where one is not said. */
export function columnsOf(picture: string | null, target: string | null): PathColumns {
  if (picture !== null && target !== null) return { picture, target };
  throw misuse(
    'dataset image_folder with a file needs picture, the column of paths, and target, the column of classes',
  );
}
