// Charts of training in, the part of a report out in which they say their values, and the legend switches
// their rows.
import type { Chart } from '../../../comparison/curve.js';
import { rowText } from '../../../comparison/curve.js';
import type { Curves } from '../../../comparison/curves.js';
import { toDigits } from '../../../text/digits.js';
import { escapeText } from '../../../text/escape.js';
import { chartSvg, colourCount, dashOf, horizontalOf, type ChartSize } from '../../svg/chart.js';
import { escapeHtml } from '../page.js';

const [width, height, digits] = [420, 250, 5];

/** The part; nothing where no epoch has a number. */
export function curvesPart(curves: Curves, title: string): readonly string[] {
  const { rows, charts, epochs, notes } = curves;
  const drawn = charts.filter(({ range }) => range !== null);
  if (drawn.length === 0) return [];
  const heading = title === '' ? 'Curves' : `Curves: ${title}`;
  const size = { width, height, epochs };
  return [
    '<section class="curves">',
    `<h2>${escapeHtml(heading)}</h2>`,
    legend(curves),
    `<div class="charts">${drawn.map((chart) => figure(chart, curves, size)).join('')}</div>`,
    `<p class="note">${rows.length > 1 ? 'Validation; a dot is the best epoch, of several runs the one in the middle. ' : ''}The arrow keys go from epoch to epoch on a chart that has the focus.</p>`,
    ...notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`),
    '</section>',
  ];
}

function legend({ rows }: Curves): string {
  if (rows.length < 2) {
    const parts = ['validation', 'training'].map(
      (text, i) => `<li>${sample(i, i === 1 ? '4 3' : '')} ${text}</li>`,
    );
    return `<ul class="legend">${parts.join('')}</ul>`;
  }
  const items = rows.map(
    (row, i) =>
      `<li><button type="button" aria-pressed="true" data-toggle="${i}">${sample(i % colourCount, dashOf(i))}<span>${escapeHtml(rowText(row))}</span></button></li>`,
  );
  return `<ul class="legend" aria-label="rows that are drawn">${items.join('')}</ul>`;
}

function sample(colour: number, dash: string): string {
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<svg viewBox="0 0 24 10" aria-hidden="true"><path class="line s${colour}"${dashes} d="M1 5h22"/></svg>`;
}

function figure(chart: Chart, { rows }: Curves, size: ChartSize): string {
  const { left, right } = horizontalOf(size);
  const isAlone = rows.length < 2;
  const known = {
    left,
    right,
    width,
    height,
    epochs: size.epochs,
    lines: chart.lines.map(({ row, part, values, spread }) => ({
      row,
      name: isAlone ? (part === 'train' ? 'training' : part) : escapeText(rows[row]?.label ?? ''),
      values: values.map(shortNumber),
      ...(spread ? { spread: spread.map(shortNumber) } : {}),
    })),
  };
  const svg = chartSvg(chart, rows, size).replace(/<\/svg>$/, '<path class="hover" d=""/></svg>');
  const label = escapeHtml(`${chart.metric} over epochs`);
  return `<figure tabindex="0" role="group" aria-label="${label}" data-curve="${escapeHtml(JSON.stringify(known))}">${svg}<div class="values" role="status" hidden></div></figure>`;
}

function shortNumber(value: number): number | null {
  return Number.isFinite(value) ? toDigits(value, digits) : null;
}
