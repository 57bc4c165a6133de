// The spec of an imported model as text: what was made of a file comes in, commented YAML comes out.
import { flowYaml } from '../document/yaml.js';
import { counted } from '../text/wrap.js';
import { isMapping } from '../words/written.js';
import type { ImportedModel } from './keras.js';

/** What the text says of where it is from. */
export type Origin = {
  /** The file that it was made of, and the Keras that wrote that. */
  readonly file: string;
  readonly version: string;
  /** The file of its weights. */
  readonly weights: string;
};

/** The text of a spec, to which a data set is to be added. */
export function writtenSpec(
  { keys, network, input, notes }: ImportedModel,
  { file, version, weights }: Origin,
): string {
  const { model, ...others } = keys;
  const { total, trainable } = network.parameters;
  const layers = counted(network.layers.length, 'layer');
  const lines = [
    comment(`${file}, which Keras ${version} wrote, as dlx import read it.`),
    comment(`${layers}, ${total} parameters, ${trainable} of them trained.`),
    ...notes.map((note) => comment(note)),
    '',
    comment(
      `(${input.shape.join(', ')}) ${input.dtype} a sample goes in, (${network.outputShape.join(', ')}) comes out. Say what to train on:`,
    ),
    comment('dataset: fashion_mnist'),
    '',
    `initial_weights: ${flowYaml({ file: weights })}`,
    '',
    'model:',
    ...(Array.isArray(model) ? model.flatMap(itemLines) : []),
    ...(Object.keys(others).length > 0 ? [''] : []),
    ...Object.entries(others).map(([key, value]) => `${key}: ${flowYaml(value)}`),
    ...('loss' in others ? [] : [comment('loss: what to minimise; the file does not say')]),
  ];
  return `${lines.join('\n')}\n`;
}

// No text of a file ends a comment.
function comment(text: string): string {
  return `# ${text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ')}`;
}

// A layer on a line, and what stands beside it on lines of its own.
function itemLines(item: unknown): readonly string[] {
  if (!isMapping(item)) return [`  - ${flowYaml(item)}`];
  return Object.entries(item).map(
    ([key, value], i) =>
      `  ${i === 0 ? '- ' : '  '}${key}:${value === null ? '' : ` ${flowYaml(value)}`}`,
  );
}
