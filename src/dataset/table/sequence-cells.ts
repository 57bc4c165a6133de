// Columns whose cells hold several numbers in order: texts in, lists of numbers out. Between numbers stand
// blanks, commas or semicolons, or a cell is a JSON array.
import { largest } from './cells.js';
import type { SequenceSeparator } from '../facts.js';
import { parseNumber } from './numbers.js';

/** A column of sequences. */
export type SequenceCells = {
  readonly name: string;
  readonly kind: 'sequence';
  /** Of each row; null where a cell has no value, which is not the same as one without numbers. */
  readonly sequences: readonly (Float64Array | null)[];
  readonly separator: SequenceSeparator;
  readonly missing: number;
};

/** What a column of sequences holds, or why it is none: what is wrong, and the row of the cell where it is one. */
export type ReadSequences =
  | Pick<SequenceCells, 'sequences' | 'separator'>
  | { readonly wrong: string; readonly row: number | null };

/** Reads the cells of a column; `written` is what the spec says stands between numbers. */
export function readSequences(
  texts: readonly string[],
  missing: ReadonlySet<string>,
  written: SequenceSeparator | null,
): ReadSequences {
  const isMissing = (text: string): boolean => text === '' || missing.has(text);
  const separator = written ?? separatorIn(texts.filter((text) => !isMissing(text)));
  if (typeof separator === 'object') return { ...separator, row: null };
  const sequences: (Float64Array | null)[] = [];
  for (const [row, text] of texts.entries()) {
    if (isMissing(text)) {
      sequences.push(null);
      continue;
    }
    const numbers = sequenceIn(text, separator);
    if (!(numbers instanceof Float64Array)) return { wrong: numbers, row };
    sequences.push(numbers);
  }
  return { sequences, separator };
}

/** The numbers in a cell, or what is wrong with it, to follow its place. */
export function sequenceIn(text: string, separator: SequenceSeparator): Float64Array | string {
  const parts = separator === 'json' ? jsonParts(text) : partsOf(text, separator);
  if (parts === null) return 'is no JSON array of numbers, as [1, 2.5]';
  const numbers = new Float64Array(parts.length);
  for (const [i, part] of parts.entries()) {
    const value = typeof part === 'number' ? part : parseNumber(part);
    if (Number.isNaN(value)) {
      return `has ${JSON.stringify(part.toString().slice(0, 40))} among its numbers`;
    }
    if (Math.abs(value) > largest) return `has ${part}, which is more than a float32 holds`;
    numbers[i] = value;
  }
  return numbers;
}

function partsOf(text: string, separator: ' ' | ',' | ';'): readonly string[] {
  const whole = text.trim();
  if (whole === '') return [];
  return separator === ' ' ? whole.split(/\s+/) : whole.split(separator).map((part) => part.trim());
}

function jsonParts(text: string): readonly number[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const isNumbers = Array.isArray(value) && value.every((one) => typeof one === 'number');
    return isNumbers ? value : null;
  } catch {
    return null;
  }
}

// What can be only one thing is found out.
function separatorIn(cells: readonly string[]): SequenceSeparator | { readonly wrong: string } {
  if (cells.length > 0 && cells.every((text) => text.startsWith('[') && text.endsWith(']'))) {
    return 'json';
  }
  const [only, other] = ([',', ';'] as const).filter((one) =>
    cells.some((text) => text.includes(one)),
  );
  if (only !== undefined && other !== undefined) {
    return {
      wrong: 'has "," and ";" in its cells: say which stands between numbers, as separator: ";"',
    };
  }
  if (only !== undefined) return only;
  if (cells.some((text) => /\S\s+\S/.test(text))) return ' ';
  return {
    wrong:
      'has no cell with several numbers, as "1 2 3", "1;2;3" or "[1, 2, 3]": say separator: " " if cells to come have such, or leave type: sequence out',
  };
}
