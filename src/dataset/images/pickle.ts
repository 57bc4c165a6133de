// The pickles of CIFAR, which Python 2 wrote: bytes in; the dictionary with its lists, texts and arrays of
// bytes out. Of the pickle machine there is what such a file needs, and nothing in it is run: of
// functions and classes it may name the few that make an array, which are known here, and no other.
import { failure, type UserError } from '../../ground/errors.js';
import { productOf } from '../../ground/product.js';

/** An array of unsigned bytes, row-major. */
export type ByteArray = {
  readonly kind: 'bytes';
  readonly shape: readonly number[];
  readonly values: Uint8Array;
};

/** What stands in a file: a text of Python 2 is bytes, a tuple a list, a name what `c` gives. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Pickled[]
  | Map<string, Pickled>
  | ByteArray
  | Named;

type Named = { readonly kind: 'named' | 'dtype'; readonly name: string };

type Machine = {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  readonly stack: Pickled[];
  readonly marks: number[];
  readonly memo: Map<number, Pickled>;
};

/**
 * The dictionary that a file holds. Throws a UserError that names the file where it holds anything
 * that CIFAR's files do not, or is cut short.
 */
export function readPickle(bytes: Uint8Array, file: string): ReadonlyMap<string, Pickled> {
  const machine: Machine = {
    file,
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    at: 0,
    stack: [],
    marks: [],
    memo: new Map(),
  };
  for (;;) {
    const start = machine.at;
    const code = take(machine, 1)[0] ?? 0;
    if (code === stop) break;
    const step = steps[code];
    if (!step) throw refusal(machine, `the code 0x${code.toString(16)} at byte ${start}`);
    step(machine);
  }
  const top = pop(machine);
  if (!(top instanceof Map)) throw refusal(machine, 'no dictionary');
  return top;
}

/** A text of Python 2 or 3 as text. Null for what is none. */
export function textOf(value: Pickled | undefined): string | null {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : null;
}

const stop = 0x2e;

function refusal({ file }: Machine, what: string): UserError {
  return failure(
    `${file} is no pickle of CIFAR's (${what}): nothing of a pickle is run, and only its lists, texts and arrays of bytes are read; take the file as it is published`,
  );
}

function take(machine: Machine, count: number): Uint8Array {
  const { bytes, at } = machine;
  if (count < 0 || at + count > bytes.length) throw refusal(machine, `cut short at byte ${at}`);
  machine.at += count;
  return bytes.subarray(at, at + count);
}

function unsigned(machine: Machine, size: 1 | 2 | 4): number {
  const at = machine.at;
  take(machine, size);
  if (size === 1) return machine.view.getUint8(at);
  return size === 2 ? machine.view.getUint16(at, true) : machine.view.getUint32(at, true);
}

function signed(machine: Machine): number {
  const at = machine.at;
  take(machine, 4);
  return machine.view.getInt32(at, true);
}

function pop(machine: Machine): Pickled {
  const value = machine.stack.pop();
  if (value === undefined) throw refusal(machine, `nothing on its stack at byte ${machine.at}`);
  return value;
}

function toMark(machine: Machine): Pickled[] {
  const mark = machine.marks.pop();
  if (mark === undefined) throw refusal(machine, `no mark at byte ${machine.at}`);
  return machine.stack.splice(mark);
}

function line(machine: Machine): string {
  const end = machine.bytes.indexOf(0x0a, machine.at);
  if (end < 0) throw refusal(machine, `cut short at byte ${machine.at}`);
  const text = Buffer.from(take(machine, end - machine.at)).toString('latin1');
  take(machine, 1);
  return text;
}

const known: ReadonlySet<string> = new Set([
  '_codecs.encode',
  'numpy.core.multiarray._reconstruct',
  'numpy._core.multiarray._reconstruct',
  'numpy.ndarray',
  'numpy.dtype',
]);

function named(machine: Machine): Named {
  const name = `${line(machine)}.${line(machine)}`;
  if (!known.has(name)) throw refusal(machine, `it names ${JSON.stringify(name)}`);
  return { kind: 'named', name };
}

// What the known functions give: bytes of a text, an array that is not filled yet, a type of values.
function made(machine: Machine): Pickled {
  const [args, what] = [pop(machine), pop(machine)];
  const name = isNamed(what) ? what.name : '';
  const [first] = Array.isArray(args) ? args : [];
  if (name === '_codecs.encode' && typeof first === 'string') return Buffer.from(first, 'latin1');
  if (name.endsWith('._reconstruct')) {
    return { kind: 'bytes', shape: [0], values: new Uint8Array() };
  }
  const type = textOf(first);
  if (name === 'numpy.dtype' && type !== null) return { kind: 'dtype', name: type };
  throw refusal(machine, `it calls ${name || 'what is no function'}`);
}

