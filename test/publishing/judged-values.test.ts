// What the outputs that a run kept give, counted here from its files.
import { expect, test } from '@jest/globals';
import { judgedValues } from '../../src/publishing/judged-values.js';
import { readOutputs } from '../../src/run/outputs.js';
import { frozen, frozenFolder } from './frozen.js';

test('each class and each confusion', () => {
  const { judged } = frozen();
  const outputs = readOutputs(frozenFolder, 'test');
  if (!judged || !outputs) throw new Error('it keeps them');
  const said = Array.from(outputs.targets.values, (_, row) => {
    const [a = 0, b = 0, c = 0] = outputs.predictions.values.slice(3 * row, 3 * row + 3);
    return a >= b && a >= c ? 0 : b >= c ? 1 : 2;
  });
  const count = (is: number, taken: number): number =>
    said.filter((one, row) => one === taken && outputs.targets.values[row] === is).length;
  const values = new Map(judgedValues(judged).map(({ what, value }) => [what, value]));
  expect(values.get('test samples of 0 that are right')).toBe(count(0, 0));
  expect(values.get('test samples of 1 that were taken for 2')).toBe(count(1, 2));
  expect(values.get('test samples of 2')).toBe(count(2, 0) + count(2, 1) + count(2, 2));
  expect(values.get('test samples that are wrong')).toBe(300 - 106);
  const all = count(2, 0) + count(2, 1) + count(2, 2);
  expect(values.get('test recall of 2')).toBeCloseTo(count(2, 2) / all, 12);
  expect(values.get('lower end of the test accuracy, over samples')).toBeCloseTo(0.3014083, 6);
});

test('of a thousand classes, pairs of which nothing was taken for another are not a value each', () => {
  const { judged } = frozen();
  const [report, classes] = [judged?.diagnosis.report, [...Array(1000).keys()].map(String)];
  if (!judged || report?.kind !== 'classes') throw new Error('it keeps them');
  const confusion = classes.map((_, i) => classes.map((__, j) => (j === (i + 1) % 1000 ? 2 : 0)));
  const many = { ...report, classes, confusion };
  const values = judgedValues({ ...judged, diagnosis: { ...judged.diagnosis, report: many } });
  expect(values.length).toBeLessThan(10_000);
  expect(
    values.find(({ what }) => what === 'test samples of 999 that were taken for 0'),
  ).toMatchObject({ value: 2, labels: ['999', '0'] });
  // Whoever says that of a pair says so of no other number.
  expect(values.find(({ topics, value }) => topics[0] === 'taken' && value === 0)).toMatchObject({
    what: 'test samples of most classes that were taken for others',
  });
});
