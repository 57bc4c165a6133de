// Tables as they are read: those of LaTeX, HTML, CSV and columns of text, each number at its place.
import { expect, test } from '@jest/globals';
import { legible } from '../../src/publishing/legible.js';
import { wrong } from './evidence.js';

const latex = [
  '% fashion',
  '\\begin{tabular}{lrr}',
  '\\toprule',
  'run & val\\_accuracy & test accuracy (\\%) \\\\',
  '\\midrule',
  'adam & \\textbf{0.8891} & 88.1 \\\\',
  'relu & 0.8765 & 87.0 \\\\',
  '\\bottomrule',
  '\\end{tabular}',
].join('\n');
const html =
  '<table>\n<thead><tr><th scope="col">run</th><th style="width: 7px">val accuracy</th><th>epochs</th></tr></thead>\n<tbody>\n<tr><td>adam</td><td><strong>0.8891</strong></td><td>20</td></tr>\n<tr><td>relu</td><td>0.8765</td><td>17</td></tr>\n</tbody>\n</table>';
const columns =
  'run   val accuracy  epochs\n────  ────────────  ──────\nadam       0.8891*      20\nrelu       0.8765       17\n';
const csv = 'run,val_accuracy,epochs_run\nadam,0.8891,20\n"relu",0.8765,17\n';

test.each([
  ['LaTeX', latex],
  ['HTML', html],
  ['columns', columns],
  ['CSV', csv],
])('%s', (_, text) => {
  expect(legible(text).text).toHaveLength(text.length);
  expect(wrong(text)).toEqual([]);
  // Each number of the other row.
  const other = text.replace('0.8891', '0.8765');
  const lines = text.slice(0, text.indexOf('0.8891')).split('\n');
  const place = `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  expect(wrong(other)).toEqual([`${place} 0.8765`]);
});

test.each([
  ['One, two, three.\nFour, five, six.'],
  ['a,b,c'],
  ['a,b,c\n1,2'],
  ['a,b,c\n1,"2,3'],
  ['Words & others \\\\ of 0.5'],
  ['| a | b |\n| --- | --- |\n| 1 | 2 |'],
])('what is none is as it was: %s', (text) => {
  expect(legible(text)).toEqual({ text, isCsv: false });
});
