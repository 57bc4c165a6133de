// JSON files of dlx' own held against their declaration: in goes a parsed value, out comes it with
// its type, or the first thing about it that is not as declared. A file may be foreign, old or
// torn, so nothing of its texts is said.
import { cutText } from '../text/cut.js';
import { check } from './check.js';
import { expectation } from './expectation.js';
import type { Kind } from './kinds.js';
import type { Reporter } from './reporter.js';
import { type PlainPlace, type Written, writtenOf } from './written.js';

/**
 * A value of the declared type; or where the first wrong thing is, and what is wrong with it as the
 * rest of a sentence that the file's name begins: `lacks seed`.
 */
export type CheckedJson<T> =
  | { readonly value: T }
  | { readonly path: string; readonly message: string };

// JSON nested deeper than this was not written by dlx, and walking it could exhaust the stack.
const deepest = 64;

// Nor were longer lists and mappings, unless their declaration says so.
const mostItems = 10_000;

/** Holds parsed JSON against its declaration. */
export function checkJson<T>(kind: Kind<T>, value: unknown): CheckedJson<T> {
  if (isDeeperThan(value, deepest)) {
    return { path: '', message: `is nested more than ${deepest} deep` };
  }
  const found: { readonly path: string; readonly message: string }[] = [];
  const checked = check('', kind, writtenOf(value), reporterTo(found));
  if (checked !== undefined) return { value: checked };
  return found[0] ?? { path: '', message: 'is not as dlx writes it' };
}

function reporterTo(
  found: { readonly path: string; readonly message: string }[],
): Reporter<PlainPlace> {
  const tell = (place: PlainPlace, message: (path: string) => string): undefined => {
    if (found.length > 0) return;
    const path = pathOf(place);
    found.push({ path, message: message(path) });
  };
  const unexpected = (_: string, kind: Kind, written: Written<PlainPlace>): undefined =>
    tell(written.place, (path) => expected(path, expectation(kind), written));
  return {
    mostItems,
    mismatch: unexpected,
    excess: (_, most, written) =>
      tell(written.place, (path) => {
        const [count, what] =
          written.kind === 'list'
            ? [written.items.length, 'items']
            : [written.kind === 'mapping' ? written.entries.size : 0, 'keys'];
        return `has ${count} ${what}${path === '' ? '' : ` in ${path}`}, where dlx writes ${most} at most`;
      }),
    missing: (key, _, { place }) => tell({ key, within: place }, (path) => `lacks ${path}`),
    nameless: (_, __, written) => tell(written.place, (path) => `lacks a name in ${path}`),
    unknownName: (_, { noun }, written) =>
      tell(written.place, (path) => `has an unknown ${noun} as ${path}`),
    unknownLayer: (_, __, ___, place) => tell(place, (path) => `has an unknown layer as ${path}`),
    unknownArgument: (_, __, place) => tell(place, (path) => `has an unknown key ${path}`),
    problem: (entry, problem, written) =>
      tell(written.place, () => `has ${entry.name}, which ${problem}`),
  };
}

function expected(path: string, what: string, written: Written<PlainPlace>): string {
  return path === ''
    ? `should hold ${what}, and holds ${shown(written)}`
    : `should have ${what} as ${path}, and has ${shown(written)}`;
}

// Text stays unsaid: the file may be another program's.
function shown(written: Written<PlainPlace>): string {
  if (written.kind !== 'scalar') return `a ${written.kind}`;
  return typeof written.value === 'string' ? 'text' : String(written.value);
}

// Keys are the file's own, and may be any text of any length.
function pathOf(place: PlainPlace): string {
  const keys: string[] = [];
  for (let at = place; at; at = at.within) {
    keys.unshift(cutText(at.key, 80));
  }
  return keys.join('.');
}

// Level by level and not by recursion, which hostile nesting would overflow.
function isDeeperThan(value: unknown, levels: number): boolean {
  let layer: unknown[] = [value];
  for (let level = 0; level <= levels; level += 1) {
    const next: unknown[] = [];
    for (const item of layer) {
      if (typeof item !== 'object' || item === null) continue;
      for (const inner of Object.values(item)) next.push(inner);
    }
    if (next.length === 0) return false;
    layer = next;
  }
  return true;
}
