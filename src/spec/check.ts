// What is said of a value that is not as declared: in go a node and a kind, out comes the checked
// value or, for each thing that is wrong, a sentence at its place with its cure.
import { check, checkArguments as checkAllArguments } from '../words/check.js';
import { numberIn } from '../words/check-scalar.js';
import { expectation } from '../words/expectation.js';
import { kerasArgumentOf } from '../words/foreign-names.js';
import { argumentOnlyInKeras } from '../words/keras.js';
import { besideKeys } from '../words/keys.js';
import type { ArgumentKinds, ArgumentsOf, Form, Kind } from '../words/kinds.js';
import { nestedTable } from '../words/nested.js';
import type { Owner as OwnerAt, Reporter } from '../words/reporter.js';
import { article, findEntry } from '../words/tagged.js';
import { meantArgument, unknownName } from '../words/unknown.js';
import { type MappingNode, type SpecNode, textOf, wordingOf } from '../document/node.js';
import { type Place, type Problem, problemIn } from '../document/problems.js';
import { characterOf } from '../document/yaml.js';
import { cutText } from '../text/cut.js';
import { nearestWord } from '../text/suggest.js';

/** A list of problems that the checks add to. */
export type Problems = Problem[];

/** What owns arguments, for messages. */
export type Owner = OwnerAt<Place>;

/** The checked value of a key, or undefined with at least one problem more. */
export function checkValue<T>(
  key: string,
  kind: Kind<T>,
  node: SpecNode,
  problems: Problems,
): T | undefined {
  return check(key, kind, node, tellIn(problems));
}

/**
 * The checked arguments of an entry, defaults filled in, or undefined with at least one problem
 * more.
 */
export function checkArguments<S extends ArgumentKinds>(
  kinds: S,
  node: MappingNode | null,
  owner: Owner,
  problems: Problems,
): ArgumentsOf<S> | undefined {
  return checkAllArguments(kinds, node, owner, tellIn(problems));
}

function tellIn(problems: Problems): Reporter<Place> {
  const tell = (place: Place, message: string, cure?: string): undefined => {
    problems.push(problemIn(place, message, cure));
  };
  return {
    // A spec's size is a matter of its budget.
    mostItems: Infinity,
    mismatch: (key, kind, node) =>
      tell(node.place, mismatchSentence(key, kind, node), cureOf(kind, node)),
    excess: (key, most, node) =>
      tell(node.place, `${key} has more than ${most} parts, got ${wordingOf(node)}`),
    nameless: (key, { noun, key: under = 'name' }, node) =>
      tell(
        node.place,
        `${key} needs the name of ${article(noun)}`,
        `write ${key}: {${under}: …} with its arguments beside the ${under}`,
      ),
    unknownName: (_, { noun, table }, node) =>
      tell(node.place, unknownName(noun, textOf(node) ?? '', table, wordingOf(node))),
    unknownLayer: (key, kind, name, place) => tell(place, unknownLayer(key, kind, name)),
    unknownArgument: (key, kinds, place, owner) =>
      tell(place, ...unknownArgument(key, kinds, owner)),
    missing: (key, kinds, owner, written) => {
      const kind = kinds[key];
      if (!kind || isMeant(key, kinds, written)) return undefined;
      return tell(owner.place, `${owner.name} needs ${key}: ${expectation(kind)}`);
    },
    problem: (entry, problem, node) => tell(node.place, `${entry.name} ${problem}`),
  };
}

// What is missing may be there under a wrong name, of which is told already.
function isMeant(key: string, kinds: ArgumentKinds, written: readonly string[]): boolean {
  const legal = Object.keys(kinds);
  return written.some(
    (other) =>
      !Object.hasOwn(kinds, other) &&
      (nestedArgument(other, kinds) ??
        kerasArgumentOf(other, legal) ??
        nearestWord(other, legal)) === key,
  );
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
  if (kind?.noun === 'layer' && !kind.isNested && besideKeys.includes(key)) {
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
  return [`unknown argument ${JSON.stringify(key)} of ${name}${meantArgument(key, legal)}`];
}

// The argument that is meant where a layer's name stands among arguments.
function nestedArgument(key: string, kinds: ArgumentKinds): string | undefined {
  return Object.entries(kinds).find(([, kind]) => findEntry(nestedTable(kind) ?? [], key))?.[0];
}

function unknownLayer(key: string, kind: Kind, name: string): string {
  const near = nearestWord(
    name,
    (nestedTable(kind) ?? []).map((layer) => layer.name),
  );
  return `${key} must be ${expectation(kind)}, got ${JSON.stringify(name)}${meant(near)}`;
}

/**
 * What is wrong with a value as one sentence: `epochs must be a whole number of at least 1, got 0`.
 */
export function mismatchSentence(key: string, kind: Kind, node: SpecNode): string {
  const text = textOf(node);
  const { form } = kind;
  if (form.form === 'choice' && text !== undefined && kind.rest.cure === undefined) {
    return unknownWord(key, form.words, text, expectation(kind));
  }
  const expected = text === '' ? 'text that is not empty' : expectation(kind);
  return `${key} must be ${expected}, got ${wordingOf(node)}`;
}

function unknownWord(
  key: string,
  words: readonly string[],
  text: string,
  expected: string,
): string {
  const near = nearestWord(text, words);
  // A long list of words is noise beside the right one.
  if (near !== undefined && words.length > 8) {
    return `unknown ${key} ${shortJson(text)}${meant(near)}`;
  }
  return `${key} must be ${expected}, got ${shortJson(text)}${meant(near)}`;
}

function meant(near: string | undefined): string {
  return near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
}

function shortJson(text: string): string {
  return JSON.stringify(cutText(text, 60));
}

function cureOf(kind: Kind, node: SpecNode): string | undefined {
  const text = textOf(node);
  if (kind.rest.cure !== undefined || text === undefined) return kind.rest.cure;
  return textHint(kind.form, text, node);
}

// "0.1" and 1_000 look like numbers and are text; yes and on look like true.
function textHint(form: Form, text: string, node: SpecNode): string | undefined {
  const value = numberIn(text);
  if (value !== undefined && takesNumbers(form)) {
    const isQuoted = /^["']/.test(node.place.source.text.slice(node.place.start));
    return isQuoted
      ? `${JSON.stringify(text)} in quotes is text; write ${value} without them`
      : `${text} is text in YAML; write ${value}`;
  }
  const character = form.form === 'text' && form.pattern ? characterOf(text) : undefined;
  if (character !== undefined && form.form === 'text' && form.pattern?.test(character)) {
    return `write "${text}" in double quotes`;
  }
  const truth = truths.find(([words]) => words.test(text))?.[1];
  return takesTruth(form) && truth !== undefined
    ? `${text} is text in YAML; write ${truth}`
    : undefined;
}

const truths: readonly (readonly [RegExp, boolean])[] = [
  [/^(?:yes|on|y|true)$/i, true],
  [/^(?:no|off|n|false)$/i, false],
];

function takesTruth(form: Form): boolean {
  return form.form === 'either'
    ? form.options.some((option) => takesTruth(option.form))
    : form.form === 'boolean';
}

function takesNumbers(form: Form): boolean {
  switch (form.form) {
    case 'integer':
    case 'number':
    case 'sizes':
    case 'edges':
    case 'duration':
      return true;
    case 'oneOrList':
      return takesNumbers(form.item.form);
    case 'either':
      return form.options.some((option) => takesNumbers(option.form));
    default:
      return false;
  }
}
