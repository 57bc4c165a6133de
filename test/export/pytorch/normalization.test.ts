// Normalizations as PyTorch writes them.
import { expect, test } from '@jest/globals';
import { problemsOf, python } from './translate.js';

test('batch normalization: its momentum is the share of what is new', () => {
  expect(python(['BatchNormalization'], [3]).init).toEqual([
    'self.batch_normalization = nn.BatchNorm1d(3, eps=0.001, momentum=0.01)',
  ]);
  expect(python([{ BatchNormalization: { center: false, scale: false } }], [2, 2, 3]).init).toEqual(
    ['self.batch_normalization = nn.BatchNorm2d(3, eps=0.001, momentum=0.01, affine=False)'],
  );
  expect(problemsOf([{ BatchNormalization: { axis: 2 } }], [2, 2, 3])).toEqual([
    'BatchNormalization (batch_normalization) looks along axis 2, and PyTorch along the first or last',
  ]);
});

test('the others', () => {
  expect(python([{ LayerNormalization: { axis: [-2, -1] } }], [2, 2, 3]).init).toEqual([
    'self.layer_normalization = nn.LayerNorm((2, 3), eps=0.001)',
  ]);
  expect(problemsOf([{ LayerNormalization: { axis: 1 } }], [2, 2, 3])).toHaveLength(1);
  expect(python([{ GroupNormalization: { groups: -1 } }], [2, 2, 3]).init).toEqual([
    'self.group_normalization = nn.GroupNorm(3, 3, eps=0.001)',
  ]);
  expect(python(['RMSNormalization'], [3]).init).toEqual([
    'self.rms_normalization = nn.RMSNorm((3,), eps=0.000001)',
  ]);
  expect(python(['UnitNormalization'], [3]).forward).toEqual([
    'x = x * torch.rsqrt((x * x).sum(dim=(-1,), keepdim=True)).clamp(max=1e12)',
  ]);
});

test('what was fitted to the data is a buffer', () => {
  const { init, forward } = python(['Normalization'], [3]);
  expect(init[0]).toBe('self.register_buffer("normalization_mean", torch.zeros(1, 3))');
  expect(forward).toEqual(['x = (x - self.normalization_mean) / self.normalization_deviation']);
});
