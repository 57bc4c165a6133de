// The values of a Parquet column come in as its decoder gives them, and cells go out: numbers as
// they are, times as texts that say all of them, nothing where there is no value.
import { isUtf8 } from 'node:buffer';
import type { DecodedArray, ParquetParsers, SchemaElement } from 'hyparquet';
import { Nested, type Cell } from './blocks.js';

/** Whether each cell of a column holds several values, though it has no columns within. */
export function isNestedType({ repetition_type, logical_type }: SchemaElement): boolean {
  const type = logical_type?.type;
  return (
    repetition_type === 'REPEATED' ||
    type === 'VARIANT' ||
    type === 'GEOMETRY' ||
    type === 'GEOGRAPHY'
  );
}

/** Whether each cell of a column is a list. */
export function isListType({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === 'LIST' || logical_type?.type === 'LIST';
}

/** The cells of a column of lists, each as JSON. */
export function listsIn(data: DecodedArray, element: SchemaElement): ArrayLike<Cell> {
  return Array.from(data as ArrayLike<unknown>, (list) => {
    if (isNothing(list)) return '';
    if (!Array.isArray(list)) throw new NoCells('holds no lists');
    const cells = cellsIn(list as DecodedArray, element);
    const parts = Array.from(cells, (cell, i) => (isNothing(list[i]) ? 'null' : jsonOf(cell)));
    return new Nested(`[${parts.join(', ')}]`);
  });
}

function jsonOf(cell: Cell): string {
  return cell instanceof Nested ? (cell.text ?? 'null') : JSON.stringify(cell);
}

/** How values become texts that lose nothing. */
export const parquetParsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (time: bigint) => timestampText(time, 3),
  timestampFromMicroseconds: (time: bigint) => timestampText(time, 6),
  timestampFromNanoseconds: (time: bigint) => timestampText(time, 9),
  dateFromDays: (days: number) => dateText(BigInt(days)),
  stringFromBytes: (bytes: Uint8Array) => textIn(bytes),
  // A list or an object is refused where the cell is wanted.
  jsonFromBytes: (bytes: Uint8Array) => jsonCell(textIn(bytes)),
};

/** What a column's values are where they are no cells. */
export class NoCells extends Error {}

function textIn(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new NoCells('holds bytes that are no UTF-8 text');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function jsonCell(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? new Nested(text) : value;
}

// Of either side of 1970, as ECMAScript has them.
const mostDays = 100_000_000n;

// Rounded down, before 1970 too.
function parted(value: bigint, unit: bigint): readonly [bigint, bigint] {
  const rest = ((value % unit) + unit) % unit;
  return [(value - rest) / unit, rest];
}

function dateText(days: bigint): string {
  // What no calendar has is no date wherever one is wanted.
  if (days > mostDays || days < -mostDays) return `day ${days} from 1970`;
  const [date = ''] = new Date(Number(days) * 86_400_000).toISOString().split('T');
  return date;
}

/** A time of so many decimals of a second: `2026-01-31 10:20:30.5`. */
function timestampText(time: bigint, digits: number): string {
  const [days, rest] = parted(time, 86_400n * 10n ** BigInt(digits));
  return `${dateText(days)} ${clockText(rest, digits)}`;
}

function clockText(time: bigint, digits: number): string {
  const [seconds, rest] = parted(time, 10n ** BigInt(digits));
  const [hours, minutes, second] = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(
    (part) => String(part).padStart(2, '0'),
  );
  const decimals = String(rest).padStart(digits, '0').replace(/0+$/, '');
  return `${hours}:${minutes}:${second}${decimals === '' ? '' : `.${decimals}`}`;
}

/** The cells of a column. */
export function cellsIn(data: DecodedArray, element: SchemaElement): ArrayLike<Cell> {
  const digits = clockDigits(element);
  if (digits !== null) {
    return Array.from(data as ArrayLike<unknown>, (value) =>
      isNothing(value) ? '' : clockText(BigInt(value as number | bigint), digits),
    );
  }
  const numbers = numbersIn(data);
  if (numbers) return numbers;
  const cells = new Array<Cell>(data.length);
  for (let i = 0; i < data.length; i += 1) cells[i] = cellOf(data[i]);
  return cells;
}

// A time of day, whose decoder gives whole numbers.
function clockDigits({ converted_type, logical_type }: SchemaElement): number | null {
  if (logical_type?.type === 'TIME') {
    return logical_type.unit === 'MILLIS' ? 3 : logical_type.unit === 'MICROS' ? 6 : 9;
  }
  return converted_type === 'TIME_MILLIS' ? 3 : converted_type === 'TIME_MICROS' ? 6 : null;
}

// Values of which each is a number; null where one is not.
function numbersIn(data: DecodedArray): Float64Array | null {
  if (data instanceof Float64Array) return data;
  if (isNumbers(data)) return new Float64Array(data);
  if (!Array.isArray(data)) return null;
  const values: readonly unknown[] = data;
  if (typeof values[0] !== 'number') return null;
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (typeof value !== 'number') return null;
    numbers[i] = value;
  }
  return numbers;
}

function isNumbers(data: DecodedArray): data is Float32Array | Int32Array | Uint32Array {
  return data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint32Array;
}

function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

// A whole number that a double does not hold stays as it is written.
function cellOf(value: unknown): Cell {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.trim();
  if (isNothing(value)) return '';
  if (typeof value === 'bigint') {
    const near = Number(value);
    return Number.isSafeInteger(near) ? near : String(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Nested) return value;
  throw new NoCells('holds bytes');
}
