// Arrays in NumPy's .npy format, versions 1 to 3 (numpy.lib.format), of numbers of any usual type, in
// C and Fortran order. dlx' own files have a stricter reader (src/run/format/npy.ts). Nothing that a
// header says is believed before it is checked, and objects, which are code, are never read.
import { failure, type UserError } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import { escapeText } from '../../text/escape.js';
import {
  bytesOf,
  valuesFrom,
  type ArrayValues,
  type DataArray,
  type ElementType,
} from './numbers.js';

const magic = [0x93, ...Buffer.from('NUMPY')];

const types: ReadonlyMap<string, ElementType> = new Map([
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['u1', 'uint8'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['u2', 'uint16'],
  ['i4', 'int32'],
  ['u4', 'uint32'],
  ['i8', 'int64'],
  ['u8', 'uint64'],
  ['b1', 'bool'],
]);

/** Whether bytes begin as a .npy file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** Reads the bytes of a .npy file. Throws a UserError that names it by `label` and says what is wrong. */
export function decodeArray(bytes: Uint8Array, label: string): DataArray {
  const wrong = (problem: string): UserError => failure(`${label} ${problem}`);
  const { text, start } = headerOf(bytes, wrong);
  const { descr, isFortran, shape } = said(text, wrong);
  const type = typeOf(descr, wrong);
  const needed = shape.reduce((product, length) => product * length, bytesOf(type));
  if (!Number.isSafeInteger(needed) || bytes.length - start !== needed) {
    throw wrong(
      `has ${bytes.length - start} bytes of values, and its shape (${shape.join(', ')}) needs ${needed}: it was cut short, or is damaged`,
    );
  }
  const values = valuesFrom(bytes.subarray(start), type);
  return { label, type, shape, values: isFortran ? rowMajor(values, shape) : values };
}

type Wrong = (problem: string) => UserError;

function headerOf(
  bytes: Uint8Array,
  wrong: Wrong,
): { readonly text: string; readonly start: number } {
  if (!isNpy(bytes) || bytes.length < 12) throw wrong('is no .npy file, or was cut short');
  const [major = 0] = bytes.subarray(6);
  if (major < 1 || major > 3) {
    throw wrong(`is a .npy file of version ${major}, and dlx reads versions 1 to 3`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const from = major === 1 ? 10 : 12;
  const start = from + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length) throw wrong('was cut short within its header');
  return { text: Buffer.from(bytes.subarray(from, start)).toString('latin1'), start };
}

function said(
  text: string,
  wrong: Wrong,
): { readonly descr: string; readonly isFortran: boolean; readonly shape: readonly number[] } {
  const descr = /'descr': *'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const dimensions = /'shape': *\(((?:\d+L?,? *)*)\)/.exec(text)?.[1];
  if (descr === undefined && /'descr': *\[/.test(text)) {
    throw wrong('holds records of several fields: save each field as an array of its own');
  }
  if (descr === undefined || order === undefined || dimensions === undefined) {
    throw wrong('has a header that NumPy does not write');
  }
  const shape = (dimensions.match(/\d+/g) ?? []).map(Number);
  return { descr, isFortran: order === 'True', shape };
}

function typeOf(descr: string, wrong: Wrong): ElementType {
  const type = types.get(descr.slice(1));
  const order = descr.slice(0, 1);
  if (type && (order === '<' || order === '|' || bytesOf(type) === 1)) return type;
  const shown = escapeText(JSON.stringify(descr.slice(0, 20)));
  if (descr.includes('O')) {
    throw wrong('holds Python objects, which are code and never read: save numbers alone');
  }
  if (/[US]/.test(descr)) {
    throw wrong('holds text: save numbers, as np.unique(labels, return_inverse=True) gives them');
  }
  throw wrong(
    `holds values of the type ${shown}: save them as another, as array.astype("float32") does`,
  );
}

// The first axis varies fastest.
function rowMajor(values: ArrayValues, shape: readonly number[]): ArrayValues {
  if (shape.length < 2) return values;
  const turned = values.slice();
  const index = shape.map(() => 0);
  const steps = shape.map((_, axis) => productOf(shape.slice(0, axis)));
  let from = 0;
  for (let to = 0; to < values.length; to += 1) {
    const value = values[from];
    if (value !== undefined) turned[to] = value;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const step = itemAt(steps, axis);
      index[axis] = itemAt(index, axis) + 1;
      from += step;
      if (itemAt(index, axis) < itemAt(shape, axis)) break;
      from -= step * itemAt(shape, axis);
      index[axis] = 0;
    }
  }
  return turned;
}
