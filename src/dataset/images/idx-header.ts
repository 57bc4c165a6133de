// The header of an IDX file: its first bytes in, the shape of its values out, and whether the file can
// hold them.
import { failure, type UserError } from '../../ground/errors.js';
import { productOf } from '../../ground/product.js';

/** What the first bytes of an IDX file say. */
export type IdxHeader = {
  readonly shape: readonly number[];
  readonly headerBytes: number;
  readonly totalBytes: number;
};

/** What is seen of a file from outside: its bytes, and whether they are gzipped. */
export type IdxFacts = { readonly size: number; readonly gzipped: boolean };

// deflate cannot make more than this from one byte.
const deflateRatio = 1032;
const valueTypes: Readonly<Record<number, string>> = {
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

/**
 * The header at the beginning of `bytes`, or undefined while `bytes` is too short to hold it.
 * Throws a UserError that names `file` where it is no IDX file of unsigned bytes.
 */
export function parseIdxHeader(bytes: Uint8Array, file: string): IdxHeader | undefined {
  if (bytes.length < 4) return undefined;
  const [zero, zeroToo, type = 0, dimensions = 0] = bytes;
  if (zero !== 0 || zeroToo !== 0 || !(type === 0x08 || type in valueTypes)) {
    throw failure(
      `${file} is not an IDX file: it does not begin with 00 00 08 and the number of dimensions`,
    );
  }
  if (type !== 0x08) {
    throw failure(
      `${file} holds ${valueTypes[type]} values, expected unsigned bytes (type 08): convert it`,
    );
  }
  if (dimensions < 1 || dimensions > 4) {
    throw failure(`${file} has ${dimensions} dimensions, expected 1 for labels, 3 or 4 for images`);
  }
  const headerBytes = 4 + 4 * dimensions;
  if (bytes.length < headerBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  if (shape.includes(0)) throw failure(`${file} is empty: its header says ${shape.join(' × ')}`);
  return {
    shape,
    headerBytes,
    totalBytes: headerBytes + productOf(shape),
  };
}

/**
 * Throws a UserError that names the file where it cannot hold what its header says, or holds more,
 * or more than `limit` bytes.
 */
export function checkSize(
  file: string,
  header: IdxHeader,
  { size, gzipped, limit }: IdxFacts & { readonly limit: number },
): void {
  if (header.totalBytes > limit) {
    throw failure(
      `${file} says it holds ${header.shape.join(' × ')} bytes, more than the ${limit} that dlx reads: use a smaller file`,
    );
  }
  if (gzipped && header.totalBytes > size * deflateRatio) {
    throw failure(
      `${file} is cut short: its header says ${header.shape.join(' × ')} bytes, which ${size} gzipped bytes cannot hold`,
    );
  }
  if (!gzipped && size < header.totalBytes) throw cutShort(file, header, size);
  if (!gzipped && size > header.totalBytes) throw tooLong(file, header);
}

/** A file that ends within its header. */
export function noHeader(file: string, bytes: number): UserError {
  return failure(
    `${file} is cut short: it has only ${bytes} bytes, too few for the header of an IDX file`,
  );
}

/** A file of fewer values than its header says; `filled` bytes with the header. */
export function cutShort(
  file: string,
  { shape, headerBytes, totalBytes }: IdxHeader,
  filled: number,
): UserError {
  return failure(
    `${file} is cut short: its header says ${shape.join(' × ')} = ${totalBytes - headerBytes} values, but it holds ${filled - headerBytes}`,
  );
}

/** A file of more values. */
export function tooLong(file: string, { shape, headerBytes, totalBytes }: IdxHeader): UserError {
  return failure(
    `${file} is too long: its header says ${shape.join(' × ')} = ${totalBytes - headerBytes} values, but it holds more`,
  );
}
