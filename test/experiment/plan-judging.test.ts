// Metrics, losses and weights that do not fit the data or the network: the whole message, with its
// place and cure.
import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { language } from '../../src/experiment/language.js';
import { planExperiment } from '../../src/experiment/plan.js';
import { readSpecText } from '../../src/spec/read.js';

type Written = {
  readonly dataset?: string;
  readonly units?: number;
  readonly activation?: string;
  readonly loss?: string;
  readonly more: string;
};

const folder = mkdtempSync(join(tmpdir(), 'dlx-judging-'));
writeFileSync(
  join(folder, 'words.csv'),
  `x,w,y\n${Array.from({ length: 20 }, (_, i) => `${i},${i / 10},${i % 2 ? 'yes' : 'no'}\n`).join('')}`,
);
writeFileSync(
  join(folder, 'amounts.csv'),
  `x,w,y\n${Array.from({ length: 20 }, (_, i) => `${i},1,${i / 3}\n`).join('')}`,
);
afterAll(() => rmSync(folder, { recursive: true }));

/** The problems of a spec, which `more` ends on its fourth line. */
async function problemsOf({
  dataset = 'spirals',
  units = 3,
  activation = 'softmax',
  loss = 'sparse_categorical_crossentropy',
  more,
}: Written): Promise<string> {
  const text = `dataset: ${dataset}\nmodel: [{Dense: {units: ${units}, activation: ${activation}}}]\nloss: ${loss}\n${more}\n`;
  try {
    const file = join(folder, 'a.yaml');
    await planExperiment(file, readSpecText(text, file, { language }), () => undefined);
    return '';
  } catch (error) {
    return (error as Error).message.replaceAll(join(folder, 'a.yaml'), 'a.yaml');
  }
}

/** The message without the line and its mark. */
async function told(written: Written): Promise<readonly string[]> {
  return (await problemsOf(written))
    .split('\n')
    .filter((line) => !/^ +\d* \|  *~+$|^ +\d+ \| /.test(line))
    .map((line) => line.replace(/^ *\| /, ''));
}

const rows = { loss: 'categorical_crossentropy' };
const yesNo = {
  dataset: '{name: csv, file: words.csv, target: y}',
  units: 1,
  activation: 'sigmoid',
  loss: 'binary_crossentropy',
};
const amounts = {
  dataset: '{name: csv, file: amounts.csv, target: y}',
  units: 1,
  activation: 'linear',
  loss: 'mse',
};

describe('metrics that fit', () => {
  test.each<readonly [string, Written]>([
    [
      'class numbers',
      {
        more: 'metrics: [acc, sparse_categorical_accuracy, {name: sparse_top_k_categorical_accuracy, k: 2}, sparse_categorical_crossentropy]',
      },
    ],
    [
      'rows',
      {
        ...rows,
        more: 'metrics: [acc, categorical_accuracy, {name: top_k_categorical_accuracy, k: 2}, precision, {name: recall, top_k: 3, class_id: 2}, {name: f1_score, average: macro}, auc, kl_divergence]',
      },
    ],
    ['yes or no', { ...yesNo, more: 'metrics: [acc, precision, recall, auc, f1_score, hinge]' }],
    [
      'values',
      {
        ...amounts,
        more: 'metrics: [mse, mae, r2_score, {name: r2_score, class_aggregation: null, label: r2}]',
      },
    ],
    ['weights of classes', { more: 'class_weight: {0: 2, 2: 0.5}' }],
    ['weights of named classes', { ...yesNo, more: 'class_weight: {yes: 3}' }],
    ['balanced classes', { ...yesNo, more: 'class_weight: balanced' }],
  ])('%s', async (_, written) => {
    expect(await problemsOf(written)).toBe('');
  });
});

