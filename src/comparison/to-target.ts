// What is to be reached in, how soon runs reached it out: the epochs and seconds until a validation
// score was there for the first time. That stands in each run's epochs, and is read where it is asked
// for.
import type { ReadRun } from '../run/read.js';
import { readEpochs } from '../run/read.js';
import { UserError } from '../ground/errors.js';
import { scoreOf } from './record-columns.js';
import type { ColumnSource } from './column.js';
import type { Cell } from './written.js';

/** A score, and what of it is to be reached. */
export type Target = {
  /** A metric's name, or `loss`. */
  readonly metric: string;
  readonly mode: 'min' | 'max';
  readonly value: number;
};

type Reached = { readonly epochs: number; readonly seconds: number };

/** `epochs_to_target` and `seconds_to_target`; nothing of a run that never got there. */
export function targetColumns(target: Target): readonly ColumnSource[] {
  const known = new Map<ReadRun, Reached | null>();
  const of = (run: ReadRun): Reached | null => {
    const found = known.has(run) ? (known.get(run) ?? null) : reachedBy(run, target);
    known.set(run, found);
    return found;
  };
  const column = (
    key: string,
    label: string,
    { kind, value }: Pick<ColumnSource, 'kind'> & { readonly value: (reached: Reached) => number },
  ): ColumnSource => ({
    key,
    label: `${label} to ${target.value}`,
    kind,
    direction: 'min',
    weight: 0,
    shown: true,
    cell: (run): Cell => {
      const reached = of(run);
      return reached && value(reached);
    },
  });
  return [
    column('epochs_to_target', 'epochs', { kind: 'count', value: ({ epochs }) => epochs }),
    column('seconds_to_target', 's', { kind: 'seconds', value: ({ seconds }) => seconds }),
  ];
}

function reachedBy(run: ReadRun, { metric, mode, value }: Target): Reached | null {
  if (!('record' in run)) return null;
  let seconds = 0;
  for (const { epoch, validation, seconds: taken } of epochsOf(run.folder)) {
    seconds += taken.total;
    const score = scoreOf(validation, metric) ?? NaN;
    if (mode === 'max' ? score >= value : score <= value) return { epochs: epoch, seconds };
  }
  return null;
}

// Of a damaged run nothing is known.
function epochsOf(folder: string): ReturnType<typeof readEpochs> {
  try {
    return readEpochs(folder);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
