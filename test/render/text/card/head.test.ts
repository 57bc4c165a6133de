// The head that Hugging Face reads; its own reader is asked in test/commands/card.test.ts.
import { expect, test } from '@jest/globals';
import { headOf } from '../../../../src/render/text/card/head.js';
import { carded } from './carded.js';

test('scores of test and validation, six digits of each, tags, no licence', () => {
  const { record } = carded();
  const head = headOf(
    carded({ record: { ...record, tags: ['no', 'a: b', '2026-11-29', '12:30', '1_000'] } }),
  );
  expect(head).toMatch(/^---\nlibrary_name: dlx\n/);
  expect(head).toContain('  - "no"\n  - "a: b"\n  - "2026-11-29"\n  - "12:30"\n  - "1_000"\n');
  expect(head).toContain('split: test\n');
  expect(head).toContain('- type: accuracy\n            value: 0.353333\n');
  expect(head).toMatch(/\n---$/);
  expect(head).not.toContain('license');
});

test('what has no number is left out, and without any there is no index', () => {
  const { record } = carded();
  const scores = { train: null, validation: { loss: NaN, accuracy: null }, test: null };
  expect(headOf(carded({ record: { ...record, scores } }))).not.toContain('model-index');
});
