// Rows of cells as CSV and as Markdown.
import { describe, expect, test } from '@jest/globals';
import { csvText, markdownTable, markdownText } from '../../../src/render/text/plain.js';

describe('CSV', () => {
  test('has a line a row, numbers in full, and nothing for what is absent', () => {
    expect(
      csvText([
        ['run', 'loss'],
        ['adam', 0.1 + 0.2],
        ['sgd', null],
        [true, 1e-7],
      ]),
    ).toBe('run,loss\nadam,0.30000000000000004\nsgd,\ntrue,1e-7');
    expect(csvText([])).toBe('');
  });

  test.each([
    ['a,b', '"a,b"'],
    ['say "a"', '"say ""a"""'],
    [' a', '" a"'],
    ['a ', '"a "'],
    ['a b', 'a b'],
    ['', ''],
    // A spreadsheet would run these.
    ['=1+1', "'=1+1"],
    ['@sum', "'@sum"],
    ['-x', "'-x"],
    ['+x,y', '"\'+x,y"'],
    ['＝1', "'＝1"],
    // These are numbers that happen to be texts.
    ['-1.5', '-1.5'],
    ['+3e2', '+3e2'],
  ])('%j is %s', (cell, written) => {
    expect(csvText([[cell]])).toBe(written);
  });

  test('has no line of a text: line ends are written out', () => {
    expect(csvText([['a\nb']])).toBe('a\\nb');
  });
});

describe('Markdown', () => {
  test('is aligned as it stands, the best of a column bold', () => {
    expect(
      markdownTable(
        [
          { head: 'run', align: 'left' },
          { head: 'loss', align: 'right' },
        ],
        [
          [{ text: 'adam' }, { text: '0.31', best: true }],
          [{ text: 'momentum' }, { text: '0.4' }],
        ],
      ),
    ).toBe(
      [
        '| run      |     loss |',
        '| -------- | -------: |',
        '| adam     | **0.31** |',
        '| momentum |      0.4 |',
      ].join('\n'),
    );
  });

  test('shows texts as they are, whatever they have in them', () => {
    expect(markdownText('a|b *c* <d> [e] `f` g&h ~i~ \\')).toBe(
      'a\\|b \\*c\\* \\<d\\> \\[e\\] \\`f\\` g\\&h \\~i\\~ \\\\',
    );
    // Within a word an underscore is text.
    expect(markdownText('val_loss _x_ größe_ä')).toBe('val_loss \\_x\\_ größe_ä');
  });
});
