// A table of runs as HTML: what stands in it, and that no name is markup.
import { expect, test } from '@jest/globals';
import { compareRuns } from '../../../src/comparison/comparison.js';
import { comparisonHtml } from '../../../src/render/text/comparison-html.js';
import { run } from '../../comparison/runs.js';
import { scored } from '../../run/fixture.js';

test('a caption, heads, and the best of a column strong; names are text', () => {
  const runs = [
    run('a', { name: '<script>alert(1)</script>', ...scored(0.3, 0.75, 0.3, 0.8) }),
    run('b', { name: 'plain', hashes: { spec: 'b', group: 'b' }, ...scored(0.3, 0.5, 0.3, 0.8) }),
  ];
  const { tables } = compareRuns(runs, { columns: ['run', 'val_accuracy'] });
  expect(comparisonHtml(tables).split('\n')).toEqual([
    '<table>',
    '<caption>fashion_mnist, 48,000 / 12,000 / 10,000 samples</caption>',
    '<thead><tr><th scope="col">run</th><th scope="col" style="text-align: right">val accuracy</th></tr></thead>',
    '<tbody>',
    '<tr><td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td style="text-align: right"><strong>0.7500</strong></td></tr>',
    '<tr><td>plain</td><td style="text-align: right">0.5000</td></tr>',
    '</tbody>',
    '</table>',
  ]);
});
