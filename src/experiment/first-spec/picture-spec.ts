// The first spec for somebody's pictures: what the folder was found to hold comes in, out comes a
// commented text that trains at once.
import type { DatasetDescription } from '../../dataset/dataset.js';
import { onlyInput } from '../../dataset/source.js';
import { endLines, inline, trainingLines, withComment } from './lines.js';

/** What is known of a folder of pictures. */
export type FoundPictures = {
  /** The folder as the spec is to name it. */
  readonly folder: string;
  /** The spec's own file, as its reader calls it. */
  readonly spec: string;
  /** The size that they are brought to, where they have none in common. */
  readonly size: readonly [number, number] | null;
  readonly data: Pick<DatasetDescription, 'inputs' | 'classes' | 'classNames'>;
  /** Whether a folder of it is its test part. */
  readonly hasTest: boolean;
  /** How many there are to train on, about. */
  readonly count: number;
};

/** The text of a first spec for a folder of pictures. */
export function pictureSpec(found: FoundPictures): string {
  const { folder, spec, size, data, count, hasTest } = found;
  const [height = 1, width = 1] = onlyInput(data).shape;
  const names = (data.classNames ?? []).slice(0, 5).map(inline);
  const more = (data.classes ?? 0) > names.length ? ', …' : '';
  return [
    `# Tells the pictures of ${inline(folder)} apart: ${names.join(', ')}${more}. Train it with`,
    `#   dlx train ${spec}`,
    '# and change one thing at a time; the names and defaults are those of Keras.',
    '',
    'dataset:',
    '  name: image_folder',
    `  folder: ${inline(folder)}`,
    size
      ? withComment(`  size: [${size.join(', ')}]`, 'height and width that each is brought to')
      : `  # all are ${height} × ${width}; size: [height, width] brings them to another size`,
    ...(hasTest ? [] : [withComment('  test_split: 0.2', 'a fifth of them is the test part')]),
    '  stratify: true            # each part has all classes',
    '',
    '# Each item is a layer and takes the one before it.',
    'model:',
    ...convolutions(Math.min(height, width)),
    '  - GlobalAveragePooling2D',
    '  - Dropout: 0.2              # a bare value is the first argument',
    ...endLines(data.classes),
    '',
    ...trainingLines(count, 100_000),
    '',
  ].join('\n');
}

/** Layers for pictures whose shorter side has so many pixels: pooling halves it, and something must be left. */
export function convolutions(side: number): readonly string[] {
  const pools = Math.min(3, Math.max(0, Math.floor(Math.log2(side / 4))));
  return [32, 64, 128]
    .slice(0, Math.max(1, pools))
    .flatMap((filters, i) => [
      `  - Conv2D: {filters: ${filters}, kernel_size: 3, padding: same, activation: relu}`,
      ...(i < pools ? ['  - MaxPooling2D: 2'] : []),
    ]);
}
