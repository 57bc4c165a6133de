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
  { keys, network, inputs, notes }: ImportedModel,
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
    ...dataLines(inputs, network.outputShape),
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

// What the data is to be like, and a data set to begin from.
function dataLines(
  inputs: ImportedModel['inputs'],
  outputShape: readonly number[],
): readonly string[] {
  const [only, ...others] = inputs.map(({ shape, dtype }) => `(${shape.join(', ')}) ${dtype}`);
  const comesOut = `(${outputShape.join(', ')}) comes out. Say what to train on:`;
  if (others.length === 0) {
    return [comment(`${only} a sample goes in, ${comesOut}`), comment('dataset: fashion_mnist')];
  }
  const files = Object.fromEntries(inputs.map(({ name }) => [name, `${name}.npy`]));
  return [
    ...inputs.map(({ name, shape, dtype }) =>
      comment(`${name}: (${shape.join(', ')}) ${dtype} a sample`),
    ),
    comment(`go in, ${comesOut}`),
    comment(
      `dataset: ${flowYaml({ name: 'arrays', inputs: files, target: 'y.npy', test_split: 0.2 })}`,
    ),
  ];
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
