// Holds written values against their declarations: in go a node and a schema, out come the checked
// value or, for each thing that is wrong, a sentence at its place. zod decides what is right; this
// file finds the words for what is not.
import type { z } from 'zod';
import type { ArgumentKinds } from '../words/arguments.js';
import { expectation, isNumeric, wordsOf } from '../words/expectation.js';
import { argumentOnlyInKeras } from '../words/keras.js';
import { besideKeys } from './keys.js';
import { argumentsNode } from './layer-item.js';
import { nestedTable } from '../words/nested.js';
import {
  type MappingNode,
  type Member,
  plainOf,
  type SpecNode,
  textOf,
  wordingOf,
} from '../document/node.js';
import { type Place, type Problem, problemIn } from '../document/problems.js';
import { didYouMean, nearestWord } from '../text/suggest.js';
import {
  article,
  type Entry,
  findEntry,
  type TaggedKind,
  taggedKind,
  unknownName,
} from '../words/tagged.js';
import {
  alternativesOf,
  defaultOf,
  isRequired,
  itemOf,
  kindWithin,
  unwrap,
} from '../words/wrapping.js';

/** A list of problems that the checks add to. */
export type Problems = Problem[];

/** The checked value of a key, or undefined with at least one problem more. */
export function checkValue(
  key: string,
  schema: z.ZodType,
  node: SpecNode,
  problems: Problems,
): unknown {
  if (node.kind === 'scalar' && node.refused) return undefined;
  const parsed = schema.safeParse(plainOf(node));
  if (parsed.success) return parsed.data;
  const before = problems.length;
  explain(key, schema, node, problems);
  if (problems.length === before) explainIssue(key, schema, node, parsed.error, problems);
  return undefined;
}

/**
 * The table's entry behind an owner of arguments, and what its kind is called; `nested` where
 * nothing may stand beside it.
 */
export type OwnerKind = { readonly noun: string; readonly entry: Entry; readonly nested?: true };

/**
 * What owns arguments, for messages: its name, where it was written, and its entry where it is one
 * of a table.
 */
export type Owner = { readonly name: string; readonly place: Place; readonly kind?: OwnerKind };

/**
 * The checked arguments of an entry, defaults filled in, or undefined with at least one problem
 * more.
 */
export function checkArguments(
  kinds: ArgumentKinds,
  node: MappingNode | null,
  owner: Owner,
  problems: Problems,
): Record<string, unknown> | undefined {
  const before = problems.length;
  const values: [string, unknown][] = [];
  for (const [key, member] of node?.entries ?? []) {
    if (!Object.hasOwn(kinds, key)) {
      problems.push(problemIn(member.key, ...unknownArgument(key, kinds, owner)));
    }
  }
  const meant = [...(node?.entries.keys() ?? [])].map((key) =>
    Object.hasOwn(kinds, key)
      ? key
      : (nestedArgument(key, kinds) ?? nearestWord(key, Object.keys(kinds))),
  );
  for (const [key, schema] of Object.entries(kinds)) {
    const member = node?.entries.get(key);
    if (member) values.push([key, checkValue(key, schema, member.value, problems)]);
    else if (!isRequired(schema)) values.push([key, defaultOf(schema)]);
    else if (!meant.includes(key)) {
      problems.push(problemIn(owner.place, `${owner.name} needs ${key}: ${expectation(schema)}`));
    }
  }
  return problems.length === before ? Object.fromEntries(values) : undefined;
}

