// What the models of a cross-validation say of the rows that they did not see: the runs of its folds in,
// one file of predictions out, in the data's order. It is made of what the runs keep, whenever a command
// has ended one of them and none is missing, and may be removed: the same command makes it again (where
// it lies, and when it goes, is in kept-folds.ts).
import { join } from 'node:path';
import { foldsOf } from '../comparison/folds.js';
import { groupsOf } from '../comparison/groups.js';
import { UserError } from '../ground/errors.js';
import { files as realFiles, writeOutput } from '../ground/files.js';
import { answersOf, labelCell, type Answers } from '../inference/answers.js';
import { openKept, type KeptModel } from '../inference/kept.js';
import { csvWriter } from '../render/predictions/writers.js';
import { findRuns } from '../run/find.js';
import type { NumberArray } from '../run/format/npy.js';
import { readOutputs, type Outputs } from '../run/outputs.js';
import type { ReadRun } from '../run/read.js';
import { readRuns } from '../run/run-index.js';
import type { RunRecord } from '../run/record.js';
import { float32Text } from '../text/float32.js';
import { foldsFolder, groupOf, outOfFoldFile } from './kept-folds.js';

/** What became of the predictions of one cross-validation: the file, or why there is none. */
export type OutOfFold = {
  /** The beginning of the hash that the runs have in common. */
  readonly group: string;
  readonly name: string;
  readonly file: string | null;
  readonly rows: number;
  readonly why: string | null;
};

/**
 * Writes the predictions of every cross-validation of which one of `ended` is a run and no fold is
 * missing; what it comes to of those alone.
 */
export function keepOutOfFold(runs: string, ended: readonly RunRecord[]): readonly OutOfFold[] {
  const hashes = new Set(ended.flatMap((one) => (one.cross_validation ? [one.hashes.group] : [])));
  if (hashes.size === 0) return [];
  const all = readRuns(findRuns(runs)).filter(
    (run) => 'record' in run && hashes.has(run.record.hashes.group),
  );
  return groupsOf(all).flatMap((group): readonly OutOfFold[] => {
    const [first] = group.runs;
    if (!foldsOf(group)?.isWhole || !first || !('record' in first)) return [];
    const { name, hashes: own } = first.record;
    const about = { name, group: groupOf({ hashes: own }) };
    try {
      const file = outOfFoldFile(runs, first.record);
      const written = textOf(group.runs);
      if (typeof written === 'string') return [{ ...about, file: null, rows: 0, why: written }];
      realFiles.makeFolder(join(runs, foldsFolder));
      writeOutput(file, Buffer.concat([...written.chunks]));
      return [{ ...about, file, rows: written.rows, why: null }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [{ ...about, file: null, rows: 0, why: error.message }];
    }
  });
}

type Fold = {
  readonly place: readonly string[];
  readonly kept: KeptModel;
  readonly answers: Answers;
  readonly outputs: Outputs;
};

/** A row that a fold held out, by its place among the fold's outputs. */
type Held = { readonly row: number; readonly fold: Fold; readonly at: number };

type Written = { readonly rows: number; readonly chunks: Iterable<Uint8Array> };

// A sentence where there is nothing to write.
function textOf(runs: readonly ReadRun[]): Written | string {
  const folds: Fold[] = [];
  for (const run of runs) {
    const fold = 'record' in run ? foldOf(run.folder, run.record) : null;
    if (!fold) return `${run.folder} keeps no outputs of its test part, which is sealed`;
    folds.push(fold);
  }
  const [first] = folds;
  if (!first) return 'there are no folds';
  if (first.answers.kind === 'number' && first.answers.shape) {
    return 'a prediction is as large as what goes in: each run keeps its own in predictions/test.npy';
  }
  const odd = folds.find(({ answers }) => classesOf(answers) !== classesOf(first.answers));
  if (odd) return `${odd.kept.folder} has other classes than ${first.kept.folder}`;
  const held = folds
    .flatMap((fold) => Array.from(fold.outputs.rows.values, (row, at): Held => ({ row, fold, at })))
    // Of one row in the order of the runs, which is that of repeats and seeds.
    .sort((a, b) => a.row - b.row);
  return { rows: held.length, chunks: chunksOf(first, held) };
}

function foldOf(folder: string, record: RunRecord): Fold | null {
  const outputs = readOutputs(folder, 'test');
  if (!outputs) return null;
  const kept = openKept(folder);
  const answers = answersOf(kept);
  const { repeat = 1, fold = 1 } = record.cross_validation ?? {};
  return {
    place: [repeat, fold, record.seed].map(String),
    kept,
    // What is kept is in the target's own units.
    answers: answers.kind === 'number' ? { ...answers, scale: null } : answers,
    outputs,
  };
}

function classesOf(answers: Answers): string {
  return JSON.stringify(
    answers.kind === 'classes'
      ? answers.classes
      : answers.kind === 'labels'
        ? answers.labels
        : answers.numbers,
  );
}

const rowsAtATime = 4096;

function* chunksOf({ answers, outputs }: Fold, held: readonly Held[]): Generator<Uint8Array> {
  const own = ['row', 'repeat', 'fold', 'seed'];
  const names = answers.kind === 'number' ? answers.numbers : [answers.name];
  const targets = names.map((name) => (own.includes(name) ? `target_${name}` : name));
  const writer = csvWriter({
    answers,
    wished: { proba: true, top: 1 },
    kept: [...own, ...targets],
  });
  yield writer.head();
  const width = widthOf(outputs.predictions);
  for (let from = 0; from < held.length; from += rowsAtATime) {
    const some = held.slice(from, from + rowsAtATime);
    const values = new Float32Array(some.length * width);
    const kept = some.map(({ row, fold, at }, i) => {
      const { predictions } = fold.outputs;
      values.set(predictions.values.subarray(at * width, (at + 1) * width), i * width);
      return [String(row), ...fold.place, ...targetCells(fold, at)];
    });
    yield writer.rows({ count: some.length, inputs: [], kept }, values);
  }
}

function widthOf({ shape }: NumberArray): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

// What a row's prediction should have been.
function targetCells({ answers, outputs: { targets } }: Fold, at: number): readonly string[] {
  const width = widthOf(targets);
  const own = targets.values.subarray(at * width, (at + 1) * width);
  if (answers.kind === 'classes') return [answers.classes[own[0] ?? 0] ?? String(own[0])];
  if (answers.kind === 'number') return Array.from(own, float32Text);
  const labels = answers.labels.filter((_, i) => own[i] === 1);
  return [labelCell(labels, answers.separator)];
}
