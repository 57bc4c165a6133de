// How fast the best model predicts: some samples that it has been judged on are run through it once
// more, as whatever it needs is recorded and in memory by then.
import { streamedRowBytes } from '../dataset/source.js';
import type { Part } from '../dataset/dataset.js';
import { evaluationBatch } from '../training/evaluating.js';
import type { Trainer } from '../training/trainer.js';

// It is to cost about this much, or one batch: runs of a second are many.
const mostSeconds = 0.02;

/**
 * The seconds that a prediction takes in a batch of 250, or of all samples where there are fewer,
 * with its loss and metrics; `took` are those that judging the part took before. null for data that
 * is streamed, where reading it would be measured.
 */
export async function secondsPerPrediction(
  trainer: Pick<Trainer, 'evaluate'>,
  { source, rows }: Part,
  took: number,
): Promise<number | null> {
  if (streamedRowBytes(source) > 0 || rows.length === 0) return null;
  // Batches of one size alone: the last one may be smaller, and would be recorded anew.
  const whole = Math.floor(rows.length / evaluationBatch);
  const batches = Math.floor((mostSeconds / took) * whole);
  const count = whole === 0 ? rows.length : Math.max(1, Math.min(batches, whole)) * evaluationBatch;
  const begun = performance.now();
  await trainer.evaluate({ source, rows: rows.subarray(0, count) }, { keepOutputs: true });
  return (performance.now() - begun) / 1000 / count;
}
