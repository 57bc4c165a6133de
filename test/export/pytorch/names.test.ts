// Names of layers as names in Python.
import { describe, expect, test } from '@jest/globals';
import { pythonNames } from '../../../src/export/pytorch/names.js';

describe('a name', () => {
  test.each([
    ['hidden', 'hidden'],
    ['stem/conv2d-1', 'stem_conv2d_1'],
    ['2nd', 'layer_2nd'],
    ['_x', 'layer__x'],
    ['größe', 'gr__e'],
    // What Python or torch.nn.Module has already.
    ['class', 'class_1'],
    ['forward', 'forward_1'],
    ['train', 'train_1'],
    ['x', 'x_1'],
  ])('%s is %s', (layer, name) => expect(pythonNames()(layer)).toBe(name));
});

test('each once, with the names that a layer makes of its own', () => {
  const nameOf = pythonNames();
  expect(['a', 'a_query', 'a-b', 'a/b', 'a_b'].map(nameOf)).toEqual([
    'a',
    'a_query_1',
    'a_b',
    'a_b_1',
    'a_b_2',
  ]);
});
