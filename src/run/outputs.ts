// What a run keeps of a part of its data for whoever wants to look closer than a score: the best
// model's outputs, what they should have been, and which rows of the data they are.
import { join } from 'node:path';
import { failure } from '../ground/errors.js';
import { readNpy, type NumberArray } from './format/npy.js';
import { outputFile, outputKinds, type JudgedPart } from './layout.js';

/** A row a sample in each of the three, in the data's order. */
export type Outputs = {
  /** The best model's outputs, [samples, …outputs], float32. */
  readonly predictions: NumberArray;
  /** Class numbers (int32, [samples]) or values (float32), as the data gives them. */
  readonly targets: NumberArray;
  /**
   * The place of each sample among the rows of the file (or set) that its part comes from, counted
   * from 0 without a header (int32, [samples]).
   */
  readonly rows: NumberArray;
};

/**
 * The kept outputs of a part; null where none are kept. Throws a UserError where one of the three
 * files is missing or damaged, or where they are not of the same samples.
 */
export function readOutputs(folder: string, part: JudgedPart): Outputs | null {
  const read = (kind: keyof Outputs): NumberArray | null =>
    readNpy(join(folder, outputFile(kind, part)));
  const [predictions, targets, rows] = [read('predictions'), read('targets'), read('rows')];
  if (!predictions && !targets && !rows) return null;
  if (!predictions || !targets || !rows) {
    const missing = outputKinds.filter((_, i) => ![predictions, targets, rows][i]);
    throw failure(
      missing.map((kind) => `${join(folder, outputFile(kind, part))} is missing`).join('\n'),
    );
  }
  const counts = [predictions, targets, rows].map(({ shape }) => shape[0] ?? 0);
  if (new Set(counts).size > 1) {
    throw failure(
      `${folder} keeps outputs of other samples than targets: ${counts.join(', ')} rows in ${outputKinds.map((kind) => outputFile(kind, part)).join(', ')}`,
    );
  }
  return { predictions, targets, rows };
}
