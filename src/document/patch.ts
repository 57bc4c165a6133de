// Changes a parent's model by the names of its layers: in go the parent's list and the child's
// mapping, out comes a list. In the mapping,
//   hidden: {units: 64}             sets arguments of the layer hidden, or what stands beside it (name, inputs, …)
//   hidden: {Conv2D: {filters: 8}}  puts another layer in its place, under the same name
//   hidden: null                    removes it
//   stem: {conv: {filters: 8}}      does the same in the block stem
//   after hidden: {Dropout: 0.3}    inserts one layer or a list of them after it; `before hidden` and `after input` too
// A layer that is not mentioned keeps its name, so that its random numbers stay the same.
import { besideKeys, blockKey, modelInput } from '../words/keys.js';
import { Budget, limits } from './budget.js';
import { asMapping, nameMember, namesOf, type Slot, withNamesKept } from './kept-names.js';
import { argumentsNode, layerItem, type LayerItem } from './layer-item.js';
import {
  isNull,
  type ListNode,
  type MappingNode,
  mappingOf,
  type Member,
  type SpecNode,
  textOf,
  withEntries,
  wordingOf,
} from './node.js';
import { problemIn } from './problems.js';
import type { Reading } from './reading.js';
import { didYouMean } from '../text/suggest.js';

/** A reading, and how values merge. */
export type ModelPatch = Reading & {
  readonly merge: (parent: SpecNode, child: SpecNode) => SpecNode;
};

// A layer of the parent, null once it is removed, and what is inserted beside it, in the order of
// the patch.
type Spot = {
  readonly before: (readonly SpecNode[])[];
  slot: Slot | null;
  readonly after: (readonly SpecNode[])[];
};

/** The parent's model as changed by a child's mapping. */
export function patchModel(parent: ListNode, patch: MappingNode, ways: ModelPatch): ListNode {
  return patchList('the model', parent, patch, ways);
}

function patchList(
  owner: string,
  parent: ListNode,
  patch: MappingNode,
  ways: ModelPatch,
): ListNode {
  if (isTooMuch(parent.items, owner, patch, ways)) return parent;
  const names = namesOf(parent.items, ways);
  const start: Spot = { before: [], slot: null, after: [] };
  const spots = parent.items.map((node, index): Spot => ({
    before: [],
    slot: { name: names[index] || undefined, node },
    after: [],
  }));
  // Of two layers of one name, which is a mistake told of later, the first is meant.
  const named = new Map(spots.toReversed().map((spot) => [spot.slot?.name, spot]));
  for (const [key, member] of patch.entries) patchSpot(owner, { start, named }, key, member, ways);
  const slots = [start, ...spots].flatMap(slotsOf);
  return isTooMuch(
    slots.map(({ node }) => node),
    owner,
    patch,
    ways,
  )
    ? parent
    : { ...parent, items: withNamesKept(slots, ways) };
}

function isTooMuch(
  items: readonly SpecNode[],
  owner: string,
  { place }: MappingNode,
  ways: ModelPatch,
): boolean {
  const { problems, budget } = ways;
  // Told of already.
  if (budget.isSpent('patched')) return true;
  const count = items.reduce((sum, node) => sum + (layerItem(node, ways)?.repeat ?? 1), 0);
  const isSpent = budget.exceeds('patched', count);
  if (count > limits.layers) {
    problems.push(
      problemIn(place, `${owner} that is changed here has more than ${limits.layers} layers`),
    );
  } else if (isSpent) {
    problems.push(
      problemIn(
        place,
        `too many changes of large models: ${Budget.words('patched')} layers were gone through for them`,
      ),
    );
  }
  return count > limits.layers || isSpent;
}

// What is inserted later is nearer to the layer.
function slotsOf({ before, slot, after }: Spot): readonly Slot[] {
  return [
    ...before.flat().map(unnamed),
    ...(slot ? [slot] : []),
    ...after.toReversed().flat().map(unnamed),
  ];
}

function unnamed(node: SpecNode): Slot {
  return { name: undefined, node };
}

type Spots = { readonly start: Spot; readonly named: ReadonlyMap<string | undefined, Spot> };

function patchSpot(
  owner: string,
  { start, named }: Spots,
  key: string,
  member: Member,
  ways: ModelPatch,
): void {
  const [, side, target = key] = /^(after|before) +(\S+)$/.exec(key) ?? [];
  const spot = side !== undefined && isEdge(target, side) ? start : named.get(target);
  if (side !== undefined && spot && (spot.slot || spot === start)) {
    spot[side === 'after' ? 'after' : 'before'].push(inserted(member.value));
  } else if (!spot?.slot) {
    ways.problems.push(
      problemIn(
        member.key,
        unknownLayer(owner, target, named),
        'a key here is the name of a layer of the parent, or "after NAME" to insert one',
      ),
    );
  } else if (isNull(member.value)) spot.slot = null;
  else spot.slot = { ...spot.slot, node: changedLayer(spot.slot, member, ways) ?? spot.slot.node };
}

