// Changes a parent's model by the names of its layers: in go the parent's list and the child's mapping, out comes a
// list. In the mapping,
//   hidden: {units: 64}             sets arguments of the layer hidden, or what stands beside it (name, inputs, …)
//   hidden: {Conv2D: {filters: 8}}  puts another layer in its place, under the same name
//   hidden: null                    removes it
//   stem: {conv: {filters: 8}}      does the same in the block stem
//   after hidden: {Dropout: 0.3}    inserts one layer or a list of them after it; `before hidden` and `after input` too
// A layer that is not mentioned keeps its name, so that its random numbers stay the same.
import type { Problems } from './check.js';
import { argumentsNode, blockKey, layerItem, type LayerItem, layerNames } from './layer-item.js';
import { besideKeys } from './keys.js';
import { isNull, type ListNode, type MappingNode, mappingOf, type Member, type SpecNode, textOf, withEntries, wordingOf } from './node.js';
import { type Place, problemIn } from './problems.js';
import { type Language, modelInput } from './spec.js';
import { didYouMean } from './suggest.js';
import { findEntry } from './tagged.js';

/** What patching needs: the layers, how values merge, and where to tell of a patch that does not fit. */
export type ModelPatch = {
  readonly language: Language;
  readonly problems: Problems;
  readonly merge: (parent: SpecNode, child: SpecNode) => SpecNode;
};

// `name` is what the parent called it; an inserted layer has none.
type Slot = { readonly name: string | undefined; readonly node: SpecNode };

/** The parent's model as changed by a child's mapping. */
export function patchModel(parent: ListNode, patch: MappingNode, ways: ModelPatch): ListNode {
  return patchList('the model', parent, patch, ways);
}

function patchList(owner: string, parent: ListNode, patch: MappingNode, ways: ModelPatch): ListNode {
  const names = namesOf(parent.items, ways.language);
  let slots: readonly Slot[] = parent.items.map((node, index) => ({ name: names[index] || undefined, node }));
  for (const [key, member] of patch.entries) slots = patched(owner, slots, key, member, ways);
  return { ...parent, items: withNamesKept(slots, ways.language) };
}

function patched(owner: string, slots: readonly Slot[], key: string, member: Member, ways: ModelPatch): readonly Slot[] {
  const [, side, target = key] = /^(after|before) +(\S+)$/.exec(key) ?? [];
  const index = slots.findIndex((slot) => slot.name === target);
  const slot = slots[index];
  if (side !== undefined && isEdge(target, side)) return slots.toSpliced(0, 0, ...inserted(member.value));
  if (!slot) {
    ways.problems.push(problemIn(member.key, unknownLayer(owner, target, slots), 'a key here is the name of a layer of the parent, or "after NAME" to insert one'));
    return slots;
  }
  if (side !== undefined) return slots.toSpliced(side === 'after' ? index + 1 : index, 0, ...inserted(member.value));
  if (isNull(member.value)) return slots.toSpliced(index, 1);
  const changed = changedLayer(slot, member, ways);
  return changed ? slots.with(index, { ...slot, node: changed }) : slots;
}

function isEdge(target: string, side: string): boolean {
  return target === modelInput && side === 'after';
}

function unknownLayer(owner: string, target: string, slots: readonly Slot[]): string {
  const names = slots.flatMap((slot) => (slot.name === undefined ? [] : [slot.name]));
  return `${owner} has no layer ${JSON.stringify(target)}${didYouMean(target, names)}`;
}

function inserted(value: SpecNode): readonly Slot[] {
  return (value.kind === 'list' ? value.items : isNull(value) ? [] : [value]).map((node) => ({ name: undefined, node }));
}

