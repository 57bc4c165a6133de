// Values of weights or gradients in, the summaries out that TensorBoard draws histograms of.

// As many buckets as TensorBoard's own summaries have where nobody says otherwise.
const bucketCount = 30;

/** How values are spread: the fields of TensorFlow's HistogramProto. */
export type Histogram = {
  readonly min: number;
  readonly max: number;
  readonly num: number;
  readonly sum: number;
  readonly sumSquares: number;
  /** Where each bucket ends, upwards; the first one begins at `min`. */
  readonly bucketLimit: readonly number[];
  readonly bucket: readonly number[];
};

/**
 * The finite ones of some values in 30 buckets of one width, of which the last holds the largest
 * value, too, as in NumPy's histogram; one bucket where all are the same. Null where none is finite.
 */
export function histogramOf(values: Float32Array): Histogram | null {
  let [min, max, num, sum, sumSquares] = [Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    num += 1;
    sum += value;
    sumSquares += value * value;
  }
  if (num === 0) return null;
  const whole = { min, max, num, sum, sumSquares };
  if (min === max) return { ...whole, bucketLimit: [max], bucket: [num] };
  const width = (max - min) / bucketCount;
  const bucket = new Array<number>(bucketCount).fill(0);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const place = Math.min(bucketCount - 1, Math.floor((value - min) / width));
    bucket[place] = (bucket[place] ?? 0) + 1;
  }
  const bucketLimit = bucket.map((_, i) => (i === bucketCount - 1 ? max : min + (i + 1) * width));
  return { ...whole, bucketLimit, bucket };
}

/** A summary of each of some values by their keys, called `prefix/key`; none where nothing is finite. */
export function histogramsOf(
  prefix: string,
  values: ReadonlyMap<string, Float32Array>,
): readonly object[] {
  return [...values].flatMap(([key, own]) => {
    const histo = histogramOf(own);
    return histo ? [{ tag: `${prefix}/${key}`, histo }] : [];
  });
}
