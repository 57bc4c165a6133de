// Where a card says not to trust a model.
import { expect, test } from '@jest/globals';
import { limitsPart } from '../../../../src/render/text/card/limits-part.js';
import { carded } from './carded.js';

test('one seed, the test set, the worst classes, calibration, what was noted', () => {
  const part = limitsPart(carded());
  expect(part).toContain('It is a single run');
  expect(part).toContain('The test set was read once.');
  expect(part).toMatch(/It is worst at `\d` \(F1 0\.\d{4}\)/);
  expect(part).toMatch(/\d+ of the \d+ samples of `\d` were taken for `\d`\./);
  expect(part).toContain('Expected calibration error: 0.');
  expect(part).toContain('Noted in training: validation loss was still falling');
});

test('a test set that was read often, after a choice; or never', () => {
  const { record } = carded();
  const opened = { at: '2026-01-02T03:04:05Z', compared: 7 };
  const often = limitsPart(carded({ record: { ...record, test_reads: 3, sealed: { opened } } }));
  expect(often).toContain('read 3 times. What is chosen by it is no longer judged by it.');
  expect(often).toContain('It was chosen from 7 runs.');
  const scores = { ...record.scores, test: null };
  const sealed = { ...record, scores, test_reads: 0, sealed: { opened: null } };
  expect(limitsPart(carded({ record: sealed }))).toContain('test set, which is sealed: the model');
});

test('without outputs that is said', () => {
  expect(limitsPart(carded({ judged: null }))).toContain('It kept no outputs');
});
