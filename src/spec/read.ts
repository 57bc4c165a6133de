// The one door to specs: in go a file's path and what the command line says beside it, out comes a
// spec that was read, merged, checked and resolved; or SpecProblems, with every problem in it.
import { basename, resolve } from 'node:path';
import { mergeSpecs } from '../document/merge.js';
import { minimalForm, type MinimalForm } from './minimal.js';
import { type MappingNode, plainOf, type SpecNode, withEntries } from '../document/node.js';
import { readWithParents, withParents } from '../document/parents.js';
import { pathsFrom, type PathInSpec } from '../document/paths.js';
import {
  type Problem,
  problemIn,
  problemOf,
  type Source,
  SpecProblems,
} from '../document/problems.js';
import { resolveSpec } from './resolve.js';
import type { FoldOf } from './seeds.js';
import { inSetOrder, readOption, readSet, within } from '../document/set.js';
import { type Reading, startReading } from '../document/reading.js';
import type { Spec } from './spec.js';
import { numberIn } from '../words/check-scalar.js';
import { specKeys } from '../words/keys.js';
import type { Language } from '../words/language.js';
import { partDefaults } from '../words/top-level.js';

/** What the command line says beside the file. */
export type ReadOptions = {
  readonly language: Language;
  /** `key.path=value` each, in any order; of one key said twice, the later one holds. */
  readonly set?: readonly string[];
  /** One run with this seed, whatever the file says of seeds. */
  readonly seed?: number;
  /** So many runs, upwards from the seed. */
  readonly seeds?: number;
  /** A run for each of so many folds. */
  readonly folds?: number;
  readonly name?: string;
  /** How long training may take, as `budget` says it: 600, 10m. */
  readonly budget?: string;
  /** True has what TensorBoard shows written, whatever the file says. */
  readonly tensorboard?: boolean;
  /** Beside the file's own. */
  readonly tag?: readonly string[];
};

/** The spec of one run in each of its forms: plain data. */
export type Trial = {
  /** Resolved. */
  readonly spec: Spec;
  /** As it would be written: merged, defaults not filled in, `extends` gone; trainable as it is. */
  readonly written: Readonly<Record<string, unknown>>;
  /** What the hashes are taken of. */
  readonly minimal: MinimalForm;
  /** Where its relative paths start; absolute. */
  readonly folder: string;
};

/** Values of other keys than the spec has, by dotted path, as `optimizer.learning_rate`. */
export type Overrides = Readonly<Record<string, unknown>>;

/** A spec that was read: that of its first seed, and what else is known of it. */
export type ReadSpec = Trial & {
  /** One run is wanted for each. */
  readonly seeds: readonly number[];
  /** And of each seed one for each fold, where there is a cross-validation; empty where there is none. */
  readonly folds: readonly FoldOf[];
  /** Whether `batch_size` is `auto`: then it is a placeholder in all forms. */
  readonly findsBatchSize: boolean;
  /** What is no problem but must not go unsaid, as arguments that a new name drops; a sentence each. */
  readonly notes: readonly string[];
  /** The paths of its data. */
  readonly paths: readonly PathInSpec[];
  /** The files that it extends, absolute, the nearest first. */
  readonly extended: readonly string[];
  /**
   * The same spec with other values: of one run among replicates with its seed, with paths as seen
   * from another folder, or with any other key. Throws SpecProblems where they do not fit.
   */
  readonly trial: (overrides: Overrides, folder?: string) => ReadSpec;
  /**
   * A problem at a path in the spec, as `['model', 3, 'units']`, or at its nearest part that was
   * written. Arguments of a layer may be named with or without its class between.
   */
  readonly problemAt: (
    path: readonly (string | number)[],
    message: string,
    cure?: string,
  ) => Problem;
};

/** Reads the spec at `path`. Throws SpecProblems (exit code 2) with all that is wrong. */
export function readSpec(path: string, options: ReadOptions): ReadSpec {
  const reading = startReading(options.language);
  return finished(readWithParents(path, reading), path, options, reading);
}

/** Reads a spec from a text as if it stood in the file at `path`. */
export function readSpecText(text: string, path: string, options: ReadOptions): ReadSpec {
  const reading = startReading(options.language);
  return finished(withParents(text, path, reading), path, options, reading);
}

/**
 * A file's name as the name of a spec: without its ending, of letters, digits, `.`, `_` and `-`
 * alone.
 */
export function nameOfFile(path: string): string {
  const cleaned = basename(path)
    .replace(/(?<=.)\.[^.]*$/, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 64);
  return cleaned || 'spec';
}

function finished(
  merged: MappingNode,
  path: string,
  options: ReadOptions,
  reading: Reading,
): ReadSpec {
  const { source } = merged.place;
  const tree = withOptions(merged, options, reading);
  return readTree({ tree, source, folder: resolve(source.folder), path, reading });
}

type Tree = {
  readonly tree: MappingNode;
  readonly source: Source;
  readonly folder: string;
  readonly path: string;
  readonly reading: Reading;
};