describe('what does not fit', () => {
  test.each<readonly [string, Written, readonly string[]]>([
    [
      'precision of class numbers',
      { more: 'metrics: [precision]' },
      [
        'a.yaml:4:11 precision compares values, but the targets of sparse_categorical_crossentropy are class numbers',
        '= use accuracy, or the loss categorical_crossentropy',
      ],
    ],
    [
      'rows of class numbers',
      { more: 'metrics: [categorical_accuracy]' },
      [
        'a.yaml:4:11 categorical_accuracy compares values, but the targets of sparse_categorical_crossentropy are class numbers',
        '= use sparse_categorical_accuracy, or the loss categorical_crossentropy',
      ],
    ],
    [
      'class numbers of rows',
      { ...rows, more: 'metrics: [acc, SparseTopKCategoricalAccuracy]' },
      [
        'a.yaml:4:16 sparse_top_k_categorical_accuracy compares class numbers, but the targets of categorical_crossentropy are rows of probabilities',
        '= use top_k_categorical_accuracy, or the loss sparse_categorical_crossentropy',
      ],
    ],
    [
      'class numbers of values',
      { ...amounts, more: 'metrics: [sparse_categorical_accuracy]' },
      [
        'a.yaml:4:11 sparse_categorical_accuracy compares class numbers, but the targets of mean_squared_error are values',
        '= use categorical_accuracy, or the loss sparse_categorical_crossentropy',
      ],
    ],
    [
      'top-k of one output',
      { ...yesNo, more: 'metrics: [top_k_categorical_accuracy]' },
      [
        'a.yaml:4:11 top_k_categorical_accuracy chooses among several outputs, but the model gives one',
        '= use binary_accuracy',
      ],
    ],
    [
      'a class that is not there',
      { ...rows, more: 'metrics: [{name: precision, class_id: 3}]' },
      [
        'a.yaml:4:11 class_id must be below 3, the number of outputs, got 3',
        '= classes are counted from 0',
      ],
    ],
    [
      'more than all outputs',
      { ...rows, more: 'metrics: [{name: recall, top_k: 4}]' },
      [
        'a.yaml:4:11 top_k must be at most 3, the number of outputs, got 4',
        '= give a smaller top_k',
      ],
    ],
    [
      'an F-score a class',
      { ...rows, more: 'metrics: [f1_score]' },
      [
        'a.yaml:4:11 f1_score is a value for each of the 3 outputs, expected one number',
        '= give it an average: micro, macro or weighted',
      ],
    ],
    [
      'weights of a loss',
      { loss: '{name: categorical_focal_crossentropy, alpha: [0.1, 0.2]}', more: '' },
      ['a.yaml:3:7 alpha must be a number or a list of 3, one a class, got 2'],
    ],
    [
      'weights of no class',
      { more: 'class_weight: {0: 1, 3: 2}' },
      ['a.yaml:4:25 the data set (spirals) has no class "3"', '= its classes are 0 to 2'],
    ],
    [
      'weights of no named class',
      { ...yesNo, more: 'class_weight: {maybe: 2}' },
      ['a.yaml:4:23 the data set (csv) has no class "maybe"', '= its classes are no, yes'],
    ],
    [
      'two weights of a class',
      { ...yesNo, more: 'class_weight: {yes: 2, 1: 3}' },
      ['a.yaml:4:21 the class "yes" has two weights, as 1 is the same one', '= remove one'],
    ],
    [
      'weights of classes of amounts',
      { ...amounts, more: 'class_weight: balanced' },
      [
        'a.yaml:4:15 class_weight is for classes, but the target of the data set (csv) is a number',
        '= remove it',
      ],
    ],
    [
      'weights of both kinds',
      {
        ...yesNo,
        dataset: '{name: csv, file: words.csv, target: y, sample_weight: w}',
        more: 'class_weight: balanced',
      },
      [
        'a.yaml:4:15 class_weight and sample_weight cannot both weigh a sample',
        '= use one of the two',
      ],
    ],
  ])('%s', async (_, written, message) => {
    expect(await told(written)).toEqual(message);
  });
});

describe('what can be no spec', () => {
  const message = async (more: string): Promise<readonly string[]> => told({ more });

  test('weights below 0, or other words', async () => {
    expect(await message('class_weight: {0: -1}')).toEqual([
      'a.yaml:4:15 class_weight must be balanced, or a mapping, each a finite number of at least 0, or null, got {"0":-1}',
    ]);
    expect(await message('class_weight: even')).toEqual([
      'a.yaml:4:15 class_weight must be balanced, or a mapping, each a finite number of at least 0, or null, got "even"',
    ]);
  });

  test('two metrics of one name', async () => {
    expect(
      await told({ ...rows, more: 'metrics: [precision, {name: precision, thresholds: 0.7}]' }),
    ).toEqual([
      'a.yaml:4:22 two metrics are called "precision"',
      '= give one of them a label of its own',
    ]);
  });
});
