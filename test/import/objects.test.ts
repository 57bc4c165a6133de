// Objects in configs.
import { expect, test } from '@jest/globals';
import { functionIn, objectIn, plainIn, tensorIn } from '../../src/import/objects.js';

test.each([
  [{ module: 'keras.layers', class_name: 'Dense', config: {}, registered_name: null }, null],
  [{ module: 'keras', class_name: 'Functional', registered_name: 'Functional' }, null],
  [{ module: 'kerasy', class_name: 'Dense', registered_name: null }, 'kerasy'],
  [{ module: null, class_name: 'Mine', registered_name: 'pkg>Mine' }, 'pkg>Mine'],
])('%j', (value, foreign) => {
  expect(objectIn(value)?.foreign).toBe(foreign);
});

test('what is none', () => {
  expect([null, 3, 'x', [], {}, { class_name: 3 }].map(objectIn)).toEqual(
    Array.from({ length: 6 }, () => undefined),
  );
});

test('functions of Keras by name, and no others', () => {
  expect(functionIn('relu')).toBe('relu');
  expect(functionIn({ module: 'builtins', class_name: 'function', config: 'relu' })).toBe('relu');
  expect(functionIn({ module: 'mine', class_name: 'function', config: 'relu' })).toBeUndefined();
});

test('tensors and tuples', () => {
  const history = (...keras_history: unknown[]) => ({
    class_name: '__keras_tensor__',
    config: { keras_history },
  });
  expect(tensorIn(history('a', 0, 0))).toEqual({ layer: 'a', isPlain: true });
  expect(tensorIn(history('a', 0, 1))).toEqual({ layer: 'a', isPlain: false });
  expect(
    plainIn([{ class_name: '__tuple__', items: [1, { class_name: '__tuple__', items: [2] }] }]),
  ).toEqual([[1, [2]]]);
});
