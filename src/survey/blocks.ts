// A part's rows come in, so many samples at a time go out: what is looked at never lies in memory
// twice.
import type { Part } from '../dataset/dataset.js';
import type { Samples } from '../dataset/source.js';
import { productOf } from '../ground/product.js';

/** Samples that follow each other; `first` is the place of the first of them in its part. */
export type Block = { readonly first: number; readonly samples: Samples };

// Of so many values a block is neither large nor one of very many.
const valuesOfBlock = 2 ** 20;

/** Goes through a part in the order of its rows. */
export function* blocksOfRows({ source, rows }: Part): Generator<Block> {
  const width = source.inputs.reduce((sum, { shape }) => sum + productOf(shape), 0);
  const size = Math.max(1, Math.floor(valuesOfBlock / Math.max(1, width)));
  for (let first = 0; first < rows.length; first += size) {
    yield { first, samples: source.gather(rows.subarray(first, first + size)) };
  }
}
