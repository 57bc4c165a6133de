// What keeps a model out of a format, as far as several formats share it: a sentence each.
import { productOf } from '../ground/product.js';
import type { Exported } from './format.js';

/** For formats in which the network stands alone. */
export function noPreprocessing({ withPreprocessing }: Exported): readonly string[] {
  return withPreprocessing
    ? [
        '--with-preprocessing is for onnx and keras: here data.json says what is done to values before the network',
      ]
    : [];
}

// A protocol buffer has 2 GiB at most; what is not weights is small.
const most = 2 ** 31 - 2 ** 24;

/** For formats that are one protocol buffer. */
export function tooLarge({ kept: { network } }: Exported, what: string): readonly string[] {
  const bytes = 4 * network.weights.reduce((sum, { shape }) => sum + productOf(shape), 0);
  return bytes > most ? [`${what} holds 2 GiB at most, and its weights are ${bytes} bytes`] : [];
}
