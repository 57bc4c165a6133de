// A run's spec in, its numbers out, each by the key that it stands under.
import { resolvedForm } from '../spec/write.js';
import { isMapping } from '../words/written.js';
import type { Published } from './published.js';
import { valueOf, type Owner, type Value } from './value.js';

// What the record says better, or what is another thing.
const notSettings = new Set(['name', 'tags', 'notes', 'seed', 'seeds']);

/** The numbers of a run's spec, with every default where its model could be opened. */
export function settingValues({ record, model }: Published, owner: Owner): readonly Value[] {
  const spec = model ? resolvedForm(model.kept.read.spec) : record.spec;
  return Object.entries(spec).flatMap(([key, value]) =>
    notSettings.has(key) ? [] : numbersIn(value, [key], owner),
  );
}

const gainless = [
  'gain',
  'gains',
  'improvement',
  'improving',
  'improves',
  'improved',
  'better',
].flatMap((word) => [
  `without ${word}`,
  `without any ${word}`,
  `no ${word}`,
  `not ${word}`,
  `no longer ${word}`,
]);

function numbersIn(value: unknown, path: readonly string[], owner: Owner): readonly Value[] {
  if (typeof value === 'number' && Number.isFinite(value)) {
    const keys = path.filter((key) => !/^\d+$/.test(key));
    const topics = [...new Set(keys.slice(-2).reverse())];
    const what = `${path.join('.')} of its spec`;
    const setting = { value, owner, what, kind: 'number', named: true } as const;
    return [
      valueOf({ ...setting, topics }),
      // `20 epochs without gain` are those of its patience.
      ...(keys.at(-1) === 'patience'
        ? gainless.map((label) => valueOf({ ...setting, topics: ['epochs'], labels: [label] }))
        : []),
    ];
  }
  if (Array.isArray(value)) {
    return value.flatMap((one, i) => numbersIn(one, [...path, String(i)], owner));
  }
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => numbersIn(one, [...path, key], owner));
}
