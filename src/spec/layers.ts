// The model of a spec: in goes the list as written, out come its layers, each with a name, its
// inputs and all of its arguments, or the problems of each item. A block is a list in the list: its
// layers stand in the model under `block/layer`, and what it gives is what its last layer gives.
import { blockKey, modelInput } from '../words/keys.js';
import type { Kind } from '../words/kinds.js';
import { besideKinds } from '../words/top-level.js';
import { Budget, limits } from '../document/budget.js';
import { layerItem, type LayerItem, layerNames } from '../document/layer-item.js';
import { type SpecNode, wordingOf } from '../document/node.js';
import { problemIn } from '../document/problems.js';
import type { Reading } from '../document/reading.js';
import { checkValue, type Problems } from './check.js';
import { checkItem } from './layer-check.js';
import { checkNames, inputsOf, type List, nameInputs, type Scope } from './layer-names.js';
import type { LayerSpec } from './spec.js';

/**
 * The layers of a model, or undefined with at least one problem more. `inputs` are the names of what
 * the data may give; null where that is not known.
 */
export function checkModel(
  node: SpecNode,
  reading: Reading,
  inputs: readonly string[] | null,
): readonly LayerSpec[] | undefined {
  const { problems } = reading;
  const before = problems.length;
  if (node.kind !== 'list') {
    const isPatch = node.kind === 'mapping';
    const cure = isPatch
      ? 'a mapping changes the layers of a parent by name: say which with extends, or begin each layer with "- "'
      : null;
    problems.push(
      problemIn(
        node.place,
        `model must be a list of layers, got ${isPatch ? 'a mapping' : wordingOf(node)}`,
        cure,
      ),
    );
    return undefined;
  }
  const count = countLayers(node.items, reading, 0);
  if (node.items.length === 0 || count > limits.layers) {
    problems.push(
      problemIn(
        node.place,
        node.items.length === 0
          ? 'model has no layers'
          : `the model has more than ${limits.layers} layers`,
      ),
    );
    return undefined;
  }
  const whole: Scope = {
    ...reading,
    checked: new Map(),
    inputs,
    block: null,
    prefix: '',
    takes: [modelInput],
    trainable: true,
    origin: ['model'],
    outer: [],
  };
  const { layers } = listLayers(node.items, whole);
  return problems.length === before ? layers : undefined;
}

function countLayers(nodes: readonly SpecNode[], reading: Reading, depth: number): number {
  return nodes.reduce((sum, node) => {
    const item = layerItem(node, reading);
    if (!item) return sum + 1;
    const {
      isBlock,
      member: { value },
    } = item;
    const within =
      isBlock && value.kind === 'list' && depth < limits.blocks
        ? countLayers(value.items, reading, depth + 1)
        : 1;
    return sum + item.repeat * within;
  }, 0);
}

type Listed = {
  readonly layers: readonly LayerSpec[];
  readonly outputs: ReadonlyMap<string, readonly string[]>;
};

function listLayers(nodes: readonly SpecNode[], scope: Scope): Listed {
  const items = nodes.map((node) => layerItem(node, scope));
  const names = layerNames(items.map((item) => item ?? { layer: '', name: undefined, repeat: 1 }));
  const list: List = {
    ...scope,
    names,
    all: new Set(names.flat()),
    outputs: new Map([[modelInput, scope.takes]]),
  };
  nameInputs(list);
  checkNames(items, list);
  const layers = nodes.flatMap((node, index) => itemLayers(items[index], node, index, list));
  return { layers, outputs: list.outputs };
}

function itemLayers(
  item: LayerItem | undefined,
  node: SpecNode,
  index: number,
  list: List,
): readonly LayerSpec[] {
  const names = list.names[index] ?? [];
  const inputs = item && inputsOf(item, index, list);
  for (const name of names) list.outputs.set(name, [`${list.prefix}${name}`]);
  if (!item) {
    list.problems.push(
      problemIn(
        node.place,
        `a layer is a name, as Flatten, or a mapping, as {Dense: {units: 10}}, got ${wordingOf(node)}`,
      ),
    );
    return [];
  }
  const trainable =
    (checkBeside(item, 'trainable', besideKinds.trainable, list.problems) ?? true) === true &&
    list.trainable;
  checkBeside(item, 'repeat', besideKinds.repeat, list.problems);
  const origin = [...list.origin, index];
  const checked = list.checked.get(item.node) ?? checkItem(item, list.outer.length, list);
  list.checked.set(item.node, checked);
  if (checked.kind === 'block') {
    return blockLayers(
      checked.items,
      names,
      { ...list, takes: inputs ?? [modelInput], trainable, origin: [...origin, blockKey] },
      list,
    );
  }
  if (checked.kind === 'wrong' || !inputs) return [];
  tellExcess(
    item,
    { taken: inputs.length + names.length - 1, listed: checked.listed * names.length },
    list,
  );
  return names.map((name, copy) => ({
    layer: item.layer,
    name: `${list.prefix}${name}`,
    arguments: checked.arguments,
    inputs: copy === 0 ? inputs : [`${list.prefix}${names[copy - 1]}`],
    trainable,
    origin,
  }));
}

// Repeats in repeats make a model of what no file could hold. Told once, where it becomes too much.
function tellExcess(
  { node, beside, member }: LayerItem,
  { taken, listed }: { readonly taken: number; readonly listed: number },
  { budget, problems }: List,
): void {
  if (budget.exceeds('taken', taken)) {
    problems.push(
      problemIn(
        beside.get('inputs')?.value.place ?? node.place,
        `the layers up to here take more than ${Budget.words('taken')} inputs, each copy counted`,
      ),
    );
  }
  if (budget.exceeds('listed', listed)) {
    problems.push(
      problemIn(
        member.value.place,
        `the arguments of the layers up to here list more than ${Budget.words('listed')} values, each copy counted`,
      ),
    );
  }
}

// Each copy takes what the one before it gives.
function blockLayers(
  items: readonly SpecNode[],
  names: readonly string[],
  scope: Scope,
  list: List,
): readonly LayerSpec[] {
  const before = list.problems.length;
  const made: LayerSpec[] = [];
  // Told of already.
  if (list.budget.isSpent('taken') || list.budget.isSpent('listed')) return [];
  for (const name of names) {
    const takes = made.length > 0 ? [made.at(-1)?.name ?? ''] : scope.takes;
    const { layers, outputs } = listLayers(items, {
      ...scope,
      takes,
      block: name,
      prefix: `${list.prefix}${name}/`,
      outer: [list, ...list.outer],
    });
    // The other copies would only say it again.
    if (list.problems.length > before) return [];
    made.push(...layers);
    for (const [local, meant] of outputs) {
      if (local !== modelInput) list.outputs.set(`${name}/${local}`, meant);
    }
    list.outputs.set(name, [made.at(-1)?.name ?? '']);
  }
  return made;
}

function checkBeside(item: LayerItem, key: string, kind: Kind, problems: Problems): unknown {
  const member = item.beside.get(key);
  return member ? checkValue(key, kind, member.value, problems) : undefined;
}
