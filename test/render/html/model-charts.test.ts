// Where dots of charts are, read back out of them.
import { expect, test } from '@jest/globals';
import {
  calibrationChart,
  fitChart,
  precisionRecallChart,
  residualsChart,
  scoresChart,
} from '../../../src/render/html/model-charts.js';
import { documentOf } from './report/parts.js';

const numbers = (svg: string, what: string, of: string): readonly number[] =>
  [...documentOf([svg]).querySelectorAll(what)].map((one) => Number(one.getAttribute(of)));

test('rows have their scores, their mean and its interval', () => {
  const svg = scoresChart(
    [
      { label: '<b>', scores: [1, 3], mean: 2, interval: [0, 4] },
      { label: 'b', scores: [4], mean: 4, interval: null },
    ],
    'test accuracy',
  );
  const dots = numbers(svg, '[data-mark=dot] circle', 'cx');
  const [one = 0, three = 0, two = 0, four = 0] = dots;
  expect(dots).toHaveLength(4);
  expect(two).toBeCloseTo((one + three) / 2, 6);
  expect(four - three).toBeCloseTo(two - one, 6);
  const [from = 0] = numbers(svg, '[data-mark=rule] line', 'x1');
  const [to = 0] = numbers(svg, '[data-mark=rule] line', 'x2');
  expect((from + to) / 2).toBeCloseTo(two, 6);
  expect(svg).not.toContain('<b>');
  expect(svg).not.toMatch(/ style=|<style/);
});

test('calibration: on the line confidence is accuracy', () => {
  const bins = [0.25, 0.75].map((at) => ({
    from: 0,
    to: 1,
    count: 4,
    confidence: at,
    accuracy: at,
  }));
  const svg = calibrationChart({ bins, error: 0 });
  const xs = numbers(svg, 'circle', 'cx');
  const ys = numbers(svg, 'circle', 'cy');
  const drawn =
    /stroke-dasharray="3 3".*?d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)"/s.exec(svg) ?? [];
  const line = drawn.slice(1).map(Number);
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = line;
  xs.forEach((x, i) =>
    expect(y1 + ((x - x1) * (y2 - y1)) / (x2 - x1)).toBeCloseTo(ys[i] ?? NaN, 3),
  );
});

test('a line for each curve, in its colour; a dot for each pair', () => {
  const curve = { points: [{ recall: 1, precision: 0.5 }] };
  const svg = precisionRecallChart([curve, curve], ['red', 'blue']);
  expect(svg.match(/stroke="(?:red|blue)"/g)).toEqual(['stroke="red"', 'stroke="blue"']);
  const pairs = [1, 2, 3].map((is) => ({ is, said: is + 1 }));
  expect(numbers(fitChart(pairs, 'a'), 'circle', 'cx')).toHaveLength(3);
  // All errors are one.
  expect(new Set(numbers(residualsChart(pairs, 'a'), 'circle', 'cy')).size).toBe(1);
});

test('great numbers are short on the axes, that they do not run into each other', () => {
  const labelsOf = (svg: string) =>
    [...documentOf([svg]).querySelectorAll('text')].map(({ textContent }) => textContent);
  const houses = [-31_000, 120_000, 298_000].map((is) => ({ is, said: is + 12_000 }));
  for (const svg of [fitChart(houses, 'price'), residualsChart(houses, 'price')]) {
    const labels = labelsOf(svg);
    expect(labels).toContain('300k');
    expect(labels.filter((text) => /\d{5}|,\d/.test(text ?? ''))).toEqual([]);
  }
  expect(labelsOf(fitChart([{ is: 0, said: 0.5 }], 'a'))).toContain('0.5');
});
