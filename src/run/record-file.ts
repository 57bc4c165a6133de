// run.json as text: the record, and behind it the SHA-256 of the file itself.
import { encodeJson } from './format/json.js';
import type { RunRecord } from './record.js';
import { isSealed, openSeal, seal } from './format/seal.js';

const sealKey = '"sha256": "';

/** The bytes of a run.json. */
export function encodeRecord(record: RunRecord): Uint8Array {
  const bytes = Buffer.from(`${encodeJson({ ...record, sha256: openSeal }, 2)}\n`);
  seal(bytes, bytes.lastIndexOf(sealKey) + sealKey.length);
  return bytes;
}

/** Whether the bytes of a run.json are as they were written. */
export function isRecordIntact(bytes: Buffer): boolean {
  const at = bytes.lastIndexOf(sealKey);
  return at >= 0 && isSealed(bytes, at + sealKey.length);
}
