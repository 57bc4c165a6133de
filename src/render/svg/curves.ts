// Charts of training in, one SVG that stands by itself out: two charts beside each other, below them
// what the lines are. Readable on white and, where a page is dark, in dark.
import type { Curves, CurveRow } from '../../comparison/curves.js';
import { rowText, type Chart } from '../../comparison/curve.js';
import { cutText } from '../../text/cut.js';
import { chartSvg, colourCount, dashOf, svgText, type ChartRows } from './chart.js';

/** The colours of rows on a light ground, and on a dark one. */
export const rowColours = [
  ['#2f6fb4', '#7ab0ee'],
  ['#c4742a', '#e8a35f'],
  ['#3c8f5a', '#79c795'],
  ['#b3397b', '#e887bd'],
  ['#7457b8', '#b4a0ec'],
  ['#8a6d1f', '#d4b95e'],
  ['#b3261e', '#ff8a80'],
  ['#1f8a8a', '#6fd0d0'],
] as const;

/** The rules of such colours: `i` is 0 for a light ground, 1 for a dark one. */
export function colourRules(i: 0 | 1): string {
  const [ink, faint, rule] = i === 0 ? ['#333', '#e4e4e4', '#999'] : ['#ddd', '#3a3a3a', '#888'];
  const rows = rowColours.map(
    (colours, row) => `.s${row}{stroke:${colours[i]}}.f${row}{fill:${colours[i]}}`,
  );
  return `.ink{fill:${ink}}.faint{stroke:${faint}}.axis,.rule{stroke:${rule}}${rows.join('')}`;
}

/** What does not depend on the ground. */
export const shapeRules =
  '.line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}.band{opacity:.18}.rule{stroke-dasharray:2 3}';

const [chartWidth, chartHeight, legendLine, characterWidth] = [400, 250, 18, 6.6];

/** All charts that have a number, and the legend of their rows. */
export function curvesSvg({ charts, rows, epochs }: Curves): string {
  const isAlone = rows.length < 2;
  const legend = isAlone ? partEntries(charts) : rowEntries(rows);
  return document(charts, rows, { epochs, legend });
}

/** The charts of one run, which are called by nothing: it may be renamed. */
export function runSvg(charts: readonly Chart[], best: number | null, epochs: number): string {
  const rows = [{ best: best === null ? [] : [best] }];
  return document(charts, rows, { epochs, legend: partEntries(charts) });
}

type Entry = { readonly text: string; readonly colour: number; readonly dash: string };

function document(
  all: readonly Chart[],
  rows: ChartRows,
  { epochs, legend }: { readonly epochs: number; readonly legend: readonly Entry[] },
): string {
  const charts = all.filter(({ range }) => range !== null);
  const columns = Math.max(1, Math.min(2, charts.length));
  const width = columns * chartWidth + 20;
  const below = 10 + Math.ceil(charts.length / columns) * chartHeight;
  const { lines, height } = legendSvg(legend, below + 12, width);
  const inside = charts.map((chart, i) =>
    chartSvg(chart, rows, { width: chartWidth, height: chartHeight, epochs }, [
      10 + (i % columns) * chartWidth,
      10 + Math.floor(i / columns) * chartHeight,
    ]),
  );
  const whole = charts.length === 0 ? 60 : below + height + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="system-ui, 'Segoe UI', 'Liberation Sans', 'DejaVu Sans', sans-serif" font-size="11">`,
    `<style>.ground{fill:#fff}${colourRules(0)}${shapeRules}@media (prefers-color-scheme: dark){.ground{fill:#161616}${colourRules(1)}}</style>`,
    `<rect class="ground" width="${width}" height="${whole}"/>`,
    ...inside,
    ...(charts.length === 0
      ? ['<text class="ink" x="20" y="34">no epoch has a number</text>']
      : lines),
    '</svg>',
    '',
  ].join('\n');
}

function partEntries(charts: readonly Chart[]): readonly Entry[] {
  const parts = new Set(charts.flatMap(({ lines }) => lines.map(({ part }) => part)));
  return [
    ...(parts.has('validation') ? [{ text: 'validation', colour: 0, dash: '' }] : []),
    ...(parts.has('train') ? [{ text: 'training', colour: 1, dash: '4 3' }] : []),
  ];
}

const longestEntry = 110;

function rowEntries(rows: readonly CurveRow[]): readonly Entry[] {
  return rows.map((row, i) => ({
    text: cutText(rowText(row), longestEntry),
    colour: i % colourCount,
    dash: dashOf(i),
  }));
}

// Beside each other as far as there is room.
function legendSvg(
  entries: readonly Entry[],
  from: number,
  width: number,
): { readonly lines: readonly string[]; readonly height: number } {
  let [x, y] = [20, from];
  const lines = entries.map(({ text, colour, dash }) => {
    const needed = 34 + text.length * characterWidth;
    if (x > 20 && x + needed > width) [x, y] = [20, y + legendLine];
    const line = `<path class="line s${colour}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`} d="M${x} ${y}h22"/><text class="ink" x="${x + 28}" y="${y}" dy="0.33em">${svgText(text)}</text>`;
    x += needed + 14;
    return line;
  });
  return { lines, height: y - from + legendLine };
}
