// Rows of a table of nothing but values for a model of data that dlx made itself, whose inputs have
// no names: points of the plane, or tokens. The columns count in their order, whatever they are
// called.
import { failure } from '../../ground/errors.js';
import type { Batches, Found, NewFile, NewRequest, RowBatch } from '../new-rows.js';
import { largest } from './cells.js';
import { lookOf } from './looks.js';
import { parseNumber, plain } from './numbers.js';
import type { TakeRow } from './plain-rows.js';
import { readRows, textTaker } from './rows.js';
import { cellPlace, shownCell, tooLarge } from './table.js';
import { missingCell, noNumber } from './troubles.js';

/** How such a table is read. */
export const valueFormat = { delimiter: ',', encoding: 'utf-8', isFixed: true } as const;

/** Gives the batches of one file as they are filled. Throws a UserError that names the file. */
export async function* readValueTable(
  file: NewFile,
  request: NewRequest,
  batches: Batches<Float32Array | Int32Array>,
  found: Found,
): AsyncGenerator<RowBatch> {
  let places: readonly number[] | null = null;
  let kept: readonly number[] = [];
  const texts: TakeRow = (cells, line, unit) => {
    if (!places) {
      places = inputPlaces(cells, file.name, request);
      kept = keptPlaces(cells, file.name, request, found);
      if (places.length < cells.length && kept.length === 0) found.unused.add(request.target);
      return;
    }
    const { values, offset } = batches;
    places.forEach((place, i) => {
      values[offset + i] = valueIn(cells[place] ?? '', request, () =>
        cellPlace({ file: file.name, line, unit: unit ?? 'line' }, `${place + 1}`),
      );
    });
    batches.add(kept.length > 0 ? kept.map((i) => cells[i] ?? '') : undefined);
  };
  const rows = readRows(file.pieces(), file.name, valueFormat, textTaker(file.name, texts));
  for await (const _ of rows) yield* batches.taken();
  if (!places) throw failure(`${file.name} is empty, expected a header and a line a sample`);
}

/**
 * Which columns are inputs: all but that of the target. Throws a UserError where they are not as
 * many as the model takes.
 */
export function inputPlaces(
  names: readonly string[],
  file: string,
  { input, target }: Pick<NewRequest, 'input' | 'target'>,
): readonly number[] {
  const [wanted = 0] = input.shape;
  const places = [...names.keys()].filter((i) => names[i] !== target);
  if (places.length !== wanted) {
    throw failure(
      `${file} has ${places.length} columns${places.length < names.length ? ` beside ${JSON.stringify(target)}` : ''}, and the model takes ${wanted} ${input.kind === 'tokens' ? 'tokens' : 'values'}, in their order`,
    );
  }
  if (names.every((name) => !Number.isNaN(parseNumber(name)))) {
    throw failure(
      `${file} has no header: its first line holds only numbers; name the columns in it, as ${places
        .map((_, i) => `x${i + 1}`)
        .slice(0, 3)
        .join(',')}`,
    );
  }
  return places;
}

function keptPlaces(
  names: readonly string[],
  file: string,
  { keep }: NewRequest,
  found: Found,
): readonly number[] {
  if (found.kept.length === 0) found.kept = keep === 'all' ? names : keep;
  return found.kept.map((name) => {
    const place = names.indexOf(name);
    if (place < 0) throw failure(`${file} has no column ${JSON.stringify(name)}`);
    return place;
  });
}

/** The value of a cell, or its token. Throws a UserError where it is none. */
export function valueIn(
  text: string,
  { input }: Pick<NewRequest, 'input'>,
  place: () => string,
): number {
  if (text === '' || lookOf(text).kind === 'mark') throw failure(missingCell(place(), text));
  const value = parseNumber(text);
  const { vocabulary } = input;
  if (vocabulary !== null && !(Number.isInteger(value) && value >= 0 && value < vocabulary)) {
    throw failure(
      `${place()} is ${JSON.stringify(shownCell(text))}, expected a token: a whole number from 0 to ${vocabulary - 1}`,
    );
  }
  if (Number.isNaN(value)) throw failure(noNumber(place(), text, plain));
  if (Math.abs(value) > largest) throw tooLarge(place(), text);
  return value;
}
