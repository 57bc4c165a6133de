// Reads a --set option: in goes `model.hidden.units=64`, out comes the same as a spec that says
// only this.
import { resolve } from 'node:path';
import { type Budget, limits } from './budget.js';
import type { MappingNode, Member, SpecNode } from './node.js';
import { type Problem, problemIn, type Source } from './problems.js';
import { forbiddenKeys, parseYaml } from './yaml.js';

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
  const { node, problems } = parseYaml(source, budget, start + equals + 1);
  if (!node) return { node: null, problems };
  return { node: nested(path, node, source, start), problems };
}

/**
 * A spec that says one thing, as if `text` were an option of that name: for --seed, --name and the
 * like.
 */
export function readOption(
  name: string,
  key: string,
  value: string | number | readonly string[],
): MappingNode {
  const shown = Array.isArray(value) ? value.join(',') : String(value);
  const source = optionSource(name, shown);
  const place = { source, start: name.length + 1, end: source.text.length };
  const nodeOf = (item: string | number): SpecNode => ({ kind: 'scalar', value: item, place });
  const node: SpecNode =
    typeof value === 'object' ? { kind: 'list', items: value.map(nodeOf), place } : nodeOf(value);
  return { kind: 'mapping', entries: new Map([[key, { key: place, value: node }]]), place };
}

function optionSource(name: string, text: string): Source {
  const whole = `${name} ${text}`;
  return {
    label: whole.length > 80 ? `${whole.slice(0, 80)}…` : whole,
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
  return option.slice(equals + 1).trim() === ''
    ? `nothing stands after the equals sign; to remove a key write ${path}=null`
    : undefined;
}

function nested(path: string, value: SpecNode, source: Source, start: number): MappingNode {
  const segments = path.split('.');
  let end = start + path.length;
  let node = value;
  for (const segment of segments.toReversed()) {
    const member: Member = { key: { source, start: end - segment.length, end }, value: node };
    node = {
      kind: 'mapping',
      entries: new Map([[segment, member]]),
      place: { source, start, end: start + path.length },
    };
    end -= segment.length + 1;
  }
  return node as MappingNode;
}
