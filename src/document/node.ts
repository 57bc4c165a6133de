// A spec as written: scalars, lists and mappings, each with its place. Merging and checking work on
// these; plain data comes out of them at the end.
import type { Place } from './problems.js';

/** `refused` where the reader has told already what is wrong with it. */
export type ScalarNode = {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly place: Place;
  readonly refused?: boolean;
};
export type ListNode = {
  readonly kind: 'list';
  readonly items: readonly SpecNode[];
  readonly place: Place;
};
export type MappingNode = {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Member>;
  readonly place: Place;
};

/** A key's place and its value. */
export type Member = { readonly key: Place; readonly value: SpecNode };

/** One value of a spec as written. */
export type SpecNode = ScalarNode | ListNode | MappingNode;

/** The value as plain data. Keys are defined, never assigned, so none can reach a prototype. */
export function plainOf(node: SpecNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'mapping':
      return Object.fromEntries(
        [...node.entries].map(([key, member]) => [key, plainOf(member.value)]),
      );
  }
}

/** A mapping with some entries set, or removed where the value is undefined. */
export function withEntries(
  node: MappingNode,
  changes: Iterable<readonly [string, Member | undefined]>,
): MappingNode {
  const entries = new Map(node.entries);
  for (const [key, member] of changes) {
    if (member) entries.set(key, member);
    else entries.delete(key);
  }
  return { ...node, entries };
}

/** A mapping of one key. */
export function mappingOf(key: string, member: Member, place: Place): MappingNode {
  return { kind: 'mapping', entries: new Map([[key, member]]), place };
}

/** The text of a scalar, or undefined. */
export function textOf(node: SpecNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

export function isNull(node: SpecNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/**
 * What the user wrote there, short enough for a sentence: numbers and words as in the file, texts
 * in quotes.
 */
export function wordingOf(node: SpecNode): string {
  if (node.kind === 'scalar' && node.value === null) return 'nothing';
  const written = node.place.source.text.slice(node.place.start, node.place.end);
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  return shorten(isNumber && written ? written : JSON.stringify(plainOf(node)));
}

function shorten(text: string): string {
  return text.length > 60 ? `${[...text.slice(0, 60)].slice(0, -1).join('')}…` : text;
}
