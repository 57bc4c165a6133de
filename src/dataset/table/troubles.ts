// Sentences about cells that stand where numbers should, each with a cell, counts, and what to
// write.
import type { CellColumn, Cells, OddCells } from './cells.js';
import type { Look } from './looks.js';
import type { Notation } from './numbers.js';
import { cellPlace, rowPlace, shownCell, type CsvTable } from './table.js';

/** What a column is wanted for; it decides what can be done about its cells. */
export type Purpose = 'input' | 'picture' | 'target' | 'weight';

/** Cells of a column that have no value, by their text. */
export type MissingCells = {
  readonly column: string;
  readonly purpose: Purpose;
  readonly text: string;
  readonly cells: Cells;
};

/** Cells of a column that are no numbers in its notation, and what they look like. */
export type OddText = { readonly text: string; readonly cells: Cells; readonly look: Look };

/**
 * What a table is read for: rows to learn from, windows of rows that follow each other, or rows that
 * are new to a model, of which nothing can be said anew.
 */
export type Situation = 'rows' | 'windows' | 'new';

/** One sentence about the missing cells of all columns, or none. */
export function missingTrouble(
  { file, at }: CsvTable,
  all: readonly MissingCells[],
  situation: Situation = 'rows',
): readonly string[] {
  const isNew = situation === 'new';
  const missing = onceEach(all);
  const total = missing.reduce((sum, { cells }) => sum + cells.count, 0);
  const [first] = missing;
  if (!first) return [];
  const placeOf = ({ row }: Cells): string => {
    const place = at(row);
    return place.file === file ? `${place.unit ?? 'line'} ${place.line}` : rowPlace(place);
  };
  if (total === 1) {
    const place = cellPlace(at(first.cells.row), first.column);
    const cell = missingCell(place, first.text);
    const cures = isNew ? [] : missingCures(missing, situation);
    return [[cell, ...cures].join(', or ')];
  }
  const listed = missing
    .slice(0, mostListed)
    .map(
      ({ column, text, cells }) =>
        `${cells.count} in ${JSON.stringify(shownCell(column))} (${text === '' ? 'empty' : JSON.stringify(shownCell(text))}, first in ${placeOf(cells)})`,
    );
  const more = missing.length - listed.length;
  const cures = isNew ? [] : missingCures(missing, situation);
  return [
    `${file} has ${total} cells without a value: ${listed.join(', ')}${more > 0 ? `, and more in ${more} other columns` : ''}; ${cures.length === 0 ? 'fill them in, or remove their lines' : `${cures.join(', ')}, or fill them in`}`,
  ];
}

// More columns than these are counted.
const mostListed = 20;

// Of windows the target's own past is an input: its cells are missing once.
function onceEach(missing: readonly MissingCells[]): readonly MissingCells[] {
  const [inputs, others] = [
    missing.filter(({ purpose }) => purpose === 'input'),
    missing.filter(({ purpose }) => purpose !== 'input'),
  ];
  const names = new Set(others.map(({ column }) => column));
  return [...inputs.filter(({ column }) => !names.has(column)), ...others];
}

// The lines to write: of inputs either word, of what is learned or weighs only one. Windows are cut
// of rows that follow each other, so that none can be left out of their middle.
function missingCures(missing: readonly MissingCells[], situation: Situation): readonly string[] {
  if (situation === 'windows') {
    return missing.some(({ purpose }) => purpose !== 'input')
      ? []
      : [
          "say missing: fill (numbers by the training part's median, words as a category of their own)",
          'leave columns out with exclude',
        ];
  }
  const other = missing.find(({ purpose }) => purpose !== 'input');
  const inputs = missing.some(({ purpose }) => purpose === 'input');
  if (!other) {
    return [
      "say missing: fill (numbers by the training part's median, words as a category of their own)",
      'missing: drop (their rows are left out)',
      'leave columns out with exclude',
    ];
  }
  const name = JSON.stringify(shownCell(other.column));
  return inputs
    ? [
        `say missing: {${name}: drop, "*": fill} (rows without the ${other.purpose} are left out, the rest is filled)`,
        'missing: drop (all of their rows are left out)',
      ]
    : [`say missing: {${name}: drop} (rows without the ${other.purpose} are left out)`];
}

/** What to say of a column that has no value at all. */
export function emptyTrouble({ file }: CsvTable, { name }: CellColumn, purpose: Purpose): string {
  const place = `${file}, column ${JSON.stringify(shownCell(name))} has no value in any row`;
  return purpose === 'input' || purpose === 'picture'
    ? `${place}: leave it out with exclude: [${JSON.stringify(shownCell(name))}]`
    : `${place}, and is the ${purpose}: name another one`;
}

