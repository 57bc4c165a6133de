// Metrics that were asked for beside those of a run's spec: names in, checked metrics out.
import { SpecProblems } from '../document/problems.js';
import type { DatasetDescription } from '../dataset/dataset.js';
import { targetValues } from '../dataset/target-values.js';
import { judgingProblems } from '../experiment/judging.js';
import { misuse } from '../ground/errors.js';
import type { Outputs } from '../run/outputs.js';
import { metricName, type MetricSpec } from '../spec/spec.js';
import type { KeptModel } from './kept.js';

/**
 * The metrics of these names, with their defaults, but for those that the spec has. Throws a misuse
 * where one is no metric, or does not fit the model or its targets; `outputs` are those that are kept.
 */
export function moreMetrics(
  kept: Pick<KeptModel, 'read' | 'inputs' | 'target' | 'network'>,
  names: readonly string[],
  outputs: Pick<Outputs, 'targets'> | null,
): readonly MetricSpec[] {
  if (names.length === 0) return [];
  const { read, network } = kept;
  const own = new Set(read.spec.metrics.map(metricName));
  try {
    const asked = read.trial({ metrics: names });
    const problems = judgingProblems(asked, describedBy(kept, outputs), network);
    if (problems.length > 0) throw new SpecProblems(problems);
    return asked.spec.metrics.filter((metric) => !own.has(metricName(metric)));
  } catch (error) {
    if (!(error instanceof SpecProblems)) throw error;
    throw misuse(
      error.problems
        .map(({ message, cure }) => `--metrics: ${message}${cure === null ? '' : `; ${cure}`}`)
        .join('\n'),
    );
  }
}

// Of targets that are numbers and not known yet nothing is said.
function describedBy(
  { inputs, target }: Pick<KeptModel, 'inputs' | 'target'>,
  outputs: Pick<Outputs, 'targets'> | null,
): DatasetDescription {
  const classNames = target.kind === 'classes' ? target.classes : null;
  return {
    inputs,
    classes: classNames && classNames.length,
    classNames,
    targetName: target.name,
    ...(outputs && target.kind === 'number'
      ? { targetValues: targetValues([Float32Array.from(outputs.targets.values)]) }
      : {}),
    columns: null,
    notes: [],
  };
}
