// Charts of training in, their lines for a terminal out: a field of braille for each metric, with its
// scale, its epochs and the best one; below all of them a line that says what each row is.
import colors from 'picocolors';
import {
  heightOf,
  middleOf,
  rowText,
  valueAt,
  type Chart,
  type Line,
} from '../../comparison/curve.js';
import type { CurveRow, Curves } from '../../comparison/curves.js';
import { escapeText } from '../../text/escape.js';
import { displayWidth, shortened } from '../../text/width.js';
import { wrapped } from '../../text/wrap.js';
import { brailleField, dotsBetween, type Cell, type Field } from './braille.js';
import { formatCell } from './format.js';
import { greatest } from './fit.js';
import type { Screen } from './table.js';

/** A screen that may have an end below; Infinity in a pipe. */
export type TallScreen = Screen & { readonly height: number };

// In a pipe, and the widest that still reads as a curve.
const usualWidth = 80;
const widest = 120;
const usualHeight = 12;
const leastHeight = 3;
const tallest = 16;

/** So many rows can be told apart by a letter each. */
export const mostLettered = 26;

type Paint = (text: string) => string;

/** The charts of rows, no wider than the screen, and no higher where that leaves room for a curve. */
export function renderHistory(curves: Curves, screen: TallScreen): string {
  const { rows, charts } = curves;
  const width =
    screen.width === Infinity ? usualWidth : Math.max(16, Math.min(widest, screen.width));
  const legend = legendLines(curves, width, screen);
  const drawn = charts.filter(({ range }) => range !== null);
  const height = heightFor(screen, { charts: drawn.length, legend: legend.length });
  const blocks = drawn.map((chart) => chartLines(chart, curves, { width, height, screen }));
  const nothing =
    rows.length > 0 && drawn.length === 0
      ? [wrapped('there is no epoch with a number yet', width)]
      : [];
  return [...blocks.flatMap((lines) => [...lines, '']), ...nothing, ...legend].join('\n').trimEnd();
}

// Each chart has a line above it, two below it and a blank one; a prompt wants a line, too.
function heightFor(
  { height }: TallScreen,
  { charts, legend }: { readonly charts: number; readonly legend: number },
): number {
  if (height === Infinity) return usualHeight;
  const room = Math.floor((height - 1 - legend) / Math.max(1, charts)) - 4;
  return Math.max(leastHeight, Math.min(tallest, room));
}

type Room = { readonly width: number; readonly height: number; readonly screen: Screen };

function chartLines(
  chart: Chart,
  { rows, epochs }: Curves,
  { width, height, screen }: Room,
): readonly string[] {
  const paint = colors.createColors(screen.color);
  const ticks = ticksOf(chart, height);
  const labels = greatest([...ticks.values()].map(displayWidth), 1);
  const across = Math.max(4, width - labels - 2);
  const field = brailleField(across, height);
  const x = (epoch: number): number =>
    epochs < 2
      ? Math.floor(field.width / 2)
      : Math.round((epoch * (field.width - 1)) / (epochs - 1));
  for (const line of chart.lines) drawBand(field, chart, line, x);
  for (const line of chart.lines) drawLine(field, chart, line, x);
  for (const line of chart.lines) markLine(field, chart, { line, rows, x });
  const body = field.lines().map((cells, y) => {
    const label = ticks.get(y);
    const axis = label === undefined ? '│' : '┤';
    return `${(label ?? '').padStart(labels)} ${paint.dim(axis)}${painted(cells, screen)}`;
  });
  const [only] = rows;
  const best = rows.length === 1 && only?.best.length === 1 ? (only.best[0] ?? null) : null;
  const title = `${escapeText(chart.metric)}${chart.isLog ? ', logarithmic' : ''}`;
  return [
    paint.bold(shortened(title, width)),
    ...body.map((line) => line.trimEnd()),
    `${' '.repeat(labels + 1)}${paint.dim(`└${'─'.repeat(across)}`)}`,
    `${' '.repeat(labels + 2)}${epochLine(epochs, best, best === null ? 0 : x(best - 1) >> 1, across)}`,
  ];
}

// At the top, at the bottom, and in the middle where there is room.
function ticksOf(chart: Chart, height: number): ReadonlyMap<number, string> {
  const at = (y: number): readonly [number, string] => {
    const share = 1 - y / (height - 1);
    return [y, formatCell(valueAt(chart, share), 'score')];
  };
  const [low = 0, high = 0] = chart.range ?? [];
  const middle = Math.floor(height / 2);
  if (low === high) return new Map([at(middle)]);
  return new Map([0, ...(height >= 5 ? [middle] : []), height - 1].map(at));
}

type Across = (epoch: number) => number;

function dotOf(field: Field, chart: Chart, value: number): number {
  return Math.round(heightOf(chart, value) * (field.height - 1));
}

