// The target column of a table: class numbers with their names, or values.
import { failure } from '../../ground/errors.js';
import { columnKind, inOrder, notANumber } from './columns.js';
import { shownCell, type CsvColumn, type CsvTable } from './table.js';

/** Targets of a table, and of its test table where there is one. */
export type CsvTarget = {
  /** Names of the classes in the order of their numbers, or null where the target is a number. */
  readonly classes: readonly string[] | null;
  readonly train: Int32Array | Float32Array;
  readonly test: Int32Array | Float32Array | null;
};

/** What a spec may say of its target. */
export const targetTypes = ['auto', 'classes', 'number'] as const;

// Whole numbers with more different values than this are amounts rather than classes.
const mostWholeClasses = 20;

/**
 * Reads the target, the last column of each table. `auto`: words are classes; numbers are classes
 * when all are whole and at most 20 differ, else values. The classes are those of both tables.
 */
export function readTarget(
  table: CsvTable,
  test: CsvTable | null,
  type: (typeof targetTypes)[number],
): CsvTarget {
  const tables = test ? [table, test] : [table];
  const [train, held] = tables.map(targetColumn);
  if (!train) throw new Error('a table has no columns');
  if (type === 'number' || (type === 'auto' && isAmount(table, train))) {
    return {
      classes: null,
      train: values(table, train),
      test: test && held ? values(test, held) : null,
    };
  }
  const names =
    type === 'auto' && columnKind(table, train) === 'number'
      ? tables.map(wholeNames)
      : tables.map(texts);
  const classes = [...new Set(names.flat())].sort(inOrder);
  checkClasses(table, train, classes);
  const numbers = new Map(classes.map((name, i) => [name, i]));
  const [trainNumbers, testNumbers] = names.map((of) =>
    Int32Array.from(of, (name) => numbers.get(name) ?? 0),
  );
  return { classes, train: trainNumbers ?? new Int32Array(0), test: testNumbers ?? null };
}

function targetColumn(table: CsvTable): CsvColumn {
  return table.columns.at(-1) as CsvColumn;
}

function isAmount(table: CsvTable, column: CsvColumn): boolean {
  if (columnKind(table, column) !== 'number') return false;
  return (
    column.numbers.some((value) => !Number.isInteger(value)) ||
    new Set(column.numbers).size > mostWholeClasses
  );
}

function values(table: CsvTable, column: CsvColumn): Float32Array {
  const odd = column.numbers.findIndex(Number.isNaN);
  if (odd >= 0) throw notANumber(table, column, odd);
  return Float32Array.from(column.numbers);
}

// 1, 1.0 and 01 are one class.
function wholeNames(table: CsvTable): readonly string[] {
  const column = targetColumn(table);
  return Array.from(values(table, column), (_, row) => String(column.numbers[row]));
}

function texts(table: CsvTable): readonly string[] {
  return targetColumn(table).texts ?? [];
}

function checkClasses(table: CsvTable, { name }: CsvColumn, classes: readonly string[]): void {
  const place = `${table.file}, target ${JSON.stringify(name)}`;
  if (classes.length === 1) {
    throw failure(
      `${place} is ${JSON.stringify(shownCell(classes[0] ?? ''))} in every row: there is nothing to learn`,
    );
  }
  if (classes.length > 20 && classes.length > table.count / 2) {
    throw failure(
      `${place} has ${classes.length} classes in ${table.count} rows, too many to learn: say target_type: number, or mend the column`,
    );
  }
}
