// Values with long arrays in them, for another process: a document without the arrays, and their bytes
// behind it, each of which is read straight to where it stays. Node's own form has all of it twice.
import { readSync } from 'node:fs';
import { DefaultDeserializer, DefaultSerializer } from 'node:v8';

const forms = [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

type Values = InstanceType<(typeof forms)[number]>;

// Arrays begin at multiples of this.
const alignment = 8;

// Node calls these two of a value's arrays.
class ApartSerializer extends DefaultSerializer {
  readonly arrays: Values[] = [];

  _writeHostObject(value: Values): void {
    const form = forms.findIndex((one) => value instanceof one);
    if (form < 0) throw new Error('only arrays of numbers are set apart');
    this.writeUint32(form);
    this.writeDouble(value.length);
    this.arrays.push(value);
  }
}

class ApartDeserializer extends DefaultDeserializer {
  readonly #next: (array: Values) => void;

  constructor(document: Uint8Array, next: (array: Values) => void) {
    super(document);
    this.#next = next;
  }

  _readHostObject(): Values {
    const form = forms[this.readUint32()];
    if (!form) throw new Error('an array is of no known form');
    const array = new form(this.readDouble());
    this.#next(array);
    return array;
  }
}

/** A value as pieces of bytes, to be written one after another; its arrays are not copied. */
export function packed(value: unknown): readonly Uint8Array[] {
  const serializer = new ApartSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  const document = serializer.releaseBuffer();
  const head = new Uint8Array(aligned(alignment + document.length));
  new DataView(head.buffer).setFloat64(0, document.length);
  head.set(document, alignment);
  return [
    head,
    ...serializer.arrays.flatMap(({ buffer, byteOffset, byteLength }) => [
      new Uint8Array(buffer, byteOffset, byteLength),
      new Uint8Array(aligned(byteLength) - byteLength),
    ]),
  ];
}

/** The value whose pieces an open file holds, wherever other processes have come in it. */
export function unpacked(file: number): unknown {
  const length = new Uint8Array(alignment);
  fill(length, file, 0);
  const document = new Uint8Array(new DataView(length.buffer).getFloat64(0));
  fill(document, file, alignment);
  let at = aligned(alignment + document.length);
  const deserializer = new ApartDeserializer(document, (array) => {
    fill(new Uint8Array(array.buffer), file, at);
    at += aligned(array.byteLength);
  });
  deserializer.readHeader();
  return deserializer.readValue() as unknown;
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

function fill(bytes: Uint8Array, file: number, at: number): void {
  let read = 0;
  while (read < bytes.length) {
    // Node takes no more at a time than an int32 counts.
    const more = readSync(file, bytes, read, Math.min(bytes.length - read, 2 ** 30), at + read);
    if (more === 0) throw new Error('a file became shorter while it was read');
    read += more;
  }
}
