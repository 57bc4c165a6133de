// What a spec may say, for people: in go the tables, out comes Markdown with the keys of a spec and
// every entry, its arguments, what each takes and what it is where nothing is written.
import { briefly } from './brief.js';
import { defaultOf } from './check.js';
import { exampleArguments, flow } from './examples.js';
import type { ArgumentKinds, Entry, Kind, TaggedKind } from './kinds.js';
import type { Language } from './language.js';
import { type Group, groupsOf, sharedWith } from './reference-groups.js';
import { besideKeyKinds, besideRows, keyKinds, keyRows, type KeyRow } from './reference-keys.js';
import { isTagged } from './tagged.js';
import { checkpoint, earlyStopping, reduceLearningRate } from './top-level.js';

/** The shapes of a sample that goes into a layer with these written arguments and comes out. */
export type ShapesOf = (layer: string, written: Readonly<Record<string, unknown>>) => string | null;

const callbacks: readonly Entry[] = [
  {
    name: 'early_stopping',
    summary: "Ends training once the monitored value stalls: Keras' EarlyStopping.",
    arguments: earlyStopping,
  },
  {
    name: 'reduce_lr_on_plateau',
    summary: "Lowers the learning rate once the monitored value stalls: Keras' ReduceLROnPlateau.",
    arguments: reduceLearningRate,
  },
  {
    name: 'checkpoint',
    summary: "How often, beside each epoch's end, what `dlx resume` goes on from is kept.",
    arguments: checkpoint,
  },
];

/** The whole reference: the keys of a spec first, then layers, then what else is named. */
export function renderReference(language: Language, shapesOf: ShapesOf): string {
  const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];
  const sections = [
    head,
    contents(kinds),
    keysSection(),
    ...kinds.map((kind) => renderKind(kind, shapesOf)),
  ];
  return `${sections.join('\n\n')}\n`;
}

/**
 * The entries of this name, or this other spelling, in any table, and the key of that name: several
 * where a loss is a metric too.
 */
export function referenceOf(
  name: string,
  language: Language,
  shapesOf: ShapesOf,
): readonly string[] {
  const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];
  const found = kinds.flatMap(({ noun, table }) =>
    table
      .filter((entry) => entry.name === name || entry.aliases?.includes(name))
      .map((entry) => `${noun} ${renderEntry(noun, entry, [], shapesOf).slice('### '.length)}`),
  );
  const callback = callbacks.find((entry) => entry.name === name);
  const row = keyRows.find(({ key }) => key === name);
  if (callback) {
    found.push(`key ${renderEntry('key', callback, [], shapesOf).slice('### '.length)}`);
  } else if (row) found.push(`key ${row.key}\n\n${keyTable([row], keyKinds)}`);
  return found;
}

const head = `# What a spec may say

Made from dlx's own tables by \`npm run reference\`; the names, arguments and defaults are those of Keras 3.15, in Keras' order. \`dlx schema NAME\` explains one of them.

- A value that is no mapping is the first argument: \`Dense: 10\` is \`Dense: {units: 10}\`.
- What is named (an optimizer, a loss, an initializer …) is the bare name or a mapping with \`name\` and its arguments.
- An argument with \`=\` is that where it is left out; one without must be written. What it takes follows the colon.
- Shapes are those of one sample: \`28 × 28 × 1 → 26 × 26 × 32\` is what goes in and what comes out. Channels come last.`;

