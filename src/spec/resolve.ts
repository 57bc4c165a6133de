// From written to resolved: in goes the merged spec, out comes a Spec with every field present, or
// all that is wrong.
import { defaultOf, checkPlain } from '../words/check.js';
import { specKeys } from '../words/keys.js';
import type { Kind } from '../words/kinds.js';
import type { Language, NamedPart } from '../words/language.js';
import { findEntry, type Tagged } from '../words/tagged.js';
import { nameForm, nameRule } from '../words/run-name.js';
import { labels, partDefaults, settings, usualBatchSize } from '../words/top-level.js';
import { type MappingNode, plainOf, textOf, wordingOf } from '../document/node.js';
import { problemIn, problemOf } from '../document/problems.js';
import { briefYaml } from '../document/yaml.js';
import { didYouMean } from '../text/suggest.js';
import { checkInitialWeights, withFrozen } from './beginning-with.js';
import { checkBudget, checkCallbacks, checkCheckpoint, watched } from './callbacks.js';
import { checkValue } from './check.js';
import { checkModel } from './layers.js';
import { checkMetrics } from './monitor.js';
import type { Resolving } from './resolving.js';
import { checkFolds, checkSeeds, ofFold, type FoldOf, type Seeds } from './seeds.js';
import type { Spec } from './spec.js';

/** A resolved spec, and the seeds and folds to train it with; without folds where there are none. */
export type Resolved = {
  readonly spec: Spec;
  readonly seeds: Seeds;
  readonly folds: readonly FoldOf[];
};

/** The spec with every default filled in, or undefined with at least one problem more. */
export function resolveSpec(resolving: Resolving, defaultName: string): Resolved | undefined {
  const before = resolving.problems.length;
  checkKeys(resolving);
  const metrics = checkMetrics(resolving);
  const setting = <T>(key: keyof typeof settings, kind: Kind<T>): T | undefined =>
    checkSetting(key, kind, resolving);
  const monitor = setting('monitor', settings.monitor);
  const monitorNode = resolving.root.entries.get('monitor')?.value;
  const seeds = checkSeeds(setting('seed', settings.seed), resolving);
  const dataset = checkPart('dataset', resolving);
  const folded = checkFolds(
    setting('cross_validation', settings.cross_validation),
    dataset,
    resolving,
  );
  const found = {
    ...checkLabels(resolving, defaultName),
    dataset: dataset && folded && ofFold(dataset, folded.of),
    model: withFrozen(checkLayers(resolving, dataset), resolving),
    initial_weights: checkInitialWeights(resolving),
    optimizer: checkPart('optimizer', resolving),
    loss: checkPart('loss', resolving),
    metrics,
    class_weight: setting('class_weight', settings.class_weight),
    batch_size: batchSize(setting('batch_size', settings.batch_size)),
    epochs: setting('epochs', settings.epochs),
    seed: seeds?.[0],
    cross_validation: folded?.of,
    monitor: monitor === undefined ? undefined : watched(monitor, monitorNode, metrics, resolving),
    mode: setting('mode', settings.mode),
    ...checkCallbacks(metrics, resolving),
    checkpoint: checkCheckpoint(resolving),
    budget: checkBudget(resolving),
  };
  return resolving.problems.length === before && seeds && folded && isWhole(found)
    ? { spec: found, seeds, folds: folded.all }
    : undefined;
}

type Found = { readonly [K in keyof Spec]: Spec[K] | undefined };

function isWhole(found: Found): found is Spec {
  return Object.values(found).every((part) => part !== undefined);
}

function checkKeys({ root, language, problems }: Resolving): void {
  for (const [key, member] of root.entries) {
    if (specKeys.includes(key)) continue;
    const owner = (['optimizer', 'dataset', 'loss'] as const).find((part) =>
      Object.hasOwn(entryOf(part, root, language)?.arguments ?? {}, key),
    );
    const cure =
      owner &&
      `it is an argument of the ${owner}; write ${owner}: ${briefYaml(withArgument(owner, key, root, plainOf(member.value)))}`;
    problems.push(
      problemIn(
        member.key,
        `unknown key ${JSON.stringify(key)}${cure ? '' : didYouMean(key, specKeys)}`,
        cure ?? null,
      ),
    );
  }
}

