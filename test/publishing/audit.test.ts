// Texts about runs whose numbers are known by hand: what is so is taken for so, and what is not is named.
import { describe, expect, test } from '@jest/globals';
import { auditText } from '../../src/publishing/audit.js';
import { valueOf } from '../../src/publishing/value.js';
import { fc } from '../drawn.js';
import { isWhole } from '../whole.js';
import { comparedRuns } from '../../src/publishing/tables.js';
import { compared, evidence, recorded, two, wrong, wrongIn } from './evidence.js';
import { rows } from './rows.js';

describe('what is so', () => {
  test.each([
    'The test accuracy of adam is 0.8812.',
    'adam got 88.1 % on the test set, relu 87.0 %.',
    'adam reaches 0.8812, against 0.87 for relu.',
    'adam (0.8812) and relu (0.8700) differ by 0.0112.',
    'adam is 1.1 points ahead of relu on the test accuracy.',
    'Validation accuracy: 0.8891 (adam), 0.8765 (relu).',
    'The accuracy and the loss of adam on test are 0.8812 and 0.3345.',
    'With 20 epochs the accuracy of adam on test is 0.8812.',
    'Error rate of adam: 11.9 %.',
    'adam has 79,510 parameters (79.5k, about 80,000), relu 0.1 M.',
    'adam took 60 seconds, one minute or 1.0 min, 2.94 s an epoch, for 20 epochs; its best epoch is 12.',
    'relu stopped after 17 of 20 epochs, in 48 s.',
    'Trained with batch size 32 and seed 42 on 48,000 samples.',
    'The test loss of relu was 0.3777, i.e. `0.378`, .38 or 3.777e-1.',
    'Die Genauigkeit von adam (accuracy) ist 88,1 % oder 0,8812.',
    '| run | test accuracy (%) | epochs |\n|---|---|---|\n| adam | 88.12 | 20 |\n| relu | 87.0 | 17 |\n',
    '| | adam | relu |\n|---|---|---|\n| val_accuracy | 0.8891 | 0.8765 |\n| parameters | 79510 | 101770 |\n',
    '---\nmodel-index:\n- name: adam\n  results:\n  - metrics:\n    - type: accuracy\n      value: 0.8812\n      name: test accuracy\n---\n',
  ])('%s', (text) => {
    const audit = auditText(text, two());
    expect(wrongIn(audit)).toEqual([]);
    expect(audit.numbers.length).toBeGreaterThan(0);
  });
});

describe('what is not', () => {
  test.each<[string, readonly string[]]>([
    ['The test accuracy of adam is 0.8813.', ['1:30 0.8813']],
    ['adam got 88.2 % on the test set.', ['1:10 88.2 %']],
    ['adam got 0.882 on test, relu 0.87.', ['1:10 0.882']],
    // Each is a number of the other one.
    ['adam reached 0.8700 on the test set and relu 0.8812.', ['1:14 0.8700', '1:46 0.8812']],
    ['The validation accuracy of adam is 0.8812.', ['1:36 0.8812']],
    ['The test loss of adam is 0.3123.', ['1:26 0.3123']],
    ['adam has 79,511 parameters.', ['1:10 79,511']],
    ['relu was trained for 9 epochs.', ['1:22 9']],
    ['adam took 61 s.', ['1:11 61 s']],
    ['adam is 1.2 points ahead of relu on the test accuracy.', ['1:9 1.2 points']],
    ['It is 3x faster and 12 % smaller.', ['1:7 3x', '1:21 12 %']],
    ['Over seeds it is 0.8812 ± 0.0034.', ['1:27 0.0034']],
    ['First.\n\nAccuracy of adam on\ntest: 0.8811', ['4:7 0.8811']],
    ['| run | epochs |\n|---|---|\n| relu | 20 of 21 |\n', ['3:16 21']],
    ['| run | val accuracy |\n|---|---|\n| relu | 0.8891 |\n', ['3:10 0.8891']],
  ])('%s', (text, expected) => {
    expect(wrong(text)).toEqual(expected);
  });

  test('of a wrong rounding the right digits are told', () => {
    const [number] = auditText('adam had an accuracy of 88.2 % on test.', two()).numbers;
    expect(number).toMatchObject({ right: '88.1 %', nearest: { value: 0.8812 } });
    expect(number?.problem).toMatch(/^wrong rounding: the test accuracy of adam is 0\.8812, /);
  });

  test('of another run’s number it is told whose it is', () => {
    const [number] = auditText('relu had a test accuracy of 0.8812.', two()).numbers;
    expect(number?.problem).toMatch(/^it is the test accuracy of adam, of which the words/);
  });

  test('else the nearest is', () => {
    const [number] = auditText('adam had a test accuracy of 0.912.', two()).numbers;
    expect(number?.problem).toMatch(/^nothing in the runs gives it; the nearest is 0\.881, /);
  });
});