function contents(kinds: readonly TaggedKind[]): string {
  const links = kinds.map(({ noun, table }) => {
    const names =
      noun === 'layer'
        ? `: ${table.map((entry) => (isBare(entry) ? entry.name : `[${entry.name}](#${anchor(entry.name)})`)).join(', ')}`
        : '';
    return `- [${titleOf(noun)}](#${anchor(titleOf(noun))})${names}`;
  });
  return `## Contents\n\n- [Keys of a spec](#keys-of-a-spec)\n${links.join('\n')}`;
}

function titleOf(noun: string): string {
  const plural = `${noun}${noun.endsWith('s') ? 'es' : 's'}`;
  return `${plural.charAt(0).toUpperCase()}${plural.slice(1)}`;
}

// As Markdown's readers make it of a heading.
function anchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

function keysSection(): string {
  const beside = `In an item of \`model\`, beside the layer:\n\n${keyTable(besideRows, besideKeyKinds)}`;
  return [
    `## Keys of a spec\n\n${keyTable(keyRows, keyKinds)}`,
    beside,
    ...callbacks.map((entry) => renderEntry('key', entry, [], () => null)),
  ].join('\n\n');
}

function keyTable(rows: readonly KeyRow[], kinds: ArgumentKinds): string {
  const lines = rows.map(({ key, is, standard, means }) => {
    const kind = kinds[key];
    const takes = is ?? (kind ? briefly(kind) : '');
    const left = standard ?? (kind && !kind.isRequired ? code(defaultWords(kind)) : '');
    return `| \`${key}\` | ${cell(takes)} | ${left} | ${means} |`;
  });
  return ['| key | is | left out | |', '|---|---|---|---|', ...lines].join('\n');
}

function renderKind({ noun, table }: TaggedKind, shapesOf: ShapesOf): string {
  const groups = groupsOf(noun, table, (entry, name) => rowOf(name, entry.arguments[name]));
  const [bare, others] = [table.filter(isBare), table.filter((entry) => !isBare(entry))];
  const list = bare
    .map((entry) => {
      const example = exampleOf(noun, entry, shapesOf);
      return `- **${entry.name}**${otherNames(entry)}: ${entry.summary}${example === null ? '' : ` ${example}`}`;
    })
    .join('\n');
  return [
    `## ${titleOf(noun)}`,
    ...(bare.length > 0 ? [`Without arguments:\n\n${list}`] : []),
    ...groups.map(({ title, rows }) => `### ${title}\n\n${[...rows.values()].join('\n')}`),
    ...others.map((entry) => renderEntry(noun, entry, groups, shapesOf)),
    // What links in square brackets alone lead to.
    ...groups.map(({ title }) => `[${linkText(title)}]: #${anchor(title)}`),
  ].join('\n\n');
}

function isBare(entry: Entry): boolean {
  return Object.keys(entry.arguments).length === 0;
}

function renderEntry(
  noun: string,
  entry: Entry,
  groups: readonly Group[],
  shapesOf: ShapesOf,
): string {
  const shared = groups.map((group) => ({
    group,
    names: sharedWith(entry, group, (of, name) => rowOf(name, of.arguments[name])),
  }));
  const elsewhere = new Set(shared.flatMap(({ names }) => names));
  const rows = Object.entries(entry.arguments).flatMap(([name, kind]) =>
    elsewhere.has(name) ? [] : [rowOf(name, kind)],
  );
  const links = shared.flatMap(({ group, names }) =>
    names.length === 0 ? [] : [groupLink(group, names)],
  );
  const example = exampleOf(noun, entry, shapesOf);
  return [
    `### ${entry.name}`,
    `${entry.summary}${otherNames(entry)}`,
    ...(example === null ? [] : [example]),
    [
      ...(isBare(entry) ? ['No arguments.'] : []),
      ...rows,
      ...(links.length > 0 ? [`- the ${links.join('; the ')}`] : []),
    ].join('\n'),
  ].join('\n\n');
}

function linkText(title: string): string {
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

// All of a group, all but a few of it, or a few.
function groupLink({ title, rows }: Group, names: readonly string[]): string {
  const link = `[${linkText(title)}]`;
  const missing = [...rows.keys()].filter((name) => !names.includes(name));
  if (missing.length === 0) return link;
  return missing.length < names.length
    ? `${link} but ${missing.map(code).join(', ')}`
    : `${link} ${names.map(code).join(', ')}`;
}

// Of a layer: how it is written, and what it makes of a sample.
function exampleOf(noun: string, entry: Entry, shapesOf: ShapesOf): string | null {
  if (noun !== 'layer') return null;
  const written = exampleArguments(entry.arguments);
  const shapes = shapesOf(entry.name, written);
  const keys = Object.keys(written);
  const value = keys.length === 0 ? entry.name : `${entry.name}: ${flow(written)}`;
  return shapes === null ? null : `${code(value)}: ${shapes}`;
}

function otherNames({ aliases = [] }: Entry): string {
  return aliases.length === 0 ? '' : ` (also ${aliases.join(', ')})`;
}

function rowOf(name: string, kind: Kind | undefined): string {
  if (!kind) return '';
  const standard = kind.isRequired ? '' : ` = ${code(defaultWords(kind))}`;
  return `- ${code(name)}${standard}: ${briefly(kind)}`;
}

function defaultWords(kind: Kind): string {
  const value = defaultOf(kind);
  if (isTagged(value)) return value.name;
  const one = Array.isArray(value) && value.length > 0 ? sameOf(value) : undefined;
  return flow(one !== undefined && kind.form.form !== 'list' ? one : value);
}

// One value stands for all of a list, as it is written.
function sameOf(values: readonly unknown[]): unknown {
  const [first] = values;
  return values.every((value) => flow(value) === flow(first))
    ? Array.isArray(first)
      ? sameOf(first)
      : first
    : undefined;
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
