// Runs and a --where in, the runs of which it holds out, and sentences about the others. What a run
// has no value for is neither true nor false of it: such a run does not match, nor by a `not`.
import { misuse } from '../ground/errors.js';
import type { ReadRun } from '../run/read.js';
import { counted } from '../text/wrap.js';
import type { ColumnSource } from './column.js';
import { columnsOf } from './columns.js';
import { single } from './groups.js';
import { findColumn, pathColumn, throwUnknown } from './named.js';
import { dataNameOf } from './parts.js';
import { settingsOf } from './settings.js';
import { comparisonsOf, parseWhere, type Comparing, type Condition } from './where.js';
import type { Cell } from './written.js';

/** The runs that match, and what is to be said of those that do not. */
export type Filtered = { readonly runs: readonly ReadRun[]; readonly notes: readonly string[] };

/**
 * The runs of which a condition holds. Its columns are those of `dlx compare --columns` and the
 * paths of the specs (`optimizer.learning_rate`); `tag` asks for each tag, `dataset` also for a
 * table's file. Throws a misuse where it cannot be read, names a column that no run has, or
 * compares a number with a word.
 */
export function runsWhere(runs: readonly ReadRun[], where: string | undefined): Filtered {
  if (where === undefined) return { runs, notes: [] };
  const condition = parseWhere(where);
  if (runs.length === 0) return { runs, notes: [] };
  const columns = columnsFor(comparisonsOf(condition), runs);
  const judged = runs.map((run) => ({ run, truth: truthOf(condition, run, columns) }));
  const matching = judged.flatMap(({ run, truth }) => (truth === true ? [run] : []));
  const unknown = judged.flatMap(({ run, truth }) => (truth === null ? [run] : []));
  return {
    runs: matching,
    notes: [
      ...(matching.length < runs.length
        ? [
            `left out by --where: ${counted(runs.length - matching.length, 'run')} of ${runs.length}`,
          ]
        : []),
      ...unknownNote(unknown, [...columns.values()]),
    ],
  };
}

// What a key asks for: the values that a run has, of which one must be as it is said; null for none.
type Asked = {
  readonly key: string;
  readonly kind: ColumnSource['kind'];
  readonly valuesOf: (run: ReadRun) => readonly Cell[] | null;
};

function columnsFor(
  comparisons: readonly Comparing[],
  runs: readonly ReadRun[],
): ReadonlyMap<string, Asked> {
  const { settings } = settingsOf(runs);
  // Which score ranks them does not matter here.
  const sources = columnsOf({ runs, groups: runs.map(single) }, settings, 'val_loss');
  const asked = new Map<string, Asked>();
  for (const { key, operator, value } of comparisons) {
    const one = asked.get(key) ?? askedBy(key, sources, runs);
    const isNumber = ['score', 'seconds', 'count'].includes(one.kind);
    if (isNumber && operator !== '~' && Number.isNaN(numberOf(value))) {
      throw misuse(`--where: ${key} is a number, and ${JSON.stringify(value)} is none`);
    }
    asked.set(key, one);
  }
  return asked;
}

function askedBy(key: string, sources: readonly ColumnSource[], runs: readonly ReadRun[]): Asked {
  const named = key.toLowerCase();
  if (named === 'tag' || named === 'tags') {
    return { key, kind: 'text', valuesOf: (run) => ('record' in run ? run.record.tags : null) };
  }
  const source = findColumn(sources, key) ?? pathColumn(runs, key);
  if (named === 'dataset') {
    return {
      key,
      kind: 'setting',
      valuesOf: (run) =>
        'record' in run
          ? [dataNameOf(run.record), run.record.data.name, ...known(source?.cell(run))]
          : null,
    };
  }
  if (source) {
    return { key, kind: source.kind, valuesOf: (run) => orNone(known(source.cell(run))) };
  }
  return throwUnknown(['tag', 'dataset', ...sources.map((one) => one.key)], key, runs);
}

// A score that is no number, or was never had, is none.
function known(cell: Cell | undefined): readonly Cell[] {
  return cell === null || cell === undefined || Number.isNaN(cell) ? [] : [cell];
}

function orNone(cells: readonly Cell[]): readonly Cell[] | null {
  return cells.length === 0 ? null : cells;
}

// Null where it is neither true nor false.
type Truth = boolean | null;

function truthOf(condition: Condition, run: ReadRun, columns: ReadonlyMap<string, Asked>): Truth {
  switch (condition.kind) {
    case 'compares':
      return truthOfComparing(condition, run, columns);
    case 'not': {
      const truth = truthOf(condition.of, run, columns);
      return truth === null ? null : !truth;
    }
    case 'and':
    case 'or': {
      // What alone decides: one false, or one true.
      const deciding = condition.kind === 'or';
      const truths = condition.parts.map((part) => truthOf(part, run, columns));
      if (truths.includes(deciding)) return deciding;
      return truths.includes(null) ? null : !deciding;
    }
  }
}

function truthOfComparing(
  { key, operator, value }: Comparing,
  run: ReadRun,
  columns: ReadonlyMap<string, Asked>,
): Truth {
  const column = columns.get(key);
  const values = column?.valuesOf(run) ?? null;
  if (!column || values === null) return null;
  if (operator === '=' || operator === '!=') {
    return values.some((cell) => isEqual(cell, value, column.kind)) === (operator === '=');
  }
  if (operator === '~') {
    const part = value.toLowerCase();
    return values.some((cell) => String(cell).toLowerCase().includes(part));
  }
  const orders = values.map((cell) => orderOf(cell, value, column.kind));
  if (orders.some((order) => order !== null && isOrdered(order, operator))) return true;
  return orders.includes(null) ? null : false;
}

// `optimizer=adam` holds of adam(0.001), too.
function isEqual(cell: Cell, value: string, kind: Asked['kind']): boolean {
  if (typeof cell === 'number') return cell === numberOf(value);
  const text = String(cell);
  return text === value || (kind === 'setting' && text.split('(', 1)[0] === value);
}

// Negative where the cell is less; null where they cannot be put in an order.
function orderOf(cell: Cell, value: string, kind: Asked['kind']): number | null {
  const number = numberOf(value);
  if (typeof cell === 'number') return Number.isNaN(number) ? null : Math.sign(cell - number);
  if (typeof cell !== 'string' || (kind === 'setting' && !Number.isNaN(number))) return null;
  return cell === value ? 0 : cell < value ? -1 : 1;
}

function isOrdered(order: number, operator: '>' | '>=' | '<' | '<='): boolean {
  switch (operator) {
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}

function numberOf(value: string): number {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(value.trim()) ? Number(value) : NaN;
}

function unknownNote(unknown: readonly ReadRun[], columns: readonly Asked[]): readonly string[] {
  if (unknown.length === 0) return [];
  const lacking = columns.filter(({ valuesOf }) => unknown.some((run) => valuesOf(run) === null));
  const of = lacking.length > 0 ? lacking : columns;
  const [verb, which] = unknown.length === 1 ? ['has', 'does'] : ['have', 'do'];
  return [
    `${counted(unknown.length, 'run')} of these ${verb} no value to compare for ${of.map(({ key }) => key).join(', ')}, and so ${which} not match`,
  ];
}
