// One item of a model's list held against the language: in goes the item taken apart, out come its
// arguments, or the items of its block, or the problems of what stands there.
import { besideKeys, blockKey } from '../words/keys.js';
import type { ArgumentKinds, Kind } from '../words/kinds.js';
import { unknownName } from '../words/unknown.js';
import { limits } from '../document/budget.js';
import { argumentsNode, layerItem, type LayerItem } from '../document/layer-item.js';
import {
  isNull,
  type MappingNode,
  plainOf,
  type SpecNode,
  withEntries,
  wordingOf,
} from '../document/node.js';
import { problemIn } from '../document/problems.js';
import type { Reading } from '../document/reading.js';
import { briefYaml } from '../document/yaml.js';
import { didYouMean } from '../text/suggest.js';
import { checkArguments, type Problems } from './check.js';

/** What an item says; where it is wrong, the problems say how. */
export type CheckedItem =
  | {
      readonly kind: 'layer';
      readonly arguments: Readonly<Record<string, unknown>>;
      /** How many values stand in lists among them. */ readonly listed: number;
    }
  | { readonly kind: 'block'; readonly items: readonly SpecNode[] }
  | { readonly kind: 'wrong' };

/** The arguments of a layer, or the items of a block; `depth` counts the blocks around it. */
export function checkItem(item: LayerItem, depth: number, reading: Reading): CheckedItem {
  if (item.isBlock) return checkBlock(item, depth, reading);
  const args = layerArguments(item, reading);
  return args ? { kind: 'layer', arguments: args, listed: listedIn(args) } : { kind: 'wrong' };
}

function listedIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce(
    (sum: number, part: unknown) => sum + listedIn(part),
    0,
  );
  return Array.isArray(value) ? inner + value.length : inner;
}

function checkBlock(item: LayerItem, depth: number, reading: Reading): CheckedItem {
  tellOthers(item, [], reading);
  const { key, value } = item.member;
  const items = value.kind === 'list' ? value.items : [];
  if (items.length === 0) {
    reading.problems.push(
      problemIn(
        isNull(value) ? key : value.place,
        `${blockKey} must be a list of layers, got ${value.kind === 'list' ? 'an empty one' : wordingOf(value)}`,
      ),
    );
  } else if (depth >= limits.blocks) {
    reading.problems.push(problemIn(key, `blocks stand in blocks more than ${limits.blocks} deep`));
  } else return { kind: 'block', items };
  return { kind: 'wrong' };
}

function layerArguments(item: LayerItem, reading: Reading): Record<string, unknown> | undefined {
  const { entry, key, layer, member } = item;
  if (!entry) {
    reading.problems.push(
      problemIn(member.key, unknownName('layer', key, reading.language.layers)),
    );
    return undefined;
  }
  const slipped = [...item.others.keys()].filter((other) => Object.hasOwn(entry.arguments, other));
  tellOthers(item, slipped, reading);
  const first = item.others.get(slipped[0] ?? '');
  if (first) {
    reading.problems.push(
      problemIn(
        first.key,
        slipSentence(slipped, layer),
        `write  - ${item.key}: ${briefYaml(rightSpelling(item, slipped))}`,
      ),
    );
    return undefined;
  }
  const { value } = member;
  if (Object.keys(entry.arguments).length === 0 && value.kind !== 'mapping' && !isNull(value)) {
    reading.problems.push(
      problemIn(value.place, `${layer} takes no arguments, got ${wordingOf(value)}`),
    );
    return undefined;
  }
  const args = argumentsNode(item);
  if (tellLongLists(args, entry.arguments, reading.problems)) return undefined;
  return checkArguments(
    entry.arguments,
    args,
    { name: layer, place: member.key, kind: { noun: 'layer', entry } },
    reading.problems,
  );
}

// Whole numbers in a list are sizes or axes, and no tensor has more of them.
function tellLongLists(
  args: MappingNode | null,
  kinds: ArgumentKinds,
  problems: Problems,
): boolean {
  const before = problems.length;
  for (const [key, { value }] of args?.entries ?? []) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (
      value.kind !== 'list' ||
      value.items.length <= limits.axes ||
      !kind ||
      !takesWholeNumbers(kind)
    ) {
      continue;
    }
    problems.push(
      problemIn(
        value.place,
        `${key} lists ${value.items.length.toLocaleString('en')} numbers, one for each axis; dlx takes at most ${limits.axes}`,
      ),
    );
  }
  return problems.length > before;
}

/** Whether an argument takes a list of whole numbers, as sizes and axes are. */
export function takesWholeNumbers({ form }: Kind): boolean {
  switch (form.form) {
    case 'list':
    case 'oneOrList':
      return form.item.form.form === 'integer';
    case 'either':
      return form.options.some(takesWholeNumbers);
    default:
      return false;
  }
}

function tellOthers(
  { others, layer }: LayerItem,
  slipped: readonly string[],
  reading: Reading,
): void {
  for (const [other, { key: place }] of others) {
    if (slipped.includes(other)) continue;
    const found = layerItem({ kind: 'scalar', value: other, place }, reading);
    if (found?.entry || found?.isBlock) {
      reading.problems.push(
        problemIn(
          place,
          `a second layer in one item: ${layer} and ${other}`,
          'begin each layer with "- " on a line of its own',
        ),
      );
    } else {
      reading.problems.push(
        problemIn(
          place,
          `unknown key ${JSON.stringify(other)} beside ${layer}${didYouMean(other, besideKeys)}`,
        ),
      );
    }
  }
}

function slipSentence(slipped: readonly string[], layer: string): string {
  const [one] = slipped;
  if (slipped.length === 1) {
    return `${one} is an argument of ${layer} and must be indented below it`;
  }
  return `${slipped.slice(0, -1).join(', ')} and ${slipped.at(-1)} are arguments of ${layer} and must be indented below it`;
}

function rightSpelling(item: LayerItem, slipped: readonly string[]): unknown {
  const inside = argumentsNode(item);
  const moved = slipped.flatMap((key) => [...item.others].filter(([other]) => other === key));
  return plainOf(
    inside
      ? withEntries(inside, moved)
      : { kind: 'mapping', entries: new Map(moved), place: item.node.place },
  );
}
