// Numbers in, charts as SVG out, to stand in a page of HTML: drawn by Observable Plot, of which this
// is the only door, in a document of linkedom's. Colours are those of the page (page.ts).
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeText } from '../../text/escape.js';
import { cutText } from '../../text/cut.js';

type Options = Parameters<typeof Plot.plot>[0];

const { document } = parseHTML('<html></html>');

/** A chart as SVG; what it would say of its own style is said by the page, which allows no other. */
export function drawn(options: Options): string {
  return Plot.plot({ ...options, document })
    .outerHTML.replaceAll(/<style>.*?<\/style>/gs, '')
    .replace('<svg ', '<svg role="img" ')
    .replaceAll(/<g [^>]*>/g, namedGroup);
}

// What a group of marks is called is for who looks into the page: read aloud it would be noise.
function namedGroup(tag: string): string {
  return tag.replace(' aria-label=', ' data-mark=');
}

/** The counts of equal parts of a range, as bars beside each other; `label` says what is counted. */
export function histogramChart(
  { min, max, histogram }: { min: number; max: number; histogram: readonly number[] },
  label: string,
): string {
  // Of whole numbers that are few each has a bar, and stands in its middle.
  const isEach = histogram.length === max - min + 1;
  const [from, to] = isEach ? [min - 0.5, max + 0.5] : [min, max];
  const width = (to - from) / histogram.length || 1;
  const bars = histogram.map((count, i) => ({
    from: from + i * width,
    to: from + (i + 1) * width,
    count,
  }));
  return drawn({
    ariaLabel: escapeText(label),
    width: 260,
    height: 100,
    marginLeft: 12,
    marginRight: 12,
    marginTop: 6,
    marginBottom: 22,
    x: { label: null, ticks: 3 },
    y: { axis: null },
    marks: [
      Plot.rectY(bars, { x1: 'from', x2: 'to', y: 'count', fill: 'var(--first)', inset: 0.5 }),
      Plot.ruleY([0]),
    ],
  });
}

// What stands at a place of an axis, `#0` and those that follow, cut to so many characters.
function namesOf(
  all: readonly { readonly label: string }[],
  most: number,
): (place: string) => string {
  return (place) => escapeText(cutText(all[Number(place.slice(1))]?.label ?? '', most));
}

/** Something that is counted. */
export type Counted = { readonly label: string; readonly count: number };

/** A bar below another for each thing that is counted. */
export function countsChart(counts: readonly Counted[], label: string): string {
  // A name may be there twice once it is cut.
  const rows = counts.map((one, i) => ({ ...one, i: `#${i}` }));
  return drawn({
    ariaLabel: escapeText(label),
    width: 260,
    height: 14 + 18 * rows.length,
    marginLeft: 100,
    marginRight: 40,
    marginTop: 4,
    marginBottom: 4,
    x: { axis: null },
    y: {
      label: null,
      domain: rows.map(({ i }) => i),
      tickFormat: namesOf(counts, 16),
      tickSize: 0,
    },
    marks: [
      Plot.barX(rows, { x: 'count', y: 'i', fill: 'var(--first)', inset: 1 }),
      Plot.text(rows, { x: 'count', y: 'i', text: 'count', dx: 4, textAnchor: 'start' }),
    ],
  });
}

/** Shares of some things in several parts, beside each other: a group of bars for each thing. */
export function sharesChart(
  shares: readonly { readonly label: string; readonly parts: readonly number[] }[],
  label: string,
): string {
  const colours = ['var(--first)', 'var(--second)', 'var(--third)'];
  const rows = shares.flatMap(({ parts }, i) =>
    parts.map((share, part) => ({ i: `#${i}`, part: `#${part}`, share, fill: colours[part] })),
  );
  return drawn({
    ariaLabel: escapeText(label),
    width: 560,
    height: 40 + 30 * shares.length,
    marginLeft: 150,
    marginRight: 16,
    x: { label: null, tickFormat: (share: number) => `${Math.round(100 * share)} %`, grid: true },
    y: { axis: null },
    fy: {
      label: null,
      domain: shares.map((_, i) => `#${i}`),
      tickFormat: namesOf(shares, 24),
      axis: 'left',
    },
    marks: [Plot.barX(rows, { x: 'share', y: 'part', fy: 'i', fill: 'fill' }), Plot.ruleX([0])],
  });
}

/** Values that follow each other, as a line. */
export function lineChart(values: readonly number[], label: string): string {
  return drawn({
    ariaLabel: escapeText(label),
    width: 260,
    height: 80,
    marginLeft: 40,
    marginRight: 6,
    marginTop: 8,
    marginBottom: 20,
    x: { label: null, ticks: 4 },
    y: { label: null, ticks: 3 },
    marks: [Plot.lineY(values, { stroke: 'var(--first)' })],
  });
}
