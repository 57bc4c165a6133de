// One item of a model's list held against the language: in goes the item taken apart, out come its
// arguments, or the items of its block, or the problems of what stands there.
import type { ArgumentKinds } from '../words/arguments.js';
import { checkArguments, type Problems } from './check.js';
import { argumentsNode, blockKey, deepestBlock, layerItem, type LayerItem } from './layer-item.js';
import { besideKeys } from './keys.js';
import {
  isNull,
  type MappingNode,
  plainOf,
  type SpecNode,
  withEntries,
  wordingOf,
} from '../document/node.js';
import { problemIn } from '../document/problems.js';
import type { Language } from './spec.js';
import { didYouMean } from '../text/suggest.js';
import { unknownName } from '../words/tagged.js';
import { briefYaml } from '../document/yaml.js';
import { takesWholeNumbers } from '../words/wrapping.js';

const mostAxes = 16;

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
export function checkItem(
  item: LayerItem,
  depth: number,
  language: Language,
  problems: Problems,
): CheckedItem {
  if (item.isBlock) return checkBlock(item, depth, language, problems);
  const args = layerArguments(item, language, problems);
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

function checkBlock(
  item: LayerItem,
  depth: number,
  language: Language,
  problems: Problems,
): CheckedItem {
  tellOthers(item, [], language, problems);
  const { key, value } = item.member;
  const items = value.kind === 'list' ? value.items : [];
  if (items.length === 0) {
    problems.push(
      problemIn(
        isNull(value) ? key : value.place,
        `${blockKey} must be a list of layers, got ${value.kind === 'list' ? 'an empty one' : wordingOf(value)}`,
      ),
    );
  } else if (depth >= deepestBlock) {
    problems.push(problemIn(key, `blocks stand in blocks more than ${deepestBlock} deep`));
  } else return { kind: 'block', items };
  return { kind: 'wrong' };
}

function layerArguments(
  item: LayerItem,
  language: Language,
  problems: Problems,
): Record<string, unknown> | undefined {
  const { entry, key, layer, member } = item;
  if (!entry) {
    problems.push(problemIn(member.key, unknownName('layer', key, language.layers)));
    return undefined;
  }
  const slipped = [...item.others.keys()].filter((other) => Object.hasOwn(entry.arguments, other));
  tellOthers(item, slipped, language, problems);
  const first = item.others.get(slipped[0] ?? '');
  if (first) {
    problems.push(
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
    problems.push(problemIn(value.place, `${layer} takes no arguments, got ${wordingOf(value)}`));
    return undefined;
  }
  const args = argumentsNode(item);
  if (tellLongLists(args, entry.arguments, problems)) return undefined;
  return checkArguments(
    entry.arguments,
    args,
    { name: layer, place: member.key, kind: { noun: 'layer', entry } },
    problems,
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
    const schema = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (
      value.kind !== 'list' ||
      value.items.length <= mostAxes ||
      !schema ||
      !takesWholeNumbers(schema)
    ) {
      continue;
    }
    problems.push(
      problemIn(
        value.place,
        `${key} lists ${value.items.length.toLocaleString('en')} numbers, one for each axis; dlx takes at most ${mostAxes}`,
      ),
    );
  }
  return problems.length > before;
}

function tellOthers(
  { others, layer }: LayerItem,
  slipped: readonly string[],
  language: Language,
  problems: Problems,
): void {
  for (const [other, { key: place }] of others) {
    if (slipped.includes(other)) continue;
    const found = layerItem({ kind: 'scalar', value: other, place }, language);
    if (found?.entry || found?.isBlock) {
      problems.push(
        problemIn(
          place,
          `a second layer in one item: ${layer} and ${other}`,
          'begin each layer with "- " on a line of its own',
        ),
      );
    } else {
      problems.push(
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
