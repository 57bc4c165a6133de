// What a person calls a column in, the column out: by its key or its label, or a misuse with the
// nearest that there is.
import { misuse } from '../ground/errors.js';
import type { ReadRun } from '../run/read.js';
import { cutText } from '../text/cut.js';
import { didYouMean, isNear, nearestWords, plainWord } from '../text/suggest.js';
import { isMapping } from '../words/written.js';
import type { ColumnSource } from './column.js';
import { pathCells } from './settings.js';
import { writtenValue, type Cell } from './written.js';

/** The column of this key or label; spaces, dashes and capitals do not matter. */
export function findColumn(
  sources: readonly ColumnSource[],
  name: string,
): ColumnSource | undefined {
  return (
    sources.find(({ key }) => key === name) ??
    sources.find(({ key, label }) => plain(key) === plain(name) || plain(label) === plain(name))
  );
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
}

/**
 * The column of what the specs of some runs say at a dotted path, as `optimizer.learning_rate`;
 * undefined where none says anything there.
 */
export function pathColumn(runs: readonly ReadRun[], name: string): ColumnSource | undefined {
  const path = name
    .trim()
    .replace(/^spec\./, '')
    .split('.');
  const cell = (run: ReadRun): Cell => ('record' in run ? valueAt(run.record.spec, path) : null);
  if (path.length < 2 || runs.every((run) => cell(run) === null)) return undefined;
  const key = name.trim();
  return { key, label: key, kind: 'setting', direction: null, weight: 3, shown: false, cell };
}

function valueAt(spec: unknown, path: readonly string[]): Cell {
  const found = path.reduce<unknown>(
    (value, key) => (isMapping(value) && Object.hasOwn(value, key) ? value[key] : null),
    spec,
  );
  return typeof found === 'number' || typeof found === 'boolean' || found === null
    ? found
    : writtenValue(found);
}

const mostNamed = 5;

/**
 * Throws a misuse for a column that none of these is, nor a path of the specs of these runs: with the
 * nearest, where any is near.
 */
export function throwUnknown(
  keys: readonly string[],
  name: string,
  runs: readonly ReadRun[] = [],
): never {
  const legal = [...new Set([...keys, ...pathsOf(runs)])];
  const hint = didYouMean(name, legal);
  const near = legal.filter((key) => isMeantBy(name, key));
  const nearest = nearestWords(name, near, mostNamed);
  const told = nearest.map((key) => cutText(key, 60)).join(', ');
  const more =
    told === ''
      ? '; `dlx compare --all` shows every column, and keys of specs are columns, as optimizer.learning_rate'
      : `; the nearest are ${told}`;
  throw misuse(
    `unknown column ${JSON.stringify(name)}${hint || more}`,
    'arguments',
    hint === '' && nearest.length > 0 ? { suggest: nearest.join(', ') } : {},
  );
}

function pathsOf(runs: readonly ReadRun[]): readonly string[] {
  const paths = runs.flatMap((run) =>
    'record' in run ? [...pathCells(run.record.spec).keys()] : [],
  );
  return [...new Set(paths)];
}

// Part of a key stands for it, be it its last word: `accuracy`, `learning_rate`, `lr`.
function isMeantBy(name: string, key: string): boolean {
  const word = plainWord(name);
  const last = key.slice(key.lastIndexOf('.') + 1);
  return (
    (word.length > 2 && plainWord(key).includes(word)) || isNear(name, key) || isNear(name, last)
  );
}
