// Files of arrays as NumPy and safetensors write them, made by hand from the formats' descriptions.
import { zipSync } from 'fflate';

/** The bytes of a .npy file of any type: `descr` as NumPy has it, `values` as they lie. */
export function npyBytes(
  descr: string,
  shape: readonly number[],
  values: ArrayBufferView,
  { version = 1, order = 'False' }: { readonly version?: number; readonly order?: string } = {},
): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  const size = Math.ceil((text.length + 13) / 64) * 64 - 8 - length.length;
  if (version === 1) length.writeUInt16LE(size);
  else length.writeUInt32LE(size);
  return Buffer.concat([
    Buffer.from([0x93, ...Buffer.from('NUMPY'), version, 0]),
    length,
    Buffer.from(`${text.padEnd(size - 1)}\n`),
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  ]);
}

/** A float32 array as a .npy file. */
export function floats(shape: readonly number[], values: readonly number[]): Buffer {
  return npyBytes('<f4', shape, Float32Array.from(values));
}

/** An int64 array, as NumPy has whole numbers, as a .npy file. */
export function longs(shape: readonly number[], values: readonly number[]): Buffer {
  return npyBytes('<i8', shape, BigInt64Array.from(values, BigInt));
}

/** Arrays by name as an .npz file, packed or not. */
export function npzBytes(arrays: Readonly<Record<string, Buffer>>, level: 0 | 6 = 6): Buffer {
  const files = Object.fromEntries(
    Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, new Uint8Array(bytes)]),
  );
  return Buffer.from(zipSync(files, { level }));
}

/** A safetensors file with one kind of values after the other. */
export function safetensorsBytes(
  tensors: Readonly<
    Record<
      string,
      {
        readonly dtype: string;
        readonly shape: readonly number[];
        readonly values: ArrayBufferView;
      }
    >
  >,
): Buffer {
  let end = 0;
  const parts: Buffer[] = [];
  const header = Object.entries(tensors).map(([name, { dtype, shape, values }]) => {
    const start = end;
    end += values.byteLength;
    parts.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    return [name, { dtype, shape, data_offsets: [start, end] }];
  });
  const json = Buffer.from(
    JSON.stringify({ __metadata__: { a: 'b' }, ...Object.fromEntries(header) }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...parts]);
}