function changedLayer({ name, node }: Slot, member: Member, ways: ModelPatch): SpecNode | undefined {
  const item = layerItem(node, ways.language);
  if (!item) return undefined;
  const change = asChange(member.value, ways.language);
  if (!change) {
    const inside = item.isBlock ? namesWithin(item, ways.language) : Object.keys(item.entry?.arguments ?? {});
    const cure = `${item.isBlock ? 'name a layer in it' : 'set an argument by its name'}, as ${name}.${inside[0] ?? 'name'}`;
    ways.problems.push(problemIn(member.value.place, `${name} must be a mapping of what changes, the name of another layer, or null, got ${wordingOf(member.value)}`, cure));
    return undefined;
  }
  const beside = new Map([...change.entries].filter(([key]) => besideKeys.includes(key)));
  const replacement = [...change.entries].find(([key, { value }]) => findEntry(ways.language.layers, key) || (key === blockKey && value.kind === 'list'));
  const others = new Map([...change.entries].filter(([key]) => !besideKeys.includes(key) && key !== replacement?.[0]));
  for (const [key, { key: place }] of replacement ? others : []) {
    ways.problems.push(problemIn(place, `${JSON.stringify(key)} cannot stand beside ${replacement?.[0]}`, `put it below ${replacement?.[0]}`));
  }
  const base = replacement ? replaced(item, name ?? '', replacement) : withChanges(item, { ...change, entries: others }, name ?? '', ways);
  return withBeside(base, beside);
}

function namesWithin({ member: { value } }: LayerItem, language: Language): readonly string[] {
  return value.kind === 'list' ? namesOf(value.items, language) : [];
}

function asChange(value: SpecNode, language: Language): MappingNode | undefined {
  if (value.kind === 'mapping') return value;
  const layer = textOf(value);
  if (layer === undefined || !findEntry(language.layers, layer)) return undefined;
  return mappingOf(layer, { key: value.place, value: { kind: 'scalar', value: null, place: value.place } }, value.place);
}

function replaced(item: LayerItem, name: string, [layer, member]: readonly [string, Member]): MappingNode {
  const { place } = member.value;
  const keepsName = item.layer === layer && item.name === undefined;
  const named: [string, Member][] = keepsName ? [] : [['name', nameMember(name, item.node.place)]];
  const beside = [...item.beside].filter(([key]) => key !== 'name');
  return { kind: 'mapping', entries: new Map([[layer, member], ...named, ...beside]), place };
}

function nameMember(name: string, place: Place): Member {
  return { key: place, value: { kind: 'scalar', value: name, place } };
}

function withChanges(item: LayerItem, change: MappingNode, blockName: string, ways: ModelPatch): MappingNode {
  const whole = asMapping(item);
  if (change.entries.size === 0) return whole;
  const { key, value } = item.member;
  if (item.isBlock) return value.kind === 'list' ? withEntries(whole, [[item.key, { key, value: patchList(`the block ${blockName}`, value, change, ways) }]]) : whole;
  const old = argumentsNode(item);
  // null removes what is written; what is not has its default already.
  const said = withEntries(change, [...change.entries].filter(([name, { value: to }]) => isNull(to) && !old?.entries.has(name)).map(([name]) => [name, undefined]));
  const merged = old ? ways.merge(old, said) : said;
  return withEntries(whole, [[item.key, { key: item.member.key, value: merged }]]);
}

function asMapping({ node, key, member }: LayerItem): MappingNode {
  return node.kind === 'mapping' ? node : mappingOf(key, member, node.place);
}

function withBeside(node: MappingNode, beside: ReadonlyMap<string, Member>): MappingNode {
  return withEntries(node, [...beside].map(([key, member]): [string, Member | undefined] => [key, isNull(member.value) ? undefined : member]));
}

function namesOf(items: readonly SpecNode[], language: Language): readonly string[] {
  const namings = items.map((node) => layerItem(node, language) ?? { layer: '', name: undefined, repeat: 1 });
  return layerNames(namings).map(([first = '']) => first);
}

// Where an insertion or a removal would shift Keras' counting, the old layers of that class get their names in writing.
function withNamesKept(slots: readonly Slot[], language: Language): readonly SpecNode[] {
  const nodes = slots.map((slot) => slot.node);
  const names = namesOf(nodes, language);
  const items = nodes.map((node) => layerItem(node, language));
  const isShifted = slots.map(({ name }, index) => name !== undefined && items[index]?.name === undefined && names[index] !== name);
  const shifted = new Set(items.filter((_, index) => isShifted[index]).map((item) => item?.layer));
  return slots.map(({ name, node }, index) => {
    const item = items[index];
    if (name === undefined || !item || item.name !== undefined || !shifted.has(item.layer)) return node;
    return withEntries(asMapping(item), [['name', nameMember(name, node.place)]]);
  });
}

