// What tests of surveys share: a data set of a table that is written for them.
import type { Dataset } from '../../src/dataset/dataset.js';
import { idxBytes, load, writeIn } from '../dataset/fixtures.js';

let made = 0;

/** The data set of a table of lines; its target is y. */
export async function tableOf(
  folder: string,
  lines: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Dataset> {
  const file = `table-${(made += 1)}.csv`;
  writeIn(folder, file, `${lines.join('\n')}\n`);
  return load(folder, { name: 'table', file, target: 'y', ...more });
}

/** The first rows train, then come those for validation, and for the test. */
export const inOrder = {
  validation_split: { by: 'order', fraction: 0.25 },
  test_split: { by: 'order', fraction: 0.2 },
} as const;

/** Twenty pictures of 2 × 2 for each part: row i has 0, 10 · i twice, and 255; its class is i mod 2. */
export function greyPictures(folder: string): Promise<Dataset> {
  const levels = Array.from({ length: 20 }, (_, i) => 10 * i);
  const pixels = levels.flatMap((level) => [0, level, level, 255]);
  const labels = levels.map((_, i) => i % 2);
  for (const part of ['train', 'test']) {
    writeIn(folder, `${part}-images`, idxBytes([20, 2, 2], pixels));
    writeIn(folder, `${part}-labels`, idxBytes([20], labels));
  }
  return load(folder, {
    name: 'idx',
    train_images: 'train-images',
    train_labels: 'train-labels',
    test_images: 'test-images',
    test_labels: 'test-labels',
  });
}
