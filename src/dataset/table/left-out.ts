// The columns of a table that a spec leaves out: its arguments come in, and the texts of their cells
// go out, row by row. What tells whose a row is, is often among them.
import { dataPath } from '../content.js';
import type { LeftOutColumn } from '../dataset.js';
import { targetsOf, wishesOf, type TableArguments } from './arguments.js';
import { filesOf } from './files.js';
import { textFilesOf } from './text-files.js';
import { besideColumns } from './splitting.js';
import { readCsv } from './table.js';

/**
 * Reads what `exclude` names, and what a split goes by without being an input, of the rows to train
 * and validate on. Throws a UserError where the files cannot be read.
 */
export async function leftOutColumns(
  args: TableArguments,
  folder: string,
): Promise<readonly LeftOutColumn[]> {
  const { only, said } = wishesOf(args);
  const taken = new Set([
    ...(only ?? []),
    ...said.flatMap(({ column, key }) => (key === 'columns' ? [column] : [])),
    ...targetsOf(args).map(({ name }) => name),
  ]);
  const names = [...new Set([...args.exclude, ...besideColumns(args)])].filter(
    (name) => !taken.has(name),
  );
  if (names.length === 0) return [];
  const { file, validation_file, delimiter, encoding, missing_values, texts } = args;
  const written = [file, ...(validation_file === null ? [] : [validation_file])];
  const paths = written.flatMap(
    (one) => (texts === null ? filesOf : textFilesOf)(folder, one).paths,
  );
  const { columns } = await readCsv(
    paths.map((path) => dataPath(folder, path)),
    {
      delimiter,
      encoding,
      texts,
      target: null,
      columns: names,
      cellsOf: () => ({ as: 'text', written: null, missing: new Set(missing_values) }),
    },
  );
  return columns.map(({ name, texts }) => ({ name, texts: texts ?? [] }));
}
