// Columns of sequences in a table: what is learned of their numbers from the training rows, and how a
// sequence becomes an input of a fixed length, with zeros behind.
import { failure, misuse } from '../../ground/errors.js';
import { counted } from '../../text/wrap.js';
import type { SequenceColumn, SequenceSeparator } from '../facts.js';
import type { GapRule } from './gaps.js';
import { moments, standardScore, type FitRequest, type Where } from './number-column.js';
import type { SequenceCells } from './sequence-cells.js';

/** What a spec says of a column of sequences. */
export type SequenceArguments = {
  readonly sequence_length: number | null;
  readonly separator: SequenceSeparator | null;
};

/** Learns from the training rows. Throws a UserError where those have no number. */
export function fitSequences(
  { name, sequences, separator, missing }: SequenceCells,
  { place, rows, standardize, gaps }: FitRequest,
  wish: SequenceArguments,
): SequenceColumn {
  const own = Array.from(rows, (row) => sequences[row] ?? noNumbers);
  const longest = own.reduce((most, { length }) => Math.max(most, length), 0);
  if (longest === 0) {
    throw failure(`${place} has no number in any training row: leave it out with exclude`);
  }
  const rule = gapsOf(gaps, place);
  return {
    column: name,
    kind: 'sequence',
    distinct: new Set(sequences.map((one) => one?.join())).size - (missing > 0 ? 1 : 0),
    missing,
    separator,
    sequence_length: wish.sequence_length ?? longest,
    longest,
    ...(standardize ? momentsOf(own) : { mean: 0, deviation: 1 }),
    ...rule,
  };
}

const noNumbers = new Float64Array(0);

// Of all numbers of the training part, those that are cut off among them.
function momentsOf(sequences: readonly Float64Array[]): Pick<SequenceColumn, 'mean' | 'deviation'> {
  const all = new Float64Array(sequences.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of sequences) {
    all.set(one, at);
    at += one.length;
  }
  return moments({ values: all }, Int32Array.from(all.keys()));
}

function gapsOf(rule: GapRule, place: string): Pick<SequenceColumn, 'gaps' | 'empty'> {
  if (rule === 'refuse') return {};
  if (rule === 'drop') return { gaps: 'drop' };
  if (rule === 'fill') return { empty: true };
  throw misuse(
    `${place} holds sequences: where one is missing, fill makes it one of no numbers, and drop leaves the row out`,
  );
}

/** Writes the first numbers of a sequence, standardised, where there are zeros. */
export function writeSequence(
  numbers: Float64Array,
  fit: SequenceColumn,
  { inputs, offset }: Omit<Where, 'width'>,
): void {
  const length = Math.min(fit.sequence_length, numbers.length);
  for (let i = 0; i < length; i += 1) inputs[offset + i] = standardScore(numbers[i] ?? 0, fit);
}

/** Writes the sequences of all rows of a column. */
export function writeSequences(
  { sequences }: SequenceCells,
  fit: SequenceColumn,
  { inputs, width, offset }: Where,
): void {
  for (const [row, numbers] of sequences.entries()) {
    if (numbers) writeSequence(numbers, fit, { inputs, offset: row * width + offset });
  }
}

/** A sentence where sequences are cut. */
export function cutNotes(
  column: string,
  { sequence_length: most }: SequenceColumn,
  cut: number,
  rows: number,
): readonly string[] {
  if (cut === 0) return [];
  return [
    `column ${JSON.stringify(column)}: ${cut} of ${counted(rows, 'row')} ${cut === 1 ? 'has' : 'have'} more than ${counted(most, 'number')}, of which the first ${most === 1 ? 'is' : `${most} are`} taken (sequence_length)`,
  ];
}

/** How many sequences of a column are longer than what is taken of them. */
export function cutIn(
  { sequences }: SequenceCells,
  { sequence_length: most }: SequenceColumn,
): number {
  return sequences.filter((numbers) => (numbers?.length ?? 0) > most).length;
}