function isEdge(target: string, side: string): boolean {
  return target === modelInput && side === 'after';
}

function unknownLayer(owner: string, target: string, named: Spots['named']): string {
  const names = [...named.values()]
    .flatMap(({ slot }) => (slot?.name === undefined ? [] : [slot.name]))
    .reverse();
  return `${owner} has no layer ${JSON.stringify(target)}${didYouMean(target, names)}`;
}

function inserted(value: SpecNode): readonly SpecNode[] {
  return value.kind === 'list' ? value.items : isNull(value) ? [] : [value];
}

// How a layer is changed, where there is a value and no argument that has it.
function changeCure(name: string, item: LayerItem, value: SpecNode, ways: ModelPatch): string {
  if (item.isBlock) {
    return `name a layer in it, as ${name}: {${namesWithin(item, ways)[0] ?? 'name'}: …}`;
  }
  const [first = 'name'] = Object.keys(item.entry?.arguments ?? {});
  const held = value.kind === 'scalar' ? wordingOf(value) : '…';
  return `set an argument by its name, as ${name}: {${first}: ${held}}`;
}

function changedLayer(
  { name, node }: Slot,
  member: Member,
  ways: ModelPatch,
): SpecNode | undefined {
  const item = layerItem(node, ways);
  if (!item) return undefined;
  const change = asChange(member.value, ways);
  if (!change) {
    ways.problems.push(
      problemIn(
        member.value.place,
        `${name} must be a mapping of what changes, the name of another layer, or null, got ${wordingOf(member.value)}`,
        changeCure(name ?? 'name', item, member.value, ways),
      ),
    );
    return undefined;
  }
  const beside = new Map([...change.entries].filter(([key]) => besideKeys.includes(key)));
  const replacement = [...change.entries].find(
    ([key, { value }]) =>
      ways.language.layerNamed(key) || (key === blockKey && value.kind === 'list'),
  );
  const others = new Map(
    [...change.entries].filter(([key]) => !besideKeys.includes(key) && key !== replacement?.[0]),
  );
  for (const [key, { key: place }] of replacement ? others : []) {
    ways.problems.push(
      problemIn(
        place,
        `${JSON.stringify(key)} cannot stand beside ${replacement?.[0]}`,
        `put it below ${replacement?.[0]}`,
      ),
    );
  }
  const base = replacement
    ? replaced(item, name ?? '', replacement)
    : withChanges(item, { ...change, entries: others }, name ?? '', ways);
  return withBeside(base, beside);
}

function namesWithin({ member: { value } }: LayerItem, ways: ModelPatch): readonly string[] {
  return value.kind === 'list' ? namesOf(value.items, ways) : [];
}

function asChange(value: SpecNode, ways: ModelPatch): MappingNode | undefined {
  if (value.kind === 'mapping') return value;
  const layer = textOf(value);
  if (layer === undefined || !ways.language.layerNamed(layer)) return undefined;
  return mappingOf(
    layer,
    { key: value.place, value: { kind: 'scalar', value: null, place: value.place } },
    value.place,
  );
}

function replaced(
  item: LayerItem,
  name: string,
  [layer, member]: readonly [string, Member],
): MappingNode {
  const { place } = member.value;
  const keepsName = item.layer === layer && item.name === undefined;
  const named: [string, Member][] = keepsName ? [] : [['name', nameMember(name, item.node.place)]];
  const beside = [...item.beside].filter(([key]) => key !== 'name');
  return { kind: 'mapping', entries: new Map([[layer, member], ...named, ...beside]), place };
}

function withChanges(
  item: LayerItem,
  change: MappingNode,
  blockName: string,
  ways: ModelPatch,
): MappingNode {
  const whole = asMapping(item);
  if (change.entries.size === 0) return whole;
  const { key, value } = item.member;
  if (item.isBlock) {
    return value.kind === 'list'
      ? withEntries(whole, [
          [item.key, { key, value: patchList(`the block ${blockName}`, value, change, ways) }],
        ])
      : whole;
  }
  const old = argumentsNode(item);
  // null removes what is written; what is not has its default already.
  const said = withEntries(
    change,
    [...change.entries]
      .filter(([name, { value: to }]) => isNull(to) && !old?.entries.has(name))
      .map(([name]) => [name, undefined]),
  );
  const merged = old ? ways.merge(old, said) : said;
  return withEntries(whole, [[item.key, { key: item.member.key, value: merged }]]);
}

function withBeside(node: MappingNode, beside: ReadonlyMap<string, Member>): MappingNode {
  return withEntries(
    node,
    [...beside].map(([key, member]): [string, Member | undefined] => [
      key,
      isNull(member.value) ? undefined : member,
    ]),
  );
}
