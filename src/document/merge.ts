// Lays a child's values over its parent's: in go two written specs (or a spec and a --set option),
// out comes one. Mappings merge deeply, a list replaces a list, null removes a key, and another
// name drops the old one's arguments.
import {
  isNull,
  type MappingNode,
  type Member,
  plainOf,
  type SpecNode,
  textOf,
  withEntries,
} from './node.js';
import { keyOfName, sameNames } from '../words/language.js';
import { type ModelPatch, patchModel } from './patch.js';
import type { Reading } from './reading.js';
import { briefYaml } from './yaml.js';

/** The parent's spec as changed by the child's. */
export function mergeSpecs(parent: MappingNode, child: MappingNode, reading: Reading): MappingNode {
  return mergeMappings(parent, child, (key, from, to) => {
    if (key === 'model') return mergeModels(from, to, reading);
    return namesNothing.includes(key) && from.kind !== 'mapping'
      ? to
      : mergeNodes(from, to, reading);
  });
}

// Their one word is no name that what is in a mapping could be arguments of.
const namesNothing: readonly string[] = ['class_weight', 'checkpoint', 'budget'];

function mergeModels(parent: SpecNode, child: SpecNode, reading: Reading): SpecNode {
  if (parent.kind === 'list' && child.kind === 'mapping') {
    return patchModel(parent, child, patchWays(reading));
  }
  if (parent.kind !== 'mapping' || child.kind !== 'mapping') return child;
  return mergePatches(parent, child, reading);
}

// Two patches of a model that is yet to come are one patch, in which null goes on removing a layer,
// also one of a block.
function mergePatches(parent: MappingNode, child: MappingNode, reading: Reading): MappingNode {
  const removed = [...child.entries].filter(([, member]) => isNull(member.value));
  const merge = (from: SpecNode, to: SpecNode): SpecNode =>
    from.kind === 'mapping' && to.kind === 'mapping' && !from.entries.has('name')
      ? mergePatches(from, to, reading)
      : mergeNodes(from, to, reading);
  return withEntries(
    mergeMappings(parent, child, (_, from, to) => merge(from, to)),
    removed,
  );
}

function patchWays(reading: Reading): ModelPatch {
  return { ...reading, merge: (parent, child) => mergeNodes(parent, child, reading) };
}

function mergeNodes(parent: SpecNode, child: SpecNode, reading: Reading): SpecNode {
  if (child.kind !== 'mapping') {
    if (textOf(child) !== undefined) noteDropped(parent, child, reading);
    return child;
  }
  if (parent.kind === 'list') return patchItems(parent, child, reading);
  const from = parent.kind === 'mapping' ? parent : asNamed(parent, child, reading);
  if (!from) return child;
  const [oldName, newName] = [from, child].map(nameIn);
  if (
    oldName !== undefined &&
    newName !== undefined &&
    !sameNames(reading.language, oldName, newName)
  ) {
    noteDropped(from, child, reading);
    return child;
  }
  if (isAnotherLayer(from, child, reading)) return child;
  return mergeMappings(from, child, (key, a, b) =>
    key === 'columns' ? mergeColumns(a, b, reading) : mergeNodes(a, b, reading),
  );
}

// Keys below `columns` are whatever a table calls its columns, `name` and `type` too.
function mergeColumns(parent: SpecNode, child: SpecNode, reading: Reading): SpecNode {
  return parent.kind === 'mapping' && child.kind === 'mapping'
    ? mergeMappings(parent, child, (_, a, b) => mergeNodes(a, b, reading))
    : child;
}

// What an optimizer is called stands under `name`, what a column is under `type`.
function nameIn({ entries }: MappingNode): string | undefined {
  return textOf((entries.get('name') ?? entries.get('type'))?.value);
}

// A file's lines show what they replace, an option does not.
function noteDropped(parent: SpecNode, child: SpecNode, { notes }: Reading): void {
  const { source } = child.place;
  if (source.kind !== 'option' || parent.kind !== 'mapping') return;
  const name = nameIn(parent);
  const under = parent.entries.has('name') ? 'name' : 'type';
  const dropped = [...parent.entries].filter(([key]) => key !== under);
  if (name === undefined || dropped.length === 0) return;
  const written = Object.fromEntries(dropped.map(([key, { value }]) => [key, plainOf(value)]));
  notes.push(
    `${source.label} drops what was written for ${name}: ${briefYaml(written)}; set it again where it is still meant`,
  );
}

// `{GRU: 8}` over `{LSTM: 8}`, as in Bidirectional, is not both.
function isAnotherLayer(from: MappingNode, child: MappingNode, { language }: Reading): boolean {
  const [old, now] = [from, child].map(({ entries }) =>
    entries.size === 1 ? language.layerNamed([...entries.keys()][0] ?? '') : undefined,
  );
  return old !== undefined && now !== undefined && old !== now;
}

// `adam` and `{name: adam}` are the same.
function asNamed(
  parent: SpecNode,
  child: MappingNode,
  { language }: Reading,
): MappingNode | undefined {
  const name = textOf(parent);
  if (name === undefined) return undefined;
  return {
    kind: 'mapping',
    entries: new Map([[keyOfName(language, name), { key: parent.place, value: parent }]]),
    place: child.place,
  };
}

function mergeMappings(
  parent: MappingNode,
  child: MappingNode,
  merge: (key: string, a: SpecNode, b: SpecNode) => SpecNode,
): MappingNode {
  const changes = [...child.entries].map(([key, member]): [string, Member | undefined] => {
    const old = parent.entries.get(key);
    if (!old) return [key, member];
    return [
      key,
      isNull(member.value)
        ? undefined
        : { key: member.key, value: merge(key, old.value, member.value) },
    ];
  });
  return { ...withEntries(parent, changes), place: child.place };
}

// `metrics.0` in a --set option is the first item.
function patchItems(
  parent: SpecNode & { readonly kind: 'list' },
  child: MappingNode,
  reading: Reading,
): SpecNode {
  const isIndex = (key: string): boolean =>
    /^\d{1,4}$/.test(key) && Number(key) < parent.items.length;
  if (child.entries.size === 0 || ![...child.entries.keys()].every(isIndex)) return child;
  const items = parent.items.map((item, index): SpecNode | undefined => {
    const member = child.entries.get(String(index));
    if (!member) return item;
    return isNull(member.value) ? undefined : mergeNodes(item, member.value, reading);
  });
  return { ...parent, items: items.filter((item) => item !== undefined) };
}
