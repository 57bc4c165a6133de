// Which key of a YAML text a place belongs to.
import { expect, test } from '@jest/globals';
import { keyPathAt } from '../../src/document/key-path.js';

const text = 'loss: mse\nmodel:\n  - Flatten\n  - Dense: {units: 3}\n    name: out\n';

test.each([
  ['loss', 'loss'],
  ['mse', 'loss'],
  ['Flatten', 'model.0'],
  ['Dense', 'model.1.Dense'],
  ['units', 'model.1.Dense.units'],
  ['3', 'model.1.Dense.units'],
  ['out', 'model.1.name'],
])('%s stands at %s', (word, path) => {
  expect(keyPathAt(text, text.indexOf(word))).toBe(path);
});

test('where there is no key there is no path', () => {
  expect(keyPathAt(text, text.length)).toBeNull();
  expect(keyPathAt('', 0)).toBeNull();
  expect(keyPathAt('just text', 3)).toBeNull();
  expect(keyPathAt(`a: ${'x'.repeat(100_000)}`, 0)).toBeNull();
  // Deeper than the stack of calls, or refused: never an error.
  expect(() => keyPathAt('['.repeat(50_000), 40_000)).not.toThrow();
});
