// A spec as written: scalars, lists and mappings, each with its place. Merging and checking work on
// these; plain data comes out of them at the end.
import {
  plainOf,
  type Written,
  type WrittenList,
  type WrittenMapping,
  type WrittenMember,
} from '../words/written.js';
import { cutText } from '../text/cut.js';
import type { Place } from './problems.js';

export { isNull, plainOf, textOf } from '../words/written.js';

/** One value of a spec as written, and its kinds. */
export type SpecNode = Written<Place>;
export type ListNode = WrittenList<Place>;
export type MappingNode = WrittenMapping<Place>;

/** A key's place and its value. */
export type Member = WrittenMember<Place>;

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

/**
 * What the user wrote there, short enough for a sentence: numbers and words as in the file, texts
 * in quotes.
 */
export function wordingOf(node: SpecNode): string {
  if (node.kind === 'scalar' && node.value === null) return 'nothing';
  const written = node.place.source.text.slice(node.place.start, node.place.end);
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  return cutText(isNumber && written ? written : JSON.stringify(plainOf(node)), 60);
}