/** What to say of a cell that is no date of a format. */
export function noDate(place: string, text: string, format: string | null): string {
  const expected =
    format === null
      ? 'a date as 2026-11-28 or 2026-11-28T17:55:00'
      : `a date as ${JSON.stringify(format)} says`;
  return `${place} is ${JSON.stringify(shownCell(text))}, expected ${expected}: mend the cell`;
}

/** One sentence about cells of a column of dates that are none. */
export function dateTrouble({
  table,
  column,
  format,
  odd,
}: {
  readonly table: CsvTable;
  readonly column: CellColumn;
  readonly format: string | null;
  readonly odd: OddCells;
}): string {
  const [first] = odd.byText;
  if (!first) throw new Error('no cell is odd');
  const [text, { row }] = first;
  const place = cellPlace(table.at(row), column.name);
  const others = odd.count > 1 ? `; ${odd.count} of ${column.numbers.length} cells are none` : '';
  const name = JSON.stringify(shownCell(column.name));
  const cure =
    format === null
      ? `say how all of them are written, as columns: {${name}: {type: date, format: "%d.%m.%Y"}}`
      : 'mend the format';
  return `${noDate(place, text, format)}, or ${cure}${others}`;
}

/** What to say of a column that holds no sequences of numbers. */
export function sequenceTrouble(
  table: CsvTable,
  name: string,
  { wrong, row }: { readonly wrong: string; readonly row: number | null },
): string {
  return row === null
    ? `${table.file}, column ${JSON.stringify(shownCell(name))} ${wrong}`
    : `${cellPlace(table.at(row), name)} ${wrong}: mend the cell, or say what stands between numbers, as separator: ";"`;
}

/** What to say of one cell that has no value. */
export function missingCell(place: string, text: string): string {
  const what = text === '' ? 'empty' : `${JSON.stringify(shownCell(text))}, without a value`;
  return `${place} is ${what}: fill it in, or remove the line`;
}

/** What to say of a cell that is no number in the notation of the training file. */
export function noNumber(place: string, text: string, notation: Notation): string {
  return `${place} is ${JSON.stringify(shownCell(text))}, expected a number${likeOthers(notation)}: mend the cell`;
}

/** Odd cells of a column of numbers. */
export type Oddness = {
  readonly table: CsvTable;
  readonly column: CellColumn;
  readonly purpose: Purpose;
  /** What the column's other cells are written in. */
  readonly notation: Notation;
  readonly odd: readonly OddText[];
  /** How many cells are numbers, in whatever notation. */
  readonly numbers: number;
};

/** One sentence about the odd cells of a column, with the cure for the most frequent kind of them. */
export function oddTrouble(oddness: Oddness): string {
  const { table, column, odd } = oddness;
  const kind = mostFrequent(odd);
  const such = odd.filter(({ look }) => look.kind === kind);
  const first = such.reduce((a, b) => (b.cells.row < a.cells.row ? b : a));
  const place = cellPlace(table.at(first.cells.row), column.name);
  if (column.wanted.as !== 'open') return noNumber(place, first.text, oddness.notation);
  const cell = `${place} is ${JSON.stringify(shownCell(first.text))}`;
  const about = { ...oddness, odd: such, first };
  switch (first.look.kind) {
    case 'number':
      return `${cell}${numberCure(about)}`;
    case 'brackets':
      return `${cell}${counted(about, 'are numbers in brackets')}: write what is below zero as ${belowZero(first.text)}${instead(about)}`;
    case 'amount':
      return `${cell}${counted(about, 'are numbers with signs and letters around them')}: write plain numbers${instead(about)}`;
    case 'foreign':
      return `${cell}${counted(about, 'are numbers in a notation that dlx does not read')}: write plain numbers${instead(about)}`;
    case 'bound':
      return `${cell}${counted(about, 'are bounds among numbers')}: write numbers, say missing_values: [${JSON.stringify(first.text)}] if it stands for no value${instead(about)}`;
    default:
      return wordTrouble(cell, about);
  }
}

type About = Oddness & { readonly first: OddText };

