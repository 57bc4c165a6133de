// From written to resolved: in goes the merged spec, out comes a Spec with every field present, or
// all that is wrong.
import type { z } from 'zod';
import { integer, type ArgumentKinds } from '../words/arguments.js';
import { checkArguments, checkValue, type Problems } from './check.js';
import { checkModel } from './layers.js';
import { checkMetrics, checkMonitor } from './monitor.js';
import type { Resolving } from './resolving.js';
import {
  isNull,
  type MappingNode,
  plainOf,
  type SpecNode,
  textOf,
  wordingOf,
} from '../document/node.js';
import { problemIn, problemOf } from '../document/problems.js';
import type { EarlyStopping, Language, MetricSpec, ReduceLearningRate, Spec } from './spec.js';
import { didYouMean } from '../text/suggest.js';
import { findEntry, type Tagged } from '../words/tagged.js';
import { briefYaml } from '../document/yaml.js';
import { specKeys } from './keys.js';
import {
  checkpoint,
  earlyStopping,
  labels,
  largestSeed,
  mostSeeds,
  type NamedPart,
  partDefaults,
  parts,
  reduceLearningRate,
  settings,
  usualBatchSize,
} from './top-level.js';

/** A resolved spec and the seeds to train it with. */
export type Resolved = { readonly spec: Spec; readonly seeds: readonly number[] };

/** The spec with every default filled in, or undefined with at least one problem more. */
export function resolveSpec(resolving: Resolving, defaultName: string): Resolved | undefined {
  const before = resolving.problems.length;
  checkKeys(resolving);
  const { name, tags, notes } = checkLabels(resolving);
  const parted = {
    dataset: checkPart('dataset', resolving),
    model: checkLayers(resolving),
    optimizer: checkPart('optimizer', resolving),
    loss: checkPart('loss', resolving),
  };
  const metrics = checkMetrics(resolving);
  const setting = (key: keyof typeof settings): unknown =>
    checkSetting(key, settings[key], resolving);
  const numbers = {
    class_weight: setting('class_weight'),
    batch_size: batchSize(setting('batch_size')),
    epochs: setting('epochs'),
    seed: setting('seed'),
  };
  const watching = {
    monitor: watched(
      setting('monitor'),
      resolving.root.entries.get('monitor')?.value,
      metrics,
      resolving,
    ),
    mode: setting('mode'),
    ...checkCallbacks(metrics, resolving),
    checkpoint: checkCheckpoint(resolving),
  };
  const seeds = checkSeeds(numbers.seed, resolving);
  if (resolving.problems.length > before || !metrics || !seeds) return undefined;
  const spec = {
    name: name ?? defaultName,
    tags,
    notes,
    ...parted,
    metrics,
    ...numbers,
    ...watching,
    seed: seeds[0],
  };
  // Without a problem every part is there.
  return { spec: spec as unknown as Spec, seeds };
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
  const written =
    node?.kind === 'mapping'
      ? (plainOf(node) as Record<string, unknown>)
      : { name: writtenName(part, root) };
  return { ...written, [key]: value };
}

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

