// The value of a cell: numbers as programs write them, and as people do where the spec says how.

/** How the numbers of a column are written. */
export type Notation = {
  readonly decimal: '.' | ',';
  /** What stands between thousands, or null where nothing does. */
  readonly thousands: string | null;
  /** What stands before or after each number, as "$", "%" or "kg"; null where nothing does. */
  readonly unit: string | null;
};

/** Numbers as programs write them: `-1234.5`, `1e3`. */
export const plain: Notation = { decimal: '.', thousands: null, unit: null };

/** What may be written of a file's numbers; each column has one unit, or none. */
export type WrittenNotation = Omit<Notation, 'unit'> & { readonly units: readonly string[] };

// Each digit has one place in it: of a long cell that is no number nothing is tried twice.
const plainNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The value of a plain number, or NaN. A minus may be U+2212, and around it may stand spaces and
 * marks without a width.
 */
export function parseNumber(cell: string): number {
  if (plainNumber.test(cell)) return Number(cell);
  const text = normal(cell);
  return text !== cell && plainNumber.test(text) ? Number(text) : NaN;
}

// Copied from a page or a spreadsheet, a cell may begin or end with marks that nobody sees.
const unseen = /[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]/;

// By hand: a regular expression would try every space within a long cell as the first of the last.
function trimmed(cell: string): string {
  let [start, end] = [0, cell.length];
  while (start < end && unseen.test(cell.charAt(start))) start += 1;
  while (end > start && unseen.test(cell.charAt(end - 1))) end -= 1;
  return cell.slice(start, end);
}

function normal(cell: string): string {
  return trimmed(cell).replace(/^[\u2212\u2013](?=[\d.])/, '-');
}

/** The value of a number in a notation, or NaN. */
export function parseIn(cell: string, notation: Notation): number {
  const text = normal(cell);
  const bare = notation.unit === null ? text : withoutUnit(text, notation.unit);
  return bare === null ? NaN : parseBare(bare, notation);
}

/** The value of a number with or without one of the units, and that unit; null for no number. */
export function parseWritten(
  cell: string,
  written: WrittenNotation,
): { readonly value: number; readonly unit: string | null } | null {
  const text = normal(cell);
  const value = parseBare(text, written);
  if (!Number.isNaN(value)) return { value, unit: null };
  for (const unit of written.units) {
    const bare = withoutUnit(text, unit);
    const inside = bare === null ? NaN : parseBare(bare, written);
    if (!Number.isNaN(inside)) return { value: inside, unit };
  }
  return null;
}

// "$5", "-$5", "$-5", "5 kg"; null where the unit does not stand there.
function withoutUnit(text: string, unit: string): string | null {
  if (text.endsWith(unit)) return normal(text.slice(0, -unit.length));
  const [sign = ''] = /^[+-]/.exec(text) ?? [];
  const rest = text.slice(sign.length).trimStart();
  if (!rest.startsWith(unit)) return null;
  const bare = normal(rest.slice(unit.length));
  return sign !== '' && /^[+-]/.test(bare) ? null : sign + bare;
}

type Bare = Pick<Notation, 'decimal' | 'thousands'>;

function parseBare(text: string, { decimal, thousands }: Bare): number {
  const grammar = grammarOf(decimal, thousands);
  if (!grammar.whole.test(text)) return NaN;
  const joined = grammar.between ? text.replace(grammar.between, '') : text;
  return Number(decimal === ',' ? joined.replace(',', '.') : joined);
}

type Grammar = { readonly whole: RegExp; readonly between: RegExp | null };

const grammars = new Map<string, Grammar>();

function grammarOf(decimal: string, thousands: string | null): Grammar {
  const key = decimal + (thousands ?? '');
  const known = grammars.get(key);
  if (known) return known;
  const point = `\\${decimal}`;
  const mark = thousands === null ? null : marksLike(thousands);
  // Groups of three, and of two before the last as in India; zero begins none of them.
  const grouped = mark === null ? '' : `[1-9]\\d{0,2}(?:${mark}\\d{2,3})*${mark}\\d{3}|`;
  const made = {
    whole: new RegExp(
      `^[+-]?(?:(?:${grouped}\\d+)(?:${point}\\d*)?|${point}\\d+)(?:e[+-]?\\d+)?$`,
      'i',
    ),
    between: mark === null ? null : new RegExp(mark, 'g'),
  };
  grammars.set(key, made);
  return made;
}

// A space stands for any that typesetters put there, an apostrophe for both of its forms.
function marksLike(thousands: string): string {
  if (thousands === ' ') return '[ \\u00a0\\u2009\\u202f]';
  return thousands === "'" ? "['\\u2019]" : `\\${thousands}`;
}