function mostFrequent(odd: readonly OddText[]): Look['kind'] {
  const counts = new Map<Look['kind'], number>();
  for (const { look, cells } of odd) {
    counts.set(look.kind, (counts.get(look.kind) ?? 0) + cells.count);
  }
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

function counted({ odd, column }: About, what: string): string {
  const count = odd.reduce((sum, { cells }) => sum + cells.count, 0);
  return ` (${count} of ${column.numbers.length} cells ${what})`;
}

// What else can be done about a column that is to stay as it is.
function instead({ purpose, column }: Oddness): string {
  if (purpose === 'weight') return '';
  return purpose === 'target'
    ? ', or say target_type: classes if these are classes'
    : `, or say columns: {${JSON.stringify(shownCell(column.name))}: category} if these are categories`;
}

function belowZero(text: string): string {
  return `-${text.slice(1, -1).replaceAll(/[^\d.]/g, '')}`;
}

function likeOthers({ decimal, thousands, unit }: Notation): string {
  const said = [
    ...(decimal === ',' ? ['a decimal comma'] : []),
    ...(thousands === null ? [] : [`${JSON.stringify(thousands)} between thousands`]),
    ...(unit === null ? [] : [`the unit ${JSON.stringify(unit)}`]),
  ];
  return said.length === 0 ? '' : ` with ${said.join(', ')} as in the training file`;
}

function numberCure(about: About): string {
  const { odd } = about;
  const looks = odd.flatMap(({ look }) => (look.kind === 'number' ? [look] : []));
  const units = [...new Set(looks.flatMap(({ unit }) => unit ?? []))];
  const common = (looks[0]?.fits ?? []).filter((fit) =>
    looks.every(({ fits }) =>
      fits.some((one) => one.decimal === fit.decimal && one.thousands === fit.thousands),
    ),
  );
  const [fit, other] = common;
  if (!fit) {
    return `${counted(about, 'are numbers written otherwise than the rest')}: write all numbers of a column alike${instead(about)}`;
  }
  const isPlain = fit.decimal === '.' && fit.thousands === null;
  if (isPlain && units.length === 0) {
    return `, a plain number where others are not: write all numbers of a column alike${instead(about)}`;
  }
  const unitKey =
    units.length === 0 ? [] : [`units: [${units.map((unit) => JSON.stringify(unit)).join(', ')}]`];
  const what = `are numbers ${[wordsFor(fit, other), ...(units.length > 0 ? [`with ${units.length > 1 ? 'units' : 'a unit'}`] : [])].filter(Boolean).join(' and ')}`;
  const said = [keysFor(fit), ...unitKey].filter(Boolean).join(', ');
  const choice = isEither(fit, other)
    ? ` if the mark stands between thousands, or ${[keysFor(other), ...unitKey].join(', ')} if decimals follow it`
    : '';
  return `${counted(about, what)}: say ${said} in the data set${choice}${instead(about)}`;
}

// 1,550 is a thousand or one and a half.
function isEither(fit: Notation, other: Notation | undefined): other is Notation {
  return fit.thousands === ',' && other?.decimal === ',' && other.thousands === null;
}

function wordsFor(fit: Notation, other: Notation | undefined): string {
  if (fit.decimal === '.' && fit.thousands === null) return '';
  if (isEither(fit, other)) return `with ${JSON.stringify(fit.thousands)} in them`;
  const parts = [
    ...(fit.decimal === ',' ? ['a decimal comma'] : []),
    ...(fit.thousands === null ? [] : [`${JSON.stringify(fit.thousands)} between thousands`]),
  ];
  return `with ${parts.join(' and ')}`;
}

function keysFor({ decimal, thousands }: Notation): string {
  return [
    ...(decimal === ',' ? ['decimal: ","'] : []),
    ...(thousands === null ? [] : [`thousands: ${JSON.stringify(thousands)}`]),
  ].join(', ');
}

function wordTrouble(cell: string, about: About): string {
  const { odd, numbers, column } = about;
  const total = odd.reduce((sum, { cells }) => sum + cells.count, 0);
  const shown = [...odd]
    .sort((a, b) => b.cells.count - a.cells.count)
    .slice(0, 3)
    .map(({ text, cells }) => `${JSON.stringify(shownCell(text))} ${cells.count}`);
  const others =
    odd.length > 1
      ? `; ${total} cells are none: ${shown.join(', ')}${odd.length > 3 ? ' …' : ''}`
      : total > 1
        ? `; ${total} cells are so`
        : '';
  const mark =
    total > 1
      ? `, say missing_values: [${odd
          .slice(0, 3)
          .map(({ text }) => JSON.stringify(shownCell(text)))
          .join(', ')}] if that means that a value is missing`
      : '';
  return `${cell} where ${numbers} of ${column.numbers.length} cells are numbers${others}: mend ${total > 1 ? 'the cells' : 'the cell'}${mark}${instead(about)}`;
}
