// A file of weights alone, as Keras saves it: a path comes in, its bytes come out.
import { failure, misuse } from '../ground/errors.js';
import { readFileUnless } from '../ground/reading.js';

const signature = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

// What the library can hold.
const largest = 2 ** 31 - 1;

/** The bytes of an HDF5 file. Throws a UserError where there is none, or it is too large. */
export function readHdf5File(path: string): Uint8Array {
  const bytes = readFileUnless(path, signature.length, (start, size) => {
    if (!start.equals(signature)) throw failure(`${path} is no HDF5 file`, 'data');
    if (size > largest) throw failure(`${path} has ${size} bytes, more than dlx can read`, 'data');
  });
  if (!bytes) {
    throw misuse(`${path} is no file: import takes a .keras or a .weights.h5 file`, 'not found');
  }
  return bytes;
}
