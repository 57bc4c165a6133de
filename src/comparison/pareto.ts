// Columns with a better and a worse in, a column out that says of each row whether any other beats
// it: one that is as good in all of them, and better in one.
import { misuse } from '../ground/errors.js';
import { rowState, type ColumnSource } from './column.js';
import { cellOf, type Group } from './groups.js';
import { findColumn, throwUnknown } from './named.js';

// What the cell of a row holds that none beats.
const unbeaten = 'unbeaten';

// No table marks the smallest model as its best; who weighs a score against the size of a model wants
// the smaller one of two that score alike.
const costs: ReadonlySet<string> = new Set(['parameters', 'trainable_parameters']);

// The columns of which one value is better than another, with what is better here.
function withDirection(sources: readonly ColumnSource[]): readonly ColumnSource[] {
  return sources.flatMap((source) => {
    if (source.direction !== null) return [source];
    return costs.has(source.key) ? [{ ...source, direction: 'min' } as const] : [];
  });
}

/** Throws a misuse unless `names` are two columns or more, of these, that have a better and a worse. */
function checkPareto(sources: readonly ColumnSource[], names: readonly string[]): void {
  const directed = withDirection(sources);
  const keys = directed.map(({ key }) => key);
  const found = names.map((name) => {
    if (findColumn(directed, name)) return findColumn(directed, name)?.key;
    const other = findColumn(sources, name);
    if (!other) throwUnknown(keys, name);
    throw misuse(
      `--pareto: no value of ${JSON.stringify(other.key)} is better than another; expected one of ${keys.join(', ')}`,
    );
  });
  if (new Set(found).size >= 2) return;
  throw misuse('--pareto needs two columns or more, as val_accuracy,seconds_total');
}

/**
 * The columns with one that marks the finished rows that none beats in the named ones, which are
 * shown. Without those, where a table lacks one. A row without one of the values is not considered.
 */
function withPareto(
  sources: readonly ColumnSource[],
  groups: readonly Group[],
  names: readonly string[],
): readonly ColumnSource[] {
  const directed = withDirection(sources);
  const named = names.flatMap((name) => findColumn(directed, name) ?? []);
  if (named.length < names.length) return sources;
  const front = new Set(frontOf(groups, named));
  const column: ColumnSource = {
    key: 'pareto',
    label: `in ${named.map(({ label }) => label).join(', ')}`,
    kind: 'text',
    direction: null,
    weight: 0,
    shown: true,
    cell: () => null,
    ofGroup: (group) => (front.has(group) ? unbeaten : null),
  };
  const keys = new Set(named.map(({ key }) => key));
  const shown = sources.map((source) =>
    keys.has(source.key) ? { ...source, shown: true, weight: 0 } : source,
  );
  const at = sources.findLastIndex(({ key }) => keys.has(key)) + 1;
  return [...shown.slice(0, at), column, ...shown.slice(at)];
}

type Candidate = {
  readonly group: Group;
  /** Of each column, less is better. */
  readonly costs: readonly number[];
};

function frontOf(groups: readonly Group[], named: readonly ColumnSource[]): readonly Group[] {
  const all = groups.flatMap((group): readonly Candidate[] => {
    if (!group.runs.every((run) => rowState(run) === 'finished')) return [];
    const costs = named.map(({ cell, direction }) => {
      const { value } = cellOf(group, cell, true);
      return typeof value === 'number' ? (direction === 'max' ? -value : value) : NaN;
    });
    return costs.every(Number.isFinite) ? [{ group, costs }] : [];
  });
  // Who is beaten is beaten by one that stands before it in this order, and is itself not beaten.
  const ordered = all.toSorted((a, b) => byCosts(a.costs, b.costs));
  const front: Candidate[] = [];
  for (const one of ordered) {
    if (!front.some((other) => beats(other.costs, one.costs))) front.push(one);
  }
  return front.map(({ group }) => group);
}

function byCosts(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((cost, i) => cost !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function beats(a: readonly number[], b: readonly number[]): boolean {
  return a.every((cost, i) => cost <= (b[i] ?? NaN)) && a.some((cost, i) => cost < (b[i] ?? NaN));
}

/** What finds the rows that none beats; given to who compares, for it is loaded where it is asked for. */
export const pareto = { checkPareto, withPareto } as const;

/** That. */
export type Pareto = typeof pareto;