function checkLabels({ root, problems }: Resolving): {
  readonly name: string | undefined;
  readonly tags: unknown;
  readonly notes: unknown;
} {
  const value = (key: keyof typeof labels): unknown => {
    const node = root.entries.get(key)?.value;
    return node ? checkValue(key, labels[key], node, problems) : undefined;
  };
  const name = value('name');
  const node = root.entries.get('name')?.value;
  if (node && typeof name === 'string' && !nameForm.test(name)) {
    problems.push(
      problemIn(
        node.place,
        `a name has 1 to 64 letters, digits, ., _ and -, and begins with a letter or digit, got ${wordingOf(node)}`,
      ),
    );
  }
  return {
    name: name as string | undefined,
    tags: value('tags') ?? [],
    notes: value('notes') ?? null,
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
  const schema = parts(language)[part];
  if (node) return checkValue(part, schema, node, problems) as Tagged | undefined;
  const standard = partDefaults[part];
  if (standard !== null) return schema.parse(standard);
  problems.push(problemOf(source, `${part} is missing`, needed[part] ?? null));
  return undefined;
}

function checkLayers({ root, source, language, problems }: Resolving): Spec['model'] | undefined {
  const node = root.entries.get('model')?.value;
  if (node) return checkModel(node, language, problems);
  problems.push(problemOf(source, 'model is missing', needed['model'] ?? null));
  return undefined;
}

function checkSetting(key: string, schema: z.ZodType, { root, problems }: Resolving): unknown {
  const node = root.entries.get(key)?.value;
  return node ? checkValue(key, schema, node, problems) : schema.parse(undefined);
}

// What `auto` comes to is found where the machine is known.
function batchSize(value: unknown): unknown {
  return value === 'auto' ? usualBatchSize : value;
}

type Watchers = {
  readonly early_stopping: EarlyStopping | null;
  readonly reduce_lr_on_plateau: ReduceLearningRate | null;
};

function checkCallbacks(
  metrics: readonly MetricSpec[] | undefined,
  resolving: Resolving,
): Watchers {
  const stopping = checkCallback('early_stopping', earlyStopping, metrics, resolving);
  const { restore_best_weights: restores, ...early } = stopping ?? {};
  if (restores === false) {
    const node = memberOf('early_stopping', 'restore_best_weights', resolving.root);
    if (node) {
      resolving.problems.push(
        problemIn(
          node.place,
          'restore_best_weights must be true: dlx always keeps the weights of the best epoch',
          'remove it',
        ),
      );
    }
  }
  const plateau = checkCallback('reduce_lr_on_plateau', reduceLearningRate, metrics, resolving);
  return {
    early_stopping: stopping ? (early as EarlyStopping) : null,
    reduce_lr_on_plateau: (plateau as ReduceLearningRate | undefined) ?? null,
  };
}

function checkCallback(
  key: string,
  kinds: ArgumentKinds,
  metrics: readonly MetricSpec[] | undefined,
  resolving: Resolving,
): Record<string, unknown> | undefined {
  const member = resolving.root.entries.get(key);
  if (!member || isNull(member.value) || isValue(member.value, false)) return undefined;
  const { value } = member;
  if (value.kind !== 'mapping' && !isValue(value, true)) {
    resolving.problems.push(
      problemIn(
        value.place,
        `${key} must be a mapping of its arguments, true, or null, got ${wordingOf(value)}`,
        `write ${key}: ${likelyArgument(kinds, value)}`,
      ),
    );
    return undefined;
  }
  const args = checkArguments(
    kinds,
    value.kind === 'mapping' ? value : null,
    { name: key, place: member.key },
    resolving.problems,
  );
  return (
    args && {
      ...args,
      monitor: watched(
        args['monitor'],
        memberOf(key, 'monitor', resolving.root),
        metrics,
        resolving,
      ),
    }
  );
}

// A part of one is what the learning rate is multiplied by.
function likelyArgument(kinds: ArgumentKinds, node: SpecNode): string {
  const value = node.kind === 'scalar' ? node.value : null;
  const isFactor = 'factor' in kinds && typeof value === 'number' && value > 0 && value < 1;
  return isFactor ? `{factor: ${value}}` : '{patience: 3}';
}

// A time alone is `every`.
function checkCheckpoint({ root, problems }: Resolving): unknown {
  const member = root.entries.get('checkpoint');
  if (!member || isValue(member.value, true)) {
    return checkArguments(checkpoint, null, { name: 'checkpoint', place: root.place }, problems);
  }
  if (isNull(member.value) || isValue(member.value, false)) return { every: null };
  if (member.value.kind === 'mapping') {
    return checkArguments(
      checkpoint,
      member.value,
      { name: 'checkpoint', place: member.key },
      problems,
    );
  }
  return {
    every: checkValue('checkpoint', checkpoint['every'] as z.ZodType, member.value, problems),
  };
}

function memberOf(key: string, inner: string, root: MappingNode): SpecNode | undefined {
  const node = root.entries.get(key)?.value;
  return node?.kind === 'mapping' ? node.entries.get(inner)?.value : undefined;
}

// What is watched can be judged only where the metrics are known.
function watched(
  monitor: unknown,
  node: SpecNode | undefined,
  metrics: readonly MetricSpec[] | undefined,
  resolving: Resolving,
): unknown {
  return node && metrics && monitor !== undefined
    ? checkMonitor(node, metrics, resolving)
    : monitor;
}

function isValue(node: SpecNode, value: unknown): boolean {
  return node.kind === 'scalar' && node.value === value;
}

function checkSeeds(seed: unknown, { root, problems }: Resolving): readonly number[] | undefined {
  const node = root.entries.get('seeds')?.value;
  if (typeof seed !== 'number') return undefined;
  if (!node) return [seed];
  if (node.kind === 'list') return checkSeedList(node, problems);
  const count = checkValue('seeds', integer({ min: 1, max: mostSeeds }), node, problems);
  if (typeof count !== 'number') return undefined;
  if (seed + count - 1 <= largestSeed) return Array.from({ length: count }, (_, i) => seed + i);
  problems.push(
    problemIn(
      node.place,
      `${count} seeds upwards from ${seed} go beyond ${largestSeed}, the largest seed`,
    ),
  );
  return undefined;
}

function checkSeedList(
  node: SpecNode & { readonly kind: 'list' },
  problems: Problems,
): readonly number[] | undefined {
  const before = problems.length;
  if (node.items.length === 0 || node.items.length > mostSeeds) {
    problems.push(
      problemIn(
        node.place,
        `seeds must be a list of 1 to ${mostSeeds} seeds, got ${node.items.length}`,
      ),
    );
    return undefined;
  }
  const seeds = node.items.map((item) =>
    checkValue('each of seeds', integer({ min: 0, max: largestSeed }), item, problems),
  );
  const twice = seeds.findIndex((seed, index) => seeds.indexOf(seed) < index);
  const again = node.items[twice];
  if (problems.length === before && again) {
    problems.push(problemIn(again.place, `the seed ${wordingOf(again)} is there twice`));
  }
  return problems.length === before ? (seeds as number[]) : undefined;
}
