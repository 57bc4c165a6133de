import { expect, test } from '@jest/globals';
import type { LayerSummary } from '../../../../src/model/summary.js';
import { networkFigure } from '../../../../src/render/html/report/network-figure.js';
import { documentOf, textsOf } from './parts.js';

const layer = (name: string, inputs: readonly string[]): LayerSummary => ({
  name,
  layer: 'Dense',
  inputs,
  outputShape: [3, 4],
  parameters: 1200,
  trainable: name !== 'c',
});

test('a layer that nobody named is called by its kind alone', () => {
  const pool = { ...layer('max_pooling2d_1', ['input']), layer: 'MaxPooling2D' } as const;
  const figure = documentOf([
    networkFigure({
      inputs: [{ name: 'image', kind: 'image', shape: [4, 4, 1], vocabulary: null }],
      layers: [pool, layer('hidden', ['max_pooling2d_1'])],
      parameters: { total: 1200, trainable: 1200 },
    }),
  ]);
  expect(textsOf(figure, 'text[font-weight]')).toEqual(['image', 'MaxPooling2D', 'Dense hidden']);
});

test('each layer is a box below what it takes, with an arrow from each of these', () => {
  const figure = documentOf([
    networkFigure({
      inputs: [{ name: 'table', kind: 'table', shape: [2], vocabulary: null }],
      // The first one names no input: it takes the only one.
      layers: [layer('a', ['input']), layer('b', ['a']), layer('c', ['a', 'b']), layer('d', ['a'])],
      parameters: { total: 4800, trainable: 3600 },
    }),
  ]);
  const boxes = [...figure.querySelectorAll('rect')].map((one) => ({
    x: Number(one.getAttribute('x')),
    y: Number(one.getAttribute('y')),
  }));
  const [input, a, b, c, d] = boxes.map(({ y }) => y);
  expect([input, a, b, c]).toEqual(
    [input, a, b, c].toSorted((one, other) => (one ?? 0) - (other ?? 0)),
  );
  expect(d).toBe(b);
  expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(5);
  expect(figure.querySelectorAll('.edge')).toHaveLength(5);
  expect(textsOf(figure, 'text')).toEqual([
    'table',
    'table, 2',
    'Dense a',
    '3 × 4 · 1,200 weights',
    'Dense b',
    '3 × 4 · 1,200 weights',
    'Dense c',
    '3 × 4 · 1,200 weights, frozen',
    'Dense d',
    '3 × 4 · 1,200 weights',
  ]);
});
