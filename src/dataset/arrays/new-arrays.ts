// Arrays that a model has not seen: files that a person names come in, an array for each input of the
// model goes out, whole, as its spec's own were read.
import { existsSync } from 'node:fs';
import { fileOfPlace, memberOfPlace } from '../../document/paths.js';
import { failure, misuse } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import { flowYaml } from '../../document/yaml.js';
import type { InputFacts } from '../facts.js';
import type { Found, RowBatch } from '../new-rows.js';
import type { InputColumn } from '../source.js';
import { inputValues, sampleShape } from './kinds.js';
import { rowsIn, type DataArray } from './numbers.js';
import { arrayReader, type ArrayReader } from './read.js';

/** The values of some rows for each input of a model, in their order. */
export type NewArrays = {
  readonly count: number;
  readonly inputs: readonly InputColumn['values'][];
};

/** Whether what a person names are arrays: `x.npy`, `file.npz:name`, `image=x.npy`. */
export function isArrayPlace(path: string): boolean {
  return /\.(?:npy|npz|safetensors)$/i.test(fileOfPlace(path));
}

/**
 * The arrays of files, one after another, or of `NAME=FILE` for each input. Throws a UserError where
 * they are not what the model takes.
 */
export async function readArraySets(
  paths: readonly string[],
  inputs: readonly InputFacts[],
  reader: ArrayReader = arrayReader(),
): Promise<readonly NewArrays[]> {
  checkInputs(paths, inputs);
  const named = paths.map((path) => namedPlace(path, inputs));
  if (named.every(({ name }) => name === null)) {
    const sets: NewArrays[] = [];
    for (const path of paths) {
      sets.push(await setOf(await placesIn(path, inputs, reader), inputs, reader));
    }
    return sets;
  }
  const places = inputs.map(({ name }) => {
    const given = named.filter((one) => one.name === name);
    if (given.length === 1) return itemAt(given, 0).place;
    throw misuse(
      `give each input of the model one array, as ${inputs.map((one) => `${one.name}=FILE`).join(' ')}: ${name} has ${given.length === 0 ? 'none' : given.length}`,
    );
  });
  if (named.length !== inputs.length) {
    throw misuse('files with the name of an input and files without cannot be mixed');
  }
  return [await setOf(places, inputs, reader)];
}

/** Arrays in batches of so many rows. */
export function* arrayBatches(
  sets: readonly NewArrays[],
  inputs: readonly InputFacts[],
  rows: number,
  found: Found,
): Generator<RowBatch> {
  const sizes = inputs.map(({ shape }) => productOf(shape));
  for (const { count, inputs: values } of sets) {
    for (let start = 0; start < count; start += rows) {
      const end = Math.min(start + rows, count);
      found.rows += end - start;
      yield {
        count: end - start,
        inputs: values.map((all, i) => {
          const size = itemAt(sizes, i);
          return all.slice(start * size, end * size);
        }),
        kept: [],
      };
    }
  }
}

function checkInputs(paths: readonly string[], inputs: readonly InputFacts[]): void {
  const table = inputs.find(({ columns }) => columns !== null);
  if (table) {
    throw failure(
      `${paths[0]} holds arrays, and the model takes the columns of a table: give it a table`,
    );
  }
}

type Named = { readonly name: string | null; readonly place: string };

// A file whose own name has "=" in it is that file.
function namedPlace(path: string, inputs: readonly InputFacts[]): Named {
  const at = path.indexOf('=');
  const name = path.slice(0, Math.max(0, at));
  return !existsSync(fileOfPlace(path)) && inputs.some((input) => input.name === name)
    ? { name, place: path.slice(at + 1) }
    : { name: null, place: path };
}

// Where a file has the arrays of all inputs.
async function placesIn(
  path: string,
  inputs: readonly InputFacts[],
  reader: ArrayReader,
): Promise<readonly string[]> {
  const names = memberOfPlace(path) === null ? await reader.names(path) : null;
  const [only] = inputs;
  if (inputs.length === 1 && only) {
    return [names?.includes(only.name) && names.length > 1 ? `${path}:${only.name}` : path];
  }
  const wanted = inputs.map(({ name }) => name);
  const missing = names && wanted.find((name) => !names.includes(name));
  if (names && missing === undefined) return wanted.map((name) => `${path}:${name}`);
  throw failure(
    `${path} holds ${missing === undefined || missing === null ? 'one array' : `no array ${JSON.stringify(missing)}`}, and the model takes the inputs ${flowYaml(wanted)}: give ${wanted.map((name) => `${name}=FILE`).join(' ')}, or a file that holds arrays of these names`,
  );
}

async function setOf(
  places: readonly string[],
  inputs: readonly InputFacts[],
  reader: ArrayReader,
): Promise<NewArrays> {
  const arrays: DataArray[] = [];
  for (const place of places) arrays.push(await reader.read(place));
  const first = itemAt(arrays, 0);
  return {
    count: rowsIn(first),
    inputs: inputs.map((input, i) => {
      const array = itemAt(arrays, i);
      if (rowsIn(array) !== rowsIn(first)) {
        throw failure(
          `${array.label} has ${rowsIn(array)} rows, but ${first.label} has ${rowsIn(first)}: they do not belong together`,
        );
      }
      return checkedValues(array, input);
    }),
  };
}

function checkedValues(array: DataArray, input: InputFacts): InputColumn['values'] {
  const kind = input.kind === 'table' ? 'values' : input.kind;
  const shape = sampleShape(array, kind);
  if (shape.join() !== input.shape.join()) {
    throw failure(
      `${array.label} has samples of ${shape.join(' × ')}, and the model takes ${input.shape.join(' × ')} for its input ${input.name}`,
    );
  }
  return inputValues(array, { kind, vocabulary: input.vocabulary });
}