// Every other dot of every other column, so that lines stand out of it.
function drawBand(field: Field, chart: Chart, { row, values, spread }: Line, x: Across): void {
  if (!spread) return;
  for (let i = 0; i < values.length; i += 1) {
    const [value = NaN, side = NaN, next = NaN, nextSide = NaN] = [
      values[i],
      spread[i],
      values[i + 1],
      spread[i + 1],
    ];
    const end = Number.isFinite(next) ? x(i + 1) : x(i);
    for (let at = x(i); at <= end; at += 1) {
      const share = end === x(i) ? 0 : (at - x(i)) / (end - x(i));
      const mix = (one: number, other: number): number =>
        share === 0 ? one : one * (1 - share) + other * share;
      const [middle, reach] = [mix(value, next), mix(side, nextSide)];
      const [low, high] = [
        dotOf(field, chart, middle - reach),
        dotOf(field, chart, middle + reach),
      ];
      for (let y = Math.max(0, low); y <= Math.min(high, field.height - 1); y += 1) {
        if (at % 2 === 0 && (y + (at >> 1)) % 2 === 0) field.dot(at, y, row);
      }
    }
  }
}

// Training is dotted, validation whole. An epoch between two without a number is a dot.
function drawLine(field: Field, chart: Chart, { row, part, values }: Line, x: Across): void {
  const isDotted = part === 'train';
  let last: readonly [number, number] | null = null;
  let drawn = 0;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return void (last = null);
    const here = [x(i), dotOf(field, chart, value)] as const;
    for (const [dotX, dotY] of dotsBetween(last ?? here, here)) {
      if (!isDotted || drawn % 3 === 0) field.dot(dotX, dotY, row);
      drawn += 1;
    }
    last = here;
  });
}

// Several rows have a letter each, at their best epoch; of replicates at the one in the middle.
function markLine(
  field: Field,
  chart: Chart,
  {
    line,
    rows,
    x,
  }: { readonly line: Line; readonly rows: readonly CurveRow[]; readonly x: Across },
): void {
  const row = rows[line.row];
  if (!row || rows.length < 2 || rows.length > mostLettered) return;
  const best = middleOf(row.best);
  const last = line.values.findLastIndex(Number.isFinite);
  const at = best === undefined || best > line.values.length ? last : best - 1;
  const value = line.values[at] ?? NaN;
  if (Number.isFinite(value)) {
    field.mark(x(at), dotOf(field, chart, value), letterOf(line.row), line.row);
  }
}

function letterOf(row: number): string {
  return String.fromCharCode(97 + row);
}

function epochLine(epochs: number, best: number | null, at: number, across: number): string {
  const last = epochs > 1 ? String(epochs) : '';
  const ends = `1${last.padStart(across - 1)}`;
  if (best === null) return ends;
  const mark = `▲ ${best}`;
  const from = Math.min(at, across - displayWidth(mark));
  const isFree = from > 1 && from + displayWidth(mark) < across - last.length;
  if (isFree) return `${ends.slice(0, from)}${mark}${ends.slice(from + displayWidth(mark))}`;
  return `${(from > 1 ? '1' : '').padEnd(Math.max(0, from))}${mark}`;
}

const paints = ['cyan', 'yellow', 'magenta', 'green', 'blue', 'red'] as const;

function paintOf(style: number, screen: Screen): Paint {
  const paint = colors.createColors(screen.color);
  return style < 0 ? String : paint[paints[style % paints.length] ?? 'cyan'];
}

function painted(cells: readonly Cell[], screen: Screen): string {
  if (!screen.color) return cells.map(({ text }) => text).join('');
  const parts: { text: string; style: number }[] = [];
  for (const { text, style } of cells) {
    const last = parts.at(-1);
    if (last && (last.style === style || text === ' ')) last.text += text;
    else parts.push({ text, style });
  }
  return parts.map(({ text, style }) => paintOf(style, screen)(text)).join('');
}

function legendLines({ rows, charts }: Curves, width: number, screen: Screen): readonly string[] {
  const parts = new Set(charts.flatMap(({ lines }) => lines.map(({ part }) => part)));
  const isBand = charts.some(({ lines }) => lines.some(({ spread }) => spread));
  const signs = [
    ...(parts.has('validation') && parts.has('train') ? ['line: validation, dots: training'] : []),
    ...(rows.length > 1 && parts.size === 1
      ? [parts.has('train') ? 'training' : parts.has('validation') ? 'validation' : '']
      : []),
    ...(isBand ? ['bands: mean ± standard deviation'] : []),
  ].filter((one) => one !== '');
  const lines = rows.map((row, i) => {
    const letter = rows.length > 1 && rows.length <= mostLettered ? `${letterOf(i)} ` : '';
    const text = shortened(`${letter}${escapeText(rowText(row))}`, width);
    return rows.length > 1 ? paintOf(i, screen)(text) : text;
  });
  return [...lines, ...(signs.length === 0 ? [] : [shortened(signs.join('; '), width)])];
}
