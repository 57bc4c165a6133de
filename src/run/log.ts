// epochs.jsonl as bytes: a line of a few hundred an epoch.
import { failure } from '../ground/errors.js';
import { readFileUnless } from '../ground/reading.js';

// Hundreds of thousands of epochs; a text of twice as many bytes Node does not hold.
const largest = 2 ** 28;

/**
 * The bytes of an epochs.jsonl; null where there is none. Throws a failure where it cannot be read,
 * or is another file of that name.
 */
export function readLog(path: string): Buffer | null {
  return readFileUnless(path, 0, (_, size) => {
    if (size > largest) throw failure(`${path} has ${size} bytes, far more than dlx writes`);
  });
}
