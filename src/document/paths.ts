// Paths of files in a spec: in goes the merged spec, out comes the same with each relative path as
// it is seen from one folder, whichever file it was written in, a parent's or the spec's. So it
// still leads there when the folders are moved together. Absolute paths stay.
import { isAbsolute, relative, resolve } from 'node:path';
import { type MappingNode, type Member, type SpecNode, textOf, withEntries } from './node.js';
import { filePath } from '../words/arguments.js';
import type { Kind, TaggedKind } from '../words/kinds.js';
import type { Language } from '../words/language.js';
import { findEntry } from '../words/tagged.js';

/** A path in a spec, as an override names it: `dataset.file`. */
export type PathInSpec = { readonly key: string; readonly path: string };

// A file that holds several arrays, and the name of one of them.
const place = /^(.*\.(?:npz|safetensors)):(.+)$/is;

/** The file of a place: `file.npz` of `file.npz:name`; any other path is the file itself. */
export function fileOfPlace(path: string): string {
  return place.exec(path)?.[1] ?? path;
}

/** The name behind a file that holds several arrays; null where none is given. */
export function memberOfPlace(path: string): string | null {
  return place.exec(path)?.[2] ?? null;
}

/** The spec with its relative paths as seen from `home`, and all paths of its data set. */
export function pathsFrom(
  home: string,
  root: MappingNode,
  language: Language,
): { readonly root: MappingNode; readonly paths: readonly PathInSpec[] } {
  return dataPathsFrom(home, sourcePathsFrom(home, root), language);
}

// A run may be named, and then is none of a folder.
function sourcePathsFrom(home: string, root: MappingNode): MappingNode {
  const member = root.entries.get('initial_weights');
  if (member?.value.kind !== 'mapping') return root;
  const { value } = member;
  const changes = ['run', 'spec', 'file'].flatMap((key): [string, Member][] => {
    const inner = value.entries.get(key);
    const isName = key === 'run' && !textOf(inner?.value)?.includes('/');
    return inner && !isName
      ? [[key, { ...inner, value: seenFrom(home, inner.value, filePath(), () => undefined) }]]
      : [];
  });
  const source = { ...member, value: withEntries(value, changes) };
  return withEntries(root, [['initial_weights', source]]);
}

function dataPathsFrom(
  home: string,
  root: MappingNode,
  language: Language,
): ReturnType<typeof pathsFrom> {
  const paths: PathInSpec[] = [];
  const member = root.entries.get('dataset');
  if (member?.value.kind !== 'mapping') return { root, paths };
  const entry = findEntry(language.datasets, textOf(member.value.entries.get('name')?.value) ?? '');
  if (!entry) return { root, paths };
  const changes = [...member.value.entries].map(([key, inner]): [string, Member] => {
    const kind = Object.hasOwn(entry.arguments, key) ? entry.arguments[key] : undefined;
    const tell = (path: string, below: string): void =>
      void paths.push({ key: `dataset.${key}${below}`, path });
    return [key, kind ? { ...inner, value: seenFrom(home, inner.value, kind, tell) } : inner];
  });
  const dataset = { ...member, value: withEntries(member.value, changes) };
  return { root: withEntries(root, [['dataset', dataset]]), paths };
}

function seenFrom(
  home: string,
  node: SpecNode,
  kind: Kind,
  tell: (path: string, below: string) => void,
): SpecNode {
  const { form } = kind;
  switch (form.form) {
    case 'list':
    case 'oneOrList':
      return node.kind === 'list'
        ? { ...node, items: node.items.map((part) => seenFrom(home, part, form.item, tell)) }
        : seenFrom(home, node, form.item, tell);
    case 'either': {
      // A word of a choice is no path.
      const fit = form.options.find(
        (one) =>
          nodeKindOf(one) === node.kind &&
          !(one.form.form === 'choice' && !one.form.words.includes(textOf(node) ?? '')),
      );
      return fit ? seenFrom(home, node, fit, tell) : node;
    }
    case 'text': {
      if (!form.isPath || node.kind !== 'scalar' || !textOf(node)) return node;
      const written = String(node.value);
      const path = isAbsolute(written)
        ? written
        : relative(home, resolve(node.place.source.folder, written)) || '.';
      tell(path, '');
      return { ...node, value: path };
    }
    case 'mapping': {
      if (node.kind !== 'mapping') return node;
      const changes = [...node.entries].map(([key, inner]): [string, Member] => {
        const tellBelow = (path: string, below: string): void => tell(path, `.${key}${below}`);
        return [key, { ...inner, value: seenFrom(home, inner.value, form.value, tellBelow) }];
      });
      return withEntries(node, changes);
    }
    case 'tagged':
      return taggedFrom(home, node, form, tell);
    default:
      return node;
  }
}

// Among the arguments of what a mapping names.
function taggedFrom(
  home: string,
  node: SpecNode,
  { table, key: nameKey }: TaggedKind,
  tell: (path: string, below: string) => void,
): SpecNode {
  if (node.kind !== 'mapping') return node;
  const name = node.entries.get(nameKey ?? 'name') ?? node.entries.get('name');
  const kinds = findEntry(table, textOf(name?.value) ?? '')?.arguments ?? {};
  const changes = [...node.entries].flatMap(([key, inner]): [string, Member][] => {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (!kind) return [];
    const tellBelow = (path: string, below: string): void => tell(path, `.${key}${below}`);
    return [[key, { ...inner, value: seenFrom(home, inner.value, kind, tellBelow) }]];
  });
  return withEntries(node, changes);
}

// What a value of a kind is written as.
function nodeKindOf({ form: { form } }: Kind): SpecNode['kind'] {
  if (form === 'list' || form === 'oneOrList') return 'list';
  return form === 'mapping' || form === 'fields' ? 'mapping' : 'scalar';
}
