// Weights of a run as files: safetensors that carry their own SHA-256 among their metadata.
import { failure } from '../ground/errors.js';
import { readFileUnless } from '../ground/reading.js';
import { checkHeader, decodeSafetensors, largestHeader } from './format/safetensors-read.js';
import { encodeSafetensors, type NamedTensor } from './format/safetensors.js';
import { isSealed, openSeal, seal } from './format/seal.js';

/** What such a file holds. */
export type Weights = {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly NamedTensor[];
};

const sealKey = '"sha256":"';

/** The bytes of a sealed safetensors file. */
export function encodeWeights({ metadata, tensors }: Weights): Uint8Array {
  const bytes = Buffer.from(encodeSafetensors(tensors, { ...metadata, sha256: openSeal }));
  seal(bytes, bytes.indexOf(sealKey) + sealKey.length);
  return bytes;
}

/**
 * Reads such a file; null where there is none. Throws a failure that names the file where it is not
 * what dlx wrote.
 */
export function readWeights(path: string): Weights | null {
  const bytes = readFileUnless(path, largestHeader + 8, (start, size) =>
    checkHeader(start, size, path),
  );
  if (bytes === null) return null;
  const weights = decodeSafetensors(bytes, path);
  const at = bytes.indexOf(sealKey);
  if (!isSealed(bytes, at < 0 ? -1 : at + sealKey.length)) {
    throw failure(
      `${path} is damaged: its contents do not have the SHA-256 that it was written with`,
    );
  }
  return weights;
}
