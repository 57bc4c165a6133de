// What a reader should know of a table's target before believing its scores: its cells, what they
// became and the columns beside them in, a sentence each out.
import { toDigits } from '../../text/digits.js';
import { classNotes } from '../class-notes.js';
import type { SplitRows } from '../split.js';
import { moments } from './number-column.js';
import type { Meaning } from './meaning.js';
import { fewRows, spellingNotes } from './notes.js';
import { numberPieces, textPieces, type Piece } from './pieces.js';
import { shownCell } from './places.js';
import type { CsvTarget } from './target.js';

/** What there is to be said of. */
export type NotedTarget = {
  /** The target's column as it was read. */
  readonly cells: Meaning;
  readonly target: CsvTarget;
  readonly rows: SplitRows;
  /** The columns that are inputs. */
  readonly columns: readonly Meaning[];
};

/**
 * Sentences on targets that may mislead: classes that cannot be learned, how classes are written,
 * values far from what a network gives, and columns that say the target.
 */
export function targetNotes(noted: NotedTarget): readonly string[] {
  const { cells, target, rows } = noted;
  return [
    ...untrainedNotes(target, rows),
    ...writingNotes(cells, target),
    ...scaleNotes(cells.name, target, rows),
    ...tellingNotes(noted),
  ];
}

function untrainedNotes(target: CsvTarget, rows: SplitRows): readonly string[] {
  if (!target.classes) return [];
  const of = (part: Int32Array): Int32Array => part.map((row) => target.train[row] ?? 0);
  return classNotes({
    names: target.classes,
    train: of(rows.train),
    others: [
      ['validation', of(rows.validation)],
      ['test', target.test ?? of(rows.test)],
    ],
  });
}

function writingNotes(cells: Meaning, { classes }: CsvTarget): readonly string[] {
  const of = `the target ${JSON.stringify(shownCell(cells.name))}`;
  if (classes === null) return [];
  if (cells.kind !== 'number') return spellingNotes(of, classes);
  const { zeros } = cells.lost;
  return zeros === null
    ? []
    : [
        `${of} is written with zeros before its numbers (${JSON.stringify(shownCell(zeros))}), which are no part of its classes: target_type: classes keeps them`,
      ];
}

// Beyond this a network of usual weights and rates takes long to reach a target's values.
const farTarget = 100;

function scaleNotes(name: string, target: CsvTarget, rows: SplitRows): readonly string[] {
  if (target.classes || target.scale) return [];
  const { mean, deviation } = moments({ values: target.train }, rows.train);
  const of = `the target ${JSON.stringify(shownCell(name))}`;
  if (deviation === 0) {
    return [`${of} is ${shownNumber(mean)} in every training row: there is nothing to learn`];
  }
  if (Math.abs(mean) < farTarget && deviation < farTarget) return [];
  return [
    `${of} is about ${shownNumber(mean)} ± ${shownNumber(deviation)}, far from what a network gives at first: target: {${name}: {scale: standard}} standardises it, and scores stay in its own units`,
  ];
}

function shownNumber(value: number): string {
  return String(toDigits(value, 4));
}

// Scores that are too good often come of a column that is known only once the target is.
function tellingNotes({ cells, target, columns }: NotedTarget): readonly string[] {
  return columns
    .filter((column) => says(column, cells, target))
    .map(
      ({ name }) =>
        `column ${JSON.stringify(shownCell(name))} says the target in every row: if it is known only afterwards, leave it out with exclude: [${JSON.stringify(shownCell(name))}]`,
    );
}

type Values = ArrayLike<string | number>;

function piecesOf(column: Meaning): Iterable<Piece<Values>> {
  switch (column.kind) {
    case 'number':
      return numberPieces(column);
    case 'text':
      return textPieces(column);
    case 'date':
      return [{ from: 0, values: column.times }];
    case 'sequence':
    case 'image':
      return [];
  }
}

function says(column: Meaning, cells: Meaning, target: CsvTarget): boolean {
  const count = target.train.length;
  if (count < fewRows) return false;
  if (target.classes !== null) return saysClass(piecesOf(column), target, target.classes.length);
  if (column.kind !== 'number' || cells.kind !== 'number') return false;
  // Pieces of two columns of one table begin at the same rows.
  const own = numberPieces(cells)[Symbol.iterator]();
  for (const { values } of numberPieces(column)) {
    const beside: ArrayLike<number> = own.next().value?.values ?? [];
    for (let i = 0; i < values.length; i += 1) if (values[i] !== beside[i]) return false;
  }
  return true;
}

// One class for each value, and one value for each class.
function saysClass(
  pieces: Iterable<Piece<Values>>,
  { train }: CsvTarget,
  classes: number,
): boolean {
  const classOf = new Map<string | number, number>();
  for (const { from, values } of pieces) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? '';
      const is = train[from + i] ?? -1;
      const known = classOf.get(value);
      if (known !== undefined && known !== is) return false;
      if (known === undefined) classOf.set(value, is);
      if (classOf.size > classes) return false;
    }
  }
  return classOf.size > 0 && new Set(classOf.values()).size === classOf.size;
}
