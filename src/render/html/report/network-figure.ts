// A network in, a figure of it out: a box a layer with its shape and weights, below what it takes its
// input from, as SVG that takes its colours from classes.
import { modelInput } from '../../../words/keys.js';
import type { LayerSummary, NetworkSummary } from '../../../model/summary.js';
import { cutText } from '../../../text/cut.js';
import { svgText } from '../../svg/chart.js';
import { thousands } from '../../../text/wrap.js';

const [boxWidth, boxHeight, across, down] = [200, 44, 28, 30];

type Box = {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly from: readonly string[];
  readonly isInput: boolean;
};

/** So many layers are drawn; more are a table. */
export const mostDrawn = 60;

/** The figure. */
export function networkFigure({ inputs, layers }: NetworkSummary): string {
  const boxes = [
    ...inputs.map(({ name, kind, shape }): Box => ({
      name,
      title: name,
      about: `${kind}, ${shape.join(' × ')}`,
      from: [],
      isInput: true,
    })),
    // What names none of them takes the one input that there is.
    ...layers.map((layer) =>
      boxOf(
        layer,
        inputs.map(({ name }) => name),
      ),
    ),
  ];
  const levels = levelsOf(boxes);
  const rows = rowsOf(boxes, levels);
  const widest = Math.max(...rows.map(({ length }) => length));
  const width = widest * (boxWidth + across) + 2 * across;
  const height = rows.length * (boxHeight + down);
  const places = new Map(
    rows.flatMap((row, level) =>
      row.map((box, i) => {
        const left = (width - row.length * (boxWidth + across) + across) / 2;
        return [box.name, { x: left + i * (boxWidth + across), y: 4 + level * (boxHeight + down) }];
      }),
    ),
  );
  const edges = boxes.flatMap((box) =>
    box.from.flatMap((name) => {
      const [from, to] = [places.get(name), places.get(box.name)];
      return from && to ? [edge(from, to)] : [];
    }),
  );
  return [
    `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${svgText(`the network: ${layers.length} layers`)}" font-family="system-ui, sans-serif" font-size="12">`,
    ...edges,
    ...boxes.flatMap((box) => {
      const place = places.get(box.name);
      return place ? [boxSvg(box, place)] : [];
    }),
    '</svg>',
  ].join('\n');
}

function boxOf(
  { name, layer, inputs, outputShape, parameters, trainable }: LayerSummary,
  given: readonly string[],
): Box {
  const count = thousands(parameters);
  const weights = parameters === 0 ? '' : ` · ${count} weights${trainable ? '' : ', frozen'}`;
  return {
    name,
    title: isOwn(name, layer) ? layer : `${layer} ${name}`,
    about: `${outputShape.length === 0 ? '1' : outputShape.join(' × ')}${weights}`,
    from: inputs.flatMap((one) => (one === modelInput ? given : [one])),
    isInput: false,
  };
}

// What a layer without a name is called says nothing: `max_pooling2d_1` of MaxPooling2D.
function isOwn(name: string, layer: string): boolean {
  return name.replaceAll('_', '').toLowerCase().startsWith(layer.toLowerCase());
}

// One below the lowest of those that it takes its input from.
function levelsOf(boxes: readonly Box[]): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const { name, from } of boxes) {
    levels.set(name, 1 + Math.max(-1, ...from.map((one) => levels.get(one) ?? 0)));
  }
  return levels;
}

function rowsOf(
  boxes: readonly Box[],
  levels: ReadonlyMap<string, number>,
): readonly (readonly Box[])[] {
  const rows: Box[][] = [];
  for (const box of boxes) (rows[levels.get(box.name) ?? 0] ??= []).push(box);
  return rows;
}

type Place = { readonly x: number; readonly y: number };

function edge(from: Place, to: Place): string {
  const [x1, y1, x2, y2] = [from.x + boxWidth / 2, from.y + boxHeight, to.x + boxWidth / 2, to.y];
  const isLong = y2 - y1 > down + 1;
  // Past the boxes between the two.
  const out = x1 + boxWidth / 2 + across;
  const path =
    isLong && x1 === x2
      ? `M${x1 + 40} ${y1}C${out + 30} ${y1 + down} ${out + 30} ${y2 - down} ${x2 + 40} ${y2}`
      : `M${x1} ${y1}C${x1} ${y1 + down / 2} ${x2} ${y2 - down / 2} ${x2} ${y2}`;
  return `<path class="edge" d="${path}"/><path class="tip" d="M${isLong && x1 === x2 ? x2 + 40 : x2} ${y2}l-4 -7h8Z"/>`;
}

function boxSvg({ title, about, isInput }: Box, { x, y }: Place): string {
  const middle = x + boxWidth / 2;
  return `<g><rect class="${isInput ? 'input' : 'layer'}" x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="6"/><text class="ink" x="${middle}" y="${y + 18}" text-anchor="middle" font-weight="600">${svgText(cutText(title, 26))}</text><text class="ink" x="${middle}" y="${y + 35}" text-anchor="middle" font-size="11">${svgText(cutText(about, 34))}</text></g>`;
}
