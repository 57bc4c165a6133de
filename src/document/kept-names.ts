// Layers keep the names by which a parent knew them, so that their random numbers stay the same: in go
// the items of a list with those names, out come items that are called so.
import { type ItemReading, layerItem, type LayerItem, layerNames } from './layer-item.js';
import { type MappingNode, mappingOf, type Member, type SpecNode, withEntries } from './node.js';
import type { Place } from './problems.js';

/** An item of a list; `name` is what the parent called it, and an inserted layer has none. */
export type Slot = { readonly name: string | undefined; readonly node: SpecNode };

/** What each item of a list is called, by its first copy. */
export function namesOf(items: readonly SpecNode[], reading: ItemReading): readonly string[] {
  const namings = items.map(
    (node) => layerItem(node, reading) ?? { layer: '', name: undefined, repeat: 1 },
  );
  return layerNames(namings).map(([first = '']) => first);
}

/**
 * The nodes of a list. Where an insertion or a removal would shift Keras' counting, the old layers of
 * that class get their names in writing.
 */
export function withNamesKept(slots: readonly Slot[], reading: ItemReading): readonly SpecNode[] {
  const nodes = slots.map((slot) => slot.node);
  const names = namesOf(nodes, reading);
  const items = nodes.map((node) => layerItem(node, reading));
  const isShifted = slots.map(
    ({ name }, index) =>
      name !== undefined && items[index]?.name === undefined && names[index] !== name,
  );
  const shifted = new Set(items.filter((_, index) => isShifted[index]).map((item) => item?.layer));
  return slots.map(({ name, node }, index) => {
    const item = items[index];
    if (name === undefined || !item || item.name !== undefined || !shifted.has(item.layer)) {
      return node;
    }
    return withEntries(asMapping(item), [['name', nameMember(name, node.place)]]);
  });
}

/** An item as a mapping, to which more can be written. */
export function asMapping({ node, key, member }: LayerItem): MappingNode {
  return node.kind === 'mapping' ? node : mappingOf(key, member, node.place);
}

/** A name as if it were written at that place. */
export function nameMember(name: string, place: Place): Member {
  return { key: place, value: { kind: 'scalar', value: name, place } };
}
