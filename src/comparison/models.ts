// The models of several specs as written in, a cell each out: only the layers in which they differ.
import { isMapping } from '../words/written.js';
import { writtenLayer, writtenValue } from './written.js';

// Beyond this many pairs of layers, models are compared from their ends only.
const mostPairs = 250_000;

// The layers of a model that lie before, between and behind those that all models have.
type Gaps = readonly (readonly string[])[];

/**
 * One text a model: the layers that not all of them have alike, in order, as `Dense 100 relu`
 * against `Dense 100 sigmoid`; a layer that others have no counterpart of has a plus, as `+ Dropout
 * 0.3`. null: the model has nothing but what all have, or there is no model. Models that are all
 * alike are written in full.
 */
export function modelCells(models: readonly unknown[]): readonly (string | null)[] {
  const lists = models.map(writtenLayers);
  const distinct = [...new Map(lists.map((list) => [list.join('\n'), list])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, list]) => list);
  if (distinct.length <= 1) return lists.map((list) => list.join(', ') || null);
  const middles = withoutCommonEnds(distinct);
  const core = middles.reduce(commonLayers);
  const short = writtenDifferences(middles.map((list) => layersBetween(list, core)));
  // Where only the order differs, what is left beside the common layers may read the same: then all
  // between the ends.
  const cells =
    new Set(short).size === distinct.length
      ? short
      : writtenDifferences(middles.map((list) => [list]));
  const byModel = new Map(distinct.map((list, i) => [list.join('\n'), cells[i] ?? null]));
  return lists.map((list) => byModel.get(list.join('\n')) ?? null);
}

function writtenLayers(model: unknown): readonly string[] {
  if (model === undefined || model === null) return [];
  if (Array.isArray(model)) return model.map(writtenLayer);
  return isMapping(model)
    ? Object.entries(model).map(([name, item]) => `${name} ${writtenLayer(item)}`)
    : [writtenValue(model)];
}

// The longest list of layers that both hold in this order (the textbook's table, after the like
// ends are cut off).
function commonLayers(a: readonly string[], b: readonly string[]): readonly string[] {
  const { start, end } = commonEnds([a, b]);
  const middle = commonMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...a.slice(0, start), ...middle, ...a.slice(a.length - end)];
}

// How many layers all lists begin and end with.
function commonEnds(lists: readonly (readonly string[])[]): {
  readonly start: number;
  readonly end: number;
} {
  const [first = []] = lists;
  const shortest = least(lists.map(({ length }) => length));
  let start = 0;
  while (start < shortest && lists.every((list) => list[start] === first[start])) start += 1;
  let end = 0;
  while (
    end < shortest - start &&
    lists.every((list) => list.at(-1 - end) === first.at(-1 - end))
  ) {
    end += 1;
  }
  return { start, end };
}

function withoutCommonEnds(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const { start, end } = commonEnds(lists);
  return lists.map((list) => list.slice(start, list.length - end));
}

function commonMiddle(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length * b.length > mostPairs) return [];
  const columns = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * columns);
  const at = (i: number, j: number): number => lengths[i * columns + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * columns + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const common: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const layer = a[i] ?? '';
    if (layer === b[j]) {
      common.push(layer);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return common;
}

// The layers before, between and behind those of the core: one list more than the core has layers.
function layersBetween(list: readonly string[], core: readonly string[]): Gaps {
  const gaps: string[][] = [[]];
  for (const layer of list) {
    if (layer === core[gaps.length - 1]) gaps.push([]);
    else gaps.at(-1)?.push(layer);
  }
  return gaps;
}

function writtenDifferences(models: readonly Gaps[]): readonly (string | null)[] {
  const shared = sharedCounts(models);
  return models.map((gaps) => writtenGaps(gaps, shared));
}

// For each gap, how many layers of a class every model has there: those are counterparts of each
// other.
function sharedCounts(models: readonly Gaps[]): readonly ReadonlyMap<string, number>[] {
  const [first = []] = models;
  return first.map((_, gap) => {
    const counts = models.map((gaps) => countedClasses(gaps[gap] ?? []));
    const classes = [...(counts[0]?.keys() ?? [])];
    return new Map(
      classes.map((layer) => [layer, least(counts.map((count) => count.get(layer) ?? 0))]),
    );
  });
}

// Math.min takes no more arguments than the stack has room for: fewer than there may be models.
function least(numbers: readonly number[]): number {
  return numbers.reduce((low, number) => Math.min(low, number), Infinity);
}

function writtenGaps(gaps: Gaps, shared: readonly ReadonlyMap<string, number>[]): string | null {
  let text = '';
  gaps.forEach((gap, i) => {
    const seen = new Map<string, number>();
    for (const layer of gap) {
      const nth = (seen.get(classOf(layer)) ?? 0) + 1;
      seen.set(classOf(layer), nth);
      const added = nth > (shared[i]?.get(classOf(layer)) ?? 0);
      text += added ? `${text && ' '}+ ${layer}` : `${text && ', '}${layer}`;
    }
  });
  return text || null;
}

function countedClasses(layers: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const layer of layers) counts.set(classOf(layer), (counts.get(classOf(layer)) ?? 0) + 1);
  return counts;
}

function classOf(layer: string): string {
  return layer.split(' ', 1)[0] ?? layer;
}
