// Arrays as NumPy's .npy files, version 1.0 of its format (numpy.lib.format).

/** The bytes of a little-endian float32 array in row-major order. */
export function encodeNpy(shape: readonly number[], values: Float32Array): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Magic, version and length take ten bytes; with the header they fill a multiple of 64 and end in
  // a newline.
  const length = Math.ceil((dictionary.length + 11) / 64) * 64 - 10;
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, length & 0xff, length >> 8]);
  const header = Buffer.from(`${dictionary.padEnd(length - 1)}\n`);
  return Buffer.concat([
    head,
    header,
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  ]);
}
