import { expect, test } from '@jest/globals';
import { ShapeError } from '../../../src/model/layer.js';
import { innerOf, shapeOf } from '../../../src/model/layers/inner.js';
import { layers } from '../../../src/model/layers/layers.js';

const inner = innerOf(layers, { layer: 'Dense', arguments: { units: 2 } });

test('a layer inside is found by its name', () => {
  expect([inner.entry.name, inner.args]).toEqual(['Dense', { units: 2 }]);
  expect(() => innerOf([], { layer: 'Dense', arguments: {} })).toThrow('no layer Dense');
});

test('what it says of shapes is said of it by name; any other error passes', () => {
  const fail = (error: Error) => () => {
    throw error;
  };
  const wrong = (): unknown => shapeOf(inner, fail(new ShapeError('expects a sequence')));
  expect(wrong).toThrow(ShapeError);
  expect(wrong).toThrow('holds a layer Dense that expects a sequence');
  expect(() => shapeOf(inner, fail(new TypeError('a bug')))).toThrow(TypeError);
  expect(shapeOf(inner, () => 3)).toBe(3);
});
