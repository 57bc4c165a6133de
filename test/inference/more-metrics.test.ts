// Metrics beside those of a spec: by name, checked as a spec's.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openKept } from '../../src/inference/kept.js';
import { moreMetrics } from '../../src/inference/more-metrics.js';
import { root } from '../folders.js';

const kept = openKept(join(root, 'test/fixtures/runs/finished-0.1.0'));

test('names become metrics with their defaults; the spec has accuracy', () => {
  expect(moreMetrics(kept, [], null)).toEqual([]);
  expect(moreMetrics(kept, ['accuracy', 'SparseCategoricalCrossentropy'], null)).toMatchObject([
    { name: 'sparse_categorical_crossentropy', arguments: { from_logits: false } },
  ]);
});

test('what is none, or does not fit, is refused', () => {
  expect(() => moreMetrics(kept, ['acuracy'], null)).toThrow(/^--metrics: .*"accuracy"/);
  expect(() => moreMetrics(kept, ['recall'], null)).toThrow(
    /^--metrics: recall compares values, but the targets of sparse_categorical_crossentropy/,
  );
});
