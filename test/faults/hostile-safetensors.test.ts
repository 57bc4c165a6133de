// Safetensors files from elsewhere, crafted, cut, changed: read whole or refused in one sentence
// (CVE-2024-3660 and its like: a file of weights is numbers and nothing else).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { UserError } from '../../src/ground/errors.js';
import { encodeSafetensors, type NamedTensor } from '../../src/run/format/safetensors.js';
import { decodeSafetensors } from '../../src/run/format/safetensors-read.js';
import { counted } from './counts.js';

const fixture = (name: string): Buffer =>
  readFileSync(
    join(import.meta.dirname, '../../../test/fixtures/safetensors', `${name}.safetensors`),
  );

/** A file with that header, as text or bytes, and so many bytes of values. */
function crafted(header: string | Uint8Array, dataBytes = 0, saidLength?: bigint): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(saidLength ?? BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(dataBytes)]);
}

const f32 = (shape: unknown, offsets: unknown): unknown => ({
  dtype: 'F32',
  shape,
  data_offsets: offsets,
});
const header = (entries: Readonly<Record<string, unknown>>): string => JSON.stringify(entries);

/** How a file is refused; undefined where it is read. Anything but a UserError falls through. */
function refusal(bytes: Uint8Array): string | undefined {
  try {
    decodeSafetensors(bytes, 'best.safetensors');
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

describe('files of Python', () => {
  const python = fixture('float32');

  test('are read value by value', () => {
    const { metadata, tensors } = decodeSafetensors(python, 'float32.safetensors');
    expect({ ...metadata }).toEqual({ run: '0123456789abcdef' });
    expect(tensors).toEqual([
      { name: 'dense/bias', shape: [2], values: Float32Array.of(0.5, -1.25) },
      {
        name: 'dense/kernel',
        shape: [3, 2],
        values: Float32Array.of(1, -2, Infinity, NaN, 3.4028235e38, 1e-45),
      },
      { name: 'empty', shape: [3, 0], values: new Float32Array() },
      { name: 'scalar', shape: [], values: Float32Array.of(7) },
      { name: 'ünï 日本', shape: [1], values: Float32Array.of(-0) },
    ]);
  });

  test('are what dlx writes, byte for byte', () => {
    const { metadata, tensors } = decodeSafetensors(python, 'float32.safetensors');
    expect(Buffer.from(encodeSafetensors(tensors, metadata)).equals(python)).toBe(true);
  });

  test.each([
    ['float16', 'F16'],
    ['float64', 'F64'],
    ['int64', 'I64'],
    ['uint8', 'U8'],
    ['bool', 'BOOL'],
  ])('of %s values are refused', (file, type) => {
    expect(refusal(fixture(file))).toBe(
      `best.safetensors has the tensor "x" as "${type}", and dlx reads F32`,
    );
  });
});

const crafts: readonly (readonly [string, Uint8Array, string])[] = [
  ['nothing', Buffer.alloc(0), 'is no safetensors file, or was cut short: it has 0 bytes'],
  ['seven bytes', Buffer.alloc(7), 'is no safetensors file, or was cut short: it has 7 bytes'],
  ['zeros', Buffer.alloc(64), 'is no safetensors file: its header is not JSON'],
  [
    'a header of 2^64 - 1 bytes',
    Buffer.alloc(16, 0xff),
    'is no safetensors file: its header would have 18446744073709551615 bytes, and dlx reads at most 16777216',
  ],
  [
    'a header of 100 MB',
    crafted('{}', 0, 100_000_000n),
    'is no safetensors file: its header would have 100000000 bytes, and dlx reads at most 16777216',
  ],
  [
    'a header longer than the file',
    crafted('{}', 4, 7n),
    'is no safetensors file, or was cut short: its header would have 7 bytes, and 6 are there',
  ],
  [
    'a header that is no UTF-8',
    crafted(Buffer.from([0x7b, 0xff, 0x7d])),
    'is no safetensors file: its header is not JSON',
  ],
  ['a byte-order mark', crafted('\ufeff{}'), 'is no safetensors file: its header is not JSON'],
  [
    'a header that begins with a space',
    crafted(' {}'),
    'is no safetensors file: its header is not JSON',
  ],
  ['a header cut off', crafted('{"x":{"dtype"'), 'is no safetensors file: its header is not JSON'],
  ['a list', crafted('[]'), 'is no safetensors file: its header is not JSON'],
  [
    'a million brackets',
    crafted(`{"x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`),
    'has a header nested more than 3 deep',
  ],
  [
    'a pickle',
    Buffer.concat([Buffer.from([0x80, 4]), Buffer.alloc(30, 0x2e)]),
    'is no safetensors file: its header would have 3327647950551516288 bytes, and dlx reads at most 16777216',
  ],
  [
    'a ZIP file',
    Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60)]),
    'is no safetensors file: its header would have 67324752 bytes, and dlx reads at most 16777216',
  ],
  [
    'a tensor that is null',
    crafted(header({ x: null })),
    'does not say of the tensor "x" what it should: dtype, shape and data_offsets',
  ],
  [
    'a tensor without a dtype',
    crafted(header({ x: { shape: [], data_offsets: [0, 4] } }), 4),
    'does not say of the tensor "x" what it should: dtype, shape and data_offsets',
  ],
  [
    'a tensor that says more',
    crafted(
      header({ x: { dtype: 'F32', shape: [], data_offsets: [0, 4], class: 'os.system' } }),
      4,
    ),
    'does not say of the tensor "x" what it should: dtype, shape and data_offsets',
  ],
  [
    'keys of a prototype for those of a tensor',
    crafted('{"x":{"__proto__":{"dtype":"F32"},"shape":[],"data_offsets":[0,4]}}', 4),
    'does not say of the tensor "x" what it should: dtype, shape and data_offsets',
  ],
  [
    'a dtype that is no text',
    crafted(header({ x: { dtype: ['F32'], shape: [], data_offsets: [0, 4] } }), 4),
    'has the tensor "x" as no known type, and dlx reads F32',
  ],
  [
    'a shape that is text',
    crafted(header({ x: f32('1', [0, 4]) }), 4),
    'has the tensor "x" in a shape that is not a list of whole numbers',
  ],
  [
    'a length below zero',
    crafted(header({ x: f32([-1, -1], [0, 4]) }), 4),
    'has the tensor "x" in a shape that is not a list of whole numbers',
  ],
  [
    'a length of minus zero',
    crafted('{"x":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}'),
    'has the tensor "x" in a shape that is not a list of whole numbers',
  ],
  [
    'half a length',
    crafted(header({ x: f32([0.5, 2], [0, 4]) }), 4),
    'has the tensor "x" in a shape that is not a list of whole numbers',
  ],
  [
    'a length above 2^53',
    crafted('{"x":{"dtype":"F32","shape":[9007199254740993,0],"data_offsets":[0,0]}}'),
    'has the tensor "x" in a shape that is not a list of whole numbers',
  ],
  [
    'an infinite length',
    crafted('{"x":{"dtype":"F32","shape":[1e999],"data_offsets":[0,4]}}', 4),
    'has the tensor "x" in a shape that is not a list of whole numbers',
  ],
  [
    'a shape whose product overflows to nothing',
    crafted(header({ x: f32([2 ** 32, 2 ** 32, 0], [0, 0]) })),
    'gives the tensor "x" the bytes 0 to 0, and its shape is larger than any file',
  ],
  [
    'offsets that are not two',
    crafted(header({ x: f32([], [0, 2, 4]) }), 4),
    'has data_offsets of the tensor "x" that are not two whole numbers',
  ],
  [
    'an offset below zero',
    crafted(header({ x: f32([2], [-4, 4]) }), 4),
    'has data_offsets of the tensor "x" that are not two whole numbers',
  ],
  [
    'offsets the wrong way round',
    crafted(header({ x: f32([1], [4, 0]) }), 4),
    'gives the tensor "x" the bytes 4 to 0, and its shape needs 4',
  ],
  [
    'fewer bytes than the shape',
    crafted(header({ x: f32([2], [0, 4]) }), 4),
    'gives the tensor "x" the bytes 0 to 4, and its shape needs 8',
  ],
  [
    'a terabyte in a small file',
    crafted(header({ x: f32([2 ** 38], [0, 2 ** 40]) }), 4),
    'was cut short: its tensors need 1099511627776 bytes, and 4 are there',
  ],
  [
    'two tensors on the same bytes',
    crafted(header({ x: f32([1], [0, 4]), y: f32([1], [0, 4]) }), 4),
    'has values that belong to two tensors before the tensor "y"',
  ],
  [
    'a hole',
    crafted(header({ x: f32([1], [0, 4]), y: f32([1], [8, 12]) }), 12),
    'has bytes that belong to no tensor before the tensor "y"',
  ],
  [
    'bytes behind the last',
    crafted(header({ x: f32([1], [0, 4]) }), 5),
    'has 1 bytes behind its last tensor that belong to none',
  ],
  [
    'bytes of no tensor',
    crafted('{}', 4),
    'has 4 bytes behind its last tensor that belong to none',
  ],
  [
    'one byte too few',
    crafted(header({ x: f32([1], [0, 4]) }), 3),
    'was cut short: its tensors need 4 bytes, and 3 are there',
  ],
  [
    'a name twice',
    crafted(
      '{"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}',
      4,
    ),
    'has a name twice in its header',
  ],
  [
    'a name twice, once with escapes',
    crafted(
      '{"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"\\u0078":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}',
      4,
    ),
    'has a name twice in its header',
  ],
  [
    'a dtype twice',
    crafted('{"x":{"dtype":"I64","dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4),
    'has a name twice in its header',
  ],
  [
    'metadata that are a list',
    crafted('{"__metadata__":[]}'),
    'has a __metadata__ that is not a mapping of texts',
  ],
  [
    'metadata that are null',
    crafted('{"__metadata__":null}'),
    'has a __metadata__ that is not a mapping of texts',
  ],
  [
    'metadata that are numbers',
    crafted('{"__metadata__":{"epoch":3}}'),
    'has "epoch" in its __metadata__, which is not text',
  ],
  [
    'a name that moves the cursor',
    crafted(header({ '\u001b[2J\u009b\u202e': null })),
    'does not say of the tensor "\\u001b[2J\\u009b\\u202e" what it should: dtype, shape and data_offsets',
  ],
  [
    'a name of a megabyte',
    crafted(header({ ['x'.repeat(1_000_000)]: null })),
    `does not say of the tensor "${'x'.repeat(60)}…" what it should: dtype, shape and data_offsets`,
  ],
];

