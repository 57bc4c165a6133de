// The tables of a comparison in, what a program decides by out: a line a group, with what it changed.
import type { Column } from '../../comparison/column.js';
import type { Comparison, Table } from '../../comparison/comparison.js';
import type { RowFolds } from '../../comparison/folds.js';
import type { Row } from '../../comparison/ranking.js';
import type { Verdict } from '../../comparison/verdicts.js';
import type { Cell } from '../../comparison/written.js';
import { toDigits } from '../../text/digits.js';

// Enough to tell data sets apart.
const sumLength = 12;

/**
 * A comparison of all columns, as a document; the settings of a row are seen from the one that it is
 * held against, or where rows are not judged, from the first one.
 */
export function comparisonDocument({ tables, notes }: Comparison): object {
  return { tables: tables.map(tableDocument), notes };
}

function tableDocument({ data, columns, sort, rows, omitted, judged, notes }: Table): object {
  const settings = columns.filter(({ kind }) => kind === 'setting');
  const direction = columns.find(({ key }) => key === sort.column)?.direction ?? null;
  const from = rows.find(({ folders }) => folders[0] === judged?.against) ?? rows[0];
  return {
    data: data && {
      name: data.name,
      sha256: data.sha256.slice(0, sumLength),
      train: data.train,
      validation: data.validation,
      test: data.test,
    },
    score: sort.column,
    mode: direction,
    ...(judged ? { verdicts: judged } : {}),
    groups: rows.map((row) => groupDocument(row, sort.column, changesFrom(from, row, settings))),
    ...(omitted > 0 ? { omitted } : {}),
    test_reads: rows.reduce((sum, row) => sum + row.testReads, 0),
    notes,
  };
}

function groupDocument(row: Row, score: string, changes: object): object {
  const { folders, n, seeds, folds = null, state, cells, interval, rated, verdict } = row;
  const value = (key: string): Cell => cells.get(key)?.value ?? null;
  return {
    run: folders[0] ?? null,
    n,
    ...(state === 'finished' ? {} : { state }),
    mean: value(score),
    ...(n > 1 ? { sd: cells.get(score)?.spread ?? null } : {}),
    ...(n > 1 ? { seeds: folds ? [...new Set(seeds)] : seeds } : {}),
    ...(folds ? { folds: foldDocument(folds) } : {}),
    ...(interval && rated ? ratedDocument(row, rated, interval) : {}),
    parameters: value('parameters'),
    seconds: value('seconds_total'),
    changes,
    ...(value('pareto') === null ? {} : { pareto: true }),
    ...(verdict ? { vs_best: verdictDocument(verdict) } : {}),
  };
}

// The score that verdicts are about, by its part: rows may be in the order of another one.
function ratedDocument({ cells }: Row, rated: string, interval: readonly number[]): object {
  const cell = cells.get(rated);
  const six = (value: Cell): Cell => (typeof value === 'number' ? toSix(value) : value);
  return {
    [rated.startsWith('test_') ? 'test' : 'validation']: {
      mean: six(cell?.value ?? null),
      sd: six(cell?.spread ?? null),
      interval: interval.map(toSix),
    },
  };
}

function foldDocument({ folds, repeats, done }: RowFolds): object {
  return { folds, repeats, done };
}

function verdictDocument(verdict: Verdict): object {
  if (verdict.verdict === null) return verdict;
  const { diff, interval, p } = verdict;
  return { ...verdict, diff: toSix(diff), interval: interval.map(toSix), p: toSix(p) };
}

function toSix(value: number): number {
  return toDigits(value, 6);
}

// What a run is by itself is no change of its spec.
const own = new Set(['seed']);

function changesFrom(
  from: Row | undefined,
  row: Row,
  settings: readonly Column[],
): Readonly<Record<string, readonly [Cell, Cell]>> {
  const pairs = settings
    .filter(({ key }) => !own.has(key))
    .map(
      ({ key }) =>
        [key, from?.cells.get(key)?.value ?? null, row.cells.get(key)?.value ?? null] as const,
    );
  return Object.fromEntries(
    pairs.filter(([, a, b]) => a !== b).map(([key, a, b]) => [key, [a, b] as const]),
  );
}
