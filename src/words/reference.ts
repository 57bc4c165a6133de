// What a spec may say, for people: in go the tables, out comes Markdown with the keys of a spec and
// every entry, its arguments, what each takes and what it is where nothing is written. What entries
// share is said once.
import type { Entry, TaggedKind } from './kinds.js';
import type { Language } from './language.js';
import { linkText, renderFamily, saidList } from './reference-entries.js';
import { familiesOf, groupsOf } from './reference-groups.js';
import {
  besideKeyKinds,
  besideRows,
  callbacks,
  keyKinds,
  keyRows,
  keyTable,
} from './reference-keys.js';
import { brieflySaidOf, type ShapesOf } from './reference-rows.js';

// How one of each kind is written, and what holds for all of them.
const introductions: Readonly<Record<string, string>> = {
  'data set': 'As in `dataset: {name: table, file: houses.csv, target: price}`.',
  'column type':
    'As in `dataset: {name: table, file: houses.csv, target: price, columns: {built: date, district: {type: category, min_count: 5}}}`.',
  optimizer: 'As in `optimizer: {name: sgd, learning_rate: 0.1, momentum: 0.9}`.',
  loss: 'As in `loss: {name: huber, delta: 2}`.',
  metric: 'As in `metrics: [accuracy, {name: auc, curve: PR, label: area}]`.',
  activation: 'As in `Dense: {units: 8, activation: {name: leaky_relu, negative_slope: 0.1}}`.',
  initializer: 'As in `Dense: {units: 8, kernel_initializer: he_normal}`.',
  regularizer: 'As in `Dense: {units: 8, kernel_regularizer: {name: l2, l2: 0.001}}`.',
  constraint: 'As in `Dense: {units: 8, kernel_constraint: {name: max_norm, max_value: 3}}`.',
  schedule:
    'As in `optimizer: {name: adam, learning_rate: {name: CosineDecay, initial_learning_rate: 0.01}}`. Its length is given in steps or in epochs, and is the whole run where neither is.',
};

/** The whole reference: the keys of a spec first, then layers, then what else is named. */
export function renderReference(language: Language, shapesOf: ShapesOf): string {
  const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];
  const sections = [
    head,
    contents(kinds),
    keysSection(),
    ...kinds.map((kind, index) => renderKind(kind, kinds.slice(0, index), shapesOf)),
  ];
  return `${sections.join('\n\n')}\n`;
}

const head = `# What a spec may say

Made from dlx's own tables by \`npm run reference\`; the names, arguments and defaults are those of Keras 3.15, in Keras' order. \`dlx schema NAME\` explains one of them, in full words and with its papers.

- A value that is no mapping is the first argument: \`Dense: 10\` is \`Dense: {units: 10}\`.
- What is named (an optimizer, a loss, an initializer …) is the bare name or a mapping with \`name\` and its arguments. Keras' other spellings are taken, too: \`Adam\` is \`adam\`, \`Convolution2D\` \`Conv2D\`, \`AvgPool2D\` \`AveragePooling2D\`.
- After an argument's \`=\` stands its default, after the colon what it takes. Without a default it must be written, or is null if it may be null. Where nothing follows the default, its like may be written: \`true\` for \`false\`, another [initializer](#initializers), any number. What ends in \`_regularizer\` or \`_constraint\` is null or one of [these](#regularizers) or [those](#constraints).
- \`≥ 0\` alone is a number of that range; a *size* is a whole number for all axes, or a list of one for each.
- Shapes are those of one sample: 28 × 28 × 1 → 26 × 26 × 32 is what goes in and what comes out. Channels come last.
- What an entry says itself goes before what it shares with others.`;

function contents(kinds: readonly TaggedKind[]): string {
  const links = kinds.map(({ noun, table }) => {
    const families = [...new Set(table.flatMap(({ family }) => family ?? []))].map(linkTo);
    return `- ${linkTo(titleOf(noun))}${families.length > 0 ? `: ${families.join(', ')}` : ''}`;
  });
  return `## Contents\n\n- ${linkTo('Keys of a spec')}\n${links.join('\n')}`;
}

function titleOf(noun: string): string {
  const plural = `${noun}${noun.endsWith('s') ? 'es' : 's'}`;
  return `${plural.charAt(0).toUpperCase()}${plural.slice(1)}`;
}

function linkTo(title: string): string {
  return `[${title}](#${anchor(title)})`;
}

// As Markdown's readers make it of a heading.
function anchor(title: string): string {
  return title.toLowerCase().replaceAll(',', '').replaceAll(' ', '-');
}

function keysSection(): string {
  const beside = `In an item of \`model\`, beside the layer:\n\n${keyTable(besideRows, besideKeyKinds)}`;
  const sections = callbacks.map(({ name, arguments: kinds }) => {
    const said = Object.entries(kinds).map(([of, kind]) => [of, brieflySaidOf(kind)] as const);
    return `### ${name}\n\n${saidList(new Map(said))}`;
  });
  return [`## Keys of a spec\n\n${keyTable(keyRows, keyKinds)}`, beside, ...sections].join('\n\n');
}

function renderKind(
  { noun, table }: TaggedKind,
  before: readonly TaggedKind[],
  shapesOf: ShapesOf,
): string {
  const known = before.flatMap((other) => {
    const both = table.filter((entry) => other.table.some((same) => saysTheSame(entry, same)));
    return both.length > 0 ? [{ noun: other.noun, both }] : [];
  });
  const told = table.filter((entry) => !known.some(({ both }) => both.includes(entry)));
  const groups = groupsOf(noun, told, brieflySaidOf);
  const families = familiesOf(told, groups, brieflySaidOf);
  // Groups that several families share have headings of their own, to which links lead.
  const headed = families.length > 1 ? groups : [];
  const rest = headed.length > 0 ? [] : groups;
  const introduction = introductions[noun];
  return [
    `## ${titleOf(noun)}`,
    ...(introduction === undefined ? [] : [introduction]),
    ...headed.map(({ title, said }) => `### ${title}\n\n${saidList(said)}`),
    ...families.map((family) => renderFamily(noun, family, rest, shapesOf)),
    ...known.map((of) => knownLine(of.noun, of.both, noun)),
    ...headed.map(({ title }) => `[${linkText(title)}]: #${anchor(title)}`),
  ].join('\n\n');
}

function knownLine(of: string, entries: readonly Entry[], noun: string): string {
  const names = entries.map(({ name }) => `**${name}**`).join(', ');
  const [theirs, ours] = [of, noun].map(titleOf);
  return `These ${linkTo(theirs ?? '')} are ${ours?.toLowerCase()}, too: ${names}.`;
}

// A metric that is a loss as well.
function saysTheSame(one: Entry, other: Entry): boolean {
  const told = ({ name, aliases, summary, arguments: kinds }: Entry): string =>
    [
      name,
      ...(aliases ?? []),
      summary,
      ...Object.entries(kinds).map(([of, kind]) => of + brieflySaidOf(kind)),
    ].join('\n');
  return told(one) === told(other);
}
