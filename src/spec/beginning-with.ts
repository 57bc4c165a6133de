// What a training begins with, and which layers stay as they are: in go initial_weights and freeze as
// written, out come where weights come from, and the layers with the frozen ones among them.
import { freeze, initialWeights } from '../words/top-level.js';
import { isNull, type SpecNode } from '../document/node.js';
import { problemIn } from '../document/problems.js';
import { matchesAny, matchesPattern } from '../text/pattern.js';
import { didYouMean } from '../text/suggest.js';
import { checkArguments, checkValue } from './check.js';
import type { Resolving } from './resolving.js';
import type { InitialWeights, LayerSpec } from './spec.js';

const sources = ['run', 'spec', 'file'] as const;

/** Where weights come from, null where they are drawn, or undefined with at least one problem more. */
export function checkInitialWeights({
  root,
  problems,
}: Resolving): InitialWeights | null | undefined {
  const member = root.entries.get('initial_weights');
  if (!member || isNull(member.value)) return null;
  const { value } = member;
  if (value.kind === 'scalar' && value.value === false) return null;
  if (value.kind !== 'mapping') {
    problems.push(
      problemIn(
        value.place,
        'initial_weights must be a mapping of its arguments, or null',
        'write initial_weights: {run: …}, with spec: or file: in its place for what is no run',
      ),
    );
    return undefined;
  }
  const owner = { name: 'initial_weights', place: member.key };
  const found = checkArguments(initialWeights, value, owner, problems);
  if (!found) return undefined;
  const given = sources.filter((source) => found[source] !== null);
  if (given.length === 1) return found;
  problems.push(
    problemIn(
      value.place,
      `initial_weights needs one of run, spec and file, got ${given.length === 0 ? 'none' : given.join(' and ')}`,
      given.length === 0
        ? 'write initial_weights: {run: …}'
        : `remove one; what a parent says is removed by ${given[0]}: null`,
    ),
  );
  return undefined;
}

/** The layers, those that `freeze` names not trainable; or undefined with at least one problem more. */
export function withFrozen(
  layers: readonly LayerSpec[] | undefined,
  { root, problems }: Resolving,
): readonly LayerSpec[] | undefined {
  const node = root.entries.get('freeze')?.value;
  if (!node || isNull(node)) return layers;
  const written = checkValue('freeze', freeze, node, problems);
  if (written === undefined || !layers) return undefined;
  const patterns = typeof written === 'string' ? [written] : written;
  const names = layers.map(({ name }) => name);
  const strange = patterns.filter((one) => !names.some((name) => matchesPattern(one, name)));
  for (const pattern of strange) {
    problems.push(
      problemIn(
        placeOf(node, pattern).place,
        `freeze names no layer of the model: ${JSON.stringify(pattern)}${didYouMean(pattern, names)}`,
      ),
    );
  }
  if (strange.length > 0) return undefined;
  return layers.map((layer) =>
    matchesAny(patterns, layer.name) ? { ...layer, trainable: false } : layer,
  );
}

function placeOf(node: SpecNode, pattern: string): SpecNode {
  if (node.kind !== 'list') return node;
  return node.items.find((item) => item.kind === 'scalar' && item.value === pattern) ?? node;
}
