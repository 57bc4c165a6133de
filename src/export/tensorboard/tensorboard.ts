// Runs in, a folder of logs out that TensorBoard shows: a folder a run, called as the run's own.
import { basename } from 'node:path';
import { settingsOf } from '../../comparison/settings.js';
import type { Cell } from '../../comparison/written.js';
import { failure } from '../../ground/errors.js';
import { readEpochs, type ReadRun } from '../../run/read.js';
import type { RunRecord } from '../../run/record.js';
import { renderYaml } from '../../spec/write.js';
import type { ExportFiles } from '../format.js';
import { encodeEvents } from './event-file.js';
import { experimentSummary, keysOfTexts, sessionSummaries } from './hyperparameters.js';
import { beganAt, eventFilesOf, listedScores } from './scalars.js';

type Known = Extract<ReadRun, { record: RunRecord }>;

/**
 * The files of the logs. Throws a failure for a run that is damaged, and where two runs' folders have
 * one name.
 */
export function tensorboardFiles(runs: readonly ReadRun[]): ExportFiles {
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
    return filesOf(run, sessionSummaries(sessionOf(run.record, own), asText));
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

function sessionOf(record: RunRecord, settings: ReadonlyMap<string, Cell>) {
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
  settings: readonly object[],
): readonly (readonly [string, Uint8Array])[] {
  const spec = renderYaml(record.spec);
  const files = eventFilesOf({ record, epochs: readEpochs(folder), spec, settings });
  return [...files].map(([name, bytes]) => [`${basename(folder)}/${name}`, bytes]);
}
