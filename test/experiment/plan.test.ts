// What a spec comes to before it is trained.
import { describe, expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { multiplyAdds, planExperiment, threadsFor } from '../../src/experiment/plan.js';
import { readSpecText } from '../../src/spec/read.js';

const plan = (model: string, more = '') =>
  planExperiment(
    'a.yaml',
    readSpecText(
      `dataset: spirals\nmodel: [${model}]\nloss: sparse_categorical_crossentropy\n${more}`,
      'a.yaml',
      { language },
    ),
    () => undefined,
  );

const problem = (model: string, more = ''): Promise<string> =>
  plan(model, more).then(
    () => 'planned',
    (error: unknown) => (error as Error).message,
  );

describe('the cost of a sample', () => {
  test('is a multiplication for each weight of a matrix', async () => {
    // 2 · 32 + 32 · 3.
    const { network } = await plan('{Dense: 32}, ReLU, {Dense: {units: 3, activation: softmax}}');
    expect(multiplyAdds(network)).toBe(160);
  });

  test('decides the threads: a step of twenty million is worth sharing', async () => {
    // 2 · 1000 + 1000 · 3 = 5000, so that 4000 samples are twenty million.
    const wide = '{Dense: 1000}, {Dense: {units: 3, activation: softmax}}';
    expect(threadsFor(await plan(wide, 'batch_size: 3999\n'), 8)).toBe(1);
    expect(threadsFor(await plan(wide, 'batch_size: 4000\n'), 8)).toBe(8);
  });
});

describe('what does not fit is told at its line', () => {
  test('a layer whose output nobody takes', async () => {
    expect(
      await problem('{Dense: 4, name: a}, {Dense: {units: 3, activation: softmax}, inputs: input}'),
    ).toMatch(
      /^a\.yaml:2:\d+ no layer takes the output of Dense \(a\)[^]*name it in the inputs of a later layer, or remove it/,
    );
  });

  test('a shape that cannot work', async () => {
    expect(await problem('{Conv2D: {filters: 3, kernel_size: 3}}')).toMatch(/^a\.yaml:2:\d+ /);
  });

  test('a schedule that the plateau rule cannot lower', async () => {
    const schedule =
      'optimizer: {name: adam, learning_rate: {name: CosineDecay, initial_learning_rate: 0.1}}\n';
    expect(
      await problem(
        '{Dense: {units: 3, activation: softmax}}',
        `${schedule}reduce_lr_on_plateau: true\n`,
      ),
    ).toContain('reduce_lr_on_plateau cannot lower a learning rate that follows CosineDecay');
  });

  test.each([
    ['{0: 1, 7: 2}', 'the data set (spirals) has no class "7"'],
    ['{0: 1, 00: 2}', 'the class "00" has two weights, as 0 is the same one'],
  ])('weights %s of classes', async (weights, message) => {
    expect(
      await problem('{Dense: {units: 3, activation: softmax}}', `class_weight: ${weights}\n`),
    ).toContain(message);
  });
});