function readTree({ tree, source, folder, path, reading }: Tree): ReadSpec {
  const { language, problems } = reading;
  const { root, paths } = pathsFrom(folder, tree, language);
  const resolved = resolveSpec({ ...reading, root, source }, nameOfFile(path));
  if (!resolved || problems.length > 0) throw new SpecProblems(problems);
  const { spec, seeds, folds } = resolved;
  const written = ordered({ ...plainOf(root), name: spec.name });
  return {
    spec,
    seeds,
    folds,
    written,
    folder,
    findsBatchSize: written['batch_size'] === 'auto',
    minimal: minimalForm(spec, language),
    notes: reading.notes,
    paths,
    extended: reading.extended,
    trial: (overrides, from = folder) => {
      const again = { ...startReading(language), extended: reading.extended };
      const other = withOptions(tree, { language, ...optionsOf(overrides) }, again);
      return readTree({ tree: other, source, folder: from, path, reading: again });
    },
    problemAt: (at, message, cure) => problemAt({ root, source }, at, message, cure),
  };
}

// As the command line would say it.
function optionsOf({ seed, ...others }: Overrides): Pick<ReadOptions, 'seed' | 'set'> {
  const set = Object.entries(others).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return { ...(typeof seed === 'number' ? { seed } : {}), set };
}

// `--set optimizer.learning_rate=0.1` also means the optimizer that is there unsaid.
function withOptions(root: MappingNode, options: ReadOptions, reading: Reading): MappingNode {
  if (root.entries.has('optimizer')) return optionsOver(root, options, reading);
  const standard: SpecNode = { kind: 'scalar', value: partDefaults.optimizer, place: root.place };
  const merged = optionsOver(
    withEntries(root, [['optimizer', { key: root.place, value: standard }]]),
    options,
    reading,
  );
  return merged.entries.get('optimizer')?.value === standard
    ? withEntries(merged, [['optimizer', undefined]])
    : merged;
}

function optionsOver(
  root: MappingNode,
  { set = [], seed, seeds, folds, name, budget, tensorboard = false, tag = [] }: ReadOptions,
  reading: Reading,
): MappingNode {
  const merge = (parent: MappingNode, child: MappingNode | null): MappingNode =>
    child ? mergeSpecs(parent, child, reading) : parent;
  let merged = root;
  if (seed !== undefined) {
    merged = merge(withEntries(merged, [['seeds', undefined]]), readOption('--seed', 'seed', seed));
  }
  for (const option of inSetOrder(set)) {
    const { node, problems } = readSet(option, reading.budget);
    reading.problems.push(...problems);
    merged = merge(merged, node);
  }
  if (seeds !== undefined) merged = merge(merged, readOption('--seeds', 'seeds', seeds));
  if (folds !== undefined) {
    const option = readOption('--folds', 'folds', folds);
    merged = merge(merged, within('cross_validation', option));
  }
  if (name !== undefined) merged = merge(merged, readOption('--name', 'name', name));
  if (budget !== undefined) {
    merged = merge(merged, readOption('--budget', 'budget', numberIn(budget) ?? budget));
  }
  if (tensorboard) merged = merge(merged, readOption('--tensorboard', 'tensorboard', true));
  return tag.length > 0 ? withTags(merged, readOption('--tag', 'tags', tag)) : merged;
}

function withTags(root: MappingNode, option: MappingNode): MappingNode {
  const added = option.entries.get('tags');
  const old = root.entries.get('tags')?.value;
  if (!added || old?.kind !== 'list' || added.value.kind !== 'list') {
    return old && old.kind !== 'list' ? root : withEntries(root, option.entries);
  }
  return withEntries(root, [
    [
      'tags',
      { key: added.key, value: { ...added.value, items: [...old.items, ...added.value.items] } },
    ],
  ]);
}

function ordered(written: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    specKeys.filter((key) => Object.hasOwn(written, key)).map((key) => [key, written[key]]),
  );
}

type Whole = { readonly root: MappingNode; readonly source: Source };

function problemAt(
  { root, source }: Whole,
  path: readonly (string | number)[],
  message: string,
  cure?: string,
): Problem {
  let node: SpecNode = root;
  for (const [depth, key] of path.entries()) {
    const next: SpecNode | undefined =
      childOf(node, key) ??
      (path[0] === 'model' && typeof path[depth - 1] === 'number'
        ? argumentOf(node, key)
        : undefined);
    if (!next) break;
    node = next;
  }
  return node === root ? problemOf(source, message, cure) : problemIn(node.place, message, cure);
}

function childOf(node: SpecNode, key: string | number): SpecNode | undefined {
  if (node.kind === 'list') return typeof key === 'number' ? node.items[key] : undefined;
  if (node.kind !== 'mapping') return undefined;
  return node.entries.get(String(key))?.value;
}

// In a layer's item the arguments stand one level deeper.
function argumentOf(node: SpecNode, key: string | number): SpecNode | undefined {
  if (node.kind !== 'mapping') return undefined;
  const [layer] = [...node.entries.values()].filter((member) => member.value.kind === 'mapping');
  return layer?.value.kind === 'mapping' ? layer.value.entries.get(String(key))?.value : undefined;
}
