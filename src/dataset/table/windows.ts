// Windows over a table in time order: series and the part of each row in, samples out that are
// gathered from the series itself.
import { failure, misuse, type UserError } from '../../ground/errors.js';
import { counted } from '../../text/wrap.js';
import { choice, integer, settings, text } from '../../words/arguments.js';
import { residentSource, takenRows, type Source, type TargetColumn } from '../source.js';
import type { CutArguments, Share, SplitRows } from '../split.js';
import type { Series, Stretch, WindowArguments } from './series.js';

/** How rows of a table become windows. */
export const windowsArgument = settings({
  length: integer({ min: 1 }),
  horizon: integer({ min: 1 }).default(1),
  stride: integer({ min: 1 }).default(1),
  by: text().nullable().default(null),
  time: text().nullable().default(null),
  gaps: choice(['split', 'ignore']).default('split'),
})
  .nullable()
  .default(null);

/**
 * How rows of series are split where only a share is given: by time where there is a column of it, else
 * by the order of each series. Throws a misuse where rows would be drawn at random: windows overlap.
 */
export function windowShare(
  share: Share,
  { time }: WindowArguments,
  purpose: string,
): CutArguments {
  if (typeof share === 'number') {
    const by = time === null ? ('order' as const) : ('time' as const);
    return { by, column: time, fraction: share, stratify: false };
  }
  if (share.by !== 'random') return share;
  throw misuse(
    `${purpose} is by: random, and windows of a series share rows: say by: time, by: group or by: order`,
  );
}

/** What each of the numbers is called that a window is to predict. */
export function numbersAhead(name: string, horizon: number): readonly string[] {
  return Array.from({ length: horizon }, (_, i) => `${name}_${i + 1}`);
}

const partNames = ['train', 'validation', 'test'] as const;
type PartName = (typeof partNames)[number];

/** A table's series and the windows that are wanted of them. */
export type WindowRequest = {
  /** What messages call the table. */
  readonly file: string;
  readonly series: Series;
  readonly windows: WindowArguments;
};

/** Where windows begin in the order of the series' rows, and which of them belong to each part. */
export type WindowPlan = WindowRequest & {
  readonly starts: Int32Array;
  readonly parts: Readonly<Record<PartName, Int32Array>>;
  readonly notes: readonly string[];
};

/**
 * Plans the windows of each part: no window has rows of two series or of two parts, or a gap. Throws
 * a UserError where a part that has rows has no window.
 */
export function planWindows(request: WindowRequest, rows: SplitRows): WindowPlan {
  const { series, windows } = request;
  const { order, stretches } = series;
  const partOf = new Uint8Array(order.length).fill(partNames.length);
  partNames.forEach((part, i) => {
    for (const row of rows[part]) partOf[row] = i;
  });
  const pieces = stretches.flatMap((stretch) => piecesOf(stretch, order, partOf));
  const starts: number[] = [];
  const members = partNames.map((): number[] => []);
  for (const { from, to, part } of pieces) {
    for (const start of startsIn({ from, to }, windows, windows.length + windows.horizon)) {
      members[part]?.push(starts.length);
      starts.push(start);
    }
  }
  const windowsOf = (i: number): Int32Array => Int32Array.from(members[i] ?? []);
  const parts = { train: windowsOf(0), validation: windowsOf(1), test: windowsOf(2) };
  partNames.forEach((part, i) => {
    if (rows[part].length === 0 || parts[part].length > 0) return;
    const own = pieces.filter((piece) => piece.part === i);
    throw noWindow(request, part, own);
  });
  return {
    ...request,
    starts: Int32Array.from(starts),
    parts,
    notes: [...series.notes, ...shortNotes(request), ...strideNotes(windows)],
  };
}

/** What every row of a table holds, by its number: inputs of `width` values, and the target. */
export type RowValues = {
  readonly inputs: Float32Array;
  readonly width: number;
  readonly target: Omit<TargetColumn, 'shape' | 'numbers' | 'windows'>;
};

