// The specs of several runs as written in, what each says for each key out, keys as dotted paths.
import type { ReadRun } from '../run/read.js';
import { isMapping } from '../words/written.js';
import { modelCells } from './models.js';
import { writtenValue, type Cell } from './written.js';

/**
 * The values of one key of the specs, by run; a run whose spec does not have the key is not in
 * `cells`.
 */
export type Setting = {
  readonly path: string;
  readonly differs: boolean;
  readonly cells: ReadonlyMap<ReadRun, Cell>;
};

/**
 * The settings of some runs, and how many values of the specs stand under keys for which there was
 * no room.
 */
export type Settings = { readonly settings: readonly Setting[]; readonly leftOut: number };

/**
 * So many keys have columns. A thousand class weights fit; strangers' specs may all have other
 * keys, each a column of every run.
 */
export const mostSettings = 2000;

// What a run is called, or what stands in columns of its own.
const notSettings = new Set([
  'name',
  'tags',
  'notes',
  'seed',
  'seeds',
  'extends',
  'model',
  'tensorboard',
]);

const usualOrder = ['dataset', 'model', 'optimizer', 'loss', 'metrics', 'batch_size', 'epochs'];

/**
 * The keys of the specs in the order of a spec, each with whether runs differ in it. A tagged value
 * is one cell, but a data set's arguments have keys of their own (`dataset.validation_split`); the
 * models are one key.
 */
export function settingsOf(runs: readonly ReadRun[]): Settings {
  const written = runs.flatMap((run) => ('record' in run ? [{ run, spec: run.record.spec }] : []));
  const settings = new Map<string, Map<ReadRun, Cell>>();
  let leftOut = 0;
  const add = (path: string, run: ReadRun, cell: Cell): void => {
    const cells =
      settings.get(path) ??
      (settings.size < mostSettings || path === 'model' ? new Map<ReadRun, Cell>() : undefined);
    if (cells) settings.set(path, cells.set(run, cell));
    else leftOut += 1;
  };
  for (const { run, spec } of written) {
    flatten(spec, (path, cell) => add(path, run, cell));
  }
  modelCells(written.map(({ spec }) => spec['model'])).forEach((cell, i) => {
    const run = written[i]?.run;
    if (run && cell !== null) add('model', run, cell);
  });
  const found = [...settings].map(([path, cells]) => ({
    path,
    cells,
    differs: differs(cells, written.length),
  }));
  return { settings: found.sort((a, b) => place(a.path) - place(b.path)), leftOut };
}

type Add = (path: string, cell: Cell) => void;

function flatten(spec: Readonly<Record<string, unknown>>, add: Add): void {
  for (const key of Object.keys(spec)) {
    if (!notSettings.has(key)) flattenValue(key, spec[key], add);
  }
}

function flattenValue(path: string, value: unknown, add: Add): void {
  if (!isMapping(value) || (typeof value['name'] === 'string' && path !== 'dataset')) {
    add(path, cellOf(value));
    return;
  }
  const keys = Object.keys(value).filter((key) => !isPlace(path, key));
  if (keys.length === 0) add(path, '{}');
  for (const key of keys) {
    const inner = path === 'dataset' && key === 'name' ? path : `${path}.${key}`;
    flattenValue(inner, value[key], add);
  }
}

/**
 * What one spec says, by dotted paths that lead into tagged values too (`optimizer.learning_rate`);
 * what a tagged value is called stands at its own path. The model and what is no setting are left out.
 */
export function pathCells(spec: Readonly<Record<string, unknown>>): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  const add = (path: string, value: unknown): void => {
    if (!isMapping(value)) {
      cells.set(path, cellOf(value));
      return;
    }
    for (const key of Object.keys(value)) {
      if (!isPlace(path, key)) add(key === 'name' ? path : `${path}.${key}`, value[key]);
    }
  };
  for (const key of Object.keys(spec)) if (!notSettings.has(key)) add(key, spec[key]);
  return cells;
}

// Which of the folds a run is of is no setting, as its seed is none.
function isPlace(path: string, key: string): boolean {
  return path === 'cross_validation' && ['fold', 'repeat', 'repeats'].includes(key);
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return Array.isArray(value) ? value.map(writtenValue).join(', ') : writtenValue(value);
}

function differs(cells: ReadonlyMap<ReadRun, Cell>, runs: number): boolean {
  return cells.size < runs || new Set(cells.values()).size > 1;
}

function place(path: string): number {
  const at = usualOrder.indexOf(path.split('.', 1)[0] ?? path);
  return at === -1 ? usualOrder.length : at;
}
