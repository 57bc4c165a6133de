// The model of a spec: in goes the list as written, out come its layers, each with a name, its
// inputs and all of its arguments, or the problems of each item. A block is a list in the list: its
// layers stand in the model under `block/layer`, and what it gives is what its last layer gives.
import { blockKey, modelInput } from '../words/keys.js';
import type { Kind } from '../words/kinds.js';
import { besideKinds } from '../words/top-level.js';
import { Budget, limits } from '../document/budget.js';
import { layerItem, type LayerItem, layerNames } from '../document/layer-item.js';
import { type SpecNode, textOf, wordingOf } from '../document/node.js';
import { problemIn } from '../document/problems.js';
import type { Reading } from '../document/reading.js';
import { didYouMean } from '../text/suggest.js';
import { checkValue, type Problems } from './check.js';
import { checkItem, type CheckedItem } from './layer-check.js';
import type { LayerSpec } from './spec.js';

const nameForm = /^[A-Za-z0-9_-]{1,64}$/;
// As `dlx show` writes the layers of blocks.
const longNameForm = /^[A-Za-z0-9_-]{1,64}(?:\/[A-Za-z0-9_-]{1,64}){0,8}$/;

/** The layers of a model, or undefined with at least one problem more. */
export function checkModel(node: SpecNode, reading: Reading): readonly LayerSpec[] | undefined {
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

/** Where a list of layers stands: the model, or a block in it. */
type Scope = Reading & {
  /** Arguments by item, so that a repeated block is checked once. */
  readonly checked: Map<LayerItem['node'], CheckedItem>;
  /** What the block is called where it stands; null in the model. */
  readonly block: string | null;
  /** What the names of its layers begin with in the model: `stem/`. */
  readonly prefix: string;
  /** Layers whose output `input` stands for. */
  readonly takes: readonly string[];
  readonly trainable: boolean;
  readonly origin: LayerSpec['origin'];
  /** The lists around it, the innermost first. */
  readonly outer: readonly List[];
};

type List = Scope & {
  /** Names of each item's copies. */
  readonly names: readonly (readonly string[])[];
  readonly all: ReadonlySet<string>;
  /**
   * By the names that this list has for them, the layers whose outputs are meant; grows from item
   * to item.
   */
  readonly outputs: Map<string, readonly string[]>;
};

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

function inputsOf(item: LayerItem, index: number, list: List): readonly string[] | undefined {
  const member = item.beside.get('inputs');
  if (!member) {
    return index === 0 ? list.takes : list.outputs.get(list.names[index - 1]?.at(-1) ?? '');
  }
  const { value } = member;
  const listed = value.kind === 'list' ? value.items : [value];
  const before = list.problems.length;
  if (listed.length === 0) {
    list.problems.push(problemIn(value.place, 'inputs must name at least one layer'));
  }
  const found = listed.slice(0, limits.inputs + 1).flatMap((node) => outputsNamed(node, list));
  if (found.length > limits.inputs) {
    list.problems.push(problemIn(value.place, `inputs name more than ${limits.inputs} outputs`));
  }
  return list.problems.length === before ? found : undefined;
}

function outputsNamed(
  node: SpecNode,
  { outputs, all, outer, block, problems }: List,
): readonly string[] {
  const name = textOf(node);
  const found = name === undefined ? undefined : outputs.get(name);
  if (found) return found;
  if (name === undefined) {
    problems.push(
      problemIn(
        node.place,
        `inputs must be the name of a layer, or a list of names, got ${wordingOf(node)}`,
      ),
    );
  } else if (all.has(name)) {
    problems.push(
      problemIn(
        node.place,
        `the layer ${JSON.stringify(name)} does not come before this one`,
        'write layers in order: each below those it takes',
      ),
    );
  } else if (block !== null && outer.some((list) => list.all.has(name))) {
    const cure = `name it in the inputs of the block; in the block it is called ${modelInput}`;
    problems.push(
      problemIn(
        node.place,
        `the layer ${JSON.stringify(name)} is not one of this block, and names in a block are its own`,
        cure,
      ),
    );
  } else {
    problems.push(
      problemIn(
        node.place,
        `there is no layer ${JSON.stringify(name)}${block === null ? '' : ' in this block'}${didYouMean(name, [...outputs.keys()])}`,
      ),
    );
  }
  return [];
}

function checkNames(items: readonly (LayerItem | undefined)[], list: List): void {
  const { names, problems } = list;
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const member = item?.beside.get('name');
    const written = member && checkValue('name', besideKinds.name, member.value, problems);
    if (item && member && typeof written === 'string') checkName(written, item, member.value, list);
    const twice = (names[index] ?? []).find((name) => seen.has(name));
    if (twice !== undefined && item) {
      problems.push(
        problemIn(
          member?.value.place ?? item.node.place,
          `two layers are called ${JSON.stringify(twice)}`,
        ),
      );
    }
    for (const name of names[index] ?? []) seen.add(name);
  });
}

function checkName(
  name: string,
  { isBlock }: LayerItem,
  node: SpecNode,
  { all, block, problems }: List,
): void {
  const what = isBlock ? 'block' : 'layer';
  const owner = name.slice(0, Math.max(0, name.indexOf('/')));
  if (name === modelInput) {
    problems.push(
      problemIn(
        node.place,
        `a ${what} cannot be called ${JSON.stringify(name)}: that is what inputs call the data`,
      ),
    );
  } else if (!(isBlock || block !== null ? nameForm : longNameForm).test(name)) {
    problems.push(
      problemIn(
        node.place,
        `a ${what}'s name has 1 to 64 letters, digits, _ and -, got ${wordingOf(node)}`,
      ),
    );
  } else if (all.has(owner)) {
    problems.push(
      problemIn(
        node.place,
        `${JSON.stringify(name)} would be a layer of ${JSON.stringify(owner)}, which stands here too`,
      ),
    );
  }
}