describe('what claims nothing', () => {
  test.each<[string, string, number]>([
    ['```\n0.5 7 9\n```', 'code', 3],
    ['As in `x = 0.5`.', 'code', 1],
    ['On 2026-11-29, 29 November 2026 and in 2024.', 'dates', 4],
    ['With TensorFlow 2.21, Python 3.12 and dlx 0.1.0.', 'versions', 3],
    ['## 3.1 What was found\n', 'numbering', 1],
    ['1. First\n2. Second\n', 'numbering', 2],
    ['See Table 2 and Section 4.1.', 'numbering', 2],
    ['[This](https://example.org/2023/7).', 'links', 1],
    ['ResNet50 and conv2d_1', 'parts of words', 3],
    ['A 95 % interval', 'levels of confidence', 1],
    ['There are 3 reasons.', 'small whole numbers', 1],
    ['Nothing <!-- 0.5 -->', 'comments', 1],
  ])('%s', (text, why, count) => {
    const audit = auditText(text, two());
    expect([audit.numbers, [...audit.leftOut]]).toEqual([[], [[why, count]]]);
  });

  test('but a number that is all of its code does', () => {
    expect(wrong('`0.8812` and `0.5` of accuracy')).toEqual(['1:15 0.5']);
  });

  test('and a program’s accuracy is no version', () => {
    expect(wrong('accuracy: Keras 0.8899')).toEqual(['1:17 0.8899']);
  });
});

// Of three seeds; t of two degrees of freedom and 95 % is 4.302653 (SciPy).
const seeds = [0.88, 0.884, 0.891] as const;
const replicated = () =>
  evidence(
    ...seeds.map((accuracy, i) =>
      recorded({
        seed: 42 + i,
        scores: { train: null, validation: { accuracy }, test: { accuracy: accuracy - 0.01 } },
      }),
    ),
  );
const mean = (0.87 + 0.874 + 0.881) / 3;
const sd = Math.sqrt(((0.87 - mean) ** 2 + (0.874 - mean) ** 2 + (0.881 - mean) ** 2) / 2);
const half = (4.302653 * sd) / Math.sqrt(3);

describe('replicates', () => {
  test('mean, spread, interval and number belong together', () => {
    const text = [
      `The test accuracy of adam is ${mean.toFixed(4)} ± ${sd.toFixed(4)} (n = 3).`,
      `Its 95 % interval is [${(mean - half).toFixed(4)}, ${(mean + half).toFixed(4)}], which is ${(100 * mean).toFixed(1)} ± ${(100 * half).toFixed(1)} %.`,
    ].join('\n');
    expect(wrong(text, replicated())).toEqual([]);
  });

  test.each([
    [`accuracy ${mean.toFixed(3)} ± ${(sd + 0.001).toFixed(3)} on test`, 1],
    [`test accuracy ${mean.toFixed(3)} ± ${sd.toFixed(3)} (n = 5)`, 1],
    [
      `95 % CI of test accuracy: ${(mean - half).toFixed(4)} to ${(mean + half + 0.001).toFixed(4)}`,
      1,
    ],
    [`test accuracy ${(mean + 0.001).toFixed(4)} ± ${sd.toFixed(4)}`, 1],
  ])('%s', (text, count) => {
    expect(wrong(text, replicated())).toHaveLength(count);
  });
});

describe('of rows', () => {
  const patience = { early_stopping: { patience: 21 }, model: [{ Dense: { units: 77 } }] };
  const all = rows().map((run) => ({ ...run, record: { ...run.record, spec: patience } }));
  const known = compared(...all);

  test.each<[string, readonly string[]]>([
    ['The network has 14,851 parameters, the linear model 150.', []],
    ['The network has 14,852 parameters, the linear model 151.', ['1:17 14,852', '1:53 151']],
    ['With 12 runs and 6 seeds linear has a test accuracy of 0.8889 and wine of 0.8565.', []],
    ['It stops after 21 epochs without gain.', []],
    ['It was trained for 21 epochs.', ['1:20 21']],
    ['| run | model |\n|---|---|\n| wine | + Dense 77 relu |\n', []],
    ['| run | model |\n|---|---|\n| wine | + Dense 78 relu |\n', ['3:18 78']],
    ['wine has a test accuracy of 0.857.', ['1:29 0.857']],
    // The deviation of the cell before it.
    [
      '| run | val accuracy | test accuracy |\n|---|---|---|\n| linear | 0.7019 ± 0.0352 | 0.0352 |\n',
      ['3:30 0.0352'],
    ],
  ])('%s', (text, expected) => {
    expect(wrong(text, known)).toEqual(expected);
  });

  test('what dlx says below their table is so, and nothing else in its words', () => {
    const { tables } = comparedRuns(all);
    const notes = tables[0]?.notes ?? [];
    expect(notes.join(' ')).toMatch(/read the test set/);
    expect(wrong(notes.join('\n'), known)).toEqual([]);
    const other = notes.join('\n').replace(/(?<=test set )\d+/, '77');
    expect(wrong(other, known)).toHaveLength(1);
  });
});

