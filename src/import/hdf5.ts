// Weights out of an HDF5 file that may be anybody's: its bytes and what is wanted of it come in,
// values come out. The library runs as WebAssembly over a file system in memory, so no link leads
// out of the file.
import type { Dataset, Entity, File, Group } from 'h5wasm';
import { present } from '../ground/known.js';
import { sizeOf } from '../model/layer.js';

/** What is wanted. */
export type WantedArray = { readonly path: string; readonly shape: readonly number[] };

/** The arrays that were wanted, by path, or why there is one not. */
export type ReadArrays = {
  readonly values: ReadonlyMap<string, Float32Array>;
  /** The rest of sentences that the file's name begins. */
  readonly problems: readonly string[];
};

// A chunked array may be declared as large as one likes, and be nowhere.
const [leastBytes, mostExpansion] = [2 ** 24, 100];

/**
 * Reads arrays of a file; `isPlace` tells which of all its arrays are weights, of which none may be
 * left over.
 */
export async function readHdf5(
  bytes: Uint8Array,
  wanted: readonly WantedArray[],
  isPlace: (path: string) => boolean,
): Promise<ReadArrays> {
  // Four megabytes, which nobody else needs.
  const library = await import('h5wasm');
  // Errors are thrown, not printed.
  (await library.ready).activate_throwing_error_handler();
  const system = present(library.FS, 'the file system of h5wasm');
  system.writeFile(path, bytes);
  try {
    const file = new library.File(path, 'r');
    try {
      return readFrom(file, bytes.length, wanted, isPlace);
    } finally {
      file.close();
    }
  } catch {
    return { values: new Map(), problems: ['is no HDF5 file, or is damaged'] };
  } finally {
    system.unlink(path);
  }
}

const path = 'read.h5';

function readFrom(
  file: File,
  size: number,
  wanted: readonly WantedArray[],
  isPlace: (path: string) => boolean,
): ReadArrays {
  if (file.keys().includes('model_weights') || 'layer_names' in file.attrs) {
    return {
      values: new Map(),
      problems: [
        "has Keras' old HDF5 form; open it with Keras and save it as .keras or .weights.h5",
      ],
    };
  }
  const most = Math.max(leastBytes, mostExpansion * size);
  const values = new Map<string, Float32Array>();
  const problems: string[] = [];
  for (const { path: at, shape } of wanted) {
    const found = arrayAt(file, at, shape, most);
    if (typeof found === 'string') problems.push(found);
    else values.set(at, found);
  }
  const expected = new Set(wanted.map((one) => one.path));
  const more = pathsIn(file).filter((at) => isPlace(at) && !expected.has(at));
  return {
    values,
    problems: [
      ...problems,
      ...more.slice(0, 20).map((at) => `has ${at}, for which the model has no weight`),
    ],
  };
}

function arrayAt(
  file: File,
  at: string,
  shape: readonly number[],
  most: number,
): Float32Array | string {
  let found: ReturnType<File['get']> = file;
  for (const part of at.split('/')) {
    if (!isGroup(found) || !found.keys().includes(part)) return `lacks ${at}`;
    found = found.get(part);
  }
  if (!isDataset(found)) return `has no values at ${at}`;
  const { metadata } = found;
  const its = metadata.shape ?? [];
  if (its.join() !== shape.join()) {
    return `has ${at} of shape (${its.join(', ')}), and the model wants (${shape.join(', ')})`;
  }
  if (sizeOf(shape) * metadata.size > most) {
    return `has ${at} of ${sizeOf(shape)} values, far more than it has bytes for`;
  }
  const values = floatsOf(found.value);
  if (!values) {
    return `has ${at} of a kind of number that dlx does not read: it computes in float32`;
  }
  return values.every(Number.isFinite)
    ? values
    : `has ${at} with values that are no finite numbers in float32, with which nothing can be computed`;
}

function floatsOf(values: Dataset['value']): Float32Array | null {
  if (values instanceof Float32Array) return values;
  if (typeof values === 'number' || typeof values === 'bigint') {
    return Float32Array.of(Number(values));
  }
  if (values instanceof Float64Array || values instanceof Int32Array) {
    return Float32Array.from(values);
  }
  if (values instanceof BigInt64Array) return Float32Array.from(values, Number);
  return null;
}

// Groups may hold each other: deeper than this no layer keeps anything.
const deepest = 12;
const mostPaths = 200_000;

function pathsIn(file: File): readonly string[] {
  const paths: string[] = [];
  const ahead: { readonly group: Group; readonly at: string; readonly depth: number }[] = [
    { group: file, at: '', depth: 0 },
  ];
  for (let next = ahead.pop(); next && paths.length < mostPaths; next = ahead.pop()) {
    const { group, at, depth } = next;
    for (const key of group.keys()) {
      const inner = group.get(key);
      if (isDataset(inner)) paths.push(`${at}${key}`);
      else if (isGroup(inner) && depth < deepest && ahead.length < mostPaths) {
        ahead.push({ group: inner, at: `${at}${key}/`, depth: depth + 1 });
      }
    }
  }
  return paths;
}

function isGroup(entity: Entity | null): entity is Group {
  return entity !== null && 'create_group' in entity;
}

function isDataset(entity: Entity | null): entity is Dataset {
  return entity !== null && 'slice' in entity;
}
