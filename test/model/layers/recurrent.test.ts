// Recurrent networks before training: what they are refused for, what they cost, and how their
// weights begin.
import { describe, expect, test } from '@jest/globals';
import { drawInitial } from '../../../src/model/initializers.js';
import { LayerProblem, planNetwork, type NetworkInput } from '../../../src/model/network.js';
import { multiplyAdds, planExperiment } from '../../../src/experiment/plan.js';
import { SpecProblems } from '../../../src/document/problems.js';
import { readSpecText } from '../../../src/spec/read.js';
import { language } from '../../../src/experiment/language.js';
import { networkOf, specOf } from '../specs.js';

const tokens = { kind: 'tokens', vocabulary: 500 } as const;

function problemOf(
  model: unknown,
  inputShape: readonly number[],
  data?: Partial<NetworkInput>,
): string {
  try {
    planNetwork(specOf({ model }).model, [{ name: 'x', shape: inputShape, ...data }]);
  } catch (error) {
    if (error instanceof LayerProblem) return `${error.origin.join('.')} ${error.message}`;
    throw error;
  }
  return 'none';
}

describe('refused', () => {
  test.each([
    [
      'tokens into an LSTM',
      [{ LSTM: 3 }],
      [100],
      tokens,
      'model.0 LSTM (lstm) expects sequences (steps × features), got (None, 100)',
    ],
    [
      'images into a GRU',
      [{ GRU: { units: 3, return_sequences: true } }],
      [4, 5, 1],
      undefined,
      'model.0 GRU (gru) expects sequences (steps × features), got (None, 4, 5, 1)',
    ],
    [
      'the last state into another layer of steps',
      [{ LSTM: 3 }, { LSTM: 4 }],
      [5, 2],
      undefined,
      'model.1 LSTM (lstm_1) expects sequences (steps × features), got (None, 3)',
    ],
    [
      'images into an Embedding',
      [{ Embedding: { input_dim: 500, output_dim: 4 } }],
      [4, 5, 1],
      { kind: 'image' },
      'model.0 Embedding (embedding) expects tokens (whole numbers), but the data set gives images',
    ],
    [
      'a table into an Embedding',
      [{ Embedding: { input_dim: 500, output_dim: 4 } }],
      [4],
      { kind: 'table' },
      'model.0 Embedding (embedding) expects tokens (whole numbers), but the data set gives a table of values',
    ],
    [
      'outputs into an Embedding',
      [{ Dense: 3, name: 'before' }, { Embedding: { input_dim: 500, output_dim: 4 } }],
      [4],
      tokens,
      'model.1 Embedding (embedding) expects tokens straight from the data set, got the output of before',
    ],
    [
      'too many tokens',
      [{ Embedding: { input_dim: 499, output_dim: 4 } }],
      [4],
      tokens,
      'model.0 Embedding (embedding) has rows for the tokens 0 to 498, but the data set has tokens up to 499; give it input_dim: 500',
    ],
    [
      'a bias that were to be orthogonal',
      [{ LSTM: { units: 3, bias_initializer: 'orthogonal' } }],
      [5, 2],
      undefined,
      'model.0 LSTM (lstm) cannot initialise its bias, [12]: the initializer orthogonal needs a weight of at least two axes',
    ],
  ] as const)('%s', (_, model, inputShape, data, expected) => {
    expect(problemOf(model, inputShape, data)).toBe(expected);
  });

  test('not: sequences of tokens and values that fit', () => {
    expect(
      problemOf(
        [
          { Embedding: { input_dim: 500, output_dim: 4 } },
          { GRU: { units: 3, return_sequences: true } },
          { LSTM: 2 },
        ],
        [100],
        tokens,
      ),
    ).toBe('none');
    expect(problemOf([{ Dense: 3 }], [100], tokens)).toBe('none');
  });

  test('at the line of the layer, and of the data set', async () => {
    const refusal = async (text: string): Promise<string> => {
      try {
        await planExperiment('a.yaml', readSpecText(text, 'a.yaml', { language }), () => undefined);
      } catch (error) {
        if (error instanceof SpecProblems) return error.message;
        throw error;
      }
      return 'none';
    };
    const rest =
      '  - LSTM: 8\n  - Dense: {units: 1, activation: sigmoid}\nloss: binary_crossentropy\n';
    expect(
      await refusal(
        `dataset: sequences\nmodel:\n  - Embedding: {input_dim: 100, output_dim: 16}\n${rest}`,
      ),
    ).toBe(
      'a.yaml:3:5 Embedding (embedding) has rows for the tokens 0 to 99, but the data set has tokens up to 499; give it input_dim: 500\n' +
        '  3 |   - Embedding: {input_dim: 100, output_dim: 16}\n    |     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    );
    expect(
      await refusal(
        `dataset: spirals\nmodel:\n  - Embedding: {input_dim: 100, output_dim: 16}\n${rest}`,
      ),
    ).toBe(
      'a.yaml:3:5 Embedding (embedding) expects tokens (whole numbers), but the data set gives a table of values\n' +
        '  3 |   - Embedding: {input_dim: 100, output_dim: 16}\n    |     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    );
    expect(
      await refusal(
        `dataset: {name: sequences, steps: 4}\nmodel:\n  - Embedding: {input_dim: 500, output_dim: 16}\n${rest}`,
      ),
    ).toBe(
      'a.yaml:1:10 sequences of 4 steps have no room for 3 markers of each of 2 classes: 6 are needed\n' +
        '  1 | dataset: {name: sequences, steps: 4}\n    |          ~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    );
  });
});

describe('multiplications a sample', () => {
  // By hand: 100 steps of 4 · 8 · (16 + 8), 3 · 8 · (16 + 8), 8 · 10, 100 · 80; nothing is
  // multiplied with a looked-up row.
  test.each([
    ['Embedding', [{ Embedding: { input_dim: 500, output_dim: 16 } }], [100], 0],
    ['LSTM', [{ LSTM: 8 }], [100, 16], 76_800],
    ['GRU', [{ GRU: 8 }], [100, 16], 57_600],
    [
      'GRU of sequences, reset before',
      [{ GRU: { units: 8, return_sequences: true, reset_after: false } }],
      [100, 16],
      57_600,
    ],
    ['Dense over steps', [{ Dense: 10 }], [100, 8], 8000],
    ['Dense over a row', [{ Dense: 10 }], [8], 80],
    ['Conv2D', [{ Conv2D: { filters: 5, kernel_size: 3 } }], [6, 7, 2], 4 * 5 * 9 * 2 * 5],
    [
      'all of them',
      [
        { Embedding: { input_dim: 500, output_dim: 16 } },
        { LSTM: { units: 8, return_sequences: true } },
        { Dense: 10 },
      ],
      [100],
      84_800,
    ],
  ])('%s', (_, model, inputShape, expected) => {
    expect(multiplyAdds(networkOf(model, inputShape))).toBe(expected);
  });
});

describe('weights begin', () => {
  const drawn = (model: unknown, name: string): number[] => {
    const weight = networkOf(model, [4, 3]).weights.find((one) => one.name === name);
    if (!weight) throw new Error(name);
    const values = drawInitial(weight.initializer, weight.shape, { seed: 1, stream: 1 });
    return [...(weight.adjust?.(values) ?? values)];
  };

  test('with a forget gate that is open, unless it is not to be', () => {
    expect(drawn([{ LSTM: 2 }], 'bias')).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect(drawn([{ LSTM: { units: 2, unit_forget_bias: false } }], 'bias')).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect(
      drawn([{ LSTM: { units: 2, bias_initializer: { name: 'constant', value: 3 } } }], 'bias'),
    ).toEqual([3, 3, 1, 1, 3, 3, 3, 3]);
    expect(drawn([{ GRU: 2 }], 'bias')).toEqual(new Array(12).fill(0));
  });

  test('with a recurrent kernel of orthonormal rows', () => {
    const kernel = drawn([{ GRU: 2 }], 'recurrent_kernel');
    const [first, second] = [kernel.slice(0, 6), kernel.slice(6)];
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
    expect(
      [dot(first, first), dot(second, second), dot(first, second)].map(
        (value) => Math.round(value * 1e6) / 1e6,
      ),
    ).toEqual([1, 1, expect.closeTo(0)]);
  });

  test('with looked-up rows between -0.05 and 0.05', () => {
    const weight = networkOf([{ Embedding: { input_dim: 50, output_dim: 4 } }], [3]).weights[0];
    expect(weight?.initializer).toEqual({
      name: 'random_uniform',
      arguments: { minval: -0.05, maxval: 0.05 },
    });
  });
});
