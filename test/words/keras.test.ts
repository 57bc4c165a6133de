// Every name of Keras 3.15 is either accepted or refused by name; the list of names was made from
// Keras itself.
import { describe, expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { kerasData, kerasSpellings } from '../../src/words/keras.js';
import { readSpecText } from '../../src/spec/read.js';
import { findEntry, type Entry } from '../../src/words/tagged.js';
import { kerasNouns, tableOf } from '../spec/tables.js';
import { complaintOf } from '../spec/language.js';

const complaint = (text: string): string =>
  complaintOf(() => readSpecText(text, 'a.yaml', { language }));
const spec = (layer: string, rest = 'loss: mse\n'): string =>
  `dataset: spirals\nmodel:\n  - ${layer}\n${rest}`;

const { names: kerasNames } = kerasData();

// A spec that names something of each kind, and where the name stands.
const naming: Readonly<Record<string, (name: string) => readonly [text: string, place: string]>> = {
  layer: (name) => [spec(name), '3:5'],
  activation: (name) => [spec(`Dense: {units: 3, activation: ${name}}`), '3:35'],
  initializer: (name) => [spec(`Dense: {units: 3, bias_initializer: ${name}}`), '3:41'],
  regularizer: (name) => [spec(`Dense: {units: 3, bias_regularizer: ${name}}`), '3:41'],
  constraint: (name) => [spec(`Dense: {units: 3, bias_constraint: ${name}}`), '3:40'],
  loss: (name) => [spec('Dense: 3', `loss: ${name}\n`), '4:7'],
  metric: (name) => [spec('Dense: 3', `loss: mse\nmetrics: [${name}]\n`), '5:11'],
  optimizer: (name) => [spec('Dense: 3', `loss: mse\noptimizer: ${name}\n`), '5:12'],
  schedule: (name) => [
    spec('Dense: 3', `loss: mse\noptimizer: {name: adam, learning_rate: ${name}}\n`),
    '5:40',
  ],
  'data set': (name) => [spec('Dense: 3').replace('spirals', name), '1:10'],
};

describe.each(Object.keys(naming))('%s', (noun) => {
  const table: readonly Entry[] = tableOf(noun);
  const names = Object.keys(kerasNames[noun] ?? {});

  test('names of Keras that dlx does not have are refused by name', () => {
    const missing = names.filter((name) => !findEntry(table, name));
    const [text, place] = [(name: string) => naming[noun]?.(name)[0] ?? '', naming[noun]?.('')[1]];
    const wrong = missing
      .map((name) => [name, complaint(text(name)).split('\n')[0] ?? ''])
      .filter(
        ([name = '', said = '']) =>
          !said.startsWith(`a.yaml:${place} Keras has ${name}, dlx does not`),
      );
    expect([names.length > 5, wrong]).toEqual([true, []]);
  });

  test('and every name by which Keras knows what dlx has is accepted', () => {
    const refused = table.flatMap((entry) =>
      kerasSpellings(noun, entry.name).filter((name) => findEntry(table, name) !== entry),
    );
    expect(refused).toEqual([]);
  });
});

// Keras Hub's, which is a package of its own.
const notInKeras = ['PositionEmbedding'];

// What Keras gives where a layer is called.
const ofTheCall = ['use_causal_mask'];

// Data sets are dlx's own, and schedules have lengths in epochs.
test.each(kerasNouns)("the arguments of each %s are Keras', in Keras' order", (noun) => {
  const signatures = ({ name, aliases = [] }: Entry): readonly string[] =>
    [name, ...aliases].flatMap((spelling) => kerasNames[noun]?.[spelling] ?? []);
  const unlike = tableOf(noun).filter((entry) => {
    const own = Object.keys(entry.arguments).filter((argument) => !ofTheCall.includes(argument));
    return !signatures(entry).some(
      (theirs) =>
        theirs
          .split(' ')
          .filter((argument) => own.includes(argument))
          .join() === own.join(),
    );
  });
  expect(unlike.map(({ name }) => name)).toEqual(noun === 'layer' ? notInKeras : []);
});

test.each<[string, string]>([
  ['ConvLSTM2D: {filters: 3}', '3:5 Keras has ConvLSTM2D, dlx does not; the nearest is LSTM'],
  ['conv_lstm2d', '3:5 Keras has ConvLSTM2D, dlx does not; the nearest is LSTM'],
  [
    'SpatialDropout3D: 0.5',
    '3:5 Keras has SpatialDropout3D, dlx does not; the nearest is SpatialDropout2D or SpatialDropout1D',
  ],
  [
    'InputLayer',
    '3:5 Keras has InputLayer, dlx does not: the data set says what goes in; leave it out',
  ],
  [
    'TextVectorization: {max_tokens: 9}',
    '3:5 Keras has TextVectorization, dlx does not: the data set does it, with a column of the type text ({type: text, max_tokens: 20000})',
  ],
  [
    'Dropout: {rate: 0.5, seed: 3}',
    '3:26 Keras has the argument seed of Dropout, dlx does not: all random numbers follow the seed of the spec',
  ],
  [
    'LSTM: {units: 3, stateful: true}',
    '3:22 Keras has the argument stateful of LSTM, dlx does not: each batch begins with a state of zeros',
  ],
  [
    'Flatten: {data_format: channels_first}',
    '3:15 Keras has the argument data_format of Flatten, dlx does not: channels always come last',
  ],
  [
    'Dense: {units: 3, dtype: float16}',
    '3:23 Keras has the argument dtype of Dense, dlx does not: it computes in float32',
  ],
  [
    'Dense: {units: 3, kernel_initializer: {name: he_normal, seed: 3}}',
    '3:61 Keras has the argument seed of he_normal, dlx does not: all random numbers follow the seed of the spec',
  ],
  ['Dense: {units: 3, name: x}', '3:23 name is no argument of Dense but stands beside it'],
])('%s', (layer, message) => {
  expect(complaint(spec(layer)).split('\n')[0]).toBe(`a.yaml:${message}`);
});
