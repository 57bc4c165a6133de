// Recurrent layers, and layers around layers, in PyTorch. Its LSTM, GRU and RNN have fixed
// activations, and a bias for the input and one for the state.
import { itemAt } from '../../ground/known.js';
import { isTrue, numberOf, taggedOf, wordOf } from './arguments.js';
import { isPlainly } from './activations.js';
import { blocks, constant, named, permuted, weightOf } from './tensors.js';
import { NoTranslation, type TorchLayer, type Translate, type Translated } from './translation.js';

// The gates in PyTorch's order, as places in Keras'.
type Kind = {
  readonly module: string;
  readonly gates: readonly number[];
  readonly options: string;
};

function checkActivations(layer: TorchLayer, kind: string): void {
  const isUsual =
    isPlainly(taggedOf(layer, 'activation'), 'tanh') &&
    isPlainly(taggedOf(layer, 'recurrent_activation'), 'sigmoid');
  if (!isUsual) {
    throw new NoTranslation(
      `has activations of its own, and PyTorch's ${kind} has tanh and sigmoid alone`,
    );
  }
}

const kinds: Readonly<Record<string, (layer: TorchLayer) => Kind>> = {
  SimpleRNN: (layer) => {
    const activation = taggedOf(layer, 'activation');
    const word = ['tanh', 'relu'].find((name) => isPlainly(activation, name));
    if (word === undefined) {
      throw new NoTranslation(
        `has the activation ${activation.name}, and PyTorch's RNN has tanh or relu`,
      );
    }
    return { module: 'RNN', gates: [0], options: word === 'tanh' ? '' : ', nonlinearity="relu"' };
  },
  LSTM: (layer) => {
    checkActivations(layer, 'LSTM');
    return { module: 'LSTM', gates: [0, 1, 2, 3], options: '' };
  },
  GRU: (layer) => {
    checkActivations(layer, 'GRU');
    if (!isTrue(layer, 'reset_after')) {
      throw new NoTranslation("has reset_after: false, which PyTorch's GRU has not");
    }
    return { module: 'GRU', gates: [1, 0, 2], options: '' };
  },
};

function recurrent(type: keyof typeof kinds): Translate {
  return (layer) => {
    const { name } = layer;
    const kind = kinds[type]?.(layer);
    if (!kind) throw new Error(`no recurrent layer ${type}`);
    const units = numberOf(layer, 'units');
    const matrix = (weight: string) =>
      permuted(blocks(weightOf(layer, weight), kind.gates), [1, 0]);
    const tensors = [
      named(`${name}.weight_ih_l0`, matrix('kernel')),
      named(`${name}.weight_hh_l0`, matrix('recurrent_kernel')),
      ...biases(layer, kind.gates),
    ];
    const bias = tensors.length === 2 ? ', bias=False' : '';
    const features = itemAt(layer.inputs, 0).at(-1) ?? 0;
    const turned = isTrue(layer, 'go_backwards') ? '.flip(1)' : '';
    const last = isTrue(layer, 'return_sequences') ? '' : '[:, -1]';
    return {
      init: [
        `self.${name} = nn.${kind.module}(${features}, ${units}, batch_first=True${kind.options}${bias})`,
      ],
      tensors,
      takes: 'last',
      lines: ([x = 'x'], output) => [`${output} = self.${name}(${x}${turned})[0]${last}`],
    };
  };
}

// Of the state and of the input, where Keras has a row for each; else all is the input's.
function biases(layer: TorchLayer, gates: readonly number[]): Translated['tensors'] {
  const bias = layer.weight('bias');
  if (!bias) return [];
  const { shape, values } = blocks(bias, gates);
  const width = shape.at(-1) ?? 0;
  const row = (i: number) => ({ shape: [width], values: values.slice(i * width, (i + 1) * width) });
  return [
    named(`${layer.name}.bias_ih_l0`, row(0)),
    shape.length === 2
      ? named(`${layer.name}.bias_hh_l0`, row(1))
      : constant(`${layer.name}.bias_hh_l0`, [width], 0),
  ];
}

const merges: Readonly<Record<string, (forward: string, backward: string) => string>> = {
  concat: (forward, backward) => `torch.cat([${forward}, ${backward}], -1)`,
  sum: (forward, backward) => `${forward} + ${backward}`,
  mul: (forward, backward) => `${forward} * ${backward}`,
  ave: (forward, backward) => `(${forward} + ${backward}) / 2`,
};

// Two layers; what goes from the last step to the first is turned round, as in Keras.
const bidirectional: Translate = (layer) => {
  const { name, inputs } = layer;
  const way = (direction: 'forward' | 'backward'): Translated => {
    const isOwn = direction === 'backward' && layer.arguments['backward_layer'] !== null;
    return layer.inner(isOwn ? 'backward_layer' : 'layer', `${name}_${direction}`, {
      weights: `${direction}/`,
      inputs,
      ...(direction === 'backward' && !isOwn ? { arguments: { go_backwards: true } } : {}),
    });
  };
  const [forward, backward] = [way('forward'), way('backward')];
  const merge = merges[wordOf(layer, 'merge_mode')];
  if (!merge) throw new Error(`no merge mode ${wordOf(layer, 'merge_mode')}`);
  const turned = layer.output.length === 2 ? '.flip(1)' : '';
  return {
    init: [...forward.init, ...backward.init],
    tensors: [...forward.tensors, ...backward.tensors],
    takes: 'last',
    lines: (given, output) => [
      ...forward.lines(given, `${name}_forward`, 'last'),
      ...backward.lines(given, `${name}_backward`, 'last'),
      `${output} = ${merge(`${name}_forward`, `${name}_backward${turned}`)}`,
    ],
  };
};

// Every step is a sample.
const timeDistributed: Translate = (layer) => {
  const { name, inputs } = layer;
  const [steps = 0, ...step] = itemAt(inputs, 0);
  const inner = layer.inner('layer', name, { weights: '', inputs: [step] });
  const rank = step.length;
  const isFirst = inner.takes === 'first' && rank > 1;
  const rankOut = layer.output.length - 1;
  return {
    ...inner,
    takes: 'last',
    lines: ([x = 'x'], output) => [
      `${output} = ${x}.flatten(0, 1)${isFirst ? '.movedim(-1, 1)' : ''}`,
      ...inner.lines([output], output, isFirst ? 'first' : 'last'),
      `${output} = ${output}${isFirst && rankOut > 1 ? '.movedim(1, -1)' : ''}.unflatten(0, (-1, ${steps}))`,
    ],
  };
};

/** By Keras' names. */
export const recurrentLayers: Readonly<Record<string, Translate>> = {
  SimpleRNN: recurrent('SimpleRNN'),
  LSTM: recurrent('LSTM'),
  GRU: recurrent('GRU'),
  Bidirectional: bidirectional,
  TimeDistributed: timeDistributed,
};
