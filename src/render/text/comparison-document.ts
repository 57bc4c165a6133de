// The tables of a comparison in, what a program decides by out: a line a group, with what it changed.
import { bestRun, rankedBy } from '../../comparison/best-run.js';
import type { Column } from '../../comparison/column.js';
import type { Comparison, Table } from '../../comparison/comparison.js';
import type { RowFolds } from '../../comparison/folds.js';
import { recordsOf } from '../../comparison/groups.js';
import type { Row } from '../../comparison/ranking.js';
import { pathCells } from '../../comparison/settings.js';
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
  const by = columns.find(({ key }) => key === sort.column);
  const said = settingsOfRows(rows);
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
    mode: by?.direction ?? null,
    ...(judged
      ? { verdicts: { ...judged, against: from ? bestFolder(from, by) : judged.against } }
      : {}),
    groups: rows.map((row) =>
      groupDocument(row, sort.column, {
        run: bestFolder(row, by),
        settings: said.get(row) ?? {},
        changes: changesFrom(from, row, settings),
      }),
    ),
    ...(omitted > 0 ? { omitted } : {}),
    test_reads: rows.reduce((sum, row) => sum + row.testReads, 0),
    notes,
  };
}

type Told = { readonly run: string | null; readonly settings: object; readonly changes: object };

function groupDocument(row: Row, score: string, { run, ...told }: Told): object {
  const { n, seeds, folds = null, state, cells, interval, rated, verdict } = row;
  const value = (key: string): Cell => cells.get(key)?.value ?? null;
  return {
    name: value('run'),
    run,
    n,
    ...(state === 'finished' ? {} : { state }),
    mean: value(score),
    ...(n > 1 ? { sd: cells.get(score)?.spread ?? null } : {}),
    ...(n > 1 ? { seeds: folds ? [...new Set(seeds)] : seeds } : {}),
    ...(folds ? { folds: foldDocument(folds) } : {}),
    ...(interval && rated ? ratedDocument(row, rated, interval) : {}),
    parameters: value('parameters'),
    seconds: value('seconds_total'),
    ...told,
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

// Of the run whose model stands for a row: the best by the table's order, where that is of validation,
// else by the metric that ranks it.
function bestFolder({ runs, folders }: Row, sort: Column | undefined): string | null {
  const known = runs.flatMap((run) => ('record' in run ? [run] : []));
  const [first] = known;
  if (!first) return folders[0] ?? null;
  const by = sort?.key.startsWith('val_')
    ? { metric: sort.key.slice('val_'.length), mode: sort.direction ?? 'min' }
    : rankedBy(first.record);
  return bestRun(known, by)?.folder ?? first.folder;
}

// What the spec of each row says where not all say the same; null where it says nothing. Of the models
// only the layers that differ.
function settingsOfRows(rows: readonly Row[]): ReadonlyMap<Row, Readonly<Record<string, Cell>>> {
  // Of a damaged run nobody knows what it says.
  const known = rows.filter(({ runs }) => recordsOf({ runs }).length > 0);
  const cells = known.map((row) => [row, settingsOfRow(row)] as const);
  const paths = new Set(cells.flatMap(([, own]) => [...own.keys()]));
  const differing = [...paths].filter(
    (path) => new Set(cells.map(([, own]) => own.get(path) ?? null)).size > 1,
  );
  return new Map(
    cells.map(([row, own]) => [
      row,
      Object.fromEntries(differing.map((path) => [path, own.get(path) ?? null])),
    ]),
  );
}

function settingsOfRow({ runs, cells }: Row): ReadonlyMap<string, Cell> {
  // Replicates have one spec.
  const specs = new Map(recordsOf({ runs }).map(({ hashes, spec }) => [hashes.group, spec]));
  const said = [...specs.values()].map(pathCells);
  const own = new Map<string, Cell>();
  for (const path of said.flatMap((one) => [...one.keys()])) {
    if (!own.has(path)) own.set(path, common(said.map((one) => one.get(path) ?? null)));
  }
  return own.set('model', cells.get('model')?.value ?? null);
}

// Of rows of several specs all that they say, in one text.
function common(values: readonly Cell[]): Cell {
  const [first = null, ...others] = new Set(values);
  return others.length === 0 ? first : [first, ...others].map((one) => one ?? '–').join(', ');
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