// The sentence, and the cure where there is one.
function unknownArgument(
  key: string,
  kinds: ArgumentKinds,
  { name, kind }: Owner,
): [string, string?] {
  const nested = nestedArgument(key, kinds);
  if (nested !== undefined) {
    return [
      `${key} is a layer, not an argument of ${name}`,
      `write ${nested}: {${key}: …} below ${name}`,
    ];
  }
  if (kind?.noun === 'layer' && !kind.nested && besideKeys.includes(key)) {
    return [
      `${key} is no argument of ${name} but stands beside it`,
      `write ${key} at the indentation of ${name}`,
    ];
  }
  const spelling =
    kind && argumentOnlyInKeras(kind.noun, [kind.entry.name, ...(kind.entry.aliases ?? [])], key);
  if (spelling !== undefined) return [spelling];
  const legal = Object.keys(kinds);
  if (legal.length === 0) return [`${name} takes no arguments, got ${JSON.stringify(key)}`];
  return [`unknown argument ${JSON.stringify(key)} of ${name}${didYouMean(key, legal)}`];
}

// The argument that is meant where a layer's name stands among arguments.
function nestedArgument(key: string, kinds: ArgumentKinds): string | undefined {
  return Object.entries(kinds).find(([, schema]) => findEntry(nestedTable(schema) ?? [], key))?.[0];
}

function explain(key: string, schema: z.ZodType, node: SpecNode, problems: Problems): void {
  const layers = nestedTable(schema);
  if (layers) return explainNested(key, schema, layers, node, problems);
  const kind = kindWithin(schema);
  if (kind && meansTagged(schema, node)) return explainTagged(key, kind, node, problems);
  const item = itemOf(schema);
  if (item && node.kind === 'list' && node.items.length > 0) {
    for (const part of node.items) checkValue(`each of ${key}`, item, part, problems);
    return;
  }
  const words = wordsOf(schema);
  const text = textOf(node);
  if (kind || !words || text === undefined) return;
  const cure = cureOf(schema);
  // A word that has a cure of its own is no misspelling.
  problems.push(
    problemIn(
      node.place,
      cure === undefined
        ? unknownWord(key, words, text, expectation(schema))
        : issueSentence(key, schema, node),
      cure,
    ),
  );
}

function explainNested(
  key: string,
  schema: z.ZodType,
  layers: readonly Entry[],
  node: SpecNode,
  problems: Problems,
): void {
  const bare = textOf(node);
  const nothing: Member = {
    key: node.place,
    value: { kind: 'scalar', value: null, place: node.place },
  };
  const [[name, member] = [], ...others] =
    bare === undefined ? (node.kind === 'mapping' ? node.entries : []) : [[bare, nothing] as const];
  if (name === undefined || !member || others.length > 0) {
    return void problems.push(problemIn(node.place, issueSentence(key, schema, node)));
  }
  const entry = findEntry(layers, name);
  if (entry) {
    return void checkArguments(
      entry.arguments,
      argumentsNode({ entry, member }),
      { name: entry.name, place: member.key, kind: { noun: 'layer', entry, nested: true } },
      problems,
    );
  }
  const near = nearestWord(
    name,
    layers.map((layer) => layer.name),
  );
  problems.push(
    problemIn(
      member.key,
      `${key} must be ${expectation(schema)}, got ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}`,
    ),
  );
}

// A number that is out of bounds is not a misspelt schedule.
function meansTagged(schema: z.ZodType, node: SpecNode): boolean {
  if (node.kind === 'mapping') return true;
  const text = textOf(node);
  return text !== undefined
    ? numberIn(text) === undefined || !acceptsNumber(schema)
    : alternativesOf(schema).length === 1;
}

function explainTagged(key: string, kind: TaggedKind, node: SpecNode, problems: Problems): void {
  const named = node.kind === 'mapping' ? node.entries.get('name') : undefined;
  const nameNode = node.kind === 'mapping' ? named?.value : node;
  const name = textOf(nameNode);
  if (nameNode === undefined) {
    problems.push(
      problemIn(
        node.place,
        `${key} needs the name of ${article(kind.noun)}`,
        `write ${key}: {name: …} with its arguments beside the name`,
      ),
    );
  } else if (name === undefined) {
    problems.push(
      problemIn(
        nameNode.place,
        `${key} must be the name of ${article(kind.noun)}, or a mapping with its name and arguments, got ${wordingOf(nameNode)}`,
      ),
    );
  } else {
    const entry = findEntry(kind.table, name);
    if (!entry) {
      problems.push(
        problemIn(nameNode.place, unknownName(kind.noun, name, kind.table, wordingOf(nameNode))),
      );
    } else explainArguments({ noun: kind.noun, entry }, node, problems);
  }
}

