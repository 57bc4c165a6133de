// Pixels brought to another size: rows of unsigned bytes in and out, in whole numbers, so that every
// machine gives the same. Each new pixel is the mean of the old ones below a triangle that is as wide
// as the pixels that become one: Pillow's BILINEAR (its src/libImaging/Resample.c), to the last bit,
// and TensorFlow's bilinear with antialias up to rounding.
import type { Asked } from './formats.js';

/** Pixels, height × width × channels. */
export type Pixels = {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly values: Uint8Array;
};

/** A part of an axis, in old pixels: from, to. */
type Span = readonly [from: number, to: number];

/** The pixels at the size that is asked for. */
export function resized(pixels: Pixels, asked: Asked): Uint8Array {
  const { height, width, fit } = asked;
  if (pixels.height === height && pixels.width === width) return pixels.values;
  if (fit === 'contain') return contained(pixels, asked);
  const [rows, columns] = fit === 'cover' ? coveredPart(pixels, asked) : wholeOf(pixels);
  return scaled(pixels, { rows, columns, height, width });
}

function wholeOf({ height, width }: Pixels): readonly [Span, Span] {
  return [
    [0, height],
    [0, width],
  ];
}

// The largest part in the middle that has the wanted ratio; it may begin within a pixel.
function coveredPart(
  { height, width }: Pixels,
  { height: wantedHeight, width: wantedWidth }: Asked,
): readonly [Span, Span] {
  const ratio = wantedWidth / wantedHeight;
  const isWider = width / height >= ratio;
  const cropWidth = isWider ? ratio * height : width;
  const cropHeight = isWider ? height : width / ratio;
  const [top, left] = [(height - cropHeight) * 0.5, (width - cropWidth) * 0.5];
  return [
    [top, top + cropHeight],
    [left, left + cropWidth],
  ];
}

// The whole picture, and the background beside it.
function contained(pixels: Pixels, { height, width, background }: Asked): Uint8Array {
  const isWider = pixels.width / pixels.height > width / height;
  const isSame = pixels.width / pixels.height === width / height;
  const innerHeight =
    isWider && !isSame ? Math.max(1, halfEven((pixels.height / pixels.width) * width)) : height;
  const innerWidth =
    !isWider && !isSame ? Math.max(1, halfEven((pixels.width / pixels.height) * height)) : width;
  const [rows, columns] = wholeOf(pixels);
  const inner = scaled(pixels, { rows, columns, height: innerHeight, width: innerWidth });
  const { channels } = pixels;
  const values = new Uint8Array(height * width * channels).fill(background === 'white' ? 255 : 0);
  const [top, left] = [
    halfEven((height - innerHeight) * 0.5),
    halfEven((width - innerWidth) * 0.5),
  ];
  const line = innerWidth * channels;
  for (let row = 0; row < innerHeight; row += 1) {
    const at = ((top + row) * width + left) * channels;
    values.set(inner.subarray(row * line, (row + 1) * line), at);
  }
  return values;
}

// As Python rounds.
function halfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}

type Scaling = {
  readonly rows: Span;
  readonly columns: Span;
  readonly height: number;
  readonly width: number;
};

// First along the rows, for the rows that are needed, then down the columns; between the two, whole
// numbers.
function scaled(pixels: Pixels, { rows, columns, height, width }: Scaling): Uint8Array {
  const { channels } = pixels;
  const down = knownWeights(pixels.height, rows, height);
  const along = knownWeights(pixels.width, columns, width);
  const { first, last } = down;
  const between = isWhole(columns, pixels.width, width)
    ? pixels.values.subarray(first * pixels.width * channels, last * pixels.width * channels)
    : alongRows(pixels, along, { first, last, width });
  if (isWhole(rows, pixels.height, height)) return between;
  return downColumns(between, down, { first, line: width * channels, height });
}

function isWhole([from, to]: Span, size: number, wanted: number): boolean {
  return from === 0 && to === size && size === wanted;
}

/** For each new pixel the first old one that it is made from, how many, and their weights. */
type Weights = {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** In units of 2^-22, `most` a pixel. */
  readonly weights: Int32Array;
  readonly most: number;
  /** The old pixels that any is made from: from, to. */
  readonly first: number;
  readonly last: number;
};

// Pictures of one size follow each other.
const lately = new Map<string, Weights>();
const mostKnown = 16;

