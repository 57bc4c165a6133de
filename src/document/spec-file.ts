// One file that may be a spec: a path in, its text and what that says out, or why it is none.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { codeOf, messageOf } from '../ground/errors.js';
import { limits } from './budget.js';
import type { MappingNode } from './node.js';
import type { Source } from './problems.js';
import { nearestWord } from '../text/suggest.js';
import { parseYaml } from './yaml.js';
import type { Reading } from './reading.js';
import { specKeys } from '../words/keys.js';

/**
 * A path as a reader of messages knows it: relative to the current folder where that is shorter.
 */
export function shownPath(path: string): string {
  const near = relative('.', path) || '.';
  return near.length <= path.length ? near : path;
}

/**
 * What a text says if it is a spec, or what `refuse` gives. Of a file that is none, nothing is shown:
 * it may be a key or a password list.
 */
export function specNode(
  source: Source,
  { problems, budget }: Pick<Reading, 'problems' | 'budget'>,
  refuse: (message: string) => undefined,
): MappingNode | undefined {
  if (source.text.trim() === '') return refuse('the file is empty');
  const isMentioned = mentionsSpec(source.text);
  // JSON may stand in one line, with another key before all others: whole, or nothing of it is shown.
  if (!isMentioned && !/^\s*\{/.test(source.text)) return refuse('this is not a spec');
  const parsed = parseYaml(source, budget);
  if (!isMentioned && (parsed.broken || parsed.problems.length > 0)) {
    return refuse('this is not a spec');
  }
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

/** A file as the source of what stands in it. */
export function fileSource(path: string, text: string): Source {
  return {
    label: shownPath(path),
    text: text.replace(/^\ufeff/, ''),
    kind: 'file',
    folder: dirname(path),
  };
}

/** Why a file cannot be read. */
export type Unreadable = { readonly wrong: string };

/** The text of a file that may be a spec. Nothing that has no end, or is larger than a spec, is read. */
export function readText(path: string): string | Unreadable {
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

/** Whether a file cannot be read because there is none. */
export function isMissing({ wrong }: Unreadable): boolean {
  return wrong === missing;
}

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

/** `; did you mean` the file that was most likely meant where there is none; `not` are no candidates. */
export function nearby(path: string, wrong: string, not: readonly string[] = []): string {
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
