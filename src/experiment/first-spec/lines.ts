// Lines that first specs share: how a network ends, how it is judged, how long it is trained; and
// values and comments in YAML.
import { flowYaml } from '../../document/yaml.js';
import { escapeJsonText, escapeText } from '../../text/escape.js';

/** The last layer for so many classes, or for a number (null), the optimizer, and what is judged by. */
export function endLines(classes: number | null): readonly string[] {
  const [units, activation] = classes === null ? [1, 'linear'] : outputOf(classes);
  return [
    `  - Dense: {units: ${units}, activation: ${activation}}`,
    '',
    'optimizer: {name: adam, learning_rate: 0.001}',
    ...judgingLines(classes),
  ];
}

function outputOf(classes: number): readonly [number, string] {
  return classes === 2 ? [1, 'sigmoid'] : [classes, 'softmax'];
}

function judgingLines(classes: number | null): readonly string[] {
  if (classes === null) {
    return ['loss: mean_squared_error', 'metrics: [mean_absolute_error, r2_score]'];
  }
  return classes === 2
    ? ['loss: binary_crossentropy', 'metrics: [accuracy, auc]']
    : ['loss: sparse_categorical_crossentropy', 'metrics: [accuracy]'];
}

const [fewestEpochs, mostEpochs] = [10, 200];

/** Batches, epochs and seed for so many training samples, of which about `seen` are to be seen. */
export function trainingLines(rows: number, seen: number): readonly string[] {
  const epochs = Math.min(mostEpochs, Math.max(fewestEpochs, Math.ceil(seen / rows)));
  return [
    `batch_size: ${rows > 20_000 ? 128 : 32}`,
    `epochs: ${epochs}`,
    withComment(
      `early_stopping: {patience: ${Math.max(5, Math.ceil(epochs / 10))}}`,
      'stop when val_loss no longer improves',
    ),
    withComment('seed: 42', 'the same seed gives the same numbers'),
    withComment('# seeds: 5', 'five runs, with the seeds 42 to 46'),
  ];
}

/** A line with what is said of it. */
export function withComment(line: string, comment: string): string {
  return `${line.padEnd(27)} # ${comment}`;
}

/** A value on one line, as it may stand in a list or be a key, with nothing that a terminal obeys. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const yaml = flowYaml([value]).slice(1, -1);
  const isSeen = !yaml.includes('\n') && escapeText(yaml) === yaml;
  return isSeen ? yaml : escapeJsonText(JSON.stringify(value));
}
