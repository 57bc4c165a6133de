// The inputs of a table in files: its columns come in, some rows at a time, and go out encoded, one
// row after another.
import { statfsSync } from 'node:fs';
import { cacheFolder } from '../../ground/cache.js';
import { failure } from '../../ground/errors.js';
import { itemAt, present } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import { sizeInWords } from '../../text/bytes.js';
import type { InputColumn } from '../source.js';
import { closedInTime, type StoredRows } from '../stored.js';
import { filledInputs, type FilledInput } from './inputs.js';
import { rowsOfColumn, type Meaning } from './meaning.js';
import { pieceRows, streamFile, writeAll } from './spilled.js';

/**
 * Writes the values of inputs into files without names, by the meanings of a table's columns. Throws a
 * UserError where the disk is full.
 */
export function storedInputs(
  { file, count }: { readonly file: string; readonly count: number },
  meanings: readonly Meaning[],
  inputs: readonly FilledInput[],
): readonly InputColumn[] {
  // Those of pictures lie where they were decoded.
  const pictures = filledInputs({ file, count }, meanings, inputs.filter(isOfPictures));
  const others = inputs.filter((input) => !isOfPictures(input));
  const all = others.map(({ kind, shape }): StoredRows => {
    const type = kind === 'tokens' ? 'int32' : 'float32';
    const own = streamFile();
    const pieces = closedInTime([{ file: own, at: 0, rows: count }], [own]);
    return { type, size: productOf(shape), pieces };
  });
  checkRoom(file, count, all);
  for (let from = 0; from < count; from += pieceRows) {
    const to = Math.min(count, from + pieceRows);
    const some = meanings.map((column) => rowsOfColumn(column, from, to));
    for (const [i, { values }] of filledInputs(
      { file, count: to - from },
      some,
      others,
    ).entries()) {
      const stored = itemAt(all, i);
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      for (const piece of stored.pieces) writeAll(piece.file, bytes, 4 * stored.size * from);
    }
  }
  const stretched = others.map(({ name, shape }, i): InputColumn => {
    const stored = itemAt(all, i);
    const values = stored.type === 'int32' ? new Int32Array(0) : new Float32Array(0);
    return { name, shape, divideBy: 1, values, stored };
  });
  const byName = new Map([...pictures, ...stretched].map((input) => [input.name, input]));
  return inputs.map(({ name }) => present(byName.get(name), name));
}

function isOfPictures({ kind }: FilledInput): boolean {
  return kind === 'image';
}

// A column of names by mistake would fill any disk with zeros and ones.
function checkRoom(file: string, count: number, all: readonly StoredRows[]): void {
  const width = all.reduce((sum, { size }) => sum + size, 0);
  const folder = cacheFolder('streams');
  const { bavail, bsize } = statfsSync(folder);
  if (4 * count * width <= bavail * bsize) return;
  throw failure(
    `${file} would make ${count} × ${width} inputs, ${sizeInWords(4 * count * width)}, and there are ${sizeInWords(bavail * bsize)} left where they would lie (${folder}): choose fewer columns under columns, give those of many categories a min_count, or set DLX_CACHE to another disk`,
    'disk',
  );
}