describe('crafted files', () => {
  test.each(crafts)('%s', (_, bytes, message) => {
    expect(refusal(bytes)).toBe(`best.safetensors ${message}`);
  });

  test('are counted', () => {
    const refused = crafts.filter(([, bytes]) => refusal(bytes) !== undefined).length;
    expect(refused).toBe(44);
    counted('hostile inputs', refused);
  });
});

test('names of prototypes are names', () => {
  const tensors = ['__proto__', 'constructor', 'prototype', 'toString', '0'].map(
    (name, i): NamedTensor => ({ name, shape: [1], values: Float32Array.of(i) }),
  );
  const metadata = JSON.parse('{"__proto__": "a", "constructor": "b"}') as Record<string, string>;
  const decoded = decodeSafetensors(encodeSafetensors(tensors, metadata), 'best.safetensors');
  expect(decoded.tensors).toEqual(tensors);
  expect(Object.entries(decoded.metadata)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
  expect(decoded.metadata['toString']).toBeUndefined();
  expect(({} as Record<string, unknown>)['0']).toBeUndefined();
});

test('a header of a hundred thousand tensors is read', () => {
  const tensors = Array.from({ length: 100_000 }, (_, i): NamedTensor => ({
    name: `layer_${i}/kernel`,
    shape: [1],
    values: Float32Array.of(i),
  }));
  const bytes = encodeSafetensors(tensors, {});
  expect(decodeSafetensors(bytes, 'best.safetensors').tensors.length).toBe(100_000);
});

describe('any tensors and any bytes', () => {
  const float = fc.oneof(fc.float(), fc.constantFrom(NaN, Infinity, -0));
  const tensor = fc
    .tuple(fc.array(fc.nat(4), { maxLength: 4 }), fc.infiniteStream(float))
    .map(([shape, stream]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return { shape, values: Float32Array.from(stream.take(size)) };
    });
  const file = fc
    .tuple(
      fc.uniqueArray(fc.string({ unit: 'grapheme' }), { maxLength: 6 }),
      fc.array(tensor, { minLength: 6, maxLength: 6 }),
      fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
    )
    .map(([names, tensors, metadata]) => ({
      metadata,
      tensors: names
        .filter((name) => name !== '__metadata__')
        .flatMap((name, i): NamedTensor[] => (tensors[i] ? [{ name, ...tensors[i] }] : [])),
    }));

  test('come back as they went, from any place in a buffer', () => {
    fc.assert(
      fc.property(file, fc.nat(8), ({ tensors, metadata }, shift) => {
        const bytes = encodeSafetensors(tensors, metadata);
        const unaligned = new Uint8Array(bytes.length + shift);
        unaligned.set(bytes, shift);
        const decoded = decodeSafetensors(unaligned.subarray(shift), 'best.safetensors');
        // Empty tensors stand at no place of their own.
        const filled = (list: readonly NamedTensor[]): readonly NamedTensor[] =>
          list.filter(({ values }) => values.length > 0);
        expect(filled(decoded.tensors)).toEqual(filled(tensors));
        expect(decoded.tensors.length).toBe(tensors.length);
        expect(Object.entries(decoded.metadata)).toEqual(Object.entries(metadata));
      }),
      { numRuns: 200 },
    );
  });

  test('a changed or cut file is read or refused, and a shorter one is never read', () => {
    const change = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      fc.nat(255),
    );
    let inputs = 0;
    let wrong = 0;
    fc.assert(
      fc.property(
        file,
        fc.array(change, { maxLength: 3 }),
        fc.nat(),
        ({ tensors, metadata }, changes, cut) => {
          const bytes = Uint8Array.from(encodeSafetensors(tensors, metadata));
          for (const [at, byte] of changes) bytes[Math.floor(at * bytes.length)] = byte;
          refusal(bytes);
          const shorter = encodeSafetensors(tensors, metadata);
          if (refusal(shorter.subarray(0, cut % shorter.length)) === undefined) wrong += 1;
          inputs += 2;
        },
      ),
      { numRuns: 1000 },
    );
    expect({ inputs, wrong }).toEqual({ inputs: 2000, wrong: 0 });
    counted('hostile inputs', inputs, { wrong });
  });

  test('and so are any bytes and any JSON as a header', () => {
    const texts = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => Buffer.from(text)),
      fc.jsonValue().map((value) => Buffer.from(header({ x: value }))),
    );
    let inputs = 0;
    fc.assert(
      fc.property(texts, fc.nat(20), (text, dataBytes) => {
        refusal(text);
        refusal(crafted(text, dataBytes));
        inputs += 2;
      }),
      { numRuns: 1000 },
    );
    expect(inputs).toBe(2000);
    counted('hostile inputs', inputs);
  });
});
