// The record of a run in, the score that ranks it out, with what is known of how sure it is.
import { isMapping } from '../words/written.js';
import type { RunRecord } from './record.js';

/** The score of the best epoch on validation that a run is ranked by. */
export type RankingScore = {
  /** `val_accuracy`: validation of the spec's first metric, or of its loss. */
  readonly name: string;
  readonly mode: 'min' | 'max';
  /** Null where there is none, or it is undefined. */
  readonly value: number | null;
  /** Of so many samples. */
  readonly n: number;
  /**
   * The standard error of a share of n samples, √(p (1 − p) / n), the binomial's; null for what is no
   * share, or where samples weigh differently.
   */
  readonly se: number | null;
};

// Each sample is right or wrong; `binary_accuracy` counts outputs, of which a sample may have
// several.
const shares: readonly string[] = [
  'accuracy',
  'categorical_accuracy',
  'sparse_categorical_accuracy',
  'top_k_categorical_accuracy',
  'sparse_top_k_categorical_accuracy',
];

/** The score that ranks a run. */
export function rankingScore({
  metrics,
  scores,
  data,
  spec,
}: Pick<RunRecord, 'metrics' | 'scores' | 'data' | 'spec'>): RankingScore {
  const [{ name, mode } = { name: 'loss', mode: 'min' as const }] = metrics;
  const n = data.validation;
  const found = scores.validation;
  // A metric may be called `constructor`, which every object has.
  const value = found && Object.hasOwn(found, name) ? (found[name] ?? null) : null;
  const isShare = value !== null && value >= 0 && value <= 1 && countsSamples(spec);
  return {
    name: `val_${name}`,
    mode,
    value,
    n,
    se: isShare && n > 0 ? Math.sqrt((value * (1 - value)) / n) : null,
  };
}

function countsSamples({ metrics, dataset }: RunRecord['spec']): boolean {
  if (isMapping(dataset) && dataset['sample_weight'] != null) return false;
  const first: unknown = Array.isArray(metrics) ? metrics[0] : undefined;
  const name = isMapping(first) ? (first['name'] ?? Object.keys(first)[0]) : first;
  return typeof name === 'string' && shares.includes(name);
}
