// Layers that rearrange, cut and repeat, as PyTorch writes them.
import { describe, expect, test } from '@jest/globals';
import { python } from './translate.js';

describe('an image of 2 × 3 × 1', () => {
  test.each([
    ['Flatten', 'x = x.flatten(1)'],
    [{ Reshape: [3, -1] }, 'x = x.reshape(-1, 3, 2)'],
    [{ Permute: [2, 1, 3] }, 'x = x.permute(0, 2, 1, 3)'],
    [
      {
        ZeroPadding2D: [
          [1, 2],
          [3, 4],
        ],
      },
      'x = F.pad(x, (0, 0, 3, 4, 1, 2))',
    ],
    [
      {
        Cropping2D: [
          [1, 0],
          [0, 2],
        ],
      },
      'x = x[:, 1:2, 0:1]',
    ],
    [{ UpSampling2D: [2, 3] }, 'x = x.repeat_interleave(2, dim=1).repeat_interleave(3, dim=2)'],
    [{ Rescaling: { scale: 2, offset: -1 } }, 'x = x * 2 + -1'],
    [{ Masking: 0.5 }, 'x = x * (x != 0.5).any(-1, keepdim=True)'],
  ])('%j', (layer, line) => expect(python([layer], [2, 3, 1]).forward).toEqual([line]));
});

test('what is for training alone', () => {
  const { init, forward } = python(
    [{ Dropout: 0.5 }, { GaussianNoise: 0.1 }, 'Identity', { RepeatVector: 2 }],
    [3],
  );
  expect(init).toEqual([
    'self.dropout = nn.Dropout(0.5)',
    'self.gaussian_noise = nn.Identity()  # GaussianNoise(0.1), while training alone',
  ]);
  expect(forward).toEqual([
    'x = self.dropout(x)',
    'x = self.gaussian_noise(x)',
    'x = x.unsqueeze(1).repeat(1, 2, 1)',
  ]);
});
