// Pictures that rows of new tables name: rows come in batches, without what their pictures are, and go
// out with it. Of no more than a batch the pictures are in memory.
import { failure, messageOf, UserError } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import type { ImageColumn, InputFacts } from '../facts.js';
import type { Found, RowBatch } from '../new-rows.js';
import { eachOf, pictureBytes } from '../pictures/contents.js';
import { openDecoder, type Decoder } from '../pictures/decoder.js';
import { whyNoFile } from '../pictures/picture-paths.js';
import type { InputColumn } from '../source.js';

/** A picture that a row names. */
export type NamedPicture = {
  /** The number of its row among all that were read, from 0. */
  readonly row: number;
  /** Which of the inputs it is. */
  readonly input: number;
  readonly path: string;
  /** Where it is named. */
  readonly place: () => string;
};

/** Those that were named and not yet decoded, in the order of their rows. */
export class NamedPictures {
  #queue: NamedPicture[] = [];

  /** One more. */
  add(picture: NamedPicture): void {
    this.#queue.push(picture);
  }

  /** Takes those of the rows before one. */
  before(row: number): readonly NamedPicture[] {
    const end = this.#queue.findIndex((one) => one.row >= row);
    const taken = end < 0 ? this.#queue : this.#queue.slice(0, end);
    this.#queue = end < 0 ? [] : this.#queue.slice(end);
    return taken;
  }
}

/**
 * Decodes the pictures of rows, batch by batch. Throws a UserError at the first row whose picture
 * cannot be had, once all rows before it are given.
 */
export async function* withNamedPictures(
  batches: AsyncIterable<RowBatch>,
  inputs: readonly InputFacts[],
  pictures: NamedPictures,
  found: Found,
): AsyncGenerator<RowBatch> {
  const decoder = await openDecoder();
  let first = 0;
  for await (const batch of batches) {
    const filled = zerosFor(batch, inputs);
    const named = pictures.before(first + batch.count);
    const troubles = new Map<number, UserError>();
    await eachOf(named.length, async (i) => {
      const one = itemAt(named, i);
      const { column, shape } = columnOf(inputs, one.input);
      const values = await decoded(one, column, decoder);
      const row = one.row - first;
      if (values instanceof UserError) troubles.set(row, troubles.get(row) ?? values);
      else filled.inputs[one.input]?.set(values, row * productOf(shape));
    });
    const [row, trouble] = [...troubles].toSorted(([a], [b]) => a - b)[0] ?? [];
    if (row !== undefined && trouble) {
      found.rows = first + row;
      if (row > 0) yield firstRows(filled, row);
      throw trouble;
    }
    first += batch.count;
    yield filled;
  }
}

function columnOf(
  inputs: readonly InputFacts[],
  place: number,
): { readonly column: ImageColumn; readonly shape: readonly number[] } {
  const { columns, shape } = itemAt(inputs, place);
  const [column] = columns ?? [];
  if (column?.kind !== 'image') throw new Error(`input ${place} is none of pictures`);
  return { column, shape };
}

function zerosFor(batch: RowBatch, inputs: readonly InputFacts[]): RowBatch {
  const values = batch.inputs.map((own, i) => {
    const { kind, shape } = itemAt(inputs, i);
    return kind === 'image' ? new Uint8Array(batch.count * productOf(shape)) : own;
  });
  return { ...batch, inputs: values };
}

function firstRows(batch: RowBatch, count: number): RowBatch {
  const some = (values: InputColumn['values']): InputColumn['values'] =>
    values.subarray(0, (values.length / batch.count) * count);
  return { count, inputs: batch.inputs.map(some), kept: batch.kept.slice(0, count) };
}

async function decoded(
  { path, place }: NamedPicture,
  { height, width, channels, fit, background }: ImageColumn,
  decoder: Decoder,
): Promise<Uint8Array | UserError> {
  const why = whyNoFile(path);
  if (why !== null) return failure(`${place()}: ${path} ${why}`);
  let bytes: Buffer;
  try {
    bytes = await pictureBytes(path);
  } catch (error) {
    if (error instanceof UserError) return failure(`${place()}: ${error.message}`);
    throw error;
  }
  try {
    return (await decoder.decode(bytes, { height, width, channels, fit, background })).values;
  } catch (error) {
    return failure(`${place()}: ${path} ${messageOf(error)}`);
  }
}
