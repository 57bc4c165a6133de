// One chart of training in, an SVG of it out that takes its colours from classes: `s0` … for strokes,
// `f0` … for areas, `ink`, `faint`. Drawn here and not by the library that draws other charts, because
// every run that ends draws one: to load that one takes a third of a second of a processor.
import { bestText, heightOf, middleOf, type Chart, type Line } from '../../comparison/curve.js';
import type { CurveRow } from '../../comparison/curves.js';
import { escapeHtml } from '../html/page.js';
import { linearTicks, logTicks, tickText } from './ticks.js';

/** What a chart is drawn of: its rows alone by what is the best epoch of each. */
export type ChartRows = readonly Pick<CurveRow, 'best'>[];

/** How large, in pixels, and over how many epochs. */
export type ChartSize = {
  readonly width: number;
  readonly height: number;
  readonly epochs: number;
};

/** So many colours there are; rows beyond them have other dashes. */
export const colourCount = 8;

const [top, right, bottom, left] = [26, 14, 34, 54];

/** Text that is safe in XML: characters that it cannot hold are gone. */
export function svgText(text: string): string {
  return escapeHtml(text.replaceAll(/[\ufffe\uffff]/g, ''));
}

/** Where things of a chart stand, in pixels from the left and from the top. */
export type Scales = {
  readonly x: (epoch: number) => number;
  readonly y: (value: number) => number;
};

/** The scales of a chart; what lies beyond its range is a little way outside of it. */
export function scalesOf(chart: Chart, { width, height, epochs }: ChartSize): Scales {
  const [across, up] = [width - left - right, height - top - bottom];
  const pad = 0.04 * up;
  return {
    x: (epoch) => (epochs < 2 ? left + across / 2 : left + (across * (epoch - 1)) / (epochs - 1)),
    y: (value) => {
      const share = Math.max(-0.04, Math.min(1.04, heightOf(chart, value)));
      return top + up - pad - share * (up - 2 * pad);
    },
  };
}

/**
 * The chart as an `<svg>` that lies at `at` in another one. A line's group says by `data-row` whose it
 * is.
 */
export function chartSvg(
  chart: Chart,
  rows: ChartRows,
  size: ChartSize,
  at: readonly [number, number] = [0, 0],
): string {
  const { width, height } = size;
  const scales = scalesOf(chart, size);
  const isAlone = rows.length < 2;
  const label = svgText(`${chart.metric} over ${size.epochs} epochs`);
  return [
    `<svg x="${at[0]}" y="${at[1]}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}" font-family="system-ui, 'Segoe UI', 'Liberation Sans', 'DejaVu Sans', sans-serif" font-size="11">`,
    `<text class="ink" x="${left}" y="15" font-size="13" font-weight="600">${svgText(chart.metric)}${chart.isLog ? '<tspan font-weight="400" font-size="11"> (logarithmic)</tspan>' : ''}</text>`,
    ...axes(chart, size, scales),
    ...chart.lines.flatMap((line) => bandOf(line, chart.range ?? [0, 0], scales)),
    ...chart.lines.map((line) => lineSvg(line, rows, scales, isAlone)),
    ...(isAlone ? bestRule(chart, rows, size, scales) : []),
    '</svg>',
  ].join('\n');
}

function axes(chart: Chart, size: ChartSize, { x, y }: Scales): readonly string[] {
  const { width, height, epochs } = size;
  const [low, high] = chart.range ?? [0, 0];
  const values = (chart.isLog ? logTicks : linearTicks)(low, high, 5);
  const across = values.map((value) => {
    const at = px(y(value));
    return `<path class="faint" d="M${left} ${at}H${width - right}"/><text class="ink" x="${left - 6}" y="${at}" dy="0.33em" text-anchor="end">${tickText(value)}</text>`;
  });
  const ticks = linearTicks(1, Math.max(1, epochs), 6).filter(Number.isInteger);
  const below = [...new Set([1, ...ticks])].map(
    (epoch) =>
      `<text class="ink" x="${px(x(epoch))}" y="${height - bottom + 14}" text-anchor="middle">${epoch}</text>`,
  );
  return [
    ...across,
    `<path class="axis" d="M${left} ${height - bottom}H${width - right}"/>`,
    ...below,
    `<text class="ink" x="${px((left + width - right) / 2)}" y="${height - 4}" text-anchor="middle">epoch</text>`,
  ];
}

