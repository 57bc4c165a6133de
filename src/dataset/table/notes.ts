// What a reader should know of a table before believing its scores: columns and classes in, a
// sentence each out.
import type { CategoryColumn, ColumnFacts } from '../facts.js';
import type { SplitRows } from '../split.js';
import { wholeNames } from './distinct.js';
import { lookOf, oddAmongTimes } from './looks.js';
import type { Meaning, NumberCells, TextCells } from './meaning.js';
import { numberCount, numberPieces, textCounts } from './pieces.js';
import { shownCell } from './places.js';
import { textColumnNotes } from './text-column.js';
import { cutIn, cutNotes } from './sequence-column.js';
import type { ColumnWish } from './types.js';

/** What there is to be said of. */
export type Noted = {
  readonly columns: readonly Meaning[];
  readonly fitted: readonly ColumnFacts[];
  readonly rows: SplitRows;
  /** The columns of the test file, where there is one. */
  readonly test: readonly Meaning[] | null;
  /** What the spec says of a column; null where it says nothing. */
  readonly wishFor: (column: string) => ColumnWish | null;
};

/** Sentences on columns whose values may mislead: rows counted, constants, unseen categories. */
export function columnNotes({ columns, fitted, rows, test, wishFor }: Noted): readonly string[] {
  const told = new ColumnNotes();
  fitted.forEach((fit, i) => {
    const column = columns[i];
    if (!column) return;
    const name = JSON.stringify(shownCell(fit.column));
    if (fit.kind === 'number' && column.kind === 'number') {
      const codes = codeNotes(name, column) ?? identifierNotes(name, column);
      told.add('may be names rather than amounts', name, codes);
      told.add('give zeros', name, constantNotes(name, fit, column, rows));
      told.add('have words among their numbers', name, wordNotes(name, column.marks ?? []));
    }
    const held = test?.[i];
    const wish = wishFor(fit.column);
    told.add('of sequences have such notes', name, sequenceNotes(fit, column));
    if (column.kind !== 'text') return;
    if (fit.kind === 'text' && wish?.type === 'text') {
      const heldTexts = held?.kind === 'text' ? held : null;
      const asked = { name, fit, wish, cells: column, rows, held: heldTexts };
      told.add('of texts have such notes', name, textColumnNotes(asked));
    }
    if (fit.kind !== 'categories') return;
    const parts = { rows, held, isWritten: wish?.type === 'category' };
    told.add('of categories have such notes', name, categoryNotes(name, fit, column, parts));
  });
  return told.all();
}

function sequenceNotes(fit: ColumnFacts, column: Meaning): readonly string[] {
  if (fit.kind !== 'sequence' || column.kind !== 'sequence') return [];
  return cutNotes(fit.column, fit, cutIn(column, fit), column.sequences.length);
}

// Of how many columns a sentence of one kind is told; the others are counted.
const mostColumns = 10;

// Sentences by their kind, in the order of columns: those of the first columns, then how many more.
class ColumnNotes {
  readonly #told: string[] = [];
  readonly #columns = new Map<string, string[]>();

  add(kind: string, name: string, notes: readonly string[]): void {
    if (notes.length === 0) return;
    const columns = this.#columns.get(kind) ?? [];
    this.#columns.set(kind, columns);
    columns.push(name);
    if (columns.length <= mostColumns) this.#told.push(...notes);
  }

  all(): readonly string[] {
    const more = [...this.#columns].flatMap(([kind, columns]) => {
      const others = columns.slice(mostColumns);
      if (others.length === 0) return [];
      const shown = `${others.slice(0, 3).join(', ')}${others.length > 3 ? ' …' : ''}`;
      return [
        `${others.length} more ${others.length === 1 ? 'column' : 'columns'} ${kind}: ${shown}`,
      ];
    });
    return [...this.#told, ...more];
  }
}

type CategoryParts = {
  readonly rows: SplitRows;
  readonly held: Meaning | undefined;
  /** Whether the spec says that these are categories. */
  readonly isWritten: boolean;
};

function categoryNotes(
  name: string,
  fit: CategoryColumn,
  column: TextCells,
  { rows, held, isWritten }: CategoryParts,
): readonly string[] {
  return [
    ...markNotes(name, textCounts(column), column.marks),
    ...(isWritten ? [] : timeNotes(name, fit.categories)),
    ...spellingNotes(`column ${name}`, fit.categories),
    ...unseenNotes(name, fit, [
      ['validation', present(column, rows.validation)],
      ['test', held?.kind === 'text' ? present(held) : present(column, rows.test)],
    ]),
  ];
}

// How many rows have each text.
type Counts = ReadonlyMap<string, number>;

function present(column: TextCells, rows?: Int32Array): Counts {
  const counts = textCounts(column, rows);
  for (const mark of column.marks) counts.delete(mark);
  return counts;
}