function isNamed(value: Pickled | undefined): value is Named {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind !== 'bytes';
}

function isArray(value: Pickled | undefined): value is ByteArray {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'bytes';
}

// An array's state: a version, the shape, the type, whether it lies column by column, its bytes.
function built(machine: Machine): void {
  const state = pop(machine);
  const target = machine.stack.at(-1);
  if (isNamed(target) && target.kind === 'dtype') return;
  const [, shape, type, byColumn, values] = Array.isArray(state) ? state : [];
  if (
    !isArray(target) ||
    !isShape(shape) ||
    !(isNamed(type) && type.name === 'u1') ||
    byColumn !== false ||
    !(values instanceof Uint8Array) ||
    productOf(shape) !== values.length
  ) {
    throw refusal(machine, `no array of unsigned bytes, row by row, at byte ${machine.at}`);
  }
  Object.assign(target, { shape, values });
}

function isShape(value: Pickled | undefined): value is number[] {
  return Array.isArray(value) && value.every((size) => typeof size === 'number' && size >= 0);
}

function setItems(machine: Machine, items: readonly Pickled[]): void {
  const target = machine.stack.at(-1);
  if (!(target instanceof Map)) throw refusal(machine, `no dictionary at byte ${machine.at}`);
  for (let i = 0; i + 1 < items.length; i += 2) {
    const key = textOf(items[i]);
    if (key === null) throw refusal(machine, `a key that is no text at byte ${machine.at}`);
    target.set(key, items[i + 1] ?? null);
  }
}

function append(machine: Machine, items: readonly Pickled[]): void {
  const target = machine.stack.at(-1);
  if (!Array.isArray(target)) throw refusal(machine, `no list at byte ${machine.at}`);
  for (const item of items) target.push(item);
}

function recalled(machine: Machine, number: number): Pickled {
  const value = machine.memo.get(number);
  if (value === undefined) throw refusal(machine, `nothing under ${number} at byte ${machine.at}`);
  return value;
}

const utf8 = new TextDecoder();

const push =
  (value: (machine: Machine) => Pickled): Step =>
  (machine) =>
    void machine.stack.push(value(machine));
const tuple = (count: number): Step =>
  push((machine) => Array.from({ length: count }, () => pop(machine)).toReversed());
const keep =
  (size: 1 | 4): Step =>
  (machine) =>
    void machine.memo.set(unsigned(machine, size), machine.stack.at(-1) ?? null);

type Step = (machine: Machine) => void;

// By Python's pickletools: protocol 2 and what is older.
const steps: Readonly<Record<number, Step>> = {
  0x80: (machine) => void take(machine, 1), // PROTO
  0x28: ({ marks, stack }) => void marks.push(stack.length), // MARK
  0x4e: push(() => null), // NONE
  0x88: push(() => true), // NEWTRUE
  0x89: push(() => false), // NEWFALSE
  0x4a: push(signed), // BININT
  0x4b: push((machine) => unsigned(machine, 1)), // BININT1
  0x4d: push((machine) => unsigned(machine, 2)), // BININT2
  0x54: push((machine) => take(machine, signed(machine))), // BINSTRING
  0x55: push((machine) => take(machine, unsigned(machine, 1))), // SHORT_BINSTRING
  0x58: push((machine) => utf8.decode(take(machine, unsigned(machine, 4)))), // BINUNICODE
  0x29: push(() => []), // EMPTY_TUPLE
  0x5d: push(() => []), // EMPTY_LIST
  0x7d: push(() => new Map()), // EMPTY_DICT
  0x74: push(toMark), // TUPLE
  0x85: tuple(1), // TUPLE1
  0x86: tuple(2), // TUPLE2
  0x87: tuple(3), // TUPLE3
  0x61: (machine) => append(machine, [pop(machine)]), // APPEND
  0x65: (machine) => append(machine, toMark(machine)), // APPENDS
  0x73: (machine) => setItems(machine, [pop(machine), pop(machine)].toReversed()), // SETITEM
  0x75: (machine) => setItems(machine, toMark(machine)), // SETITEMS
  0x71: keep(1), // BINPUT
  0x72: keep(4), // LONG_BINPUT
  0x68: push((machine) => recalled(machine, unsigned(machine, 1))), // BINGET
  0x6a: push((machine) => recalled(machine, unsigned(machine, 4))), // LONG_BINGET
  0x63: push(named), // GLOBAL
  0x52: push(made), // REDUCE
  0x62: built, // BUILD
};
