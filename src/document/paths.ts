// Paths of files in a spec: in goes the merged spec, out comes the same with each path made
// absolute from the folder of the file that it was written in, a parent's own or the spec's.
import { resolve } from 'node:path';
import type { z } from 'zod';
import { type MappingNode, type Member, type SpecNode, textOf, withEntries } from './node.js';
import type { Language } from '../spec/spec.js';
import { findEntry } from '../words/tagged.js';
import { isPath, itemOf } from '../words/wrapping.js';

/** The spec with the paths of its data set absolute. */
export function pathsResolved(root: MappingNode, language: Language): MappingNode {
  const member = root.entries.get('dataset');
  if (member?.value.kind !== 'mapping') return root;
  const entry = findEntry(language.datasets, textOf(member.value.entries.get('name')?.value) ?? '');
  if (!entry) return root;
  const changes = [...member.value.entries].map(([key, inner]): [string, Member] => {
    const schema = Object.hasOwn(entry.arguments, key) ? entry.arguments[key] : undefined;
    return [key, schema ? { ...inner, value: absolute(inner.value, schema) } : inner];
  });
  return withEntries(root, [['dataset', { ...member, value: withEntries(member.value, changes) }]]);
}

function absolute(node: SpecNode, schema: z.ZodType): SpecNode {
  const item = itemOf(schema);
  if (item && node.kind === 'list') {
    return { ...node, items: node.items.map((part) => absolute(part, item)) };
  }
  if (!isPath(item ?? schema) || node.kind !== 'scalar' || !textOf(node)) return node;
  return { ...node, value: resolve(node.place.source.folder, String(node.value)) };
}
