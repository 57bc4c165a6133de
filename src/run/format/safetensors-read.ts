// A safetensors file's bytes in, its float32 tensors out. Nothing that the header says is believed
// before it is checked against the file, so that no file makes dlx take memory, read past an end or
// see one value under two names.
import { failure, type UserError } from '../../ground/errors.js';
import { parseJson } from '../../ground/json.js';
import { cutText } from '../../text/cut.js';
import { escapeText } from '../../text/escape.js';
import type { NamedTensor } from './safetensors.js';
import { isMapping } from '../../words/written.js';

/**
 * What a safetensors file holds: texts by key (without a prototype), and tensors in the order of
 * their values.
 */
export type DecodedSafetensors = {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly NamedTensor[];
};

/**
 * The most bytes that a header may have: a hundred thousand tensors fit. The format itself allows
 * 100 MB.
 */
export const largestHeader = 2 ** 24;

// tensors, a tensor, its shape: three levels.
const deepest = 3;

type Entry = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
};

/**
 * Throws a UserError that names `file` and what is wrong unless every byte of it is accounted for.
 * The values are copies.
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): DecodedSafetensors {
  const wrong = (problem: string): UserError => failure(`${file} ${problem}`);
  const { header, entries } = readEntries(bytes, bytes.length, wrong);
  const data = bytes.subarray(8 + header.length);
  const metadata = checkedMetadata(
    Object.hasOwn(header.value, '__metadata__') ? header.value['__metadata__'] : {},
    wrong,
  );
  return {
    metadata,
    tensors: entries.map(({ name, shape, start, end }) => ({
      name,
      shape,
      values: copied(data, start, end),
    })),
  };
}

/**
 * The same check of a file of `size` bytes by its `start`, at least the longest header and 8 bytes
 * of it, before the rest is read.
 */
export function checkHeader(start: Uint8Array, size: number, file: string): void {
  readEntries(start, size, (problem) => failure(`${file} ${problem}`));
}

type Wrong = (problem: string) => UserError;

type Header = { readonly length: number; readonly value: Readonly<Record<string, unknown>> };

// The tensors of a file in the order of their values.
function readEntries(
  start: Uint8Array,
  size: number,
  wrong: Wrong,
): { readonly header: Header; readonly entries: readonly Entry[] } {
  const header = readHeader(start, wrong);
  const entries = Object.entries(header.value)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => checkedEntry(name, entry, wrong));
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  checkCoverage(entries, size - 8 - header.length, wrong);
  return { header, entries };
}

function readHeader(bytes: Uint8Array, wrong: Wrong): Header {
  if (bytes.length < 8) {
    throw wrong(`is no safetensors file, or was cut short: it has ${bytes.length} bytes`);
  }
  const said = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (said > BigInt(largestHeader)) {
    throw wrong(
      `is no safetensors file: its header would have ${said} bytes, and dlx reads at most ${largestHeader}`,
    );
  }
  const length = Number(said);
  if (length > bytes.length - 8) {
    throw wrong(
      `is no safetensors file, or was cut short: its header would have ${length} bytes, and ${bytes.length - 8} are there`,
    );
  }
  const text = decodedText(bytes.subarray(8, 8 + length));
  if (!text?.startsWith('{')) throw wrong('is no safetensors file: its header is not JSON');
  const { depth, keys } = measured(text);
  if (depth > deepest) throw wrong(`has a header nested more than ${deepest} deep`);
  const value = parseJson(text);
  if (!isMapping(value)) throw wrong('is no safetensors file: its header is not JSON');
  if (keyCount(value) !== keys) throw wrong('has a name twice in its header');
  return { length, value };
}

// How deep JSON text nests and how many keys it has: outside of texts, each colon follows one.
function measured(text: string): { readonly depth: number; readonly keys: number } {
  let [level, depth, keys, quoted] = [0, 0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') quoted = !quoted;
    else if (quoted) at += mark === '\\' ? 1 : 0;
    else if (mark === ':') keys += 1;
    else if (mark === '{' || mark === '[') depth = Math.max(depth, (level += 1));
    else if (mark === '}' || mark === ']') level -= 1;
  }
  return { depth, keys };
}

function keyCount(value: unknown): number {
  if (!isMapping(value)) return 0;
  const items = Object.values(value);
  return items.reduce((sum: number, item) => sum + keyCount(item), items.length);
}

function checkedEntry(name: string, entry: unknown, wrong: Wrong): Entry {
  const tensor = `the tensor ${shownName(name)}`;
  if (
    !isMapping(entry) ||
    !['dtype', 'shape', 'data_offsets'].every((key) => Object.hasOwn(entry, key)) ||
    Object.keys(entry).length !== 3
  ) {
    throw wrong(`does not say of ${tensor} what it should: dtype, shape and data_offsets`);
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32') {
    throw wrong(
      `has ${tensor} as ${typeof dtype === 'string' ? shownName(dtype) : 'no known type'}, and dlx reads F32`,
    );
  }
  if (!isCounts(shape)) throw wrong(`has ${tensor} in a shape that is not a list of whole numbers`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw wrong(`has data_offsets of ${tensor} that are not two whole numbers`);
  }
  const [start = 0, end = 0] = offsets;
  const size = sizeOf(shape);
  if (end < start || end - start !== size) {
    throw wrong(
      `gives ${tensor} the bytes ${start} to ${end}, and its shape ${size === undefined ? 'is larger than any file' : `needs ${size}`}`,
    );
  }
  return { name, shape, start, end };
}

// The bytes of a shape, or undefined where a product on the way is no safe whole number.
function sizeOf(shape: readonly number[]): number | undefined {
  let size = 4;
  for (const length of shape) {
    size *= length;
    if (!Number.isSafeInteger(size)) return undefined;
  }
  return size;
}

function checkCoverage(entries: readonly Entry[], bytes: number, wrong: Wrong): void {
  let reached = 0;
  for (const { name, start, end } of entries) {
    if (start !== reached) {
      throw wrong(
        `has ${start < reached ? 'values that belong to two tensors' : 'bytes that belong to no tensor'} before the tensor ${shownName(name)}`,
      );
    }
    reached = end;
  }
  if (reached > bytes) {
    throw wrong(`was cut short: its tensors need ${reached} bytes, and ${bytes} are there`);
  }
  if (reached < bytes) {
    throw wrong(`has ${bytes - reached} bytes behind its last tensor that belong to none`);
  }
}

function checkedMetadata(value: unknown, wrong: Wrong): Readonly<Record<string, string>> {
  if (!isMapping(value)) throw wrong('has a __metadata__ that is not a mapping of texts');
  const metadata = Object.create(null) as Record<string, string>;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'string') {
      throw wrong(`has ${shownName(key)} in its __metadata__, which is not text`);
    }
    metadata[key] = item;
  }
  return metadata;
}

function copied(data: Uint8Array, start: number, end: number): Float32Array {
  const values = new Float32Array((end - start) / 4);
  new Uint8Array(values.buffer).set(data.subarray(start, end));
  return values;
}

function isCounts(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.every((item) => Number.isSafeInteger(item) && item >= 0 && !Object.is(item, -0))
  );
}

function shownName(name: string): string {
  return escapeText(JSON.stringify(cutText(name, 60)));
}

function decodedText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
