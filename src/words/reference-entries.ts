// The entries of a family, a list of Markdown: in go what they share and what is their own, out come
// a line for what each takes and an item for each of them, or for twins as Conv1D and Conv2D.
import type { Entry } from './kinds.js';
import type { Family, Group, OwnRow, Said, Share, Unit } from './reference-groups.js';
import { code, exampleOf, otherNames, type ShapesOf } from './reference-rows.js';

/** The entries of a family, under its title; `groups` are told of here, and not linked to. */
export function renderFamily(
  noun: string,
  family: Family,
  groups: readonly Group[],
  shapesOf: ShapesOf,
): string {
  const { title, each, eachShares, units } = family;
  const shared = [...rowsOf(saidRows(each)), ...sharesLine(eachShares, groups.length === 0)];
  const items = [
    ...(shared.length > 0 ? [`- Each of them:${below(shared)}`] : []),
    ...groups.map((group) => `- ${group.title}, of some:${below(rowsOf(saidRows(group.said)))}`),
    ...units.map((unit) => renderUnit(noun, unit, groups.length === 0, shapesOf)),
  ];
  return [...(title === null ? [] : [`### ${title}`]), items.join('\n')].join('\n\n');
}

function renderUnit(
  noun: string,
  { entries, own, shares }: Unit,
  isLinked: boolean,
  shapesOf: ShapesOf,
): string {
  const summary = withoutPapers(summaryOf(entries.map((entry) => entry.summary)));
  const rows = below([...rowsOf(own), ...sharesLine(shares, isLinked)]);
  const names = entries.map(({ name }) => name).join(', ');
  const others = otherNames(entries.flatMap(otherSpellings));
  const end = rows.startsWith(' ') && !summary.endsWith('.') ? '.' : '';
  return `- **${names}**${others}: ${examplesOf(noun, entries, shapesOf)}${summary}${end}${rows}`;
}

// What is short stands in the line, the rest in lines of its own.
function below(lines: readonly string[]): string {
  const inline = lines.join('; ');
  if (lines.length === 0) return '';
  return lines.length === 1 || inline.length <= longestLine
    ? ` ${inline.charAt(0).toUpperCase()}${inline.slice(1)}.`
    : `\n${bullets(lines, '  ')}`;
}

const longestLine = 110;

// `dlx schema NAME` names them.
function withoutPapers(summary: string): string {
  return summary.replace(/ \([A-Z][A-Za-zé]+(?: et al\.| and [A-Z][A-Za-zé]+)?, \d{4}\)/g, '');
}

// Of twins, what each of them says, with what both say once.
function summaryOf([first = '', second = first]: readonly string[]): string {
  if (first === second) return first;
  const [one, other] = [first.split(' '), second.split(' ')];
  const start = one.findIndex((word, index) => word !== other[index]);
  if (start === 0) return `${first} 2D: ${second}`;
  const rest = one.toReversed().findIndex((word, index) => word !== other.at(-1 - index));
  const ours = one
    .slice(start, one.length - rest)
    .join(' ')
    .replace(/[.:]$/, '');
  return [...one.slice(0, start), `${ours}, in 2D`, ...other.slice(start)].join(' ');
}

// Of layers: how the last of them is written, unless that is its name alone, and what each makes of
// a sample.
function examplesOf(noun: string, entries: readonly Entry[], shapesOf: ShapesOf): string {
  const examples = entries.toReversed().flatMap((entry) => {
    const example = exampleOf(noun, entry, shapesOf);
    return example ? [{ ...example, name: entry.name }] : [];
  });
  const said = examples.map(({ name, written, shapes }, index) =>
    index > 0
      ? `${dimensions(name)}: ${shapes}`
      : written === name
        ? shapes
        : `${code(written)}: ${shapes}`,
  );
  return said.length === 0 ? '' : `${said.join('; ')}. `;
}

// What tells twins apart.
function dimensions(name: string): string {
  return /\dD/.exec(name)?.[0] ?? name;
}

// But those that the head has a rule for.
function otherSpellings({ name, aliases = [] }: Entry): readonly string[] {
  const following = [
    name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase(),
    name.replace('Conv', 'Convolution'),
    name.replace('Pooling', 'Pool').replace('Average', 'Avg'),
  ];
  return aliases.filter((other) => !following.includes(other));
}

/** Arguments and what is said of each, a line each. */
export function saidList(said: Said): string {
  return bullets(rowsOf(saidRows(said)));
}

function saidRows(said: Said): readonly OwnRow[] {
  return [...said].map(([name, words]) => ({ name, said: words }));
}

// A line an argument; neighbours of which the same is said are one line.
function rowsOf(rows: readonly OwnRow[]): readonly string[] {
  const lines: { names: string[]; said: string }[] = [];
  for (const { name, said, of } of rows) {
    const words = `${said}${of === undefined ? '' : ` (${dimensions(of)})`}`;
    const last = lines.at(-1);
    if (last?.said === words) last.names.push(name);
    else lines.push({ names: [name], said: words });
  }
  return lines.map(({ names, said }) => `${names.map(code).join(', ')}${said}`);
}

function sharesLine(shares: readonly Share[], isLinked: boolean): readonly string[] {
  const links = shares.map(({ group, missing }) => {
    const text = linkText(group.title);
    const link = isLinked ? `[${text}]` : text;
    return missing.length === 0 ? link : `${link} but ${missing.map(code).join(', ')}`;
  });
  return links.length === 0 ? [] : [`with the ${links.join(' and the ')}`];
}

/** A group's title within a sentence. */
export function linkText(title: string): string {
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

function bullets(lines: readonly string[], indent = ''): string {
  return lines.map((line) => `${indent}- ${line}`).join('\n');
}
