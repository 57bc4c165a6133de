import { describe, expect, test } from '@jest/globals';
import { renderPicture, spansOf } from '../../tools/terminal-picture.js';

const plain = { bold: false, dim: false, color: null };
const esc = '\u001b[';

describe('a line', () => {
  test.each([
    ['plain', [{ text: 'plain', style: plain }]],
    [
      `a ${esc}1mb${esc}22m c`,
      [
        { text: 'a ', style: plain },
        { text: 'b', style: { ...plain, bold: true } },
        { text: ' c', style: plain },
      ],
    ],
    [`${esc}2m──${esc}22m`, [{ text: '──', style: { ...plain, dim: true } }]],
    [`${esc}32mbest${esc}39m`, [{ text: 'best', style: { ...plain, color: 'green' } }]],
    [`${esc}1;36mnote${esc}0m`, [{ text: 'note', style: { ...plain, bold: true, color: 'cyan' } }]],
    [`${esc}?25h${esc}1Gx`, [{ text: 'x', style: plain }]],
    ['', []],
  ])('%j', (line, spans) => expect(spansOf(line)).toEqual(spans));
});

describe('a picture', () => {
  test('is as wide as its longest line, and each span has its place', () => {
    const svg = renderPicture([`ab${esc}32mcd${esc}39m`, ''], 'two lines');
    // Four characters of 8.4 and twice a margin of 20; two lines of 20.
    expect(svg).toContain('viewBox="0 0 74 80"');
    expect(svg).toContain('<text x="20.0" y="35" textLength="16.8"');
    expect(svg).toMatch(/<text x="36\.8" y="35" [^>]* fill="#56d364">cd<\/text>/);
  });

  test('what means something in XML is written otherwise', () => {
    expect(renderPicture(['<&>'], '"<b>"')).toContain('>&lt;&amp;&gt;</text>');
    expect(renderPicture(['x'], '<b>')).toContain('<title>&lt;b&gt;</title>');
  });
});
