// YAML text in, nodes with positions out; it takes the part of YAML
// 1.2 that a spec needs and refuses the rest: tags, directives, anchors and aliases, several
// documents, keys that are not text.
import { Composer, isMap, isScalar, isSeq, type Node, parse, stringify } from 'yaml';
import type { Document } from 'yaml';
import type { Budget } from './budget.js';
import type { Member, SpecNode } from './node.js';
import { type Place, type Problem, problemIn, type Source } from './problems.js';
import { mostSyntaxErrors, readTokens, refusedTokens } from './yaml-tokens.js';

/**
 * What no key of a spec may be: it would set an object's prototype. `constructor` and its like are
 * names as others are; people's columns are called so.
 */
export const forbiddenKeys: readonly string[] = ['__proto__'];

/** Whether a name of somebody's own, as a column's, can be a key of a spec. */
export function isPossibleKey(name: string): boolean {
  return name !== mergeKey && !forbiddenKeys.includes(name);
}

const mergeKey = '<<';

/** What a text says, or null where it is empty or not YAML, and what is wrong with it. */
export type ParsedText = {
  readonly node: SpecNode | null;
  readonly problems: readonly Problem[];
  readonly broken: boolean;
};

/**
 * Parses the text of a source from `start` on. `broken` tells that nothing can be concluded from
 * what is missing; the budget is spent on words and marks, with those of the files that belong to it.
 */
export function parseYaml(source: Source, budget: Budget, start = 0): ParsedText {
  const text = source.text.slice(start);
  const place = (from: number, to: number): Place => ({
    source,
    start: start + from,
    end: start + to,
  });
  const { tokens, stopped } = readTokens(text, place, budget);
  const refused = stopped ? [stopped] : refusedTokens(tokens, place);
  if (refused.length > 0) return { node: null, problems: refused, broken: true };
  const [document] = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: false,
  }).compose(tokens, true, text.length);
  if (!document) return { node: null, problems: [], broken: false };
  if (document.errors.length > 0) {
    return { node: null, problems: syntaxProblems(document, text, place), broken: true };
  }
  const problems: Problem[] = [];
  const node = document.contents
    ? nodeOf(document.contents, { source: text, place, problems })
    : null;
  return { node, problems, broken: false };
}

function syntaxProblems(
  document: Document.Parsed,
  text: string,
  place: (from: number, to: number) => Place,
): Problem[] {
  const end = text.trimEnd().length;
  return document.errors.slice(0, mostSyntaxErrors).map(({ code, message, pos: [found, to] }) => {
    // What is missing at the end is missing after the last thing written.
    const from = Math.max(0, Math.min(found, end - 1));
    if (code === 'TAB_AS_INDENT') {
      return problemIn(
        place(from, Math.max(to, from + 1)),
        'a tab cannot indent YAML',
        'indent with spaces',
      );
    }
    // A layer without arguments, as `- Add`, with `inputs` below it.
    const bare =
      code === 'MULTILINE_IMPLICIT_KEY'
        ? /^\w+(?=[ \r]*\n)/.exec(text.slice(from))?.[0]
        : undefined;
    if (bare !== undefined) {
      return problemIn(
        place(from, from + bare.length),
        `${bare} needs a colon, for a key follows on the next line`,
        `write ${bare}:`,
      );
    }
    return problemIn(
      place(from, Math.max(to, from + 1)),
      `this is not YAML: ${message.slice(0, 200)}`,
    );
  });
}

type Reading = {
  readonly source: string;
  readonly place: (from: number, to: number) => Place;
  readonly problems: Problem[];
};

function nodeOf(node: Node, reading: Reading, keyPlace?: Place, key?: string): SpecNode {
  const [from, to] = node.range ?? [0, 0, 0];
  const place = from === to && keyPlace ? keyPlace : reading.place(from, to);
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => nodeOf(item as Node, reading)), place };
  }
  if (isMap(node)) return { kind: 'mapping', entries: entriesOf(node.items, reading, key), place };
  const value = isScalar(node) ? node.value : null;
  const refused = typeof value === 'number' && losesDigits(reading.source.slice(from, to));
  if (refused) {
    reading.problems.push(
      problemIn(
        place,
        `${reading.source.slice(from, Math.min(to, from + 40))} has more digits than dlx keeps; whole numbers go up to ${Number.MAX_SAFE_INTEGER}`,
      ),
    );
  }
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', value: isPlain ? value : null, place, ...(refused ? { refused } : {}) };
}

function entriesOf(
  pairs: readonly { readonly key: unknown; readonly value: unknown }[],
  reading: Reading,
  of?: string,
): Map<string, Member> {
  const entries = new Map<string, Member>();
  for (const { key, value } of pairs) {
    const [from, to] = (key as Node).range ?? [0, 0, 0];
    const place = reading.place(from, to);
    const name = isScalar(key) ? keyText(key.value, reading.source.slice(from, to), of) : undefined;
    const refused = keyRefusal(name, entries, reading.source.slice(from, Math.min(to, from + 40)));
    if (refused === undefined) {
      entries.set(name as string, {
        key: place,
        value: value
          ? nodeOf(value as Node, reading, place, name as string)
          : { kind: 'scalar', value: null, place },
      });
    } else reading.problems.push(problemIn(place, refused));
  }
  return entries;
}

// The classes of a data set may be numbers, or true and false: as written, for YAML would read True
// as true.
function keyText(value: unknown, written: string, of: string | undefined): unknown {
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  return of === 'class_weight' && isPlain ? written : value;
}

function keyRefusal(
  name: unknown,
  entries: ReadonlyMap<string, unknown>,
  written: string,
): string | undefined {
  if (typeof name !== 'string') return `a key must be text, got ${written.trim() || 'nothing'}`;
  if (name === mergeKey) return 'a spec holds no merge keys; to share parts of a spec, use extends';
  if (forbiddenKeys.includes(name)) return `${JSON.stringify(name)} cannot be a key`;
  return entries.has(name) ? `the key ${JSON.stringify(name)} is there twice; keep one` : undefined;
}

// 12345678901234567890 would silently become another number.
function losesDigits(written: string): boolean {
  return (
    /^[-+]?(?:\d+|0x[\da-f]+|0o[0-7]+)$/i.test(written) &&
    !Number.isSafeInteger(Number(written.replace(/^[-+]/, '')))
  );
}

const longestCure = 400;

/** The character that a text is the escape of, as `\\t` of a tab, or undefined. */
export function characterOf(text: string): string | undefined {
  if (!/^\\(?:[0abefnrtv\\]|x[\da-fA-F]{2}|u[\da-fA-F]{4})$/.test(text)) return undefined;
  const character: unknown = parse(`"${text}"`);
  return typeof character === 'string' ? character : undefined;
}

/** The same for a cure, and `…` where the value is too long to be read in one. */
export function briefYaml(value: unknown): string {
  return JSON.stringify(value).length > longestCure ? '…' : flowYaml(value);
}

/** A value on one line of YAML, as `{units: 100, activation: relu}`. */
export function flowYaml(value: unknown): string {
  return stringify(value, {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  }).trimEnd();
}
