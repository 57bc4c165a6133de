// What differs between runs in, the summaries out with which TensorBoard's page HPARAMS lists them.
import type { Cell } from '../../comparison/written.js';
import { hyperparameterBytes } from './schema.js';

/** The settings of a run by their keys, and how it stands. */
export type Session = {
  readonly settings: ReadonlyMap<string, Cell>;
  /** Its replicates are of one group. */
  readonly group: string;
  /** Seconds since 1970; the second is null of what has not ended. */
  readonly began: number;
  readonly ended: number | null;
  readonly isFinished: boolean;
};

/** A score of a run: the folder within its own, and what it is called there. */
export type SessionScore = { readonly group: string; readonly tag: string };

const [success, failure, running] = [1, 2, 3];
const [texts, flags, numbers] = [1, 2, 3];

/** What there is to compare, once for all runs: their settings and scores. */
export function experimentSummary(
  settings: ReadonlyMap<string, readonly Cell[]>,
  scores: readonly SessionScore[],
): object {
  return summaryOf('_hparams_/experiment', {
    experiment: {
      hparamInfos: [...settings].map(([name, values]) => ({ name, type: typeOf(values) })),
      metricInfos: scores.map((name) => ({ name })),
    },
  });
}

// What is there in some runs as a number and in others as text is text.
function typeOf(values: readonly Cell[]): number {
  const there = values.filter((value) => value !== null);
  if (there.every((value) => typeof value === 'number')) return numbers ?? 0;
  return (there.every((value) => typeof value === 'boolean') ? flags : texts) ?? 0;
}

/** The beginning of a run: its settings, those of some keys as text, whatever they are. */
export function sessionStart(
  { settings, group, began }: Session,
  asText: ReadonlySet<string> = new Set(),
): object {
  const hparams = [...settings].flatMap(([key, cell]) =>
    cell === null ? [] : [{ key, value: valueOf(asText.has(key) ? String(cell) : cell) }],
  );
  return summaryOf('_hparams_/session_start_info', {
    sessionStartInfo: { hparams, groupName: group, startTimeSecs: began },
  });
}

/** The end of a run, or that it has none yet. */
export function sessionEnd({ ended, isFinished }: Pick<Session, 'ended' | 'isFinished'>): object {
  const status = ended === null ? running : isFinished ? success : failure;
  return summaryOf('_hparams_/session_end_info', {
    sessionEndInfo: { status, ...(ended === null ? {} : { endTimeSecs: ended }) },
  });
}

/** The keys of settings whose values are not all numbers, or all yes or no. */
export function keysOfTexts(settings: ReadonlyMap<string, readonly Cell[]>): ReadonlySet<string> {
  const keys = [...settings].filter(([, values]) => typeOf(values) === texts);
  return new Set(keys.map(([key]) => key));
}

function valueOf(cell: string | number | boolean): object {
  switch (typeof cell) {
    case 'number':
      return { numberValue: cell };
    case 'boolean':
      return { boolValue: cell };
    default:
      return { stringValue: cell };
  }
}

function summaryOf(tag: string, content: Readonly<Record<string, unknown>>): object {
  return {
    tag,
    metadata: { pluginData: { pluginName: 'hparams', content: hyperparameterBytes(content) } },
  };
}
