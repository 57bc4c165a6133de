// Paths of files in a spec: in goes the merged spec, out comes the same with each path made
// absolute from the folder of the file that it was written in, a parent's own or the spec's.
import { resolve } from 'node:path';
import { type MappingNode, type Member, type SpecNode, textOf, withEntries } from './node.js';
import type { Kind } from '../words/kinds.js';
import type { Language } from '../words/language.js';
import { findEntry } from '../words/tagged.js';

/** The spec with the paths of its data set absolute. */
export function pathsResolved(root: MappingNode, language: Language): MappingNode {
  const member = root.entries.get('dataset');
  if (member?.value.kind !== 'mapping') return root;
  const entry = findEntry(language.datasets, textOf(member.value.entries.get('name')?.value) ?? '');
  if (!entry) return root;
  const changes = [...member.value.entries].map(([key, inner]): [string, Member] => {
    const kind = Object.hasOwn(entry.arguments, key) ? entry.arguments[key] : undefined;
    return [key, kind ? { ...inner, value: absolute(inner.value, kind) } : inner];
  });
  return withEntries(root, [['dataset', { ...member, value: withEntries(member.value, changes) }]]);
}

function absolute(node: SpecNode, kind: Kind): SpecNode {
  const { form } = kind;
  switch (form.form) {
    case 'list':
    case 'oneOrList':
      return node.kind === 'list'
        ? { ...node, items: node.items.map((part) => absolute(part, form.item)) }
        : absolute(node, form.item);
    case 'text':
      return form.isPath && node.kind === 'scalar' && textOf(node)
        ? { ...node, value: resolve(node.place.source.folder, String(node.value)) }
        : node;
    default:
      return node;
  }
}
