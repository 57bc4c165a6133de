// The model of a spec: in goes the list as written, out come its layers, each with a name, its inputs and all of its
// arguments, or the problems of each item.
import type { z } from 'zod';
import { boolean, integer, text } from './arguments.js';
import { checkArguments, checkValue, type Problems } from './check.js';
import { argumentsNode, besideKeys, layerItem, type LayerItem, layerNames, mostRepeats } from './layer-item.js';
import { isNull, plainOf, type SpecNode, textOf, withEntries, wordingOf } from './node.js';
import { problemIn } from './problems.js';
import { type Language, type LayerSpec, modelInput } from './spec.js';
import { didYouMean } from './suggest.js';
import { unknownName } from './tagged.js';
import { flowYaml } from './text.js';

const mostLayers = 10_000;
const nameForm = /^[A-Za-z0-9_-]{1,64}$/;

/** What stands beside a layer, but for `inputs`. */
export const besideShape = { name: text(), trainable: boolean().default(true), repeat: integer({ min: 1, max: mostRepeats }).default(1) } as const;

/** The layers of a model, or undefined with at least one problem more. */
export function checkModel(node: SpecNode, language: Language, problems: Problems): readonly LayerSpec[] | undefined {
  const before = problems.length;
  if (node.kind !== 'list') {
    const isPatch = node.kind === 'mapping';
    const cure = isPatch ? 'a mapping changes the layers of a parent by name: say which with extends, or begin each layer with "- "' : null;
    problems.push(problemIn(node.place, `model must be a list of layers, got ${isPatch ? 'a mapping' : wordingOf(node)}`, cure));
    return undefined;
  }
  const items = node.items.map((item) => layerItem(item, language));
  const namings = items.map((item) => item ?? { layer: '', name: undefined, repeat: 1 });
  const count = namings.reduce((sum, { repeat }) => sum + repeat, 0);
  if (count === 0 || count > mostLayers) {
    problems.push(problemIn(node.place, count === 0 ? 'model has no layers' : `the model has more than ${mostLayers} layers`));
    return undefined;
  }
  const names = layerNames(namings);
  checkNames(items, names, problems);
  const graph: Graph = { language, names, earlier: new Set([modelInput]), all: new Set(names.flat()), problems };
  const layers = node.items.map((item, index) => layersOf(items[index], item, index, graph));
  return problems.length === before ? layers.flat() : undefined;
}

type Graph = {
  readonly language: Language;
  /** Names of each item's copies. */
  readonly names: readonly (readonly string[])[];
  /** Grows from item to item. */
  readonly earlier: Set<string>;
  readonly all: ReadonlySet<string>;
  readonly problems: Problems;
};

function layersOf(item: LayerItem | undefined, node: SpecNode, index: number, graph: Graph): readonly LayerSpec[] {
  const names = graph.names[index] ?? [];
  const inputs = item && inputsOf(item, index, graph);
  for (const name of names) graph.earlier.add(name);
  if (!item) {
    graph.problems.push(problemIn(node.place, `a layer is a name, as Flatten, or a mapping, as {Dense: {units: 10}}, got ${wordingOf(node)}`));
    return [];
  }
  const trainable = checkBeside(item, 'trainable', besideShape.trainable, graph.problems) ?? true;
  checkBeside(item, 'repeat', besideShape.repeat, graph.problems);
  const args = layerArguments(item, graph);
  if (!args || !inputs) return [];
  return names.map((name, copy) => ({
    layer: item.layer,
    name,
    arguments: args,
    inputs: copy === 0 ? inputs : [names[copy - 1] ?? ''],
    trainable: trainable === true,
    origin: ['model', index],
  }));
}

function checkBeside(item: LayerItem, key: string, schema: z.ZodType, problems: Problems): unknown {
  const member = item.beside.get(key);
  return member ? checkValue(key, schema, member.value, problems) : undefined;
}

