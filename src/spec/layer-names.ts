// How the layers of a model are called, and which of them an item's `inputs` mean: in go a list of
// layers and where it stands, out come names of outputs, or problems.
import { modelInput } from '../words/keys.js';
import { besideKinds } from '../words/top-level.js';
import { limits } from '../document/budget.js';
import type { LayerItem } from '../document/layer-item.js';
import { type SpecNode, textOf, wordingOf } from '../document/node.js';
import { problemIn } from '../document/problems.js';
import type { Reading } from '../document/reading.js';
import { didYouMean } from '../text/suggest.js';
import { checkValue } from './check.js';
import type { CheckedItem } from './layer-check.js';
import type { LayerSpec } from './spec.js';

const nameForm = /^[A-Za-z0-9_-]{1,64}$/;
// As `dlx show` writes the layers of blocks.
const longNameForm = /^[A-Za-z0-9_-]{1,64}(?:\/[A-Za-z0-9_-]{1,64}){0,8}$/;

/** Where a list of layers stands: the model, or a block in it. */
export type Scope = Reading & {
  /** Arguments by item, so that a repeated block is checked once. */
  readonly checked: Map<LayerItem['node'], CheckedItem>;
  /** The names of the inputs that the data may give; null where they are not known. */
  readonly inputs: readonly string[] | null;
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

/** A list of layers, and what is called by which name in it. */
export type List = Scope & {
  /** Names of each item's copies. */
  readonly names: readonly (readonly string[])[];
  readonly all: ReadonlySet<string>;
  /**
   * By the names that this list has for them, the layers whose outputs are meant; grows from item
   * to item.
   */
  readonly outputs: Map<string, readonly string[]>;
};

/**
 * Lets the layers of a model take inputs of the data by their names. Where there is one, it is the
 * same by whatever name, and a layer that is called so means itself.
 */
export function nameInputs({ inputs, block, all, outputs }: List): void {
  if (block !== null || inputs === null) return;
  for (const name of inputs) {
    if (!all.has(name)) outputs.set(name, [inputs.length === 1 ? modelInput : name]);
  }
}

/**
 * The layers whose outputs the item of a list at `index` takes, or undefined with at least one problem
 * more.
 */
export function inputsOf(
  item: LayerItem,
  index: number,
  list: List,
): readonly string[] | undefined {
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

function outputsNamed(node: SpecNode, list: List): readonly string[] {
  const { outputs, all, outer, block, problems } = list;
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
    tellUnknown(name, node, list);
  }
  return [];
}

function tellUnknown(
  name: string,
  node: SpecNode,
  { outputs, block, inputs, problems }: List,
): void {
  // Data that is not known has a problem of its own.
  if (inputs === null) return;
  if (block !== null && inputs.includes(name)) {
    problems.push(
      problemIn(
        node.place,
        `the input ${JSON.stringify(name)} of the data is not known in this block, and names in a block are its own`,
        `name it in the inputs of the block; in the block it is called ${modelInput}`,
      ),
    );
    return;
  }
  const isOfSeveral = inputs.length > 1 && block === null;
  const what = isOfSeveral ? 'layer or input' : 'layer';
  const where = block === null ? '' : ' in this block';
  const known = [...outputs.keys()].filter((one) => !(isOfSeveral && one === modelInput));
  problems.push(
    problemIn(
      node.place,
      `there is no ${what} ${JSON.stringify(name)}${where}${didYouMean(name, known)}`,
    ),
  );
}

/** Tells of names of layers that are none, or that two have. */
export function checkNames(items: readonly (LayerItem | undefined)[], list: List): void {
  const { names, problems } = list;
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const member = item?.beside.get('name');
    const written = member && checkValue('name', besideKinds.name, member.value, problems);
    if (item && member && typeof written === 'string') checkName(written, item, member.value, list);
    const own = names[index] ?? [];
    const twice = own.find((name) => seen.has(name));
    if (twice !== undefined && item) {
      problems.push(
        problemIn(
          member?.value.place ?? item.node.place,
          `two layers are called ${JSON.stringify(twice)}`,
        ),
      );
    }
    if (item) tellOfInputs(item, own, list);
    for (const name of own) seen.add(name);
  });
}

// Of several inputs each has its name to itself.
function tellOfInputs(
  item: LayerItem,
  names: readonly string[],
  { inputs, block, problems }: List,
): void {
  if (block !== null || inputs === null || inputs.length < 2) return;
  const shared = names.find((name) => inputs.includes(name));
  if (shared === undefined) return;
  const what = item.isBlock ? 'block' : 'layer';
  problems.push(
    problemIn(
      (item.beside.get('name')?.value ?? item.node).place,
      `a ${what} cannot be called ${JSON.stringify(shared)}: that is an input of the data`,
      `give the ${what} another name: name: …`,
    ),
  );
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
