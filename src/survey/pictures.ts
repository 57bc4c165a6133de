// Some pictures of the training part, to be looked at: a data set in, their pixels as bytes out, a
// few of each class.
import { namesOf, type Dataset } from '../dataset/dataset.js';
import type { Source } from '../dataset/source.js';
import { ownValue } from '../dataset/units.js';
import { toDigits } from '../text/digits.js';
import { blocksOfRows } from './blocks.js';

/** A picture, and what it is called by: its class, or its target's value. */
export type SurveyedPicture = {
  readonly label: string;
  readonly row: number;
  /** Which input it is; null where there is but one. */
  readonly input: string | null;
  /** Height, width, channels: 1, 3 or 4. */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** From 0 to 255, row-major. */
  readonly values: Uint8Array;
};

const [mostPictures, mostOfClass] = [120, 10];

/** Pictures of each input that holds some; none of other data. */
export function picturesOf(data: Dataset): readonly SurveyedPicture[] {
  return holdsPictures(data) ? picturesAt(data, data.train.source, chosenRows(data)) : [];
}

/** Whether an input of the data is pictures. */
export function holdsPictures({ facts }: Pick<Dataset, 'facts'>): boolean {
  return facts.inputs.some((input) => pictureShape(input) !== null);
}

/** The pictures of these rows of a source, input by input. */
export function picturesAt(
  { facts }: Pick<Dataset, 'facts'>,
  source: Source,
  chosen: readonly Chosen[],
): readonly SurveyedPicture[] {
  const images = facts.inputs.flatMap((input, i) => {
    const shape = pictureShape(input);
    return shape ? [{ name: input.name, divideBy: input.divide_by, shape, i }] : [];
  });
  const samples = source.gather(Int32Array.from(chosen, ({ row }) => row));
  return images.flatMap(({ name, divideBy, shape, i }) => {
    const values = samples.inputs[i]?.values ?? new Uint8Array(0);
    const size = shape[0] * shape[1] * shape[2];
    return chosen.map(({ row, label }, n) => ({
      label,
      row,
      input: images.length > 1 ? name : null,
      shape,
      values: Uint8Array.from(values.subarray(n * size, (n + 1) * size), (value) =>
        Math.min(255, Math.max(0, (value * 255) / divideBy)),
      ),
    }));
  });
}

function pictureShape({
  kind,
  shape,
}: Dataset['facts']['inputs'][number]): SurveyedPicture['shape'] | null {
  const [height = 0, width = 0, channels = 0] = shape;
  return kind === 'image' && [1, 3, 4].includes(channels) ? [height, width, channels] : null;
}

/** A row, and what its picture is called. */
export type Chosen = { readonly row: number; readonly label: string };

// In the order of classes, of each the first ones.
function chosenRows(data: Dataset): readonly Chosen[] {
  const { train, classes } = data;
  const rows = train.rows.subarray(0, classes === null ? 24 : 20_000);
  if (classes === null) {
    const [target] = train.source.gather(rows).targets;
    const values = target?.values ?? [];
    return Array.from(rows, (row, i) => ({
      row,
      label:
        data.targetInput === undefined
          ? String(toDigits(ownValue(values[i] ?? NaN, target?.scale ?? null, 0), 4))
          : `row ${row}`,
    }));
  }
  const most = Math.max(1, Math.min(mostOfClass, Math.floor(mostPictures / classes)));
  const found = new Map<number, Chosen[]>();
  for (const { first, samples } of blocksOfRows({ source: train.source, rows })) {
    for (const [i, number] of (samples.targets[0]?.values ?? []).entries()) {
      const own = found.get(number) ?? [];
      const row = rows[first + i];
      if (own.length >= most || row === undefined) continue;
      found.set(number, [...own, { row, label: namesOf(data)[number] ?? String(number) }]);
    }
    const isFull = found.size === classes && [...found.values()].every((own) => own.length >= most);
    if (isFull) break;
  }
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, own]) => own)
    .slice(0, mostPictures);
}
