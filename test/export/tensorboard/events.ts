// A second reader of files of events: bytes in, what stands in them out, every sum checked bit by bit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventFile, eventsFolder, type EventPart } from '../../../src/run/layout.js';
import { recordOf } from '../../faults/runs.js';

/** The fields of a message by their numbers, as they lie there. */
type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>;

/** An event, as far as dlx writes it. */
export type ReadEvent = {
  readonly seconds: number;
  readonly step: number;
  readonly version: string | null;
  /** By tag: a number, or what its plugin is given. */
  readonly values: Readonly<Record<string, number | Buffer>>;
};

/** The events of a file. Throws an Error where a sum or a length does not hold. */
export function readEvents(bytes: Uint8Array): readonly ReadEvent[] {
  const all = Buffer.from(bytes);
  const events: ReadEvent[] = [];
  for (let at = 0; at < all.length;) {
    const length = Number(all.readBigUInt64LE(at));
    const body = all.subarray(at + 12, at + 12 + length);
    if (body.length !== length) throw new Error('a record is cut off');
    for (const [part, place] of [
      [all.subarray(at, at + 8), at + 8],
      [body, at + 12 + length],
    ] as const) {
      if (masked(part) !== all.readUInt32LE(place)) throw new Error('a sum does not hold');
    }
    events.push(eventOf(body));
    at += 16 + length;
  }
  return events;
}

/** What a run shows of each step, its times aside; bytes as text. */
export type Series = Readonly<
  Record<EventPart, readonly (readonly [step: number, values: Readonly<Record<string, unknown>>])[]>
>;

/** What the files of events say that a run has written. */
export function seriesOf(run: string): Series {
  const of = (part: EventPart) => {
    const bytes = readFileSync(join(run, eventsFolder, eventFile(recordOf(run), part)));
    return readEvents(bytes).map(({ step, values }) => {
      const shown = Object.entries(values).map(([tag, value]) => [
        tag,
        // What is told of a session has its times in it.
        tag.startsWith('_hparams_')
          ? ''
          : typeof value === 'number'
            ? value
            : value.toString('hex'),
      ]);
      return [step, Object.fromEntries(shown)] as const;
    });
  };
  return { whole: of('whole'), train: of('train'), validation: of('validation') };
}

function eventOf(bytes: Buffer): ReadEvent {
  const fields = fieldsOf(bytes);
  const [summary] = fields.get(5) ?? [];
  const values = summary === undefined ? [] : (fieldsOf(summary as Buffer).get(1) ?? []);
  const [version] = fields.get(3) ?? [];
  return {
    seconds: bytesOf(fields, 1).readDoubleLE(),
    step: Number(fields.get(2)?.[0] ?? 0n),
    version: version === undefined ? null : String(version),
    values: Object.fromEntries(values.map((value) => valueOf(fieldsOf(value as Buffer)))),
  };
}

function valueOf(fields: Fields): readonly [string, number | Buffer] {
  const tag = String(fields.get(1)?.[0]);
  const [number] = fields.get(2) ?? [];
  if (number !== undefined) return [tag, (number as Buffer).readFloatLE()];
  const [image] = fields.get(4) ?? [];
  if (image !== undefined) return [tag, fieldsOf(image as Buffer).get(4)?.[0] as Buffer];
  const [histogram] = fields.get(5) ?? [];
  if (histogram !== undefined) return [tag, histogram as Buffer];
  const [tensor] = fields.get(8) ?? [];
  if (tensor !== undefined) return [tag, fieldsOf(tensor as Buffer).get(8)?.[0] as Buffer];
  const plugin = fieldsOf(fieldsOf(fields.get(9)?.[0] as Buffer).get(1)?.[0] as Buffer);
  return [tag, plugin.get(2)?.[0] as Buffer];
}

/** The fields of a message. */
export function fieldsOf(bytes: Buffer): Fields {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const taken = (size: number): Buffer => bytes.subarray(at, (at += size));
  while (at < bytes.length) {
    const key = Number(varint());
    const kind = key & 7;
    const value = kind === 0 ? varint() : taken(kind === 1 ? 8 : kind === 5 ? 4 : Number(varint()));
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}

/** The bytes of a field. Throws an Error where it is none, or a number. */
export function bytesOf(fields: Fields, number: number): Buffer {
  const [value] = fields.get(number) ?? [];
  if (value instanceof Uint8Array) return Buffer.from(value);
  throw new Error(`no bytes in field ${number}`);
}

/** CRC-32C, a bit at a time: the polynomial 0x1EDC6F41, turned. */
export function sumOf(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0x82f63b78 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function masked(bytes: Uint8Array): number {
  const sum = sumOf(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}
