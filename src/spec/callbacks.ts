// What follows a training epoch by epoch: in go early_stopping, reduce_lr_on_plateau, checkpoint and
// budget as written, out come their arguments, or null where they are not asked for.
import type { ArgumentKinds, ArgumentsOf, Kind } from '../words/kinds.js';
import { budget, checkpoint, earlyStopping, reduceLearningRate } from '../words/top-level.js';
import { isNull, type MappingNode, type SpecNode, wordingOf } from '../document/node.js';
import { problemIn } from '../document/problems.js';
import { checkArguments, checkValue } from './check.js';
import { checkMonitor } from './monitor.js';
import type { Resolving } from './resolving.js';
import type { EarlyStopping, MetricSpec, ReduceLearningRate, Spec } from './spec.js';

type Watchers = {
  readonly early_stopping: EarlyStopping | null;
  readonly reduce_lr_on_plateau: ReduceLearningRate | null;
};

/** The callbacks that are asked for; what is wrong with them is told. */
export function checkCallbacks(
  metrics: readonly MetricSpec[] | undefined,
  resolving: Resolving,
): Watchers {
  const stopping = checkCallback('early_stopping', earlyStopping, metrics, resolving);
  if (stopping?.restore_best_weights === false) {
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
    early_stopping: stopping ? withoutRestoring(stopping) : null,
    reduce_lr_on_plateau: plateau ?? null,
  };
}

function withoutRestoring({
  restore_best_weights: _,
  ...stopping
}: ArgumentsOf<typeof earlyStopping>): EarlyStopping {
  return stopping;
}

type Watching = ArgumentKinds & { readonly monitor: Kind<string> };

// What cannot be watched is a problem more, and what is returned then is never used.
function checkCallback<S extends Watching>(
  key: string,
  kinds: S,
  metrics: readonly MetricSpec[] | undefined,
  resolving: Resolving,
): ArgumentsOf<S> | undefined {
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
      monitor: watched(args.monitor, memberOf(key, 'monitor', resolving.root), metrics, resolving),
    }
  );
}

// A part of one is what the learning rate is multiplied by.
function likelyArgument(kinds: ArgumentKinds, node: SpecNode): string {
  const value = node.kind === 'scalar' ? node.value : null;
  const isFactor = 'factor' in kinds && typeof value === 'number' && value > 0 && value < 1;
  return isFactor ? `{factor: ${value}}` : '{patience: 3}';
}

/** How often state is kept: a time alone is `every`. */
export function checkCheckpoint({ root, problems }: Resolving): Spec['checkpoint'] | undefined {
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
  const every = checkValue('checkpoint', checkpoint.every, member.value, problems);
  return every === undefined ? undefined : { every };
}

/** How long training may take: a time alone is `seconds`. */
export function checkBudget({ root, problems }: Resolving): Spec['budget'] | undefined {
  const member = root.entries.get('budget');
  if (!member || isNull(member.value) || isValue(member.value, false)) return null;
  const owner = { name: 'budget', place: member.key };
  if (member.value.kind === 'mapping') {
    return checkArguments(budget, member.value, owner, problems);
  }
  const seconds = checkValue('budget', budget.seconds, member.value, problems);
  return seconds === undefined ? undefined : { seconds };
}

function memberOf(key: string, inner: string, root: MappingNode): SpecNode | undefined {
  const node = root.entries.get(key)?.value;
  return node?.kind === 'mapping' ? node.entries.get(inner)?.value : undefined;
}

/**
 * The one spelling of what is watched, which can be judged only where it is written and the metrics
 * are known.
 */
export function watched(
  monitor: string,
  node: SpecNode | undefined,
  metrics: readonly MetricSpec[] | undefined,
  resolving: Resolving,
): string {
  return (node && metrics && checkMonitor(node, metrics, resolving)) ?? monitor;
}

function isValue(node: SpecNode, value: unknown): boolean {
  return node.kind === 'scalar' && node.value === value;
}
