// The card as a whole.
import { expect, test } from '@jest/globals';
import { modelCard } from '../../../../src/render/text/card/card.js';
import { carded } from './carded.js';

test('what it is, its network, and its parts in order', () => {
  const card = modelCard(carded());
  expect(card).toContain('says which of 3 classes of `arm` a sample is: `0`, `1`, `2`.');
  expect(card).toContain('| `dense` | `Dense` | 6 | 18 |\n| `dropout` | `Dropout` | 6 | 0 |');
  expect(card).toContain('39 parameters, all of them trained.');
  expect(card.match(/^## .*/gm)).toEqual(
    ['Scores', 'Each class', 'Network', 'Data', 'Training', 'Use', 'Limits'].map(
      (one) => `## ${one}`,
    ),
  );
});

test('notes are a quotation', () => {
  const { record } = carded();
  const card = modelCard(carded({ record: { ...record, notes: 'one\n# two' } }));
  expect(card).toContain('\n> one\n> \\# two\n');
});
