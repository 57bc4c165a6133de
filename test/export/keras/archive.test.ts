// The zip of a .keras file.
import { expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { encodeKeras } from '../../../src/export/keras/archive.js';

test('three parts, stored as they are, and the same bytes each time', () => {
  const weights = Uint8Array.of(1, 2, 3);
  const saved = '2026-01-02T03:04:05.678Z';
  const bytes = encodeKeras({ a: 1 }, weights, saved);
  expect(encodeKeras({ a: 1 }, weights, saved)).toEqual(bytes);
  const parts = unzipSync(bytes);
  expect(Object.keys(parts)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
  expect(JSON.parse(Buffer.from(parts['metadata.json'] ?? []).toString())).toEqual({
    keras_version: '3.15.1',
    date_saved: '2026-01-02@03:04:05',
  });
  expect(parts['model.weights.h5']).toEqual(weights);
  expect(Buffer.from(bytes).includes(Buffer.from(weights))).toBe(true);
});
