// Names from PyTorch, scikit-learn and everyday speech lead to what Keras calls the same: each leads
// to a word that dlx has, with arguments that it takes.
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { language } from '../../src/experiment/language.js';
import { readSpecText } from '../../src/spec/read.js';
import { nearestWord, plainWord } from '../../src/text/suggest.js';
import { checkPlainArguments } from '../../src/words/check.js';
import { foreignNamesOf, kerasArgumentOf, kerasNameOf } from '../../src/words/foreign-names.js';
import { findEntry, spellings } from '../../src/words/tagged.js';
import { unknownName, unknownWord } from '../../src/words/unknown.js';
import { complaintOf } from '../spec/language.js';
import { kerasNouns, tableOf } from '../spec/tables.js';

describe.each([...kerasNouns, 'schedule'])('%s', (noun) => {
  const table = tableOf(noun);
  const legal = spellings(table);
  const names = Object.keys(foreignNamesOf(noun)).map((name) => name.replace('#', '2'));

  test.each(names)('%s', (name) => {
    const keras = kerasNameOf(noun, name, legal) ?? '';
    const [word = '', written = ''] = keras.split(' with ');
    const entry = findEntry(table, word);
    expect(entry).toBeDefined();
    // What is known by this name already needs no other.
    expect(legal.map(plainWord)).not.toContain(plainWord(name));
    expect(plainWord(name)).toBe(name);
    const given = (written === '' ? {} : parse(`{${written}}`)) as Record<string, unknown>;
    const kinds = Object.fromEntries(
      Object.entries(entry?.arguments ?? {}).filter(
        ([key, kind]) => key in given || !kind.isRequired,
      ),
    );
    expect(Object.keys(checkPlainArguments(kinds, given))).toEqual(
      expect.arrayContaining(Object.keys(given)),
    );
    expect(unknownName(noun, name, table)).toMatch(
      new RegExp(`^Keras has |; Keras calls it ${word}`),
    );
  });
});

const complaint = (model: string, rest = 'loss: mse\n'): string =>
  complaintOf(() =>
    readSpecText(`dataset: spirals\nmodel: [${model}]\n${rest}`, 'a.yaml', { language }),
  ).split('\n')[0] ?? '';

test.each([
  ['BatchNorm', 'unknown layer "BatchNorm"; Keras calls it BatchNormalization'],
  ['BatchNorm2d', 'unknown layer "BatchNorm2d"; Keras calls it BatchNormalization'],
  ['Linear', 'unknown layer "Linear"; Keras calls it Dense'],
  ['Dropout1d: 0.5', 'unknown layer "Dropout1d"; Keras calls it SpatialDropout1D'],
  ['ConvTranspose2d', 'unknown layer "ConvTranspose2d"; Keras calls it Conv2DTranspose'],
  ['relu', 'unknown layer "relu"; did you mean "ReLU"?'],
  ['MaxPool2d', 'unknown layer "MaxPool2d"; did you mean "MaxPool2D"?'],
])('%s', (layer, message) => {
  expect(complaint(layer)).toBe(`a.yaml:2:9 ${message}`);
});

test('a ReLU is a layer, and as an activation it is spelled otherwise', () => {
  expect(complaint('ReLU, {Dense: 1}')).toBe('no complaint');
  expect(complaint('{Dense: {units: 1, activation: ReLU}}')).toBe(
    'a.yaml:2:40 unknown activation "ReLU"; did you mean "relu"?',
  );
});

test.each([
  [
    'loss: CrossEntropyLoss\n',
    '3:7 unknown loss "CrossEntropyLoss"; Keras calls it sparse_categorical_crossentropy with from_logits: true',
  ],
  [
    'loss: sparse_crossentropy\n',
    '3:7 unknown loss "sparse_crossentropy"; Keras calls it sparse_categorical_crossentropy',
  ],
  ['loss: mse\nmetrics: [f1]\n', '4:11 unknown metric "f1"; Keras calls it f1_score'],
  ['loss: mse\nmetrics: [r2]\n', '4:11 unknown metric "r2"; Keras calls it r2_score'],
  [
    'loss: mse\nmetrics: [roc_auc_score]\n',
    '4:11 unknown metric "roc_auc_score"; Keras calls it auc',
  ],
  [
    'loss: mse\noptimizer: {name: adam, learning_rate: {name: StepLR}}\n',
    '4:47 unknown schedule "StepLR"; Keras calls it ExponentialDecay with staircase: true',
  ],
])('%j', (rest, message) => {
  expect(complaint('{Dense: 1}', rest)).toBe(`a.yaml:${message}`);
});

test.each(['mae', 'mse', 'MSE', 'MeanSquaredError', 'rmse', 'f1_score', 'F1Score', 'auc', 'AUC'])(
  '%s is a metric as it is',
  (name) => {
    expect(complaint('{Dense: 1}', `loss: mse\nmetrics: [${name}]\n`)).toBe('no complaint');
  },
);

test.each([
  [
    '{Dense: {out_features: 3}}',
    '3',
    'unknown argument "out_features" of Dense; Keras calls it units',
  ],
  ['{Dropout: {p: 0.5}}', '0.5', 'unknown argument "p" of Dropout; Keras calls it rate'],
  [
    '{Dense: {units: 3, bias: false}}',
    'false',
    'unknown argument "bias" of Dense; Keras calls it use_bias',
  ],
])('%s', (layer, _, message) => {
  // What is meant is not missing as well.
  expect(complaint(layer).replace(/^a\.yaml:2:\d+ /, '')).toBe(message);
});

test('an argument leads only to one that its owner has', () => {
  expect(kerasArgumentOf('lr', ['learning_rate'])).toBe('learning_rate');
  expect(kerasArgumentOf('lr', ['units'])).toBeUndefined();
  expect(kerasArgumentOf('constructor', ['units'])).toBeUndefined();
  expect(kerasNameOf('layer', 'constructor', ['Dense'])).toBeUndefined();
});

describe.each([
  [
    'metric',
    [
      'mcc',
      'MCC',
      'medae',
      'median_absolute_error',
      'mAP',
      'ece',
      'bleu',
      'mrr',
      'smape',
      'wape',
      'mase',
      'RMSLE',
    ],
  ],
  ['optimizer', ['RAdam', 'sam', 'asgd', 'rprop']],
  ['activation', ['softmin', 'rrelu', 'sin']],
])('a %s that neither has, whose letters are near to something else', (noun, names) => {
  test.each(names)('%s', (name) => {
    const table = tableOf(noun);
    expect(nearestWord(name, spellings(table))).toBeDefined();
    expect(unknownName(noun, name, table)).toBe(
      `unknown ${noun} "${name}"; neither Keras nor dlx has it`,
    );
  });
});

test('dlx schema knows them too', () => {
  const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];
  expect(unknownWord('BatchNorm', kinds)).toBe(
    'a spec can name nothing "BatchNorm"; Keras calls it BatchNormalization',
  );
  expect(unknownWord('Dence', kinds)).toBe(
    'a spec can name nothing "Dence"; did you mean "Dense"?',
  );
});
