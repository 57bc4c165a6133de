// Who is taken for whom in, a picture of it out, as SVG with colours of its own: for programs that show
// pictures and no tables.
import { displayWidth, shortened } from '../../text/width.js';
import { svgText } from './chart.js';

/** A row a class as it is, a column a class that it was taken for. */
export type Confusion = {
  readonly classes: readonly string[];
  readonly confusion: readonly (readonly number[])[];
};

/** So many classes are drawn; more are no picture that anybody could read. */
export const mostClasses = 200;

const [mostCounted, mostNamed, nameWidth] = [16, 60, 16];
const leastWidth = 340;
const [paper, ink, faint] = ['#ffffff', '#1b1b1f', '#75757d'];
const [least, most] = [
  [237, 243, 250],
  [8, 69, 148],
] as const;

/** The picture, and its size in pixels; classes that are many have no counts, and then no names. */
export function confusionSvg(
  title: string,
  { classes, confusion }: Confusion,
): { readonly svg: string; readonly width: number; readonly height: number } {
  const count = classes.length;
  const cell = count <= mostCounted ? 44 : count <= mostNamed ? 16 : 4;
  const longest = Math.max(...classes.map((name) => displayWidth(shortened(name, nameWidth))));
  const margin = count <= mostNamed ? 24 + 8 * longest : 40;
  const [left, top] = [margin, margin + 34];
  const width = Math.max(leastWidth, left + cell * count + margin / 2);
  const height = top + cell * count + 24;
  const cells = confusion.flatMap((row, i) =>
    cellsOf(row, { x: left, y: top + i * cell, cell, isCounted: count <= mostCounted }),
  );
  const names = count <= mostNamed ? namesOf(classes, { left, top, cell }) : [];
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    `<text x="12" y="22" font-size="14" fill="${ink}">${svgText(shortened(title, 60))}</text>`,
    `<text x="12" y="40" fill="${faint}">rows: as it is; columns: taken for</text>`,
    ...cells,
    ...names,
    '</svg>',
  ].join('\n');
  return { svg, width, height };
}

type Row = {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly isCounted: boolean;
};

// A colour is the share of its row; nobody is no colour.
function cellsOf(row: readonly number[], { x, y, cell, isCounted }: Row): readonly string[] {
  const all = row.reduce((sum, count) => sum + count, 0);
  return row.flatMap((count, j) => {
    const share = all === 0 ? 0 : count / all;
    const at = x + j * cell;
    const stroke = isCounted ? ` stroke="${paper}"` : '';
    const box = `<rect x="${at}" y="${y}" width="${cell}" height="${cell}" fill="${count === 0 ? '#f6f6f7' : colourOf(share)}"${stroke}/>`;
    if (!isCounted) return [box];
    const [middle, base] = [at + cell / 2, y + cell / 2 + 4];
    const on = share > 0.5 ? paper : ink;
    return [
      box,
      `<text x="${middle}" y="${base}" text-anchor="middle" fill="${count === 0 ? faint : on}">${count}</text>`,
    ];
  });
}

function colourOf(share: number): string {
  const mixed = least.map((from, i) => Math.round(from + share * ((most[i] ?? 0) - from)));
  return `rgb(${mixed.join(',')})`;
}

function namesOf(
  classes: readonly string[],
  { left, top, cell }: { readonly left: number; readonly top: number; readonly cell: number },
): readonly string[] {
  return classes.flatMap((name, i) => {
    const text = svgText(shortened(name, nameWidth));
    const middle = i * cell + cell / 2;
    const [x, y] = [left + middle + 4, top - 6];
    return [
      `<text x="${left - 6}" y="${top + middle + 4}" text-anchor="end" fill="${ink}">${text}</text>`,
      `<text transform="translate(${x} ${y}) rotate(-60)" fill="${ink}">${text}</text>`,
    ];
  });
}
