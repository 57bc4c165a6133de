// Events in, the bytes of a file that TensorBoard reads out: records one behind the other, each with
// its length and the masked CRC-32C of both.
import { createRequire } from 'node:module';
import type * as Crc from 'crc-32';
import { eventBytes } from './schema.js';

const require = createRequire(import.meta.url);
const crc32c = require('crc-32/crc32c.js') as Pick<typeof Crc, 'buf'>;

/** Something at a time: seconds since 1970, and the epoch that it is of, 0 where it is of none. */
export type Event = {
  readonly seconds: number;
  readonly step?: number;
  readonly values: readonly object[];
};

/** The bytes of a file of events that began at so many seconds. */
export function encodeEvents(began: number, events: readonly Event[]): Uint8Array {
  const first = eventBytes({ wallTime: began, fileVersion: 'brain.Event:2' });
  const rest = events.map(({ seconds, step = 0, values }) =>
    eventBytes({ wallTime: seconds, step: BigInt(step), summary: { value: values } }),
  );
  return Buffer.concat([first, ...rest].map(recordOf));
}

// TFRecord: a length of eight bytes and its sum, what it is of and its sum.
function recordOf(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(bytes.length), 0);
  head.writeUInt32LE(maskedSum(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(maskedSum(bytes), 0);
  return Buffer.concat([head, bytes, tail]);
}

// A sum that is stored beside what it is of is turned and moved (TensorFlow's lib/hash/crc32c.h).
function maskedSum(bytes: Uint8Array): number {
  const sum = crc32c.buf(bytes) >>> 0;
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}
