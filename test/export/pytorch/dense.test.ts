// Dense layers, embeddings and attention as PyTorch writes them.
import { expect, test } from '@jest/globals';
import { python } from './translate.js';

test('a dense layer with its activation', () => {
  const { init, forward } = python([{ Dense: { units: 4, activation: 'softmax' } }], [3]);
  expect(init).toEqual(['self.dense = nn.Linear(3, 4)']);
  expect(forward).toEqual(['x = self.dense(x)', 'x = torch.softmax(x, dim=-1)']);
});

test('an activation as a layer, and one with weights', () => {
  const { init, forward } = python([{ Activation: 'mish' }, 'PReLU'], [3]);
  expect(init).toEqual(['self.p_re_lu = nn.Parameter(torch.zeros(3,))']);
  expect(forward).toEqual(['x = F.mish(x)', 'x = F.relu(x) - self.p_re_lu * F.relu(-x)']);
});

test('tokens are made whole numbers', () => {
  const { init, forward } = python([{ Embedding: { input_dim: 7, output_dim: 2 } }], [4], 'tokens');
  expect(init).toEqual(['self.embedding = nn.Embedding(7, 2)']);
  expect(forward).toEqual(['x = self.embedding(x.long())']);
});

test('attention is four linear layers around a product', () => {
  const { init, forward } = python(
    [
      { Reshape: [3, 4] },
      { MultiHeadAttention: { num_heads: 2, key_dim: 5, use_causal_mask: true }, name: 'a' },
    ],
    [12],
  );
  expect(init).toEqual([
    'self.a_query = nn.Linear(4, 10)',
    'self.a_key = nn.Linear(4, 10)',
    'self.a_value = nn.Linear(4, 10)',
    'self.a_output = nn.Linear(10, 4)',
  ]);
  expect(forward).toContain('x = F.scaled_dot_product_attention(*a_heads, is_causal=True)');
});

test('positions are rows of one parameter, spread over the batch', () => {
  const { init, forward } = python(
    [{ Reshape: [3, 4] }, { PositionEmbedding: { sequence_length: 5 }, name: 'p' }],
    [12],
  );
  expect(init).toEqual(['self.p = nn.Parameter(torch.zeros(5, 4))']);
  expect(forward).toContain('x = self.p[:3].expand_as(x)');
});