function knownWeights(size: number, span: Span, wanted: number): Weights {
  const key = `${size} ${span[0]} ${span[1]} ${wanted}`;
  const known = lately.get(key);
  if (known) return known;
  const made = weightsOf(size, span, wanted);
  const [oldest] = lately.keys();
  if (lately.size >= mostKnown && oldest !== undefined) lately.delete(oldest);
  lately.set(key, made);
  return made;
}

const fractionBits = 22;
const half = 2 ** (fractionBits - 1);

function weightsOf(size: number, [from, to]: Span, wanted: number): Weights {
  const scale = (to - from) / wanted;
  const support = Math.max(1, scale);
  const most = Math.ceil(support) * 2 + 1;
  const weights = new Int32Array(wanted * most);
  const starts = new Int32Array(wanted);
  const counts = new Int32Array(wanted);
  const own = new Float64Array(most);
  let [first, last] = [size, 0];
  for (let place = 0; place < wanted; place += 1) {
    const center = from + (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(size, Math.trunc(center + support + 0.5)) - start;
    let total = 0;
    for (let i = 0; i < count; i += 1) {
      const distance = Math.abs((i + start - center + 0.5) * (1 / support));
      own[i] = distance < 1 ? 1 - distance : 0;
      total += own[i] ?? 0;
    }
    for (let i = 0; i < count; i += 1) {
      const share = total === 0 ? 0 : (own[i] ?? 0) / total;
      weights[place * most + i] = Math.trunc(0.5 + share * 2 ** fractionBits);
    }
    starts[place] = start;
    counts[place] = count;
    first = Math.min(first, start);
    last = Math.max(last, start + count);
  }
  return { starts, counts, weights, most, first, last };
}

type Rows = { readonly first: number; readonly last: number; readonly width: number };

function alongRows(pixels: Pixels, along: Weights, rows: Rows): Uint8Array {
  return pixels.channels === 3
    ? coloursAlong(pixels, along, rows)
    : greysAlong(pixels, along, rows);
}

function greysAlong(
  { width: before, values }: Pixels,
  { starts, counts, weights, most }: Weights,
  { first, last, width }: Rows,
): Uint8Array {
  const result = new Uint8Array((last - first) * width);
  let at = 0;
  for (let row = first; row < last; row += 1) {
    for (let place = 0; place < width; place += 1) {
      const end = place * most + (counts[place] ?? 0);
      let from = row * before + (starts[place] ?? 0);
      let sum = half;
      for (let i = place * most; i < end; i += 1, from += 1) {
        sum += (values[from] ?? 0) * (weights[i] ?? 0);
      }
      result[at] = byteOf(sum);
      at += 1;
    }
  }
  return result;
}

// The same of three channels, with each weight looked up once.
function coloursAlong(
  { width: before, values }: Pixels,
  { starts, counts, weights, most }: Weights,
  { first, last, width }: Rows,
): Uint8Array {
  const result = new Uint8Array((last - first) * width * 3);
  let at = 0;
  for (let row = first; row < last; row += 1) {
    for (let place = 0; place < width; place += 1) {
      const end = place * most + (counts[place] ?? 0);
      let from = (row * before + (starts[place] ?? 0)) * 3;
      let red = half;
      let green = half;
      let blue = half;
      for (let i = place * most; i < end; i += 1, from += 3) {
        const weight = weights[i] ?? 0;
        red += (values[from] ?? 0) * weight;
        green += (values[from + 1] ?? 0) * weight;
        blue += (values[from + 2] ?? 0) * weight;
      }
      result[at] = byteOf(red);
      result[at + 1] = byteOf(green);
      result[at + 2] = byteOf(blue);
      at += 3;
    }
  }
  return result;
}

type Columns = { readonly first: number; readonly line: number; readonly height: number };

function downColumns(
  values: Uint8Array,
  { starts, counts, weights, most }: Weights,
  { first, line, height }: Columns,
): Uint8Array {
  const result = new Uint8Array(height * line);
  const sums = new Int32Array(line);
  for (let place = 0; place < height; place += 1) {
    const count = counts[place] ?? 0;
    sums.fill(half);
    for (let i = 0; i < count; i += 1) {
      const weight = weights[place * most + i] ?? 0;
      const from = ((starts[place] ?? 0) - first + i) * line;
      for (let x = 0; x < line; x += 1) sums[x] = (sums[x] ?? 0) + (values[from + x] ?? 0) * weight;
    }
    for (let x = 0; x < line; x += 1) result[place * line + x] = byteOf(sums[x] ?? 0);
  }
  return result;
}

// The weights of a pixel may be one unit more than a whole together.
function byteOf(sum: number): number {
  return Math.min(255, sum >> fractionBits);
}
