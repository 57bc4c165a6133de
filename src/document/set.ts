// Reads a --set option: in goes `model.hidden.units=64`, out comes the same as a spec that says
// only this.
import { resolve } from 'node:path';
import { cutText } from '../text/cut.js';
import { type Budget, limits } from './budget.js';
import { type MappingNode, mappingOf, type Member, type SpecNode, textOf } from './node.js';
import { type Problem, problemIn, type Source } from './problems.js';
import { characterOf, forbiddenKeys, parseYaml } from './yaml.js';

/**
 * Options in an order of their own, so that the one they are written in does not matter: what holds
 * others comes before its parts, a name before the arguments that belong to it, and what a layer is
 * called is changed last, so that all go by its old name. Of one key said twice, the later one holds.
 */
export function inSetOrder(options: readonly string[]): readonly string[] {
  const rank = (option: string): number => {
    const segments = (option.split('=')[0] ?? '').split('.');
    const isName = segments.at(-1) === 'name';
    if (isName && segments[0] === 'model' && segments.length === 3) return Infinity;
    return 2 * segments.length - (isName ? 1 : 0);
  };
  return options.toSorted((a, b) => compare(rank(a), rank(b)));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** What an option says, or null, and what is wrong with it. */
export type ReadOption = {
  readonly node: MappingNode | null;
  readonly problems: readonly Problem[];
};

/** One `key.path=value`; the value is YAML, paths in it start in the current folder. */
export function readSet(option: string, budget: Budget): ReadOption {
  const source = optionSource('--set', option);
  const start = source.text.length - option.length;
  const equals = option.indexOf('=');
  const path = equals < 0 ? option : option.slice(0, equals);
  const wrong = pathProblem(path, equals, option);
  if (wrong !== undefined) {
    return {
      node: null,
      problems: [
        problemIn(
          { source, start, end: start + Math.max(1, path.length) },
          wrong,
          'write --set optimizer.learning_rate=0.01',
        ),
      ],
    };
  }
  const from = start + equals + 1;
  const value = source.text.slice(from);
  if (/^[ \t]$/.test(value)) {
    const place = { source, start: from, end: from + 1 };
    return { node: nested(path, { kind: 'scalar', value, place }, source, start), problems: [] };
  }
  const { node, problems } = parseYaml(source, budget, from);
  if (!node) return { node: null, problems };
  return { node: nested(path, unescaped(node), source, start), problems };
}

/**
 * A spec that says one thing, as if `text` were an option of that name: for --seed, --name and the
 * like.
 */
export function readOption(
  name: string,
  key: string,
  value: string | number | boolean | readonly string[],
): MappingNode {
  const shown = Array.isArray(value) ? value.join(',') : String(value);
  const source = optionSource(name, shown);
  const place = { source, start: name.length + 1, end: source.text.length };
  const nodeOf = (item: string | number | boolean): SpecNode => ({
    kind: 'scalar',
    value: item,
    place,
  });
  const node: SpecNode =
    typeof value === 'object' ? { kind: 'list', items: value.map(nodeOf), place } : nodeOf(value);
  return { kind: 'mapping', entries: new Map([[key, { key: place, value: node }]]), place };
}

/** The same under a key. */
export function within(key: string, node: MappingNode): MappingNode {
  return { ...node, entries: new Map([[key, { key: node.place, value: node }]]) };
}

function optionSource(name: string, text: string): Source {
  const whole = `${name} ${text}`;
  return {
    label: cutText(whole, 80),
    text: whole,
    kind: 'option',
    folder: resolve('.'),
  };
}

function pathProblem(path: string, equals: number, option: string): string | undefined {
  if (equals < 0) return 'expected key.path=value';
  const segments = path.split('.');
  if (segments.some((segment) => segment.trim() === '')) {
    return 'a part of the key is empty; expected key.path=value';
  }
  if (segments.length > limits.segments) return `the key has more than ${limits.segments} parts`;
  const forbidden = segments.find((segment) => forbiddenKeys.includes(segment));
  if (forbidden !== undefined) return `${JSON.stringify(forbidden)} cannot be a key`;
  if (segments[0] === 'extends') return 'extends cannot be set on the command line';
  return /^\s*$/.test(option.slice(equals + 1)) && !/^[ \t]$/.test(option.slice(equals + 1))
    ? `nothing stands after the equals sign; to remove a key write ${path}=null`
    : undefined;
}

// A text that is one escape and nothing more, as \t, is the character: a shell has no other way to
// write it, and quotes within quotes are hard to get right.
function unescaped(node: SpecNode): SpecNode {
  switch (node.kind) {
    case 'scalar':
      return { ...node, value: escapedCharacter(node) ?? node.value };
    case 'list':
      return { ...node, items: node.items.map(unescaped) };
    case 'mapping': {
      const entries = [...node.entries].map(([key, { key: place, value }]) => {
        return [key, { key: place, value: unescaped(value) }] as const;
      });
      return { ...node, entries: new Map(entries) };
    }
  }
}

function escapedCharacter(node: SpecNode): string | undefined {
  const text = textOf(node);
  const { source, start, end } = node.place;
  // In quotes it says what YAML says.
  return text !== undefined && source.text.slice(start, end) === text
    ? characterOf(text)
    : undefined;
}

function nested(path: string, value: SpecNode, source: Source, start: number): MappingNode {
  const place = { source, start, end: start + path.length };
  const [last = '', ...outer] = path.split('.').toReversed();
  let { end } = place;
  const memberOf = (segment: string, inner: SpecNode): Member => {
    const key = { source, start: end - segment.length, end };
    end -= segment.length + 1;
    return { key, value: inner };
  };
  let node = mappingOf(last, memberOf(last, value), place);
  for (const segment of outer) node = mappingOf(segment, memberOf(segment, node), place);
  return node;
}
