// A run's folder in, all that can be said of it to strangers out: its record, its model's network, what
// its data was like, how well it does and how sure that is, and its replicates. No TensorFlow, and not its
// data.
import { dirname } from 'node:path';
import { groupsOf, type Group } from '../comparison/groups.js';
import { messageOf } from '../ground/errors.js';
import { diagnose, type Diagnosis } from '../inference/diagnosis.js';
import { openKept, type KeptModel } from '../inference/kept.js';
import { sampleIntervals, type Interval } from '../inference/sample-intervals.js';
import { summaryOf, type NetworkSummary } from '../model/summary.js';
import { distinctRuns, findRuns } from '../run/find.js';
import { damagedFiles } from '../run/integrity.js';
import { outputFile, outputKinds, type JudgedPart } from '../run/layout.js';
import { readOutputs } from '../run/outputs.js';
import type { ReadRun } from '../run/read.js';
import { readRuns } from '../run/run-index.js';
import type { RunRecord } from '../run/record.js';
import { isSealed, withoutTest } from '../run/sealed.js';

/** How a model does on a part of its data whose outputs it kept. */
export type Judged = {
  readonly part: JudgedPart;
  readonly diagnosis: Diagnosis;
  /** Of 95 %, over samples; by the score's name, of those that have one. */
  readonly intervals: ReadonlyMap<string, Interval>;
};

/** A run as strangers are told of it. */
export type Published = {
  readonly folder: string;
  /** Without anything of a sealed test set. */
  readonly record: RunRecord;
  readonly model: { readonly kept: KeptModel; readonly network: NetworkSummary } | null;
  readonly judged: Judged | null;
  /** What could not be read of it, a sentence each. */
  readonly notes: readonly string[];
};

/** What there is of a run whose record was read. Never throws: what cannot be read is in its notes. */
export function publishedRun(folder: string, record: RunRecord): Published {
  const shown = isSealed(record) ? withoutTest(record) : record;
  const none = { folder, record: shown, model: null, judged: null };
  try {
    const kept = openKept(folder);
    const model = { kept, network: summaryOf(kept.network) };
    try {
      return { folder, record: shown, model, judged: judgedOf(kept, shown), notes: [] };
    } catch (error) {
      return { ...none, model, notes: [messageOf(error)] };
    }
  } catch (error) {
    return { ...none, notes: [messageOf(error)] };
  }
}

// On the test set, or on validation where nobody has read that.
function judgedOf(kept: KeptModel, record: RunRecord): Judged | null {
  const isKept = (part: JudgedPart): boolean =>
    record.scores[part] !== null &&
    outputKinds.every((kind) => Object.hasOwn(record.files, outputFile(kind, part)));
  const part = (['test', 'validation'] as const).find(isKept);
  const scores = part && record.scores[part];
  if (!part || !scores) return null;
  const names = outputKinds.map((kind) => outputFile(kind, part));
  const damaged = damagedFiles(kept.folder, record, names);
  if (damaged.length > 0) throw new Error(damaged.join('; '));
  const outputs = readOutputs(kept.folder, part);
  if (!outputs) return null;
  return {
    part,
    diagnosis: diagnose(kept, outputs),
    intervals: sampleIntervals(kept, outputs, scores),
  };
}

/**
 * The replicates of a run: the finished runs beside it that differ from it in their seed alone, itself
 * among them; null where there is none. Never throws.
 */
export function replicatesOf(folder: string, record: RunRecord): Group | null {
  const found = groupsBeside([folder]).find(({ runs }) =>
    runs.some((run) => 'record' in run && run.record.hashes.group === record.hashes.group),
  );
  return found && found.runs.length > 1 ? found : null;
}

/** Groups of replicates among all runs that lie where these do. */
function groupsBeside(folders: readonly string[]): readonly Group[] {
  const places = [...new Set(folders.map((folder) => dirname(folder)))];
  return replicated(places.flatMap(runsIn));
}

/**
 * The groups of replicates that these runs are of: those among themselves, and, where more of them lie
 * beside, those with these.
 */
export function groupsOfRuns(folders: readonly string[]): readonly Group[] {
  const read = readRuns(folders);
  const own = replicated(read);
  const keys = new Set(read.flatMap(keyOf));
  const keyOfGroup = ({ runs }: Group): string => runs.flatMap(keyOf)[0] ?? '';
  const beside = groupsBeside(folders).filter((group) => keys.has(keyOfGroup(group)));
  const isLarger = (group: Group): boolean =>
    !own.some(
      (one) => keyOfGroup(one) === keyOfGroup(group) && one.runs.length === group.runs.length,
    );
  return [...own, ...beside.filter(isLarger)];
}

function keyOf(run: ReadRun): readonly string[] {
  return 'record' in run ? [run.record.hashes.group] : [];
}

function replicated(runs: readonly ReadRun[]): readonly Group[] {
  return groupsOf(distinctRuns(runs).runs).filter((group) => group.runs.length > 1);
}

function runsIn(place: string): readonly ReadRun[] {
  try {
    return readRuns(findRuns(place));
  } catch {
    return [];
  }
}