// What of a band lies beyond the chart's values is not drawn.
function bandOf(
  { row, values, spread }: Line,
  range: readonly [number, number],
  { x, y }: Scales,
): readonly string[] {
  if (!spread) return [];
  const [low, high] = range;
  const within = (value: number): number => Math.min(high, Math.max(low, value));
  return stretchesOf(values).map(([from, to]) => {
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    const side = (sign: number) => (i: number) =>
      `${px(x(i + 1))} ${px(y(within((values[i] ?? NaN) + sign * (spread[i] ?? 0))))}`;
    const around = [...places.map(side(1)), ...places.toReversed().map(side(-1))];
    return `<path class="band f${row % colourCount}" data-row="${row}" d="M${around.join('L')}Z"/>`;
  });
}

const dashes = ['', '7 3', '2 3', '9 3 2 3'];

/** The dashes of a row: beyond the colours there are they tell rows apart. */
export function dashOf(row: number): string {
  return dashes[Math.floor(row / colourCount) % dashes.length] ?? '';
}

/** From where to where epochs go, in pixels from the left. */
export function horizontalOf({ width }: Pick<ChartSize, 'width'>): {
  readonly left: number;
  readonly right: number;
} {
  return { left, right: width - right };
}

function lineSvg(
  { row, part, values }: Line,
  rows: ChartRows,
  { x, y }: Scales,
  isAlone: boolean,
): string {
  const isTraining = isAlone && part === 'train';
  const colour = isTraining ? 1 : row % colourCount;
  const dash = isTraining ? '4 3' : dashOf(row);
  const stretches = stretchesOf(values).map(([from, to]) =>
    values.slice(from, to).map((value, i) => [px(x(from + i + 1)), px(y(value))] as const),
  );
  const path = stretches
    .filter(({ length }) => length > 1)
    .map((places) => `M${places.map((place) => place.join(' ')).join('L')}`)
    .join('');
  // A point between two gaps is no line.
  const points = stretches
    .filter(({ length }) => length === 1)
    .map(([[cx, cy] = ['', '']]) => `<circle class="f${colour}" cx="${cx}" cy="${cy}" r="2"/>`);
  const best = rows[row]?.best ?? [];
  const middle = middleOf(best);
  const value = middle === undefined ? NaN : (values[middle - 1] ?? NaN);
  const dot =
    middle === undefined || isTraining || !Number.isFinite(value)
      ? ''
      : `<circle class="f${colour}" cx="${px(x(middle))}" cy="${px(y(value))}" r="3.5"/>`;
  return `<g data-row="${row}"><path class="line s${colour}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`} d="${path}"/>${points.join('')}${dot}</g>`;
}

function bestRule(
  chart: Chart,
  rows: ChartRows,
  { height, width }: ChartSize,
  { x, y }: Scales,
): readonly string[] {
  const all = rows[0]?.best ?? [];
  const best = middleOf(all);
  if (best === undefined || chart.lines.every(({ part }) => part === 'own')) return [];
  const at = x(best);
  const judged = chart.lines.find(({ part }) => part === 'validation') ?? chart.lines[0];
  const value = judged?.values[best - 1] ?? NaN;
  // Of replicates the mean has its own best epoch, or none.
  const isOne = all.every((epoch) => epoch === best);
  const told = isOne && Number.isFinite(value) ? `: ${tickText(Number(value.toPrecision(4)))}` : '';
  const text = `${bestText(all)}${told}`;
  const isRight = at > width * 0.7;
  // Where the line is not: below it where it is high, above it where it is low.
  const isHigh = y(value) < (top + height - bottom) / 2;
  return [
    `<path class="rule" d="M${px(at)} ${top}V${height - bottom}"/>`,
    `<text class="ink" x="${px(at + (isRight ? -6 : 6))}" y="${isHigh ? height - bottom - 8 : top + 10}" text-anchor="${isRight ? 'end' : 'start'}">best ${text}</text>`,
  ];
}

// From where to where, the end not with it, there is a number in every place.
function stretchesOf(values: readonly number[]): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let from = -1;
  for (let i = 0; i <= values.length; i += 1) {
    const isThere = Number.isFinite(values[i] ?? NaN);
    if (isThere && from < 0) from = i;
    if (!isThere && from >= 0) {
      found.push([from, i]);
      from = -1;
    }
  }
  return found;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