function writtenName(part: NamedPart, root: MappingNode): string | undefined {
  const node = root.entries.get(part)?.value;
  if (!node) return partDefaults[part] ?? undefined;
  return textOf(node.kind === 'mapping' ? node.entries.get('name')?.value : node);
}

function entryOf(
  part: NamedPart,
  root: MappingNode,
  language: Language,
): ReturnType<typeof findEntry> {
  const name = writtenName(part, root);
  const table = {
    dataset: language.datasets,
    optimizer: language.optimizers,
    loss: language.losses,
  }[part];
  return name === undefined ? undefined : findEntry(table, name);
}

function withArgument(
  part: NamedPart,
  key: string,
  root: MappingNode,
  value: unknown,
): Record<string, unknown> {
  const node = root.entries.get(part)?.value;
  const written = node?.kind === 'mapping' ? plainOf(node) : { name: writtenName(part, root) };
  return { ...written, [key]: value };
}

function checkLabels(
  { root, problems }: Resolving,
  defaultName: string,
): Pick<Found, 'name' | 'tags' | 'notes' | 'tensorboard'> {
  const value = <T>(key: keyof typeof labels, kind: Kind<T>, standard: T): T | undefined => {
    const node = root.entries.get(key)?.value;
    return node ? checkValue(key, kind, node, problems) : standard;
  };
  const name = value('name', labels.name, defaultName);
  const node = root.entries.get('name')?.value;
  if (node && name !== undefined && !nameForm.test(name)) {
    problems.push(problemIn(node.place, `${nameRule}, got ${wordingOf(node)}`));
  }
  return {
    name,
    tags: value('tags', labels.tags, []),
    notes: value('notes', labels.notes, null),
    tensorboard: value('tensorboard', labels.tensorboard, false),
  };
}

const needed: Readonly<Record<string, string>> = {
  dataset: 'say what to train on, as dataset: spirals',
  model: 'list its layers, as model: [Flatten, {Dense: 10}]',
  loss: 'say what to minimise, as loss: sparse_categorical_crossentropy',
};

function checkPart(
  part: NamedPart,
  { root, source, language, problems }: Resolving,
): Tagged | undefined {
  const node = root.entries.get(part)?.value;
  const kind = language.parts[part];
  if (node) return checkValue(part, kind, node, problems);
  const standard = partDefaults[part];
  if (standard !== null) return checkPlain(kind, standard);
  problems.push(problemOf(source, `${part} is missing`, needed[part] ?? null));
  return undefined;
}

function checkLayers(resolving: Resolving, dataset: Tagged | undefined): Spec['model'] | undefined {
  const { root, source, problems } = resolving;
  const node = root.entries.get('model')?.value;
  if (node) return checkModel(node, resolving, inputNames(dataset, resolving));
  problems.push(problemOf(source, 'model is missing', needed['model'] ?? null));
  return undefined;
}

// Null where the data set is wrong, and would have said which inputs it gives.
function inputNames(
  dataset: Tagged | undefined,
  { root, language }: Resolving,
): readonly string[] | null {
  const entry = entryOf('dataset', root, language);
  if (!entry?.inputNames) return [];
  return dataset ? entry.inputNames(dataset.arguments) : null;
}

function checkSetting<T>(key: string, kind: Kind<T>, { root, problems }: Resolving): T | undefined {
  const node = root.entries.get(key)?.value;
  return node ? checkValue(key, kind, node, problems) : defaultOf(kind);
}

// What `auto` comes to is found where the machine is known.
function batchSize(value: number | 'auto' | undefined): number | undefined {
  return value === 'auto' ? usualBatchSize : value;
}
