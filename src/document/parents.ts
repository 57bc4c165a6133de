// Reads a spec's file and those it extends: in goes a path, out comes one written spec with every
// parent laid under it.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { codeOf, messageOf } from '../ground/errors.js';
import { limits } from './budget.js';
import { mergeSpecs } from './merge.js';
import { type MappingNode, type SpecNode, textOf, withEntries, wordingOf } from './node.js';
import { problemIn, problemOf, type Source, SpecProblems } from './problems.js';
import { nearestWord } from '../text/suggest.js';
import { parseYaml } from './yaml.js';
import type { Reading } from './reading.js';
import { specKeys } from '../words/keys.js';

/** Keys that say something about one file alone. */
const neverInherited: readonly string[] = ['name', 'tags', 'notes', 'extends'];

/**
 * Reads the file at `path` and its parents; throws SpecProblems where no spec can be made of them.
 */
export function readWithParents(path: string, reading: Reading): MappingNode {
  const absolute = resolve(path);
  const text = readText(absolute);
  if (typeof text !== 'string') {
    throw new SpecProblems([
      problemOf(emptySource(absolute), `${text.wrong}${nearby(absolute, text.wrong)}`),
    ]);
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

/**
 * A path as a reader of messages knows it: relative to the current folder where that is shorter.
 */
export function shownPath(path: string): string {
  const near = relative('.', path) || '.';
  return near.length <= path.length ? near : path;
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

/**
 * What a text says if it is a spec. Of a file that is none, nothing is shown: it may be a key or a
 * password list.
 */
function specNode(
  source: Source,
  { problems, budget }: Walk,
  refuse: (message: string) => undefined,
): MappingNode | undefined {
  if (source.text.trim() === '') return refuse('the file is empty');
  if (!mentionsSpec(source.text)) return refuse('this is not a spec');
  const parsed = parseYaml(source, budget);
  const keys =
    parsed.node?.kind === 'mapping' ? [...parsed.node.entries.keys()] : writtenKeys(source.text);
  if (isForeign(keys)) return refuse('this is not a spec');
  for (const problem of parsed.problems) problems.push(problem);
  if (parsed.broken) return undefined;
  if (!parsed.node) return refuse('the file says nothing');
  if (
    parsed.node.kind !== 'mapping' ||
    !tellingKeys.some((key) => parsed.node?.kind === 'mapping' && parsed.node.entries.has(key))
  ) {
    return refuse('this is not a spec');
  }
  return parsed.node;
}

// Words that other files are full of tell nothing.
const tellingKeys = specKeys.filter((key) => !['name', 'tags', 'notes', 'mode'].includes(key));

function mentionsSpec(text: string): boolean {
  return new RegExp(`^[ {"'-]{0,8}(?:${tellingKeys.join('|')})["']?\\s*:`, 'm').test(text);
}

// Another program's settings may have a word in common with a spec, and a password beside it.
function isForeign(written: readonly string[]): boolean {
  const keys = [...new Set(written)];
  const known = keys.filter((key) => specKeys.includes(key)).length;
  const strange = keys
    .slice(0, 1000)
    .filter((key) => nearestWord(key, specKeys) === undefined).length;
  return strange > 0 && strange >= known;
}

// Of a text that is no YAML as a whole.
function writtenKeys(text: string): readonly string[] {
  return [...text.matchAll(/^["']?([^\s:#"'-][^\s:"']*)["']?\s*:/gm)].map(([, key = '']) => key);
}

function fileSource(path: string, text: string): Source {
  return {
    label: shownPath(path),
    text: text.replace(/^\ufeff/, ''),
    kind: 'file',
    folder: dirname(path),
  };
}

function emptySource(path: string): Source {
  return fileSource(path, '');
}

type Unreadable = { readonly wrong: string };

function readText(path: string): string | Unreadable {
  try {
    const { size, isFolder, isPlain } = kindOf(path);
    if (isFolder) return { wrong: 'this is a folder, not a file' };
    if (!isPlain) return { wrong: 'this is not a plain file' };
    if (size > limits.bytes) {
      return {
        wrong: `the file has ${(size / limits.bytes).toFixed(1)} MB; a spec has at most 1 MB`,
      };
    }
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    return { wrong: reasons[codeOf(error) ?? ''] ?? messageOf(error) };
  }
}

function kindOf(path: string): {
  readonly size: number;
  readonly isFolder: boolean;
  readonly isPlain: boolean;
} {
  const found = statSync(path);
  return { size: found.size, isFolder: found.isDirectory(), isPlain: found.isFile() };
}

const missing = 'there is no such file';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  EACCES: 'you may not read this file',
  EPERM: 'you may not read this file',
  ELOOP: 'the link leads to itself',
  ENAMETOOLONG: 'the path is too long',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'the file is not UTF-8 text',
  ERR_INVALID_ARG_VALUE: 'this is not a path',
};

// The file that was most likely meant; `not` are those that cannot be.
function nearby(path: string, wrong: string, not: readonly string[] = []): string {
  if (wrong !== missing) return '';
  try {
    const near = nearestWord(
      basename(path),
      readdirSync(dirname(path)).filter(
        (name) => /\.ya?ml$/.test(name) && !not.includes(resolve(dirname(path), name)),
      ),
    );
    return near === undefined ? '' : `; did you mean ${shownPath(resolve(dirname(path), near))}?`;
  } catch {
    return '';
  }
}
