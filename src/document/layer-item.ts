// One item of a model's list as written: which of its keys is the layer and what stands beside it;
// and the names that the items of a list have, as Keras would give them.
import { besideKeys, blockKey } from '../words/keys.js';
import type { Entry } from '../words/kinds.js';
import type { Language } from '../words/language.js';
import { argumentsWritten } from '../words/nested.js';
import { mostRepeats } from '../words/top-level.js';
import { type MappingNode, type Member, type SpecNode, textOf } from './node.js';

/** An item taken apart. */
export type LayerItem = {
  readonly node: SpecNode;
  /** The word in the layer's place, known or not, and the class it stands for. */
  readonly key: string;
  readonly layer: string;
  readonly entry: Entry | undefined;
  /** Whether a list of layers stands in the layer's place. */
  readonly isBlock: boolean;
  /** The layer key and its value, or the bare name. */
  readonly member: Member;
  readonly beside: ReadonlyMap<string, Member>;
  /** Keys that are neither. */
  readonly others: ReadonlyMap<string, Member>;
  readonly name: string | undefined;
  readonly repeat: number;
};

/** The language, and the items that were taken apart already. */
export type ItemReading = {
  readonly language: Language;
  readonly items: Map<SpecNode, LayerItem | undefined>;
};

/**
 * Takes an item apart, or gives undefined where it is neither a name nor a mapping with a layer.
 */
export function layerItem(node: SpecNode, { language, items }: ItemReading): LayerItem | undefined {
  // Counting, naming, patching and checking all ask, and each copy of a block again.
  if (items.has(node)) return items.get(node);
  const item = madeItem(node, language);
  items.set(node, item);
  return item;
}

function madeItem(node: SpecNode, language: Language): LayerItem | undefined {
  const bare = textOf(node);
  if (bare !== undefined) {
    return takenApart(
      node,
      bare,
      { key: node.place, value: { kind: 'scalar', value: null, place: node.place } },
      language,
      new Map(),
    );
  }
  if (node.kind !== 'mapping') return undefined;
  const candidates = [...node.entries.keys()].filter((key) => !besideKeys.includes(key));
  const layer =
    candidates.find((key) => key === blockKey || language.layerNamed(key)) ?? candidates[0];
  const member = layer === undefined ? undefined : node.entries.get(layer);
  return layer !== undefined && member
    ? takenApart(node, layer, member, language, node.entries)
    : undefined;
}

function takenApart(
  node: SpecNode,
  key: string,
  member: Member,
  language: Language,
  entries: ReadonlyMap<string, Member>,
): LayerItem {
  const rest = [...entries].filter(([other]) => other !== key);
  const beside = new Map(rest.filter(([other]) => besideKeys.includes(other)));
  const others = new Map(rest.filter(([other]) => !besideKeys.includes(other)));
  const entry = language.layerNamed(key);
  const repeat = beside.get('repeat')?.value;
  const count =
    repeat?.kind === 'scalar' && typeof repeat.value === 'number' && repeat.value >= 1
      ? Math.min(Math.floor(repeat.value), mostRepeats)
      : 1;
  return {
    node,
    key,
    layer: entry?.name ?? key,
    entry,
    isBlock: key === blockKey,
    member,
    beside,
    others,
    name: textOf(beside.get('name')?.value),
    repeat: count,
  };
}

/** The arguments of an item as a mapping, or null where there are none. */
export function argumentsNode({
  entry,
  member,
}: Pick<LayerItem, 'entry' | 'member'>): MappingNode | null {
  return argumentsWritten(entry, member.value, member.key);
}

/** What names need to be told of an item. */
export type Naming = {
  readonly layer: string;
  readonly name: string | undefined;
  readonly repeat: number;
};

/**
 * The names of each item's copies: as written (`hidden`, `hidden_1`), or as Keras counts the class
 * (`dense`, `dense_1`), leaving out names that are written elsewhere.
 */
export function layerNames(items: readonly Naming[]): readonly (readonly string[])[] {
  const taken = new Set(items.flatMap((item) => writtenNames(item)));
  const counts = new Map<string, number>();
  const bases = new Map(
    [...new Set(items.map(({ layer }) => layer))].map((layer) => [layer, snakeCase(layer)]),
  );
  return items.map((item) =>
    item.name === undefined
      ? Array.from({ length: item.repeat }, () =>
          nextName(bases.get(item.layer) ?? '', counts, taken),
        )
      : writtenNames(item),
  );
}

function writtenNames({ name, repeat }: Naming): string[] {
  return name === undefined
    ? []
    : Array.from({ length: repeat }, (_, copy) => (copy === 0 ? name : `${name}_${copy}`));
}

function nextName(base: string, counts: Map<string, number>, taken: ReadonlySet<string>): string {
  for (let count = counts.get(base) ?? 0; ; count += 1) {
    const name = count === 0 ? base : `${base}_${count}`;
    if (taken.has(name)) continue;
    counts.set(base, count + 1);
    return name;
  }
}

/** A class as Keras names its layers: `MaxPooling2D` → `max_pooling2d`, `ReLU` → `re_lu`. */
export function snakeCase(layer: string): string {
  return layer
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
