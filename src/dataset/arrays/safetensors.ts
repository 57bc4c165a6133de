// Arrays in a safetensors file of anybody's: its bytes in, the arrays by their names out. Weights that
// dlx wrote have a stricter reader (src/run/format/safetensors-read.ts).
import { failure, type UserError } from '../../ground/errors.js';
import { parseJson } from '../../ground/json.js';
import { cutText } from '../../text/cut.js';
import { escapeText } from '../../text/escape.js';
import { isMapping } from '../../words/written.js';
import { bytesOf, valuesFrom, type DataArray, type ElementType } from './numbers.js';

const types: ReadonlyMap<unknown, ElementType> = new Map<unknown, ElementType>([
  ['F32', 'float32'],
  ['F64', 'float64'],
  ['U8', 'uint8'],
  ['I8', 'int8'],
  ['I16', 'int16'],
  ['U16', 'uint16'],
  ['I32', 'int32'],
  ['U32', 'uint32'],
  ['I64', 'int64'],
  ['U64', 'uint64'],
  ['BOOL', 'bool'],
]);

// The format allows 100 MB; names of a hundred thousand arrays take less.
const largestHeader = 2 ** 24;

/** What a file holds by name: `read` gives an array, or throws a UserError where it cannot be had. */
export type ArrayFile = {
  readonly names: readonly string[];
  readonly read: (name: string, label: string) => Promise<DataArray>;
};

/** The arrays in the bytes of a safetensors file. Throws a UserError that names `file` where it is none. */
export function openSafetensors(bytes: Uint8Array, file: string): ArrayFile {
  const wrong = (problem: string): UserError => failure(`${file} ${problem}`);
  const { entries, data } = headerOf(bytes, wrong);
  return {
    names: [...entries.keys()],
    read: async (name, label) =>
      arrayIn(entries.get(name), data, (what) => failure(`${label} ${what}`), label),
  };
}

type Wrong = (problem: string) => UserError;

function headerOf(
  bytes: Uint8Array,
  wrong: Wrong,
): { readonly entries: ReadonlyMap<string, unknown>; readonly data: Uint8Array } {
  const none = wrong('is no safetensors file, or was cut short');
  if (bytes.length < 8) throw none;
  const said = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (said > BigInt(largestHeader) || Number(said) > bytes.length - 8) throw none;
  const end = 8 + Number(said);
  const header = parseJson(Buffer.from(bytes.subarray(8, end)).toString());
  if (!isMapping(header)) throw none;
  const entries = new Map(Object.entries(header).filter(([name]) => name !== '__metadata__'));
  return { entries, data: bytes.subarray(end) };
}

function arrayIn(entry: unknown, data: Uint8Array, wrong: Wrong, label: string): DataArray {
  const { dtype, shape, data_offsets: offsets } = isMapping(entry) ? entry : {};
  const type = types.get(dtype);
  if (typeof dtype === 'string' && !type) {
    throw wrong(
      `holds values of the type ${escapeText(JSON.stringify(cutText(dtype, 20)))}: save them as another, as F32`,
    );
  }
  if (!type || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw wrong('is not described as safetensors are: dtype, shape and data_offsets');
  }
  const [start = 0, end = 0] = offsets;
  const needed = shape.reduce((product, length) => product * length, bytesOf(type));
  if (end - start !== needed || end > data.length) {
    throw wrong(
      `has the bytes ${start} to ${end} of ${data.length}, and its shape (${shape.join(', ')}) needs ${needed}: the file was cut short, or is damaged`,
    );
  }
  return { label, type, shape, values: valuesFrom(data.subarray(start, end), type) };
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
