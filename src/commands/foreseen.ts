// A plan in, what training it would cost out: counted where that can be, else as earlier runs on
// this machine tell.
import type { Plan } from '../experiment/plan.js';
import { multiplyAdds } from '../experiment/plan.js';
import { findRuns } from '../run/find.js';
import { readCpuName } from '../run/provenance.js';
import { readRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import type { Hashes } from './needed.js';
import { usualBatchSize } from '../words/top-level.js';

/** What a program may decide by before anything is trained. */
export type Foreseen = {
  readonly hashes: Hashes['hashes'];
  /** With a weight, for one sample's way through the network. */
  readonly multiplications: number;
  readonly memory: {
    /** Of the weights alone, as they are kept. */
    readonly weights_bytes: number;
    /** The most that a process of an earlier run had; null where there is none. */
    readonly peak_bytes: number | null;
  };
  /** The median of the earlier runs; null where there is none. */
  readonly seconds_per_epoch: number | null;
  /** How many there are: on the same data, as many parameters, the same batches and processor. */
  readonly earlier_runs: number;
};

/** What training a plan would cost, as far as the runs in a folder tell. */
export function foreseen(plan: Plan, { hashes, data }: Hashes, runsFolder: string): Foreseen {
  const { network, read } = plan;
  const earlier = recordsIn(runsFolder).filter(
    (record) =>
      record.data.sha256 === data &&
      record.parameters.total === network.parameters.total &&
      (record.spec['batch_size'] ?? usualBatchSize) === read.spec.batch_size &&
      record.machine.cpu === readCpuName(),
  );
  const peaks = earlier.map(({ peak_memory_bytes }) => peak_memory_bytes);
  const seconds = earlier.flatMap(({ seconds: { per_epoch } }) => per_epoch ?? []);
  return {
    hashes,
    multiplications: multiplyAdds(network),
    memory: {
      weights_bytes: 4 * network.parameters.total,
      peak_bytes: peaks.length > 0 ? peaks.reduce((a, b) => Math.max(a, b)) : null,
    },
    seconds_per_epoch: medianOf(seconds),
    earlier_runs: earlier.length,
  };
}

function recordsIn(runsFolder: string): readonly RunRecord[] {
  return findRuns(runsFolder).flatMap((folder) => {
    const run = readRun(folder);
    return 'record' in run && run.record.state === 'finished' ? [run.record] : [];
  });
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [above = null] = sorted.slice(middle);
  const [below = above] = sorted.length % 2 === 0 ? sorted.slice(middle - 1) : [];
  return above === null || below === null ? above : (above + below) / 2;
}
