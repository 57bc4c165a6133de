// The order in which an epoch goes through the training part: a function of seed and epoch alone, of
// which any place can be asked for, so that a run that was cut off goes on where it was.
//
// In memory it is one permutation of all rows. A source that is streamed is read in blocks: the part's
// rows, ascending, are cut into blocks of about 128 KiB; the blocks are put in a random order; of each
// 512 that follow each other, a stretch of about 64 MiB, the rows are put in a random order. Each row
// comes once an epoch, in a stretch that may be any; two rows of one block are always in one stretch, and two
// rows of different blocks in one as often as chance has it. What is one stretch long is in any order,
// as it is in memory.
import type { Part } from '../dataset/dataset.js';
import { streamedRowBytes, type Source } from '../dataset/source.js';
import { randomPermutation, streamOf } from '../ground/random.js';
import type { Spec } from '../spec/spec.js';

const blockBytes = 2 ** 17;
const blocksTogether = 512;

/** Places of an order, from one up to another. */
export type Stretch = { readonly from: number; readonly to: number };

/** The rows of a part in an epoch's own order. */
export type EpochOrder = {
  readonly count: number;
  /** The numbers of the rows from one place to another. */
  readonly rows: (from: number, to: number) => Int32Array;
  /** The stretch that a place is in. */
  readonly stretchAt: (place: number) => Stretch;
};

/** How many rows of a source that is streamed are a stretch. */
export function stretchRows(source: Pick<Source, 'inputs'>): number {
  return blocksTogether * blockRows(source);
}

function blockRows(source: Pick<Source, 'inputs'>): number {
  return Math.max(1, Math.floor(blockBytes / streamedRowBytes(source)));
}

/** The order of an epoch, which is counted from 1. */
export function epochOrder({ seed }: Pick<Spec, 'seed'>, part: Part, epoch: number): EpochOrder {
  const { source, rows } = part;
  return streamedRowBytes(source) > 0
    ? throughBlocks(rows, { seed, epoch, size: blockRows(source) })
    : ofAll(rows, { seed, epoch });
}

function ofAll(
  rows: Int32Array,
  key: { readonly seed: number; readonly epoch: number },
): EpochOrder {
  const order = randomPermutation({ ...key, stream: streamOf('order') }, rows.length);
  const shuffled = order.map((i) => rows[i] ?? 0);
  return {
    count: rows.length,
    rows: (from, to) => shuffled.subarray(from, to),
    stretchAt: () => ({ from: 0, to: rows.length }),
  };
}

type Blocks = { readonly seed: number; readonly epoch: number; readonly size: number };

function throughBlocks(rows: Int32Array, { seed, epoch, size }: Blocks): EpochOrder {
  const count = rows.length;
  const blocks = randomPermutation(
    { seed, epoch, stream: streamOf('order/blocks') },
    Math.ceil(count / size),
  );
  // The last block of the part may be short, and stands anywhere.
  const missing = blocks.length * size - count;
  const short = missing === 0 ? blocks.length : blocks.indexOf(blocks.length - 1);
  const placeOf = (block: number): number =>
    Math.min(count, block * size - (short < block ? missing : 0));
  const stretchOf = (number: number): Stretch => ({
    from: placeOf(number * blocksTogether),
    to: placeOf(Math.min(blocks.length, (number + 1) * blocksTogether)),
  });
  const numberAt = (place: number): number => {
    const number = Math.floor(place / (size * blocksTogether));
    return place < stretchOf(number).to ? number : number + 1;
  };
  const shuffled = (number: number): Int32Array => {
    const { from, to } = stretchOf(number);
    const own = new Int32Array(to - from);
    let filled = 0;
    const some = blocks.subarray(number * blocksTogether, (number + 1) * blocksTogether);
    for (const block of some) {
      const taken = rows.subarray(block * size, (block + 1) * size);
      own.set(taken, filled);
      filled += taken.length;
    }
    const key = { seed, epoch, step: number, stream: streamOf('order/stretch') };
    return randomPermutation(key, own.length).map((i) => own[i] ?? 0);
  };
  // A batch may begin in one and end in the next.
  const lately = new Map<number, Int32Array>();
  const stretch = (number: number): Int32Array => {
    const known = lately.get(number) ?? shuffled(number);
    lately.delete(number);
    lately.set(number, known);
    const [oldest] = lately.keys();
    if (lately.size > 2 && oldest !== undefined) lately.delete(oldest);
    return known;
  };
  return {
    count,
    rows: (from, to) => {
      const end = Math.min(to, count);
      const taken = new Int32Array(Math.max(0, end - from));
      for (let place = from; place < end;) {
        const number = numberAt(place);
        const { from: start, to: stop } = stretchOf(number);
        const until = Math.min(stop, end);
        taken.set(stretch(number).subarray(place - start, until - start), place - from);
        place = until;
      }
      return taken;
    },
    stretchAt: (place) => stretchOf(numberAt(place)),
  };
}
