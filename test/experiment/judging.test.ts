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
  return (
    (await problemsOf(written))
      // A path is shown relative to the current folder where that is shorter.
      .replaceAll(/(?:\.\.\/)+\S*dlx-judging-[^/]+\//g, '')
      .split('\n')
      .filter((line) => !/^ +\d* \|  *~+$|^ +\d+ \| /.test(line))
      .map((line) => line.replace(/^ *\| /, ''))
  );
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
        more: 'metrics: [acc, categorical_accuracy, {name: top_k_categorical_accuracy, k: 2}, precision, {name: recall, top_k: 2, class_id: 2}, {name: f1_score, average: macro}, auc, kl_divergence]',
      },
    ],
    [
      'yes or no',
      {
        ...yesNo,
        more: 'metrics: [acc, precision, recall, auc, {name: f1_score, threshold: 0.5}, hinge]',
      },
    ],
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
        'a.yaml:4:11 sparse_categorical_accuracy is for classes, or for 0 and 1, but the targets are numbers from 0 to 6.333333',
        '= use mean_absolute_error or r2_score',
      ],
    ],
    [
      'top-k of one output',
      { ...yesNo, more: 'metrics: [top_k_categorical_accuracy]' },
      [
        'a.yaml:4:11 top_k_categorical_accuracy is of several outputs, but the model gives one',
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
        'a.yaml:4:11 top_k must be below 3, the number of outputs, got 4: every answer would be among them',
        '= give it top_k: 2 or less',
      ],
    ],
    [
      'the largest of as many as there are',
      { more: 'metrics: [{name: sparse_top_k_categorical_accuracy, k: 3}]' },
      [
        'a.yaml:4:11 k must be below 3, the number of outputs, got 3: every answer would be among them',
        '= give it k: 2 or less',
      ],
    ],
    [
      'the largest five of two',
      {
        dataset: '{name: csv, file: words.csv, target: y}',
        units: 2,
        ...rows,
        more: 'metrics: [top_k_categorical_accuracy]',
      },
      [
        'a.yaml:4:11 k must be below 2, the number of outputs, got 5: every answer would be among them',
        '= use accuracy',
      ],
    ],
    ...(['f1_score', 'fbeta_score'] as const).map(
      (name): readonly [string, Written, readonly string[]] => [
        `the largest of one output: ${name}`,
        { ...yesNo, more: `metrics: [${name}]` },
        [
          `a.yaml:4:11 ${name} without a threshold takes the largest output for the answer, which one output always is`,
          `= write {name: ${name}, threshold: 0.5}`,
        ],
      ],
    ),
    ...(
      [
        ['categorical_crossentropy', 'binary_crossentropy'],
        ['categorical_hinge', 'hinge'],
        ['kl_divergence', 'binary_crossentropy'],
        ['cosine_similarity', 'mean_absolute_error'],
      ] as const
    ).map(([name, instead]): readonly [string, Written, readonly string[]] => [
      `${name} of one output`,
      { ...yesNo, more: `metrics: [${name}]` },
      [`a.yaml:4:11 ${name} is of several outputs, but the model gives one`, `= use ${instead}`],
    ]),
    [
      'one value for rows of classes',
      { ...yesNo, loss: 'kl_divergence', more: '' },
      [
        'a.yaml:2:9 the model gives one value, but the data set (table) has 2 classes',
        '= end with 2 units',
      ],
    ],
    [
      'a direction of one output',
      { ...amounts, loss: 'cosine_similarity', more: '' },
      [
        'a.yaml:3:7 cosine_similarity is of several outputs, but the model gives one: use mean_squared_error',
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
      ['a.yaml:4:23 the data set (table) has no class "maybe"', '= its classes are no, yes'],
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
        'a.yaml:4:15 class_weight is for classes, but the target of the data set (table) is a number',
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
      'a.yaml:4:19 0 must be a finite number of at least 0, got -1',
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

// What losses and metrics are for, by their definitions: a Poisson rate and log(1 + y) need y ≥ 0, a
// crossentropy a probability, a percentage something to divide by.
describe('numbers outside the domain', () => {
  const tables: Readonly<Record<string, readonly number[]>> = {
    mixed: [-2.5, 0, 1, 7.25],
    counts: [0, 3, 1, 40],
    shares: [0, 0.25, 0.5, 1],
    positive: [0.5, 2, 3, 9],
    labels: [0, 1, 1, 0],
    signs: [-1, 1, 1, -1],
  };
  for (const [name, values] of Object.entries(tables)) {
    writeFileSync(
      join(folder, `${name}.csv`),
      `x,y\n${Array.from({ length: 20 }, (_, i) => `${i},${values[i % 4]}\n`).join('')}`,
    );
  }
  const numbers = (table: string, loss: string, activation = 'linear', more = ''): Written => ({
    dataset: `{name: csv, file: ${table}.csv, target: y, target_type: number}`,
    units: 1,
    activation,
    loss,
    more,
  });
  const labelMetrics = [
    'accuracy',
    'binary_accuracy',
    'precision',
    'recall',
    'auc',
    'f1_score',
    'fbeta_score',
  ];

  test.each([
    ['mixed', 'binary_crossentropy', 'probabilities, from 0 to 1', 'sigmoid'],
    ['counts', 'binary_focal_crossentropy', 'probabilities, from 0 to 1', 'sigmoid'],
    ['mixed', 'mean_squared_logarithmic_error', 'numbers of at least 0'],
    ['mixed', 'poisson', 'numbers of at least 0'],
    ['mixed', 'hinge', '−1 and 1, or for 0 and 1'],
    ['shares', 'squared_hinge', '−1 and 1, or for 0 and 1'],
  ])('%s under %s', async (table, loss, domain, activation = 'linear') => {
    const values = tables[table] ?? [];
    const range = `${Math.min(...values)} to ${Math.max(...values)}`;
    expect((await told(numbers(table, loss, activation)))[0]).toBe(
      `a.yaml:3:7 ${loss} is for ${domain}, but the targets are numbers from ${range}`,
    );
    // The same as a metric.
    const metric = await told(numbers(table, 'mse', 'linear', `metrics: [${loss}]`));
    if (loss !== 'binary_focal_crossentropy') {
      expect(metric[0]).toBe(
        `a.yaml:4:11 ${loss} is for ${domain}, but the targets are numbers from ${range}`,
      );
    }
  });

  test('a percentage of nothing', async () => {
    expect(await told(numbers('counts', 'mape'))).toEqual([
      'a.yaml:3:7 mean_absolute_percentage_error is for numbers other than 0, by which it divides, but 5 of the targets are 0',
      '= use mean_squared_error or mean_absolute_error; if the numbers are classes, say target_type: classes',
    ]);
    expect(await problemsOf(numbers('positive', 'mape'))).toBe('');
  });

  test.each(labelMetrics)('%s of amounts', async (metric) => {
    expect(await told(numbers('mixed', 'mse', 'linear', `metrics: [${metric}]`))).toEqual([
      `a.yaml:4:11 ${metric} is for classes, or for 0 and 1, but the targets are numbers from -2.5 to 7.25`,
      '= use mean_absolute_error or r2_score',
    ]);
  });

  test.each([
    ['counts', 'poisson', ''],
    ['counts', 'msle', 'metrics: [poisson, mse, r2_score, huber, log_cosh_error]'],
    ['shares', 'mse', 'metrics: [binary_crossentropy]'],
    [
      'labels',
      'mse',
      `metrics: [${labelMetrics.map((name) => (name.startsWith('f') ? `{name: ${name}, threshold: 0.5}` : name)).join(', ')}]`,
    ],
    ['signs', 'hinge', 'metrics: [squared_hinge]'],
    ['labels', 'hinge', ''],
    ['mixed', 'huber', 'metrics: [mae, rmse]'],
  ])('%s are fine under %s, %s', async (table, loss, more) => {
    const written = numbers(table, loss, 'linear', more.replace(', huber', ''));
    expect(await problemsOf(written)).toBe('');
  });

  test('whole numbers under a loss of classes may be classes', async () => {
    expect(await told(numbers('counts', 'sparse_categorical_crossentropy', 'softmax'))).toEqual(
      expect.arrayContaining([
        '= use mean_squared_error, or say target_type: classes if the numbers are classes',
      ]),
    );
  });
});

describe('outputs, loss and metrics agree about logits', () => {
  test.each<readonly [string, Written, readonly string[]]>([
    [
      'a softmax over one unit',
      { ...yesNo, activation: 'softmax', more: '' },
      [
        'a.yaml:2:9 Dense (dense) ends with softmax over one unit, which is always 1',
        '= use sigmoid for yes or no, or one unit a class',
      ],
    ],
    [
      'logits after a sigmoid',
      { ...yesNo, loss: '{name: binary_crossentropy, from_logits: true}', more: '' },
      [
        'a.yaml:3:7 binary_crossentropy takes the outputs for logits, but the last layer (dense) ends with sigmoid',
        '= remove from_logits, or the activation',
      ],
    ],
    [
      'logits after a softmax',
      { loss: '{name: sparse_categorical_crossentropy, from_logits: true}', more: '' },
      [
        'a.yaml:3:7 sparse_categorical_crossentropy takes the outputs for logits, but the last layer (dense) ends with softmax',
        '= remove from_logits, or the activation',
      ],
    ],
    [
      'a softmax under binary_crossentropy',
      { loss: 'binary_crossentropy', more: '' },
      [
        'a.yaml:3:7 binary_crossentropy is of a sigmoid, but the last layer (dense) ends with softmax',
        '= for one of several classes use categorical_crossentropy, for several yes or no activation: sigmoid',
      ],
    ],
    [
      'sigmoids under a crossentropy of classes',
      { activation: 'sigmoid', more: '' },
      [
        'a.yaml:3:7 sparse_categorical_crossentropy is of a softmax, but the last layer (dense) ends with sigmoid',
        '= for one of several classes use activation: softmax, for several yes or no binary_crossentropy',
      ],
    ],
    [
      'a metric of logits after a sigmoid',
      { ...yesNo, more: 'metrics: [{name: auc, from_logits: true}]' },
      [
        'a.yaml:4:11 auc takes the outputs for logits, but the last layer (dense) ends with sigmoid',
        '= remove from_logits',
      ],
    ],
    [
      'a threshold in the place of a logit',
      {
        ...yesNo,
        activation: 'linear',
        loss: '{name: binary_crossentropy, from_logits: true}',
        more: 'metrics: [{name: precision, thresholds: 0}]',
      },
      [
        'a.yaml:4:11 precision sees probabilities here, which are all above a threshold of 0',
        '= the logit 0 is the probability 0.5, the default of thresholds',
      ],
    ],
  ])('%s', async (_, written, message) => {
    expect(await told(written)).toEqual(message);
  });

  test('logits and their metrics', async () => {
    const more = 'metrics: [acc, auc, precision, {name: binary_crossentropy, from_logits: true}]';
    const loss = '{name: binary_crossentropy, from_logits: true}';
    expect(await problemsOf({ ...yesNo, activation: 'linear', loss, more })).toBe('');
    expect(
      await problemsOf({
        activation: 'sigmoid',
        loss: 'binary_crossentropy',
        more: 'metrics: [auc]',
      }),
    ).toBe('');
  });
});

describe('more outputs than classes', () => {
  const warnings = async (units: number, classes = 3): Promise<readonly string[]> => {
    const file = join(folder, 'b.yaml');
    const text = `dataset: {name: spirals, classes: ${classes}}\nmodel: [{Dense: {units: ${units}, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n`;
    const plan = await planExperiment(
      file,
      readSpecText(text, file, { language }),
      () => undefined,
    );
    return plan.warnings;
  };

  test('are warned of, and counted', async () => {
    expect(await warnings(4)).toEqual([
      expect.stringMatching(
        /b\.yaml: the model gives 4 values, but the data has 3 classes: 1 of them will learn never to be right$/,
      ),
    ]);
    expect((await warnings(10, 2))[0]).toMatch(/10 values, but the data has 2 classes: 8 of them/);
  });

  test('as many are not', async () => {
    expect(await warnings(3)).toEqual([]);
  });
});
