// Arrays as NumPy's .npy files, version 1.0 of its format (numpy.lib.format): float32 and int32,
// little-endian, row-major. Nothing that a header says is believed before it is checked against the
// file, so that no file makes dlx take memory or read past its end.
import { failure, type UserError } from '../../ground/errors.js';
import { readFileUnless } from '../../ground/reading.js';
import { escapeText } from '../../text/escape.js';

/** An array of any rank: its shape, and its values row by row. */
export type NumberArray = {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
};

/** The bytes of a .npy file: `<f4` for a Float32Array, `<i4` for an Int32Array. */
export function encodeNpy({ shape, values }: NumberArray): Uint8Array {
  return Buffer.concat([
    headOf(shape, values instanceof Float32Array ? '<f4' : '<i4', 0),
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  ]);
}

/**
 * What stands before the float32 values of an array of this shape, in as many bytes whatever its
 * sizes: so it can be replaced once they are known.
 */
export function npyHead(shape: readonly number[]): Uint8Array {
  return headOf(shape, '<f4', 128);
}

function headOf(shape: readonly number[], descr: string, least: number): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Magic, version and length take ten bytes; with the header they fill a multiple of 64 and end in
  // a newline.
  const length = Math.max(least, Math.ceil((dictionary.length + 11) / 64) * 64) - 10;
  const head = Buffer.from([...magic, 1, 0, length & 0xff, length >> 8]);
  return Buffer.concat([head, Buffer.from(`${dictionary.padEnd(length - 1)}\n`)]);
}

/**
 * Reads such a file; null where there is none. Throws a UserError that names the file where it is
 * no .npy file, of another type or order, or not as long as its header says.
 */
export function readNpy(path: string): NumberArray | null {
  const bytes = readFileUnless(path, longestStart, (start, size) => {
    readHeader(start, size, path);
  });
  return bytes && decodeNpy(bytes, path);
}

/**
 * What the bytes of such a file hold, as a copy. Throws a UserError that names `file` as
 * {@link readNpy} does.
 */
export function decodeNpy(bytes: Uint8Array, file: string): NumberArray {
  const { shape, isFloat, start } = readHeader(bytes, bytes.length, file);
  const copy = new Uint8Array(bytes.subarray(start)).buffer;
  return { shape, values: isFloat ? new Float32Array(copy) : new Int32Array(copy) };
}

const magic = [0x93, ...Buffer.from('NUMPY')];

// Magic, version, and a header of the longest length that version 1.0 can say.
const longestStart = 10 + 0xffff;

type Header = {
  readonly shape: readonly number[];
  readonly isFloat: boolean;
  /** Where the values begin. */ readonly start: number;
};

// The dictionary as numpy.lib.format writes it, its keys in order.
const dictionary =
  /^\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \((|\d+,|\d+(?:, \d+)+)\), \} *\n$/;

function readHeader(bytes: Uint8Array, size: number, file: string): Header {
  const wrong = (problem: string): UserError => failure(`${file} ${problem}`);
  const start = headerEnd(bytes, wrong);
  const found = dictionary.exec(Buffer.from(bytes.subarray(10, start)).toString('latin1'));
  if (!found) throw wrong('has a header that NumPy does not write');
  const [, type = '', order, dimensions = ''] = found;
  if (type !== '<f4' && type !== '<i4') {
    throw wrong(
      `holds values of the type ${escapeText(JSON.stringify(type.slice(0, 20)))}, and dlx reads "<f4" and "<i4"`,
    );
  }
  if (order !== 'False') throw wrong('is in Fortran order, and dlx reads C order');
  const shape = dimensions === '' ? [] : dimensions.replace(/,$/, '').split(', ').map(Number);
  checkSize(shape, size - start, wrong);
  return { shape, isFloat: type === '<f4', start };
}

type Wrong = (problem: string) => UserError;

function headerEnd(bytes: Uint8Array, wrong: Wrong): number {
  if (bytes.length < 10 || !magic.every((byte, i) => bytes[i] === byte)) {
    throw wrong('is no .npy file, or was cut short');
  }
  const [major = 0, minor = 0, low = 0, high = 0] = bytes.subarray(6, 10);
  if (major !== 1 || minor !== 0) {
    throw wrong(`is a .npy file of version ${major}.${minor}, and dlx reads version 1.0`);
  }
  const end = 10 + low + 256 * high;
  if (end > bytes.length) throw wrong('was cut short within its header');
  return end;
}

function checkSize(shape: readonly number[], size: number, wrong: Wrong): void {
  const needed = shape.reduce((product, length) => product * length, 4);
  if (!Number.isSafeInteger(needed) || shape.some((length) => !Number.isSafeInteger(length))) {
    throw wrong('has a shape that is larger than any file');
  }
  if (size !== needed) {
    throw wrong(`has ${size} bytes of values, and its shape (${shape.join(', ')}) needs ${needed}`);
  }
}
