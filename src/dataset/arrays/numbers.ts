// Arrays of numbers as files of NumPy's and safetensors hold them: values of any of their types come
// in, values as a network takes them go out, or the place of one that it cannot take.
import { failure } from '../../ground/errors.js';
import { productOf } from '../../ground/product.js';

/** Values of the types that are read. */
export type ArrayValues =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** An array of a file, row-major. */
export type DataArray = {
  /** Where it was read, for messages: a file, or `file.npz:name`. */
  readonly label: string;
  /** Its type as its file names it: `float32`, `uint8`. */
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly values: ArrayValues;
};

/** The types that are read, by NumPy's names. */
export const elementTypes = [
  ...(['float32', 'float64', 'uint8', 'int8', 'int16', 'uint16', 'int32'] as const),
  ...(['uint32', 'int64', 'uint64', 'bool'] as const),
] as const;

/** A type by NumPy's name. */
export type ElementType = (typeof elementTypes)[number];

/** The bytes that a value of a type takes. */
export function bytesOf(type: ElementType): number {
  const bits = /\d+$/.exec(type)?.[0];
  return bits === undefined ? 1 : Number(bits) / 8;
}

/**
 * Bytes, little-endian and as many as the shape needs, as values: the same memory where they lie as
 * numbers must, else a copy.
 */
export function valuesFrom(bytes: Uint8Array, type: ElementType): ArrayValues {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const { buffer, byteOffset, length } = aligned;
  const count = length / bytesOf(type);
  switch (type) {
    case 'float32':
      return new Float32Array(buffer, byteOffset, count);
    case 'float64':
      return new Float64Array(buffer, byteOffset, count);
    case 'int8':
      return new Int8Array(buffer, byteOffset, count);
    case 'int16':
      return new Int16Array(buffer, byteOffset, count);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, count);
    case 'int32':
      return new Int32Array(buffer, byteOffset, count);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, count);
    case 'int64':
      return new BigInt64Array(buffer, byteOffset, count);
    case 'uint64':
      return new BigUint64Array(buffer, byteOffset, count);
    case 'uint8':
    case 'bool':
      return new Uint8Array(buffer, byteOffset, count);
  }
}

/** Whether a type holds whole numbers alone. */
export function isWhole(type: ElementType): boolean {
  return !type.startsWith('float');
}

/** The rows of an array. */
export function rowsIn({ shape }: Pick<DataArray, 'shape'>): number {
  return shape[0] ?? 0;
}

/** Its values as float32. Throws a UserError that names the row of one that is no finite float32. */
export function asFloats(array: DataArray): Float32Array {
  const { values } = array;
  const floats = new Float32Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = Number(values[i] ?? NaN);
    const float = Math.fround(value);
    if (!Number.isFinite(float)) {
      throw failure(`${placeOf(array, i)} is ${value}, ${whyNot(value)}`);
    }
    floats[i] = float;
  }
  return floats;
}

function whyNot(value: number): string {
  return Number.isFinite(value)
    ? 'more than float32 holds: scale the array'
    : 'which nothing can be learned from: replace it, or leave the row out';
}

/**
 * Its values as tokens, whole numbers from 0 to below `vocabulary`. Throws a UserError that names the
 * row of one that is none.
 */
export function asTokens(array: DataArray, vocabulary: number | null): Int32Array {
  const { values } = array;
  const most = (vocabulary ?? 2 ** 31) - 1;
  const tokens = new Int32Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = Number(values[i] ?? NaN);
    if (!Number.isInteger(value) || value < 0 || value > most) {
      throw failure(
        `${placeOf(array, i)} is ${value}, expected a token: a whole number from 0 to ${most}`,
      );
    }
    tokens[i] = value;
  }
  return tokens;
}

/** Its values as numbers. Throws a UserError that names the row of one that is not finite. */
export function asNumbers(array: DataArray): readonly number[] {
  const numbers: number[] = [];
  for (let i = 0; i < array.values.length; i += 1) {
    const number = Number(array.values[i] ?? NaN);
    if (!Number.isFinite(Math.fround(number))) {
      throw failure(`${placeOf(array, i)} is ${number}, ${whyNot(number)}`);
    }
    numbers.push(number);
  }
  return numbers;
}

/** Where a value stands: its row, counted from 1. */
function placeOf({ label, shape }: DataArray, index: number): string {
  const row = Math.floor(index / productOf(shape.slice(1)));
  return `${label}, row ${row + 1}`;
}
