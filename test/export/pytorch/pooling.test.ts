// Pooling as PyTorch writes it.
import { expect, test } from '@jest/globals';
import { python } from './translate.js';

test('of windows', () => {
  expect(python([{ MaxPooling2D: { pool_size: [2, 3], strides: 1 } }], [4, 4, 1]).init).toEqual([
    'self.max_pooling2d = nn.MaxPool2d((2, 3), stride=1)',
  ]);
  expect(
    python([{ AveragePooling2D: { pool_size: 3, strides: 1, padding: 'same' } }], [4, 4, 1]).init,
  ).toEqual([
    'self.average_pooling2d = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)',
  ]);
});

test('where padding is uneven: of each window the places that are there', () => {
  const same = { pool_size: 2, strides: 1, padding: 'same' };
  expect(python([{ AveragePooling2D: same }], [2, 3, 1]).forward).toContain(
    'x = F.avg_pool2d(F.pad(x, (0, 1, 0, 1)), 2, stride=1) / F.avg_pool2d(F.pad(torch.ones_like(x), (0, 1, 0, 1)), 2, stride=1)',
  );
  expect(python([{ MaxPooling2D: same }], [2, 3, 1]).forward).toContain(
    'x = F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=float("-inf")), 2, stride=1)',
  );
});

test('of everything, wherever the channels are', () => {
  const conv = { Conv2D: { filters: 2, kernel_size: 1 } };
  expect(python([conv, 'GlobalAveragePooling2D'], [2, 2, 1]).forward.at(-1)).toBe(
    'x = x.mean(dim=(2, 3))',
  );
  expect(python([{ GlobalMaxPooling2D: { keepdims: true } }], [2, 2, 1]).forward).toEqual([
    'x = x.amax(dim=(1, 2), keepdim=True)',
  ]);
});
