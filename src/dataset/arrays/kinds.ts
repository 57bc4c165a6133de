// What an array is to a network: images, tokens or values as they are. An array of a file, and what
// the spec says of it, come in; an input goes out.
import { failure, misuse } from '../../ground/errors.js';
import type { InputDescription } from '../dataset.js';
import type { InputColumn } from '../source.js';
import { asFloats, asTokens, isWhole, type DataArray } from './numbers.js';

/** What a spec may say that an array is. */
export const arrayKinds = ['values', 'image', 'tokens'] as const;

/** What an array may be to a network. */
export type ArrayKind = (typeof arrayKinds)[number];

/**
 * What an array is: what the spec says; else fractions are values, and bytes of two or three axes a
 * sample are images. Other whole numbers may be amounts or tokens, which nobody but the spec can tell:
 * throws a misuse then that says what to write. `key` is where the spec says it: `kind: {x: …}`.
 */
export function kindOf(
  array: DataArray,
  said: ArrayKind | null,
  written: (kind: ArrayKind) => string,
): ArrayKind {
  if (said !== null) return said;
  const axes = array.shape.length - 1;
  if (!isWhole(array.type) || array.type === 'bool') return 'values';
  if (array.type === 'uint8' && (axes === 2 || axes === 3)) return 'image';
  throw misuse(
    `${array.label} holds whole numbers (${array.type}), which may be amounts or tokens: say ${written('values')} or ${written('tokens')}`,
  );
}

const mostAxes = 4;

/**
 * The shape of one sample: images are height × width × channels, one number a row is a row of one
 * value. Throws a UserError where the array is not of its kind.
 */
export function sampleShape(array: DataArray, kind: ArrayKind): readonly number[] {
  const { label, type, shape } = array;
  const shown = shape.length === 0 ? 'a single value' : `the shape ${shape.join(' × ')}`;
  if (shape.length < 1 || shape.length > mostAxes || shape.some((size) => size === 0)) {
    throw failure(`${label} has ${shown}, expected rows of 1 to ${mostAxes - 1} axes`);
  }
  const [, ...sample] = shape;
  if (kind !== 'image') return sample.length === 0 ? [1] : sample;
  if (type !== 'uint8' || sample.length < 2) {
    throw failure(
      `${label} has ${shown} of ${type}, and images are bytes (uint8) of height × width, or that × channels: say kind: values`,
    );
  }
  return sample.length === 2 ? [...sample, 1] : sample;
}

/** The values of an array as what it is. Throws a UserError that names the row of one that is not. */
export function inputValues(
  array: DataArray,
  { kind, vocabulary }: Pick<InputDescription, 'kind' | 'vocabulary'>,
): InputColumn['values'] {
  if (kind === 'tokens') return asTokens(array, vocabulary);
  if (kind === 'image' && array.values instanceof Uint8Array) return array.values;
  return asFloats(array);
}

/** One more than the highest token of some arrays. */
export function vocabularyOf(arrays: readonly DataArray[]): number {
  let most = 0;
  for (const array of arrays) {
    for (const token of asTokens(array, null)) most = Math.max(most, token);
  }
  return most + 1;
}