function layerArguments(item: LayerItem, { language, problems }: Graph): Record<string, unknown> | undefined {
  const { entry, key, layer, member } = item;
  if (!entry) {
    problems.push(problemIn(member.key, `unknown layer ${JSON.stringify(key)}${unknownName(key, language.layers)}`));
    return undefined;
  }
  const slipped = [...item.others.keys()].filter((other) => Object.hasOwn(entry.arguments, other));
  for (const [other, { key: place }] of item.others) {
    if (slipped.includes(other)) continue;
    const isLayer = layerItem({ kind: 'scalar', value: other, place }, language)?.entry !== undefined;
    if (isLayer) problems.push(problemIn(place, `a second layer in one item: ${layer} and ${other}`, 'begin each layer with "- " on a line of its own'));
    else problems.push(problemIn(place, `unknown key ${JSON.stringify(other)} beside ${layer}${didYouMean(other, besideKeys)}`));
  }
  const first = item.others.get(slipped[0] ?? '');
  if (first) {
    problems.push(problemIn(first.key, slipSentence(slipped, layer), `write  - ${item.key}: ${flowYaml(rightSpelling(item, slipped))}`));
    return undefined;
  }
  const { value } = member;
  if (Object.keys(entry.arguments).length === 0 && value.kind !== 'mapping' && !isNull(value)) {
    problems.push(problemIn(value.place, `${layer} takes no arguments, got ${wordingOf(value)}`));
    return undefined;
  }
  return checkArguments(entry.arguments, argumentsNode(item), { name: layer, place: member.key }, problems);
}

function slipSentence(slipped: readonly string[], layer: string): string {
  const [one] = slipped;
  if (slipped.length === 1) return `${one} is an argument of ${layer} and must be indented below it`;
  return `${slipped.slice(0, -1).join(', ')} and ${slipped.at(-1)} are arguments of ${layer} and must be indented below it`;
}

function rightSpelling(item: LayerItem, slipped: readonly string[]): unknown {
  const inside = argumentsNode(item);
  const moved = slipped.flatMap((key) => [...item.others].filter(([other]) => other === key));
  return plainOf(inside ? withEntries(inside, moved) : { kind: 'mapping', entries: new Map(moved), place: item.node.place });
}

function inputsOf(item: LayerItem, index: number, graph: Graph): readonly string[] | undefined {
  const member = item.beside.get('inputs');
  if (!member) return [index === 0 ? modelInput : (graph.names[index - 1]?.at(-1) ?? modelInput)];
  const { value } = member;
  const listed = value.kind === 'list' ? value.items : [value];
  const before = graph.problems.length;
  if (listed.length === 0) graph.problems.push(problemIn(value.place, 'inputs must name at least one layer'));
  const names = listed.map((node) => inputName(node, graph));
  return graph.problems.length === before ? names.filter((name) => name !== undefined) : undefined;
}

function inputName(node: SpecNode, { earlier, all, problems }: Graph): string | undefined {
  const name = textOf(node);
  if (name === undefined) problems.push(problemIn(node.place, `inputs must be the name of a layer, or a list of names, got ${wordingOf(node)}`));
  else if (earlier.has(name)) return name;
  else if (all.has(name)) problems.push(problemIn(node.place, `the layer ${JSON.stringify(name)} does not come before this one`, 'write layers in order: each below those it takes'));
  else problems.push(problemIn(node.place, `there is no layer ${JSON.stringify(name)}${didYouMean(name, [...earlier])}`));
  return undefined;
}

function checkNames(items: readonly (LayerItem | undefined)[], names: readonly (readonly string[])[], problems: Problems): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const member = item?.beside.get('name');
    const written = member && checkValue('name', besideShape.name, member.value, problems);
    if (typeof written === 'string') checkName(written, member?.value, problems);
    const twice = (names[index] ?? []).find((name) => seen.has(name));
    if (twice !== undefined && item) problems.push(problemIn(member?.value.place ?? item.node.place, `two layers are called ${JSON.stringify(twice)}`));
    for (const name of names[index] ?? []) seen.add(name);
  });
}

function checkName(name: string, node: SpecNode | undefined, problems: Problems): void {
  if (!node) return;
  if (name === modelInput) problems.push(problemIn(node.place, `a layer cannot be called ${JSON.stringify(name)}: that is what inputs call the data`));
  else if (!nameForm.test(name)) problems.push(problemIn(node.place, `a layer's name has 1 to 64 letters, digits, _ and -, got ${wordingOf(node)}`));
}
