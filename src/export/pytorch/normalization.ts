// Normalizations in PyTorch.
import { itemAt } from '../../ground/known.js';
import { sampleAxis } from '../../model/layer.js';
import type { NamedTensor } from '../../run/format/safetensors.js';
import { isTrue, numberOf, numbersOf, numbersOrNull } from './arguments.js';
import { constant, named, weightOf } from './tensors.js';
import {
  called,
  expression,
  NoTranslation,
  py,
  tuple,
  type TorchLayer,
  type Translate,
} from './translation.js';

// Scale and shift, of which PyTorch has both or none.
function affine(layer: TorchLayer, shape: readonly number[]): readonly NamedTensor[] {
  const [gamma, beta] = [layer.weight('gamma'), layer.weight('beta')];
  if (!gamma && !beta) return [];
  const { name } = layer;
  return [
    gamma ? named(`${name}.weight`, gamma) : constant(`${name}.weight`, shape, 1),
    beta ? named(`${name}.bias`, beta) : constant(`${name}.bias`, shape, 0),
  ];
}

const batchNormalization: Translate = (layer) => {
  const { name } = layer;
  const shape = itemAt(layer.inputs, 0);
  const at = sampleAxis(numberOf(layer, 'axis'), shape.length);
  const isLast = at === shape.length - 1;
  if (shape.length > 4 || (!isLast && at !== 0)) {
    throw new NoTranslation(`looks along axis ${at + 1}, and PyTorch along the first or last`);
  }
  const size = itemAt(shape, at);
  const scaled = affine(layer, [size]);
  const kind = Math.max(1, shape.length - 1);
  const momentum = 1 - numberOf(layer, 'momentum');
  const options = [
    `${size}, eps=${py(numberOf(layer, 'epsilon'))}, momentum=${py(Number(momentum.toPrecision(12)))}`,
    ...(scaled.length === 0 ? ['affine=False'] : []),
  ];
  return called(isLast ? 'first' : 'last', name, `nn.BatchNorm${kind}d(${options.join(', ')})`, [
    ...scaled,
    named(`${name}.running_mean`, weightOf(layer, 'moving_mean')),
    named(`${name}.running_var`, weightOf(layer, 'moving_variance')),
  ]);
};

// The sizes of axes that must be the last ones.
function lastSizes(layer: TorchLayer): readonly number[] {
  const shape = itemAt(layer.inputs, 0);
  const axes = new Set(numbersOf(layer, 'axis').map((axis) => sampleAxis(axis, shape.length)));
  if (Math.min(...axes) + axes.size !== shape.length) {
    throw new NoTranslation('looks along other axes than the last, which PyTorch does not');
  }
  return shape.slice(-axes.size);
}

const layerNormalization: Translate = (layer) => {
  const sizes = lastSizes(layer);
  const scaled = affine(layer, sizes);
  const none = scaled.length === 0 ? ', elementwise_affine=False' : '';
  return called(
    'last',
    layer.name,
    `nn.LayerNorm(${tuple(sizes)}, eps=${py(numberOf(layer, 'epsilon'))}${none})`,
    scaled,
  );
};

const groupNormalization: Translate = (layer) => {
  const shape = itemAt(layer.inputs, 0);
  const at = sampleAxis(numberOf(layer, 'axis'), shape.length);
  const isLast = at === shape.length - 1;
  if (!isLast && at !== 0) {
    throw new NoTranslation(`looks along axis ${at + 1}, and PyTorch along the first or last`);
  }
  const size = itemAt(shape, at);
  const groups = numberOf(layer, 'groups') === -1 ? size : numberOf(layer, 'groups');
  if (shape.reduce((a, b) => a * b, 1) === groups) {
    throw new NoTranslation('has groups of one value, which PyTorch refuses');
  }
  const scaled = affine(layer, [size]);
  const none = scaled.length === 0 ? ', affine=False' : '';
  return called(
    isLast ? 'first' : 'last',
    layer.name,
    `nn.GroupNorm(${groups}, ${size}, eps=${py(numberOf(layer, 'epsilon'))}${none})`,
    scaled,
  );
};

const unitNormalization: Translate = (layer) => {
  const axes = tuple(numbersOf(layer, 'axis'));
  return expression(
    'last',
    (x) => `${x} * torch.rsqrt((${x} * ${x}).sum(dim=${axes}, keepdim=True)).clamp(max=1e12)`,
  );
};

const rmsNormalization: Translate = (layer) => {
  const sizes = lastSizes(layer);
  return called(
    'last',
    layer.name,
    `nn.RMSNorm(${tuple(sizes)}, eps=${py(numberOf(layer, 'epsilon'))})`,
    [named(`${layer.name}.weight`, weightOf(layer, 'scale'))],
  );
};

// Mean and deviation are buffers: fitted to the data, not trained.
const normalization: Translate = (layer) => {
  const { name } = layer;
  const shape = itemAt(layer.inputs, 0);
  const at = (numbersOrNull(layer, 'axis') ?? []).map((axis) => sampleAxis(axis, shape.length));
  const spread = [1, ...shape.map((size, axis) => (at.includes(axis) ? size : 1))];
  const given = (which: 'mean' | 'variance'): Float32Array =>
    layer.weight(which)?.values ?? Float32Array.from(numbersOf(layer, which));
  const parts = [
    { name: `${name}_mean`, values: given('mean') },
    {
      name: `${name}_deviation`,
      values: given('variance').map((value) => Math.max(Math.sqrt(value), 1e-7)),
    },
  ].map((part) => ({ ...part, shape: part.values.length === 1 ? [1] : spread }));
  const [mean, deviation] = [`self.${name}_mean`, `self.${name}_deviation`];
  return {
    ...expression('last', (x) =>
      isTrue(layer, 'invert') ? `${mean} + ${x} * ${deviation}` : `(${x} - ${mean}) / ${deviation}`,
    ),
    init: parts.map(
      (part) => `self.register_buffer("${part.name}", torch.zeros${tuple(part.shape)})`,
    ),
    tensors: parts,
  };
};

/** By Keras' names. */
export const normalizationLayers: Readonly<Record<string, Translate>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  UnitNormalization: unitNormalization,
  RMSNormalization: rmsNormalization,
  Normalization: normalization,
};
