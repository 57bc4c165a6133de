// Layers of several inputs as PyTorch writes them.
import { expect, test } from '@jest/globals';
import { python } from './translate.js';

const two = [
  { Dense: 3, name: 'a' },
  { Dense: 3, name: 'b', inputs: ['input'] },
];
const last = (layer: unknown): string | undefined =>
  python([...two, { ...(layer as object), name: 'c', inputs: ['a', 'b'] }], [2]).forward.at(-1);

test('of equal shapes', () => {
  expect(last({ Add: null })).toBe('c = a + b');
  expect(last({ Subtract: null })).toBe('c = a - b');
  expect(last({ Multiply: null })).toBe('c = a * b');
  expect(last({ Average: null })).toBe('c = (a + b) / 2');
  expect(last({ Maximum: null })).toBe('c = torch.maximum(a, b)');
  expect(last({ Minimum: null })).toBe('c = torch.minimum(a, b)');
  expect(last({ Concatenate: null })).toBe('c = torch.cat([a, b], dim=1)');
  expect(last({ Dot: { axes: 1 } })).toBe('c = torch.einsum("bk,bk->b", a, b).unsqueeze(1)');
});

test('of fewer axes, with sizes of 1 behind the batch', () => {
  const { forward } = python(
    [
      { Reshape: [2, 3], name: 'a' },
      { Dense: 3, name: 'b', inputs: ['input'] },
      { Add: null, inputs: ['a', 'b'] },
    ],
    [6],
  );
  expect(forward.at(-1)).toBe('add = a + b.unsqueeze(1)');
});

test('of images, both with their channels first', () => {
  const conv = { Conv2D: { filters: 2, kernel_size: 1 } };
  const { forward } = python(
    [
      { ...conv, name: 'a' },
      { ...conv, name: 'b' },
      { Add: null, inputs: ['a', 'b'], name: 'c' },
      'Flatten',
    ],
    [2, 2, 1],
  );
  expect(forward.slice(-3)).toEqual([
    'c = a + b',
    'flatten = c.movedim(1, -1)',
    'flatten = flatten.flatten(1)',
  ]);
});
