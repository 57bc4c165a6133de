// Dense, Embedding, attention and activations in PyTorch.
import { itemAt } from '../../ground/known.js';
import { isTrue, numberOf, numbersOf, taggedOf } from './arguments.js';
import { activationOf, exponentialLinear, hasAxis, rectified } from './activations.js';
import { named, permuted, weightOf } from './tensors.js';
import {
  called,
  expression,
  followed,
  py,
  tuple,
  type TorchLayer,
  type Translate,
  type Translated,
} from './translation.js';

/** A linear layer over the last axis, of a kernel with `from` axes for its inputs. */
function linear(layer: TorchLayer, name: string, weights: string, from = 1): Translated {
  const kernel = weightOf(layer, `${weights}kernel`);
  const bias = layer.weight(`${weights}bias`);
  const inputs = kernel.shape.slice(0, from).reduce((a, b) => a * b, 1);
  const outputs = kernel.shape.slice(from).reduce((a, b) => a * b, 1);
  const matrix = permuted({ shape: [inputs, outputs], values: kernel.values }, [1, 0]);
  return called('last', name, `nn.Linear(${inputs}, ${outputs}${bias ? '' : ', bias=False'})`, [
    named(`${name}.weight`, matrix),
    ...(bias ? [named(`${name}.bias`, bias, [outputs])] : []),
  ]);
}

/** A layer's activation after what is computed before it. */
export function activated(layer: TorchLayer, translated: Translated): Translated {
  const activation = taggedOf(layer, 'activation');
  // Told now, not when lines are asked for.
  if (activationOf(activation, 'x') === 'x') return translated;
  return followed(translated, (x, layout) => {
    const lines = [`${x} = ${activationOf(activation, x)}`];
    // What looks along an axis wants it where Keras counts it.
    return layout === 'first' && hasAxis(activation)
      ? [`${x} = ${x}.movedim(1, -1)`, ...lines, `${x} = ${x}.movedim(-1, 1)`]
      : lines;
  });
}

const activationLayer: Translate = (layer) => {
  const activation = taggedOf(layer, 'activation');
  activationOf(activation, 'x');
  return expression(hasAxis(activation) ? 'last' : 'any', (x) => activationOf(activation, x));
};

const attention: Translate = (layer) => {
  const { name } = layer;
  const heads = numberOf(layer, 'num_heads');
  const parts = ['query', 'key', 'value'].map((part) =>
    linear(layer, `${name}_${part}`, `${part}/`),
  );
  const output = linear(layer, `${name}_output`, 'attention_output/', 2);
  const drops = numberOf(layer, 'dropout');
  return {
    init: [...parts, output].flatMap(({ init }) => init),
    tensors: [...parts, output].flatMap(({ tensors }) => tensors),
    takes: 'last',
    lines: (given, out) => {
      const [query = 'x', value = query, key = value] = given;
      const split = (part: string, x: string): string =>
        `self.${name}_${part}(${x}).unflatten(-1, (${heads}, -1)).transpose(1, 2)`;
      return [
        `${name}_heads = (${split('query', query)}, ${split('key', key)}, ${split('value', value)})`,
        `${out} = F.scaled_dot_product_attention(*${name}_heads${isTrue(layer, 'use_causal_mask') ? ', is_causal=True' : ''}${drops > 0 ? `, dropout_p=${py(drops)} if self.training else 0.0` : ''})`,
        `${out} = self.${name}_output(${out}.transpose(1, 2).flatten(2))`,
      ];
    },
  };
};

const prelu: Translate = (layer) => {
  const alpha = weightOf(layer, 'alpha');
  return {
    init: [`self.${layer.name} = nn.Parameter(torch.zeros${tuple(alpha.shape)})`],
    tensors: [named(layer.name, alpha)],
    takes: 'last',
    lines: ([x = 'x'], output) => [`${output} = F.relu(${x}) - self.${layer.name} * F.relu(-${x})`],
  };
};

const positions: Translate = (layer) => {
  const weight = weightOf(layer, 'embeddings');
  const [steps = 0] = itemAt(layer.inputs, 0).slice(-2);
  return {
    init: [`self.${layer.name} = nn.Parameter(torch.zeros${tuple(weight.shape)})`],
    tensors: [named(layer.name, weight)],
    takes: 'last',
    lines: ([x = 'x'], output) => [`${output} = self.${layer.name}[:${steps}].expand_as(${x})`],
  };
};

/** By Keras' names. */
export const denseLayers: Readonly<Record<string, Translate>> = {
  Dense: (layer) => activated(layer, linear(layer, layer.name, '')),
  Embedding: (layer) => {
    const weight = weightOf(layer, 'embeddings');
    return {
      ...called('last', layer.name, `nn.Embedding(${weight.shape.join(', ')})`, [
        named(`${layer.name}.weight`, weight),
      ]),
      lines: ([x = 'x'], output) => [`${output} = self.${layer.name}(${x}.long())`],
    };
  },
  MultiHeadAttention: attention,
  PositionEmbedding: positions,
  Activation: activationLayer,
  ReLU: (layer) => expression('any', (x) => rectified(x, layer)),
  LeakyReLU: (layer) =>
    expression('any', (x) => `F.leaky_relu(${x}, ${py(numberOf(layer, 'negative_slope'))})`),
  ELU: (layer) => expression('any', (x) => exponentialLinear(x, numberOf(layer, 'alpha'))),
  PReLU: prelu,
  Softmax: (layer) => {
    const axes = numbersOf(layer, 'axis');
    return expression('last', (x) =>
      axes.length === 1
        ? `torch.softmax(${x}, dim=${axes[0]})`
        : `torch.exp(${x} - torch.logsumexp(${x}, dim=${tuple(axes)}, keepdim=True))`,
    );
  },
};
