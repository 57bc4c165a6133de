// Reads a spec's file and those it extends: in goes a path, out comes one written spec with every
// parent laid under it.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { limits } from './budget.js';
import { mergeSpecs } from './merge.js';
import { type MappingNode, type SpecNode, textOf, withEntries, wordingOf } from './node.js';
import { problemIn, problemOf, SpecProblems } from './problems.js';
import type { Reading } from './reading.js';
import { fileSource, isMissing, nearby, readText, shownPath, specNode } from './spec-file.js';

/** Keys that say something about one file alone. */
const neverInherited: readonly string[] = ['name', 'tags', 'notes', 'extends'];

/**
 * Reads the file at `path` and its parents; throws SpecProblems where no spec can be made of them.
 */
export function readWithParents(path: string, reading: Reading): MappingNode {
  const absolute = resolve(path);
  const text = readText(absolute);
  if (typeof text !== 'string') {
    throw new SpecProblems(
      [problemOf(fileSource(absolute, ''), `${text.wrong}${nearby(absolute, text.wrong)}`)],
      false,
      isMissing(text) ? 'not found' : 'spec',
    );
  }
  return withParents(text, path, reading);
}

/** The same for a text as if it stood in the file at `path`. */
export function withParents(text: string, path: string, reading: Reading): MappingNode {
  const absolute = resolve(path);
  const walk = {
    ...reading,
    chain: [absolute],
    read: { files: 0, known: new Map() },
  };
  reading.budget.exceeds('bytes', Buffer.byteLength(text));
  const source = fileSource(absolute, text);
  const node = specNode(
    source,
    walk,
    (message) =>
      void reading.problems.push(
        problemOf(
          source,
          message,
          'a spec is a YAML mapping with dataset, model and loss; dlx init writes a first one',
        ),
      ),
  );
  if (!node) throw new SpecProblems(reading.problems);
  const merged = extended(node, walk);
  if (!merged) throw new SpecProblems(reading.problems);
  return merged;
}

type Walk = Reading & {
  /** The files on the way here, the spec first. */
  readonly chain: readonly string[];
  readonly read: ReadSoFar;
};

type ReadSoFar = {
  files: number;
  /** What each path came to, parents laid under it. */
  readonly known: Map<string, MappingNode>;
};

function extended(node: MappingNode, walk: Walk): MappingNode | undefined {
  const value = node.entries.get('extends')?.value;
  if (!value) return node;
  const listed = value.kind === 'list' ? value.items : [value];
  const parents: MappingNode[] = [];
  const listedBefore = new Set<string>();
  for (const item of listed) {
    const parent = parentNode(item, listedBefore, walk);
    // One that cannot be read is enough to refuse the spec.
    if (!parent) return undefined;
    parents.push(parent);
  }
  const own = withEntries(node, [['extends', undefined]]);
  return [...parents, own].reduce((parent, child) => mergeSpecs(inheritable(parent), child, walk));
}

function inheritable(node: MappingNode): MappingNode {
  return withEntries(
    node,
    neverInherited.map((key) => [key, undefined] as const),
  );
}

function parentNode(
  item: SpecNode,
  listedBefore: Set<string>,
  walk: Walk,
): MappingNode | undefined {
  const refuse = (message: string): undefined =>
    void walk.problems.push(problemIn(item.place, message));
  const written = textOf(item);
  if (!written) {
    return refuse(
      `extends must be the path of another spec, or a list of such, got ${wordingOf(item)}`,
    );
  }
  const path = resolve(item.place.source.folder, written);
  walk.read.files += 1;
  walk.extended.push(path);
  if (walk.chain.includes(path)) {
    return refuse(`this spec extends itself: ${[...walk.chain, path].map(shownPath).join(' → ')}`);
  }
  if (walk.chain.length > limits.chain || walk.read.files > limits.files) {
    return refuse(`more than ${limits.chain} specs one above the other, or ${limits.files} in all`);
  }
  const real = realPath(path);
  if (listedBefore.has(real)) return refuse(`${shownPath(path)} stands in this list already`);
  listedBefore.add(real);
  const known =
    walk.read.known.get(path) ??
    readParent(path, walk, (message) => refuse(`cannot extend ${shownPath(path)}: ${message}`));
  if (known) walk.read.known.set(path, known);
  return known;
}

function readParent(
  path: string,
  walk: Walk,
  refuse: (message: string) => undefined,
): MappingNode | undefined {
  const text = readText(path);
  if (typeof text !== 'string') {
    return refuse(`${text.wrong}${nearby(path, text.wrong, walk.chain)}`);
  }
  walk.budget.exceeds('bytes', Buffer.byteLength(text));
  if (walk.budget.isSpent('bytes')) {
    return refuse('a spec and all that it extends have at most 1 MB together');
  }
  const node = specNode(fileSource(path, text), walk, refuse);
  return node && extended(node, { ...walk, chain: [...walk.chain, path] });
}

// A link and what it leads to are one file; one that is missing is told of where it is read.
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
