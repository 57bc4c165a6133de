// Runs in, a folder of logs out that TensorBoard shows: a folder a run, called as the run's own.
import { basename, join } from 'node:path';
import { settingsOf } from '../../comparison/settings.js';
import type { Cell } from '../../comparison/written.js';
import { failure } from '../../ground/errors.js';
import { readFile } from '../../ground/reading.js';
import { eventFile, eventsFolder, type EventPart } from '../../run/layout.js';
import { readEpochs, type ReadRun } from '../../run/read.js';
import type { RunRecord } from '../../run/record.js';
import { renderYaml } from '../../spec/write.js';
import type { ExportFiles } from '../format.js';
import { beginningOf, encodeEvents } from './event-file.js';
import {
  experimentSummary,
  keysOfTexts,
  sessionEnd,
  sessionStart,
  type Session,
} from './hyperparameters.js';
import {
  beganAt,
  epochEvents,
  firstEvent,
  lastEvent,
  listedScores,
  type Picture,
} from './scalars.js';

type Known = Extract<ReadRun, { record: RunRecord }>;

/** What is drawn of a run, by its folder. */
export type Drawn = ReadonlyMap<string, readonly Picture[]>;

/**
 * The files of the logs. What a run has written while it trained is taken as it is, histograms in it.
 * Throws a failure for a run that is damaged, and where two runs' folders have one name.
 */
export function tensorboardFiles(runs: readonly ReadRun[], drawn: Drawn = new Map()): ExportFiles {
  const known = runs.map(knownOf);
  checkNames(known);
  const settings = settingsOf(known).settings.filter(({ differs }) => differs);
  const seeds: readonly Cell[] = known.map(({ record }) => record.seed);
  const values = new Map([
    ...settings.map(
      ({ path, cells }) => [path, known.map((run): Cell => cells.get(run) ?? null)] as const,
    ),
    ['seed', seeds] as const,
  ]);
  const asText = keysOfTexts(values);
  const scores = listedScores(known.map(({ record }) => record));
  const first = Math.min(...known.map(({ record }) => beganAt(record)));
  const experiment = encodeEvents(first, [
    { seconds: first, values: [experimentSummary(values, scores)] },
  ]);
  const files = known.flatMap((run) => {
    const own = new Map(settings.map(({ path, cells }) => [path, cells.get(run) ?? null]));
    return filesOf(run, sessionOf(run.record, own), asText, drawn.get(run.folder) ?? []);
  });
  return new Map([[`events.out.tfevents.${Math.floor(first)}.dlx`, experiment], ...files]);
}

function knownOf(run: ReadRun): Known {
  if ('record' in run) return run;
  throw failure(`${run.folder} is damaged: ${run.damaged}`);
}

function checkNames(runs: readonly Known[]): void {
  const names = runs.map(({ folder }) => basename(folder));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw failure(`two of these runs have a folder called ${JSON.stringify(twice)}: rename one`);
}

/** What is told of a run whose spec has these settings. */
export function sessionOf(record: RunRecord, settings: ReadonlyMap<string, Cell>): Session {
  return {
    settings: new Map([...settings, ['seed', record.seed]]),
    group: record.hashes.group.slice(0, 12),
    began: beganAt(record),
    ended: record.finished === null ? null : Date.parse(record.finished) / 1000,
    isFinished: record.state === 'finished',
  };
}

function filesOf(
  { folder, record }: Known,
  session: Session,
  asText: ReadonlySet<string>,
  pictures: readonly Picture[],
): readonly (readonly [string, Uint8Array])[] {
  const epochs = readEpochs(folder);
  const began = beganAt(record);
  const whole = [
    firstEvent(record, renderYaml(record.spec), [sessionStart(session, asText)]),
    lastEvent(record, epochs, { pictures, settings: [sessionEnd(session)] }),
  ];
  const events = epochEvents(record, epochs);
  const curves = (part: 'train' | 'validation'): Uint8Array =>
    keptEvents({ folder, record }, part, epochs.length) ??
    encodeEvents(
      began,
      events.map((one) => one[part]),
    );
  const named: readonly (readonly [EventPart, Uint8Array])[] = [
    ['whole', encodeEvents(began, whole)],
    ['train', curves('train')],
    ['validation', curves('validation')],
  ];
  return named.map(([part, bytes]) => [`${basename(folder)}/${eventFile(record, part)}`, bytes]);
}

// Null where the run did not write them, or not those of all its epochs.
function keptEvents({ folder, record }: Known, part: EventPart, epochs: number): Uint8Array | null {
  const bytes = readFile(join(folder, eventsFolder, eventFile(record, part)));
  const begun = bytes && beginningOf(bytes, epochs);
  return begun?.epochs === epochs ? begun.bytes : null;
}
