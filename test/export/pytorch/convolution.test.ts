// Convolutions and pooling as PyTorch writes them, their padding by hand.
import { expect, test } from '@jest/globals';
import { python } from './translate.js';

test('channels are moved to the front once, and back where they are wanted last', () => {
  const { init, forward } = python(
    [
      { Conv2D: { filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' } },
      { MaxPooling2D: 2 },
      'Flatten',
    ],
    [6, 6, 1],
  );
  expect(init).toEqual([
    'self.conv2d = nn.Conv2d(1, 4, 3, padding=1)',
    'self.max_pooling2d = nn.MaxPool2d(2)',
  ]);
  expect(forward).toEqual([
    'x = x.movedim(-1, 1)',
    'x = self.conv2d(x)',
    'x = F.relu(x)',
    'x = self.max_pooling2d(x)',
    'x = x.movedim(1, -1)',
    'x = x.flatten(1)',
  ]);
});

test('where windows jump over an even size, the odd place is added behind', () => {
  // ⌈6 / 2⌉ = 3 windows of 3 need (3 − 1) · 2 + 3 = 7 places: one more, behind.
  const { forward } = python(
    [{ Conv2D: { filters: 1, kernel_size: 3, strides: 2, padding: 'same' } }],
    [6, 6, 1],
  );
  expect(forward).toContain('x = self.conv2d(F.pad(x, (0, 1, 0, 1)))');
});

test('a causal convolution sees no later step', () => {
  const { forward } = python(
    [
      { Reshape: [6, 1] },
      { Conv1D: { filters: 1, kernel_size: 3, dilation_rate: 2, padding: 'causal' } },
    ],
    [6],
  );
  expect(forward).toContain('x = self.conv1d(F.pad(x, (4, 0)))');
});

test('a transposed one is cut to the size that Keras gives it', () => {
  // (3 − 1) · 2 + 3 = 7 places, of which Keras keeps 3 · 2 = 6 from the first on.
  const { init, forward } = python(
    [{ Conv2DTranspose: { filters: 2, kernel_size: 3, strides: 2, padding: 'same' } }],
    [3, 3, 1],
  );
  expect(init).toEqual(['self.conv2d_transpose = nn.ConvTranspose2d(1, 2, 3, stride=2)']);
  expect(forward).toContain('x = self.conv2d_transpose(x)[:, :, 0:6, 0:6]');
});

test('each channel by itself', () => {
  const { init } = python(
    [{ SeparableConv2D: { filters: 5, kernel_size: 2, depth_multiplier: 2 } }],
    [3, 3, 2],
  );
  expect(init).toEqual([
    'self.separable_conv2d_depthwise = nn.Conv2d(2, 4, 2, groups=2, bias=False)',
    'self.separable_conv2d_pointwise = nn.Conv2d(4, 5, 1)',
  ]);
});
