// What the numbers are called that a table's columns become, and in which units each is: fitted columns
// in, a name and a scale for each number of a row out.
import type { ColumnFacts, Scale } from '../facts.js';
import type { OwnNumbers } from '../own-target.js';
import { columnWidth } from './columns.js';
import { indicators } from './number-column.js';

type Named = { readonly name: string; readonly scale: Scale | null };

/** The numbers of a row by their names: numbers and parts of dates in their own units, the others as they are. */
export function valueNames(fitted: readonly ColumnFacts[]): OwnNumbers {
  const all = fitted.flatMap(namesOf);
  const isScaled = all.some(({ scale }) => scale !== null);
  return {
    names: all.map(({ name }) => name),
    scale: isScaled ? all.map(({ scale }) => scale) : null,
  };
}

function namesOf(column: ColumnFacts): readonly Named[] {
  const { column: name } = column;
  const missing =
    column.kind === 'text' || column.kind === 'sequence' || column.kind === 'image'
      ? []
      : gapNames(column);
  switch (column.kind) {
    case 'number':
      return [{ name, scale: scaleOf(column) }, ...missing];
    case 'date':
      return [
        ...column.parts.map((one) => ({ name: `${name} (${one.part})`, scale: scaleOf(one) })),
        ...missing,
      ];
    case 'categories':
      return [
        ...[...column.categories, ...(column.rare === undefined ? [] : ['(rare)'])].map((one) =>
          plain(`${name}=${one}`),
        ),
        ...missing,
      ];
    case 'text':
    case 'sequence':
    case 'image':
      return Array.from({ length: columnWidth(column) }, (_, i) => plain(`${name}[${i}]`));
  }
}

function gapNames({
  column,
  gaps,
}: Exclude<ColumnFacts, { kind: 'text' | 'sequence' | 'image' }>): readonly Named[] {
  return indicators(gaps) > 0 ? [plain(`${column} (missing)`)] : [];
}

function plain(name: string): Named {
  return { name, scale: null };
}

// What is constant gives zeros, which stand for its mean.
function scaleOf({ mean, deviation }: Scale): Scale | null {
  return mean === 0 && deviation === 1
    ? null
    : { mean, deviation: deviation === 0 ? 1 : deviation };
}
