// A run that trains in, the bytes out that are appended to its files of events: the same events that
// an export of it has.
import { settingsOf } from '../../comparison/settings.js';
import type { EventPart } from '../../run/layout.js';
import type { RunRecord } from '../../run/record.js';
import { renderYaml } from '../../spec/write.js';
import type { EpochRecord } from '../../training/epoch.js';
import { beginningOf, encodeEvent, encodeEvents } from './event-file.js';
import { histogramsOf } from './histograms.js';
import { sessionEnd, sessionStart } from './hyperparameters.js';
import { beganAt, epochEvents, firstEvent, lastEvent, type Picture } from './scalars.js';
import { sessionOf } from './tensorboard.js';

/** A part of a run that has an event an epoch. */
export type CurvePart = Exclude<EventPart, 'whole'>;

/** Values by the keys of weights. */
export type Values = ReadonlyMap<string, Float32Array>;

/** What is drawn as histograms of an epoch. */
export type Spread = { readonly weights: Values; readonly gradients: Values };

/** What the file of a run as a whole begins with: its spec and its settings. */
export function wholeHead(record: RunRecord): Uint8Array {
  const settings = settingsOf([{ folder: '', record }]).settings.map(
    ({ path, cells }) => [path, [...cells.values()][0] ?? null] as const,
  );
  const session = sessionOf(record, new Map(settings));
  const first = firstEvent(record, renderYaml(record.spec), [sessionStart(session)]);
  return encodeEvents(beganAt(record), [first]);
}

/** What the same file ends with: what the run came to. */
export function wholeEnd(
  record: RunRecord,
  epochs: readonly EpochRecord[],
  pictures: readonly Picture[],
): Uint8Array {
  const settings = [sessionEnd(sessionOf(record, new Map()))];
  return encodeEvent(lastEvent(record, epochs, { pictures, settings }));
}

/** What the file of a part begins with before there is an epoch. */
export function curveHead(record: Pick<RunRecord, 'started'>): Uint8Array {
  return encodeEvents(beganAt(record), []);
}

/** The event of the last of some epochs; with its histograms, which stand in that of training. */
export function curveEvent(
  record: Pick<RunRecord, 'started'>,
  epochs: readonly EpochRecord[],
  part: CurvePart,
  spread: Spread | null,
): Uint8Array {
  const event = epochEvents(record, epochs).at(-1)?.[part];
  if (!event) throw new Error('there is no epoch to tell of');
  const histograms =
    spread && part === 'train'
      ? [...histogramsOf('weights', spread.weights), ...histogramsOf('gradients', spread.gradients)]
      : [];
  return encodeEvent({ ...event, values: [...event.values, ...histograms] });
}

/** A file of a part, as far as it can be gone on with. */
export type Curve = {
  readonly bytes: Uint8Array;
  /** How many epochs it had already. */
  readonly found: number;
};

/**
 * The file of a part that has the events of all these epochs: those that were found, and those that
 * are missing, the last one with its histograms where they are given.
 */
export function curveWith(
  record: Pick<RunRecord, 'started'>,
  epochs: readonly EpochRecord[],
  part: CurvePart,
  { found, spread }: { readonly found: Uint8Array | null; readonly spread: Spread | null },
): Curve {
  const begun = (found && beginningOf(found, epochs.length)) ?? {
    bytes: curveHead(record),
    epochs: 0,
  };
  const missing = epochs
    .slice(begun.epochs)
    .map(({ epoch }) =>
      curveEvent(record, epochs.slice(0, epoch), part, epoch === epochs.length ? spread : null),
    );
  return { bytes: Buffer.concat([begun.bytes, ...missing]), found: begun.epochs };
}