/** The windows of a plan as a source, gathered from the series itself. */
export function windowSource(
  name: string,
  { series: { order }, windows: { length, horizon }, starts }: WindowPlan,
  { inputs, width, target }: RowValues,
): Source {
  const ahead = horizon === 1 ? null : numbersAhead(target.name, horizon);
  return residentSource(name, {
    count: starts.length,
    inputs: [
      {
        name: 'table',
        shape: [length, width],
        divideBy: 1,
        values: inOrder({ shape: [width], values: inputs }, order),
        windows: { starts, length },
      },
    ],
    targets: [
      {
        ...target,
        ...(ahead ? { shape: [horizon], numbers: ahead } : { shape: [] }),
        values: inOrder({ shape: [], values: target.values }, order),
        windows: { starts: starts.map((start) => start + length), length: horizon },
      },
    ],
    weights: null,
  });
}

// As they lie, where they are in order already.
function inOrder<V extends Float32Array | Int32Array>(
  column: { readonly shape: readonly number[]; readonly values: V },
  order: Int32Array,
): V;
function inOrder(
  column: { readonly shape: readonly number[]; readonly values: Float32Array | Int32Array },
  order: Int32Array,
): Float32Array | Int32Array {
  return order.every((row, i) => row === i) ? column.values : takenRows(column, order);
}

type Piece = { readonly from: number; readonly to: number; readonly part: number };

// A stretch, cut where the part of its rows changes.
function piecesOf({ from, to }: Stretch, order: Int32Array, partOf: Uint8Array): readonly Piece[] {
  const pieces: Piece[] = [];
  const partAt = (place: number): number => partOf[order[place] ?? 0] ?? partNames.length;
  for (let begin = from, at = from + 1; at <= to; at += 1) {
    if (at < to && partAt(at) === partAt(begin)) continue;
    pieces.push({ from: begin, to: at, part: partAt(begin) });
    begin = at;
  }
  return pieces.filter(({ part }) => part < partNames.length);
}

/** Where windows of so many rows begin within a stretch. */
export function* startsIn(
  { from, to }: Pick<Stretch, 'from' | 'to'>,
  { stride }: Pick<WindowArguments, 'stride'>,
  rows: number,
): Generator<number> {
  for (let start = from; start + rows <= to; start += stride) yield start;
}

function noWindow(
  { file, windows: { length, horizon, gaps }, series }: WindowRequest,
  part: PartName,
  pieces: readonly Piece[],
): UserError {
  const longest = pieces.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  const hasGaps = gaps === 'split' && series.stretches.length > seriesCount(series);
  return failure(
    `${file}: the ${part === 'train' ? 'training' : part} part has no window: ${counted(longest, 'row')} at most follow each other in it, and a window of length ${length} with horizon ${horizon} needs ${length + horizon}: use more rows, or a smaller length${hasGaps ? ', or say gaps: ignore' : ''}`,
  );
}

function seriesCount({ stretches }: Series): number {
  return new Set(stretches.map(({ series }) => series)).size;
}

// Series of which no window can be had.
function shortNotes({
  series,
  windows: { length, horizon, by },
}: WindowRequest): readonly string[] {
  const longest = new Map<string, number>();
  for (const { series: name, from, to } of series.stretches) {
    longest.set(name, Math.max(longest.get(name) ?? 0, to - from));
  }
  const short = [...longest].filter(([, rows]) => rows < length + horizon);
  if (short.length === 0 || by === null) return [];
  const shown = short
    .slice(0, 5)
    .map(([name, rows]) => `${JSON.stringify(name.slice(0, 60))} ${rows}`);
  return [
    `${short.length} of ${longest.size} series ${short.length === 1 ? 'has' : 'have'} fewer rows together than the ${length + horizon} of a window, and give${short.length === 1 ? 's' : ''} none (${shown.join(', ')}${short.length > shown.length ? ' …' : ''})`,
  ];
}

function strideNotes({ length, horizon, stride }: WindowArguments): readonly string[] {
  const unused = stride - length - horizon;
  return unused <= 0
    ? []
    : [
        `stride ${stride} is larger than length and horizon together: ${unused} of every ${stride} rows are in no window`,
      ];
}
