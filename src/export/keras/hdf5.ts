// HDF5 files, written in memory by the library itself, compiled to WebAssembly: arrays by their
// paths come in, the bytes of a file come out.
import type { File } from 'h5wasm';
import { present } from '../../ground/known.js';

/** An array of a file. */
export type Hdf5Array = {
  /** Groups and its own name: `layers/dense/vars/0`. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
};

/** What a file holds: arrays, and texts that groups have as their attribute `name`. */
export type Hdf5 = {
  readonly arrays: readonly Hdf5Array[];
  readonly names: ReadonlyMap<string, string>;
};

/** The bytes of a file. */
export async function encodeHdf5({ arrays, names }: Hdf5): Promise<Uint8Array> {
  // Four megabytes, which nobody else needs.
  const library = await import('h5wasm');
  await library.ready;
  const system = present(library.FS, 'the file system of h5wasm');
  const path = 'written.h5';
  const file = new library.File(path, 'w');
  try {
    const groups = new Map<string, ReturnType<File['create_group']>>([['', file]]);
    // Made level by level: the library makes none on the way.
    const groupAt = (at: string): ReturnType<File['create_group']> => {
      const there = groups.get(at);
      if (there) return there;
      const slash = at.lastIndexOf('/');
      const made = groupAt(at.slice(0, Math.max(0, slash))).create_group(at.slice(slash + 1));
      groups.set(at, made);
      return made;
    };
    for (const [at, name] of names) groupAt(at).create_attribute('name', name);
    for (const { path: at, shape, values } of arrays) {
      const slash = at.lastIndexOf('/');
      groupAt(at.slice(0, slash)).create_dataset({
        name: at.slice(slash + 1),
        data: values,
        shape: [...shape],
        dtype: values instanceof Float32Array ? '<f4' : '<q',
      });
    }
    file.flush();
  } finally {
    file.close();
  }
  const bytes = system.readFile(path);
  system.unlink(path);
  return bytes;
}
