// Operations that join tensors and take them apart, as they are written.
import { expect, test } from '@jest/globals';
import { batch, tensor, translated, whole } from './calls.js';

const first = [0, 3, 1, 2];

test('tensors that lie alike are joined as they lie', () => {
  const inputs = [tensor([batch, 4, 5, 3], first), tensor([batch, 4, 5, 3], first, 'y'), whole(3)];
  const { written } = translated('ConcatV2', inputs, { outputs: [[batch, 4, 5, 6]] });
  expect(written).toEqual([['Concat', 'x', 'y', { axis: 1 }]]);
});

test('steps are taken apart and packed again', () => {
  const { results, writer } = translated('Unpack', [tensor([batch, 2, 3])], {
    attributes: { axis: 1, num: 2 },
    outputs: [
      [batch, 3],
      [batch, 3],
    ],
  });
  const steps = results.map((step) => step ?? tensor([]));
  const { written } = translated('Pack', steps, {
    attributes: { axis: 1, N: 2 },
    outputs: [[batch, 2, 3]],
    writer,
  });
  expect(written.map(([name]) => name)).toEqual([
    'Split',
    'Squeeze',
    'Squeeze',
    'Unsqueeze',
    'Unsqueeze',
    'Concat',
  ]);
});

test('only the axes that get shorter are cut', () => {
  const { written } = translated(
    'Slice',
    [tensor([batch, 6, 4]), whole(0, 1, 0), whole(-1, 4, -1)],
    { outputs: [[batch, 4, 4]] },
  );
  expect(written).toEqual([['Slice', 'x', [1], [5], [1]]]);
});