// Runs are drawn, a text of them is written by the test, one digit of it is changed.
describe('any text', () => {
  const share = fc.integer({ min: 5000, max: 9899 }).map((whole) => whole / 10_000);
  const loss = fc.integer({ min: 1001, max: 8999 }).map((whole) => whole / 10_000);
  const scores = fc.record({ accuracy: share, loss });
  const drawn = fc.record({
    validation: scores,
    test: scores,
    parameters: fc.integer({ min: 13_001, max: 9_999_999 }),
    epochs: fc.integer({ min: 21, max: 99 }),
    seconds: fc.integer({ min: 101, max: 999 }),
  });
  type Drawn = ReturnType<typeof drawn.generate>['value'];
  const names = ['adam', 'relu', 'wide'] as const;
  const counted = new Intl.NumberFormat('en-US');

  const runOf = ({ validation, test, parameters, epochs, seconds }: Drawn, i: number) =>
    recorded({
      name: names[i] ?? '',
      spec: {},
      hashes: { spec: `${i}`.repeat(64), group: `${i + 4}`.repeat(64) },
      scores: { train: null, validation, test },
      parameters: { total: parameters, trainable: parameters },
      epochs: { planned: epochs, done: epochs, best: 1 },
      seconds: { to_first_step: null, total: seconds, per_epoch: null, to_best: null },
    });

  const sentencesOf = ({ validation, test, parameters, epochs, seconds }: Drawn, name = '') => [
    `On the test set ${name} has an accuracy of ${test.accuracy.toFixed(4)} and a loss of ${test.loss.toFixed(3)}.`,
    `The validation accuracy of ${name} is ${(100 * validation.accuracy).toFixed(1)} %.`,
    `It took ${seconds} seconds to train the ${counted.format(parameters)} parameters of ${name} for ${epochs} epochs.`,
  ];

  const tableOf = (all: readonly Drawn[]) => [
    '| run | val accuracy | test accuracy (%) | test loss | parameters | epochs |',
    '|:--|--:|--:|--:|--:|--:|',
    ...all.map(
      ({ validation, test, parameters, epochs }, i) =>
        `| **${names[i]}** | ${validation.accuracy.toFixed(3)} | ${(100 * test.accuracy).toFixed(2)} | ${test.loss.toFixed(4)} | ${counted.format(parameters)} | ${epochs} |`,
    ),
  ];

  // Every digit run of the text that is a claim, but for those of headings.
  const placesIn = (text: string) =>
    [...text.matchAll(/\d[\d.,]*\d/g)].map(({ index, 0: number }) => ({ index, number }));

  const valuesOf = ({
    validation,
    test,
    parameters,
    epochs,
    seconds,
  }: Drawn): readonly number[] => [
    ...[validation.accuracy, test.accuracy].flatMap((value) => [value, 100 * value]),
    ...[validation.loss, test.loss, parameters, epochs, seconds],
  ];

  test('has nothing wrong as it is, and names one changed digit', () => {
    fc.assert(
      fc.property(
        fc.tuple(drawn, drawn, drawn),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (all, which, digit, by) => {
          const lines = [
            ...all.flatMap((one, i) => sentencesOf(one, names[i])),
            '',
            ...tableOf(all),
          ];
          const text = lines.join('\n');
          const against = evidence(...all.map(runOf));
          expect(wrong(text, against)).toEqual([]);

          const places = placesIn(text);
          const { index, number } = places[which % places.length] ?? { index: 0, number: '' };
          const digits = [...number.matchAll(/\d/g)].map((match) => match.index);
          const at = index + (digits[digit % digits.length] ?? 0);
          const changed = `${text.slice(0, at)}${(Number(text[at]) + by) % 10}${text.slice(at + 1)}`;
          const now = changed.slice(index, index + number.length);
          const value = Number(now.replaceAll(',', ''));
          const step = 10 ** -(now.split('.')[1]?.length ?? 0);
          // By chance it may be true of one of them.
          fc.pre(
            !/^0[\d,]/.test(now) &&
              !all.some((one) => valuesOf(one).some((v) => Math.abs(v - value) <= step)),
          );
          const line = changed.slice(0, index).split('\n').length;
          const column = index - changed.lastIndexOf('\n', index);
          expect(wrong(changed, against).map((one) => one.split(' ')[0])).toEqual([
            `${line}:${column}`,
          ]);
        },
      ),
      { numRuns: isWhole ? 1000 : 25 },
    );
  });
});

test('a column may be called as what runs have is', () => {
  const known = two();
  const [first] = known.values;
  if (!first) throw new Error('there is no value');
  const ofColumn = (column: string, what: string, value: number) =>
    valueOf({ value, owner: first.owner, topics: [what], what, labels: [column], kind: 'number' });
  const values = [
    ...known.values,
    ofColumn('hours', 'min', 4),
    ofColumn('hours', 'max', 47),
    ofColumn('accuracy', 'max', 0.93),
  ];
  const text = (last: string, score: string): string =>
    `| column | from, to |\n| --- | --- |\n| \`hours\` | 4, ${last} |\n\n| score | test |\n| --- | --- |\n| \`accuracy\` | ${score} |\n`;
  expect(wrong(text('47', '0.8812'), { ...known, values })).toEqual([]);
  expect(wrong(text('51', '0.8813'), { ...known, values })).toEqual(['3:16 51', '7:16 0.8813']);
});
