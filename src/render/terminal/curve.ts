// The epochs of a run in, its curves out: a line of blocks for the losses and for what the best
// epoch is chosen by, and a mark under that epoch.
import type { EpochRecord, Scores } from '../../training/epoch.js';
import { displayWidth } from '../../text/width.js';
import { escapeText } from '../../text/escape.js';
import { formatCell } from './format.js';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

// Where there is no number.
const gap = '·';

const widest = 60;

type Curve = { readonly name: string; readonly values: readonly number[] };

/**
 * The lines, none wider than `width` where that is possible: the losses share a scale, what is
 * monitored beside them has its own. None where there are fewer than two epochs.
 */
export function curveLines(
  epochs: readonly EpochRecord[],
  {
    monitor,
    best,
    width,
  }: {
    readonly monitor: string;
    readonly best: number | null;
    readonly width: number;
  },
): readonly string[] {
  if (epochs.length < 2) return [];
  const losses = [curveOf('loss', epochs), curveOf('val_loss', epochs)];
  const curves = [
    ...losses,
    ...(losses.some(({ name }) => name === monitor) ? [] : [curveOf(monitor, epochs)]),
  ];
  const names = curves.map(({ name }) => escapeText(name));
  const first = Math.max(...names.map(displayWidth), 'best'.length);
  const ends = curves.map(({ values }) => endsOf(values));
  const last = Math.max(...ends.map(displayWidth));
  const room = Math.max(8, Math.min(widest, epochs.length, width - first - last - 4));
  const scale = losses.flatMap(({ values }) => values);
  const lines = curves.map(({ values }, i) => {
    const drawn = blocksOf(values, room, i < losses.length ? scale : values);
    return `${(names[i] ?? '').padEnd(first)}  ${drawn}  ${ends[i]}`;
  });
  return [...lines, ...markLine(epochs, best, { room, first })];
}

function curveOf(name: string, epochs: readonly EpochRecord[]): Curve {
  const values = epochs.map(({ train, validation }) =>
    name.startsWith('val_') ? scoreOf(validation, name.slice(4)) : scoreOf(train, name),
  );
  return { name, values };
}

function scoreOf(scores: Scores, name: string): number {
  return (Object.hasOwn(scores, name) ? scores[name] : null) ?? NaN;
}

function endsOf(values: readonly number[]): string {
  return `${formatCell(values[0] ?? null, 'score')} → ${formatCell(values.at(-1) ?? null, 'score')}`;
}

function markLine(
  epochs: readonly EpochRecord[],
  best: number | null,
  { room, first }: { readonly room: number; readonly first: number },
): readonly string[] {
  const at = epochs.findIndex(({ epoch }) => epoch === best);
  if (at < 0) return [];
  return [`${'best'.padEnd(first)}  ${' '.repeat(bucketOf(at, epochs.length, room))}▲ ${best}`];
}

function bucketOf(at: number, count: number, room: number): number {
  return count <= room ? at : Math.floor((at * room) / count);
}

/** So many blocks at most, each as high as the mean of its values is on the scale. */
export function blocksOf(
  values: readonly number[],
  room: number,
  scale: readonly number[],
): string {
  const finite = scale.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  const sums = Array.from({ length: Math.min(room, values.length) }, () => ({ sum: 0, count: 0 }));
  values.forEach((value, i) => {
    const bucket = sums[bucketOf(i, values.length, room)];
    if (!bucket || !Number.isFinite(value)) return;
    bucket.sum += value;
    bucket.count += 1;
  });
  return sums
    .map(({ sum, count }) => {
      if (count === 0) return gap;
      // In halves: the distance of two great numbers may be greater than any.
      const share = high === low ? 0.5 : (sum / count / 2 - low / 2) / (high / 2 - low / 2);
      return blocks[Math.min(7, Math.max(0, Math.floor(share * 8)))] ?? gap;
    })
    .join('');
}