function wordNotes(name: string, marks: readonly string[]): readonly string[] {
  if (marks.length === 0) return [];
  const shown = marks.slice(0, 5).map((text) => JSON.stringify(shownCell(text)));
  return [
    `column ${name}: ${shown.join(', ')}${marks.length > 5 ? ' …' : ''} among its numbers ${marks.length === 1 ? 'counts' : 'count'} as no value`,
  ];
}

/** Of fewer rows numbers may well be all different, or go with the target by chance. */
export const fewRows = 20;

function identifierNotes(name: string, column: NumberCells): readonly string[] {
  const count = numberCount(column);
  const names = count < fewRows ? null : wholeNames(numberPieces(column));
  if (!names) return [];
  const [min, max] = names.range ?? [NaN, NaN];
  const where = names.range ? 'every row' : `each of the first ${names.rows} rows`;
  const what =
    max - min === count - 1
      ? `counts the rows, from ${min} to ${max}`
      : `is a whole number that is different in ${where}`;
  return [`column ${name} ${what}: if it only names them, leave it out with exclude: [${name}]`];
}

// What is a name rather than an amount shows in what its number loses; null where nothing is lost.
function codeNotes(
  name: string,
  { lost: { zeros, digits } }: NumberCells,
): readonly string[] | null {
  const what =
    digits === null
      ? zeros !== null && `is written with zeros before its numbers (${JSON.stringify(zeros)})`
      : `has more digits than a number keeps (${JSON.stringify(shownCell(digits))})`;
  if (what === false) return null;
  return [
    `column ${name} ${what}: if it holds codes rather than amounts, say columns: {${name}: category}, or leave it out with exclude: [${name}]`,
  ];
}

function constantNotes(
  name: string,
  { deviation }: { readonly deviation: number },
  column: NumberCells,
  { train }: SplitRows,
): readonly string[] {
  if (deviation !== 0) return [];
  const { values } = column;
  const first = values[train.find((row) => !Number.isNaN(values[row])) ?? 0];
  const what = train.every((row) => values[row] === first || Number.isNaN(values[row]))
    ? `is ${first} in every training row`
    : `is ${first} in every training row but for rounding`;
  return [`column ${name} ${what}: it gives zeros`];
}

// "NA" may be Namibia.
function markNotes(name: string, counts: Counts, marks: ReadonlySet<string>): readonly string[] {
  return [...counts].flatMap(([text, count]) =>
    lookOf(text).kind === 'mark' && !marks.has(text) && !/^(?:none|[-.])$/i.test(text)
      ? [
          `column ${name} is ${JSON.stringify(text)} in ${count} ${rowsWord(count)}, a category like the others: say missing_values: [${JSON.stringify(text)}] if it means that there is none`,
        ]
      : [],
  );
}

function timeNotes(name: string, categories: readonly string[]): readonly string[] {
  const odd = oddAmongTimes(categories);
  if (odd === null) return [];
  return [
    `column ${name} holds dates or times${odd}, each a category of its own: say columns: {${name}: date}, whose parts become numbers, or columns: {${name}: category} if that is meant`,
  ];
}

/** A sentence where names differ in nothing but capitals, spaces or how accents are encoded. */
export function spellingNotes(of: string, names: readonly string[]): readonly string[] {
  const alike = new Map<string, string[]>();
  for (const name of names) {
    const key = name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
    const known = alike.get(key);
    if (known) known.push(name);
    else alike.set(key, [name]);
  }
  const [first, ...others] = [...alike.values()].filter(({ length }) => length > 1);
  if (!first) return [];
  const shown = first.slice(0, 3).map((name) => JSON.stringify(shownCell(name)));
  const more = others.length > 0 ? `, as ${others.length} more are` : '';
  return [
    `${of}: ${shown.slice(0, -1).join(', ')} and ${shown.at(-1)} are different ones${more}: if they mean the same, write them alike`,
  ];
}

function unseenNotes(
  name: string,
  { categories, rare }: CategoryColumn,
  parts: readonly (readonly [string, Counts])[],
): readonly string[] {
  // Of rare ones nobody knows which they were.
  if (rare !== undefined) return [];
  const known = new Set(categories);
  return parts.flatMap(([part, texts]) => {
    const unseen = new Map([...texts].filter(([text]) => !known.has(text)));
    if (unseen.size === 0) return [];
    const total = sumOf(unseen);
    const shown = [...unseen]
      .slice(0, 5)
      .map(([text, count]) => `${JSON.stringify(shownCell(text))} ${count}`);
    return [
      `column ${name}: ${total} of ${sumOf(texts)} ${part} rows have a category that training never saw (${shown.join(', ')}${unseen.size > 5 ? ' …' : ''}): it counts as none of those that are known`,
    ];
  });
}

function sumOf(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function rowsWord(count: number): string {
  return count === 1 ? 'row' : 'rows';
}
