// What is said of a text's numbers.
import { expect, test } from '@jest/globals';
import { auditText } from '../../../src/publishing/audit.js';
import { auditLines, auditNotes } from '../../../src/render/terminal/audit.js';
import { two } from '../../publishing/evidence.js';

test('a line a number, and a sentence for all; names of files are escaped', () => {
  const audit = auditText('In 2026 adam had 20 epochs, 3 parameters.', two());
  const lines = auditLines('a\u001b.md', audit);
  expect(lines).toEqual([
    'a\\u001b.md:1:18  20  epochs planned of adam, and 2 other values',
    expect.stringMatching(/^a\\u001b\.md:1:29 {2}3 {3}NOT SO: nothing in the runs gives it; /),
  ]);
  expect(auditNotes('a.md', audit, 2)).toEqual([
    '1 of 2 numbers of a.md is of these 2 runs, 1 is not; 1 number left out (dates: 1)',
  ]);
});
