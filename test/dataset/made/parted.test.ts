import { expect, test } from '@jest/globals';
import { partedDataset } from '../../../src/dataset/made/parted.js';

const count = 20;
const targets = Int32Array.from({ length: count }, (_, i) => i % 2);
const made = {
  name: 'points',
  description: {
    inputs: [{ name: 'table', kind: 'table', shape: [1], vocabulary: null }],
    classes: 2,
    classNames: null,
    targetName: 'class',
    columns: null,
    notes: [],
  },
  samples: { inputs: Float32Array.from(targets), targets },
  sha256: 'ab'.repeat(32),
} as const;
const args = { validation_split: 0.25, split_seed: 42, stratify: true, test_split: 0.2 };

test('each sample is in one part, and the test part is taken first', () => {
  const { train, validation, test: tested, sha256 } = partedDataset(made, args);
  const rows = [train, validation, tested].map((part) => [...(part?.rows ?? [])]);
  expect(rows.map(({ length }) => length)).toEqual([12, 4, 4]);
  expect(rows.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  // Stratified: as many of one class as of the other.
  expect(rows.map((part) => part.filter((row) => row % 2).length)).toEqual([6, 2, 2]);
  expect(sha256).toBe(made.sha256);
});
