// What the tests of table files share: a file in pieces, and what a refusal says.
import { UserError } from '../../../src/ground/errors.js';

/** The bytes of a file as they might come, seven at a time. */
export async function* inPieces(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const long = bytes.length > 2 ** 20 ? 2 ** 16 : size;
  for (let at = 0; at < bytes.length; at += long) yield bytes.subarray(at, at + long);
}

/** What a refusal says; anything but a UserError falls through. */
export async function caught(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'read';
}