function explainArguments(kind: OwnerKind, node: SpecNode, problems: Problems): void {
  const mapping =
    node.kind === 'mapping'
      ? { ...node, entries: new Map([...node.entries].filter(([key]) => key !== 'name')) }
      : null;
  const name = node.kind === 'mapping' ? node.entries.get('name')?.value.place : undefined;
  const { entry } = kind;
  const values = checkArguments(
    entry.arguments,
    mapping,
    { name: entry.name, place: name ?? node.place, kind },
    problems,
  );
  const problem = values && entry.problem?.(values);
  if (problem) problems.push(problemIn(node.place, `${entry.name} ${problem}`));
}

// What a declaration says beside what it takes.
function cureOf(schema: z.ZodType): string | undefined {
  return unwrap(schema).inner.meta()?.['cure'] as string | undefined;
}

function unknownWord(
  key: string,
  words: readonly string[],
  text: string,
  expected: string,
): string {
  const near = nearestWord(text, words);
  const hint = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  // A long list of words is noise beside the right one.
  if (near !== undefined && words.length > 8) return `unknown ${key} ${shortJson(text)}${hint}`;
  return `${key} must be ${expected}, got ${shortJson(text)}${hint}`;
}

function shortJson(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function explainIssue(
  key: string,
  schema: z.ZodType,
  node: SpecNode,
  error: z.ZodError,
  problems: Problems,
): void {
  const custom = error.issues.find(
    (issue) => issue.code === 'custom' && issue.message !== 'Invalid input',
  );
  const message = custom
    ? `${key} ${custom.message}, got ${wordingOf(node)}`
    : issueSentence(key, schema, node);
  problems.push(problemIn(node.place, message, textHint(schema, node)));
}

/**
 * What is wrong with a value as one sentence: `epochs must be a whole number of at least 1, got 0`.
 */
export function issueSentence(key: string, schema: z.ZodType, node: SpecNode): string {
  return `${key} must be ${textOf(node) === '' ? 'text that is not empty' : expectation(schema)}, got ${wordingOf(node)}`;
}

// "0.1" and 1_000 look like numbers and are text; yes and on look like true.
function textHint(schema: z.ZodType, node: SpecNode): string | null {
  const text = textOf(node);
  if (text === undefined) return null;
  const value = numberIn(text);
  if (value !== undefined && acceptsNumber(schema)) {
    const isQuoted = /^["']/.test(node.place.source.text.slice(node.place.start));
    return isQuoted
      ? `${JSON.stringify(text)} in quotes is text; write ${value} without them`
      : `${text} is text in YAML; write ${value}`;
  }
  const isTruth = alternativesOf(schema).some(
    (alternative) => unwrap(alternative).inner.def.type === 'boolean',
  );
  const truth = /^(?:yes|on|y|true)$/i.test(text)
    ? true
    : /^(?:no|off|n|false)$/i.test(text)
      ? false
      : undefined;
  return isTruth && truth !== undefined ? `${text} is text in YAML; write ${truth}` : null;
}

function acceptsNumber(schema: z.ZodType): boolean {
  return alternativesOf(schema).some((alternative) => {
    const { inner } = unwrap(alternative);
    if (taggedKind(inner)) return false;
    return (
      isNumeric(inner) ||
      (inner.def.type === 'pipe' &&
        acceptsNumber((inner.def as unknown as { readonly in: z.ZodType }).in))
    );
  });
}

function numberIn(text: string): number | undefined {
  const plain = text.trim().replaceAll('_', '');
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
