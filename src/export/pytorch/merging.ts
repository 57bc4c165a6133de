// Layers that join several inputs in PyTorch.
import { itemAt } from '../../ground/known.js';
import { sampleAxis, type SampleShape } from '../../model/layer.js';
import { isTrue, numberOf, numbersOf } from './arguments.js';
import { expression, type TorchLayer, type Translate, type Translated } from './translation.js';

// Inputs with fewer axes get some of size 1 behind the batch, as in Keras.
function aligned(shapes: readonly SampleShape[], inputs: readonly string[]): readonly string[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return inputs.map((x, i) => x + '.unsqueeze(1)'.repeat(rank - itemAt(shapes, i).length));
}

function joined(layer: TorchLayer, join: (inputs: readonly string[]) => string): Translated {
  const ranks = new Set(layer.inputs.map(({ length }) => length));
  return {
    ...expression(ranks.size === 1 ? 'any' : 'last', (x) => x),
    lines: (inputs, output) => [`${output} = ${join(aligned(layer.inputs, inputs))}`],
  };
}

const between =
  (operator: string): Translate =>
  (layer) =>
    joined(layer, (inputs) => inputs.join(` ${operator} `));

const oneAfterOther =
  (name: string): Translate =>
  (layer) =>
    joined(layer, (inputs) => inputs.reduce((one, other) => `torch.${name}(${one}, ${other})`));

const concatenate: Translate = (layer) => {
  const axis = sampleAxis(numberOf(layer, 'axis'), itemAt(layer.inputs, 0).length) + 1;
  return {
    ...expression('last', (x) => x),
    lines: (inputs, output) => [`${output} = torch.cat([${inputs.join(', ')}], dim=${axis})`],
  };
};

const unit = (x: string, axis: number): string =>
  `${x} * torch.rsqrt((${x} * ${x}).sum(dim=${axis}, keepdim=True)).clamp(max=1e7)`;

const dot: Translate = (layer) => {
  const [a, b] = [itemAt(layer.inputs, 0), itemAt(layer.inputs, 1)];
  const [one, other] = numbersOf(layer, 'axes');
  const i = sampleAxis(one ?? 1, a.length);
  const j = sampleAxis(other ?? 1, b.length);
  const left = a.map((_, axis) => (axis === i ? 'k' : 'cdefgh'.charAt(axis)));
  const right = b.map((_, axis) => (axis === j ? 'k' : 'lmnopq'.charAt(axis)));
  const rest = [...left, ...right].filter((letter) => letter !== 'k');
  const formula = `"b${left.join('')},b${right.join('')}->b${rest.join('')}"`;
  const end = rest.length === 0 ? '.unsqueeze(1)' : '';
  return {
    ...expression('last', (x) => x),
    lines: ([x = 'x', y = 'x'], output) => {
      const [p, q] = isTrue(layer, 'normalize') ? [unit(x, i + 1), unit(y, j + 1)] : [x, y];
      return [`${output} = torch.einsum(${formula}, ${p}, ${q})${end}`];
    },
  };
};

/** By Keras' names. */
export const mergingLayers: Readonly<Record<string, Translate>> = {
  Add: between('+'),
  Subtract: between('-'),
  Multiply: between('*'),
  Average: (layer) => joined(layer, (inputs) => `(${inputs.join(' + ')}) / ${inputs.length}`),
  Maximum: oneAfterOther('maximum'),
  Minimum: oneAfterOther('minimum'),
  Concatenate: concatenate,
  Dot: dot,
};
