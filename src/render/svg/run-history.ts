// A run that is done in, its history.svg out.
import { runCharts } from '../../comparison/curve.js';
import type { RunRecord } from '../../run/record.js';
import type { EpochRecord } from '../../training/epoch.js';
import { runSvg } from './curves.js';

/** The curves of a run: the same bytes for the same epochs. */
export function historySvg(
  record: Pick<RunRecord, 'monitor' | 'metrics' | 'epochs'>,
  epochs: readonly EpochRecord[],
): string {
  return runSvg(runCharts(epochs, record), record.epochs.best, epochs.length);
}
