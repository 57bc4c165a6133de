// Events in, the bytes of a file that TensorBoard reads out: records one behind the other, each with
// its length and the masked CRC-32C of both. And back, as far as a file must be gone on with.
import { createRequire } from 'node:module';
import type * as Crc from 'crc-32';
import { eventBytes, stepOf } from './schema.js';

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
  const first = recordOf(eventBytes({ wallTime: began, fileVersion: 'brain.Event:2' }));
  return Buffer.concat([first, ...events.map(encodeEvent)]);
}

/** The bytes of one event, which stand behind those before it. */
export function encodeEvent({ seconds, step = 0, values }: Event): Uint8Array {
  return recordOf(
    eventBytes({ wallTime: seconds, step: BigInt(step), summary: { value: values } }),
  );
}

/** The beginning of a file that has an event an epoch, and how many epochs it has. */
export type Begun = { readonly bytes: Uint8Array; readonly epochs: number };

/**
 * What may be gone on with of a file of an event an epoch, in their order, up to so many: what is
 * behind them, or torn, is left out. Null where the file does not begin as one.
 */
export function beginningOf(bytes: Uint8Array, mostEpochs: number): Begun | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = recordAt(all, 0);
  if (!head) return null;
  let [end, epochs] = [head.end, 0];
  while (epochs < mostEpochs) {
    const next = recordAt(all, end);
    if (!next || stepOf(next.body) !== epochs + 1) break;
    end = next.end;
    epochs += 1;
  }
  return { bytes: all.subarray(0, end), epochs };
}

// Null where there is none that is whole.
function recordAt(
  bytes: Buffer,
  at: number,
): { readonly body: Buffer; readonly end: number } | null {
  if (bytes.length < at + 12) return null;
  const length = bytes.readBigUInt64LE(at);
  if (length > BigInt(bytes.length - at - 16)) return null;
  const end = at + 16 + Number(length);
  const body = bytes.subarray(at + 12, end - 4);
  const isWhole =
    bytes.readUInt32LE(at + 8) === maskedSum(bytes.subarray(at, at + 8)) &&
    bytes.readUInt32LE(end - 4) === maskedSum(body);
  return isWhole ? { body, end } : null;
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
