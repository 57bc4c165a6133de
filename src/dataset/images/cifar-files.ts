// The files of CIFAR-10 and CIFAR-100, as they are published for Python and in binary: their bytes in,
// images of 32 × 32 × 3 and their labels out, the same from both.
import { failure } from '../../ground/errors.js';
import { sha256 } from '../../ground/hash.js';
import { itemAt } from '../../ground/known.js';
import type { IdxArray } from './idx.js';
import type { LabelledImages } from './images.js';
import { readPickle, type Pickled } from './pickle.js';

/** How a file says which class an image has: the key of a pickle, and the byte of a binary record. */
export type LabelPlace = {
  readonly key: string;
  /** Of so many bytes before the pixels, this one, counted from 0. */
  readonly byte: number;
  readonly bytes: number;
};

/** A file that was read: its name as messages have it, and its bytes. */
export type ReadFile = { readonly file: string; readonly bytes: Uint8Array };

const [side, channels] = [32, 3];
const planeBytes = side * side;
const imageBytes = planeBytes * channels;

/**
 * The images of some files, one after another. Throws a UserError that names a file that is not such
 * a one, or has a label that is not below `classes`.
 */
export function cifarImages(
  files: readonly ReadFile[],
  place: LabelPlace,
  classes: number,
): LabelledImages {
  const parts = files.map((one) =>
    one.file.endsWith('.bin') ? fromBinary(one, place) : fromPickle(one, place),
  );
  const count = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const pixels = new Uint8Array(count * imageBytes);
  const labels = new Uint8Array(count);
  let row = 0;
  for (const [i, part] of parts.entries()) {
    const wrong = part.labels.find((label) => label >= classes);
    if (wrong !== undefined) {
      throw failure(
        `${itemAt(files, i).file} has a label ${wrong}, and there are ${classes} classes`,
      );
    }
    labels.set(part.labels, row);
    for (let of = 0; of < part.labels.length; of += 1, row += 1) {
      lastChannels(part.image(of), pixels.subarray(row * imageBytes, (row + 1) * imageBytes));
    }
  }
  const { file } = itemAt(files, 0);
  return {
    images: idxArray(file, [count, side, side, channels], pixels),
    labels: idxArray(file, [count], labels),
  };
}

type Part = { readonly labels: Uint8Array; readonly image: (row: number) => Uint8Array };

// All red values, all green ones, all blue ones, each row by row.
function lastChannels(planes: Uint8Array, into: Uint8Array): void {
  for (let at = 0, to = 0; at < planeBytes; at += 1) {
    for (let channel = 0; channel < channels; channel += 1, to += 1) {
      into[to] = planes[channel * planeBytes + at] ?? 0;
    }
  }
}

function fromBinary({ file, bytes }: ReadFile, { byte, bytes: before }: LabelPlace): Part {
  const size = before + imageBytes;
  if (bytes.length === 0 || bytes.length % size !== 0) {
    throw failure(
      `${file} has ${bytes.length} bytes, which are not records of ${size}: take the file as it is published`,
    );
  }
  const labels = Uint8Array.from(
    { length: bytes.length / size },
    (_, row) => bytes[row * size + byte] ?? 0,
  );
  return {
    labels,
    image: (row) => bytes.subarray(row * size + before, (row + 1) * size),
  };
}

function fromPickle({ file, bytes }: ReadFile, { key }: LabelPlace): Part {
  const read = readPickle(bytes, file);
  const [data, labels] = [read.get('data'), read.get(key)];
  if (!isImages(data) || !isLabels(labels) || labels.length !== data.shape[0]) {
    throw failure(
      `${file} has not as many ${key} as images of 32 × 32 × 3 in data: take the file as it is published`,
    );
  }
  const { values } = data;
  return {
    labels: Uint8Array.from(labels),
    image: (row) => values.subarray(row * imageBytes, (row + 1) * imageBytes),
  };
}

function isImages(
  value: Pickled | undefined,
): value is Extract<Pickled, { readonly kind: 'bytes' }> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'bytes' &&
    value.shape.length === 2 &&
    value.shape[1] === imageBytes
  );
}

function isLabels(value: Pickled | undefined): value is number[] {
  return (
    Array.isArray(value) &&
    value.every((label) => typeof label === 'number' && label >= 0 && label < 256)
  );
}

// With the sum of the IDX file that would hold it: the same images are the same data, however they came.
function idxArray(file: string, shape: readonly number[], data: Uint8Array): IdxArray {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => head.writeUInt32BE(size, 4 + 4 * i));
  return { file, shape, data, sha256: sha256(head, data) };
}
