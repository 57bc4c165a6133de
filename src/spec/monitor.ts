// The metrics of a spec and the names by which an epoch's values are watched: in go the written
// keys, out come the metrics and, for each `monitor`, the one spelling of what it watches.
import { listOf } from '../words/arguments.js';
import { checkValue } from './check.js';
import { type SpecNode, textOf, wordingOf } from '../document/node.js';
import { problemIn } from '../document/problems.js';
import type { Resolving } from './resolving.js';
import { metricName, type MetricSpec } from './spec.js';
import { didYouMean } from '../text/suggest.js';
import { findEntry, type Tagged } from '../words/tagged.js';

/** The metrics of a spec, or undefined with at least one problem more. */
export function checkMetrics({
  root,
  language,
  problems,
}: Resolving): readonly MetricSpec[] | undefined {
  const node = root.entries.get('metrics')?.value;
  if (!node) return [];
  if (node.kind !== 'list') {
    const cure = textOf(node) === undefined ? null : `write metrics: [${textOf(node)}]`;
    problems.push(problemIn(node.place, `metrics must be a list, got ${wordingOf(node)}`, cure));
    return undefined;
  }
  const before = problems.length;
  const found = checkValue('metrics', listOf(language.parts.metric), node, problems);
  const metrics = found?.map(labelled) ?? [];
  const seen = new Set<string>();
  metrics.forEach((metric, index) => {
    const isFirst = !seen.has(metricName(metric));
    seen.add(metricName(metric));
    const place = node.items[index]?.place ?? node.place;
    if ((metric.label ?? '') in Object.prototype) {
      problems.push(
        problemIn(
          place,
          `the label ${JSON.stringify(metric.label)} cannot be a name in the log`,
          'choose another',
        ),
      );
    }
    if (/^(?:val_.*|loss)$/.test(metric.label ?? '')) {
      problems.push(
        problemIn(
          place,
          `the label ${JSON.stringify(metric.label)} would hide another value of the log`,
          'choose one that is not loss and does not begin with val_',
        ),
      );
    }
    if (!isFirst) {
      problems.push(
        problemIn(
          place,
          `two metrics are called ${JSON.stringify(metricName(metric))}`,
          'give one of them a label of its own',
        ),
      );
    }
  });
  return problems.length === before ? metrics : undefined;
}

function labelled({ name, arguments: { label, ...rest } }: Tagged): MetricSpec {
  return { name, arguments: rest, ...(typeof label === 'string' ? { label } : {}) };
}

/**
 * The one spelling of what `node` watches (`val_acc` → `val_accuracy`), or undefined with one
 * problem more.
 */
export function checkMonitor(
  node: SpecNode,
  metrics: readonly MetricSpec[],
  { language, problems }: Resolving,
): string | undefined {
  const watched = textOf(node);
  const names = new Map<string, string>([
    ['val_loss', 'val_loss'],
    ['loss', 'loss'],
  ]);
  for (const metric of metrics) {
    const aliases =
      metric.label === undefined ? (findEntry(language.metrics, metric.name)?.aliases ?? []) : [];
    for (const spelling of [metricName(metric), ...aliases]) {
      names.set(`val_${spelling}`, `val_${metricName(metric)}`).set(spelling, metricName(metric));
    }
  }
  const found = watched === undefined ? undefined : names.get(watched);
  if (found !== undefined) return found;
  if (watched === undefined) {
    problems.push(
      problemIn(node.place, `monitor must be the name of a value to watch, got ${wordingOf(node)}`),
    );
    return undefined;
  }
  const metric = watched.replace(/^val_/, '');
  const cure = findEntry(language.metrics, metric)
    ? `write metrics: [${metric}] to measure it`
    : null;
  problems.push(
    problemIn(
      node.place,
      `nothing called ${wordingOf(node)} is measured${didYouMean(watched, [...new Set(names.values())])}`,
      cure,
    ),
  );
  return undefined;
}
