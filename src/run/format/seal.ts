// A file that carries its own SHA-256: 64 digits somewhere in it, taken over the file with zeros in
// their place. It can be checked alone, wherever the file was copied to.
import { sha256 } from '../../ground/hash.js';

/** What stands in a file until it is sealed. */
export const openSeal = '0'.repeat(64);

/** Writes the seal of `bytes` into them at `at`, where {@link openSeal} stands. */
export function seal(bytes: Buffer, at: number): void {
  bytes.write(sha256(bytes), at, 'latin1');
}

/** Whether the 64 digits at `at` are the seal of `bytes`. */
export function isSealed(bytes: Uint8Array, at: number): boolean {
  if (at < 0 || at + openSeal.length > bytes.length) return false;
  const digits = Buffer.from(bytes.subarray(at, at + openSeal.length)).toString('latin1');
  return digits === sha256(bytes.subarray(0, at), openSeal, bytes.subarray(at + openSeal.length));
}
