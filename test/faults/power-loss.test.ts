// Power lost at every moment of a run's life: whatever a crash may leave, what is accepted is what
// was committed, and nothing is lost whose commit had returned.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesOn, type Files } from '../../src/ground/files.js';
import { followsBest } from '../../src/experiment/beginning.js';
import { createRunFolder, reopenRunFolder } from '../../src/run/folder.js';
import { checkFiles } from '../../src/run/integrity.js';
import { judgedParts } from '../../src/run/layout.js';
import { findRuns } from '../../src/run/find.js';
import { readRun } from '../../src/run/read.js';
import { renameRun, reviseRun } from '../../src/run/revise.js';
import type { NamedTensor } from '../../src/run/format/safetensors.js';
import type { EpochRecord } from '../../src/training/epoch.js';
import type { RunFolder } from '../../src/run/writing.js';
import { canonicalJson } from '../../src/spec/minimal.js';
import { startingPosition, type Position } from '../../src/training/position.js';
import { newRun, someOutputs, texts } from '../run/fixture.js';
import { counted } from './counts.js';
import { crashStates, keyOf, materialise, recordingDisk, type Log } from './crashing-disk.js';
import { isWhole } from '../whole.js';

/** A commit, as it must be found again: its number stands in its weights. */
type Commit = {
  readonly number: number;
  readonly position: Position;
  readonly epochs: number;
  /** Operations after which it had returned. */ returned: number;
};

/** What was done, and what was committed by when. */
type Life = { readonly log: Log; readonly commits: readonly Commit[]; readonly created: number };

function weights(number: number): readonly NamedTensor[] {
  return [
    { name: 'hidden/kernel', shape: [60, 50], values: new Float32Array(3000).fill(number) },
    { name: 'hidden/bias', shape: [50], values: new Float32Array(50).fill(-number) },
  ];
}

function epochRecord(epoch: number, best: boolean): EpochRecord {
  return {
    epoch,
    train: { loss: 1 / epoch },
    validation: { loss: best ? 1 / epoch : 1 },
    learning_rate: 0.01,
    best,
    seconds: { train: 0.1, total: 0.2 },
  };
}

/**
 * A run with best epochs and others, commits within epochs, a process that dies, one that goes on,
 * and an end.
 */
function live(root: string, makeFiles: (system: Parameters<typeof filesOn>[0]) => Files): Life {
  const { system, log } = recordingDisk(root);
  const files = makeFiles(system);
  const commits: Commit[] = [];
  let position = startingPosition(0.01);
  let folder = createRunFolder(join(root, 'runs'), newRun(), texts, { files });
  const created = log.length;
  const commit = (next: Position): void => {
    const made: Commit = {
      number: commits.length + 1,
      position: next,
      epochs: folder.epochs().length,
      returned: Infinity,
    };
    commits.push(made);
    position = next;
    folder.commit(next, weights(made.number));
    made.returned = log.length;
  };
  const epoch = (best: boolean): void => {
    const number = position.epoch;
    folder.appendEpoch(epochRecord(number, best));
    commit({
      ...position,
      epoch: number + 1,
      step: 0,
      seconds: 0,
      best: best ? { epoch: number, value: 1 / number } : position.best,
    });
    // The best weights are those of the epoch's commit.
    if (best) folder.keepBest({ epoch: number, tensors: weights(commits.length) });
    folder.change({ epochs: { planned: 8, done: number, best: position.best?.epoch ?? null } });
  };
  commit(position);
  for (const best of [true, true, false]) epoch(best);
  commit({ ...position, step: 17, seconds: 0.1 });
  epoch(true);
  folder.change({ state: 'interrupted', message: 'stopped', finished: 'now' });
  folder[Symbol.dispose]();
  folder = reopened(folder, files);
  for (const best of [false, true]) epoch(best);
  for (const part of judgedParts) folder.keepOutputs(part, someOutputs());
  folder.change({ state: 'finished', finished: 'now' });
  folder[Symbol.dispose]();
  return { log, commits, created };
}

function reopened(folder: RunFolder, files: Files): RunFolder {
  const { run } = reopenRunFolder(folder.path, undefined, files);
  run.change({ state: 'running', message: null, finished: null });
  return run;
}

type Found = {
  readonly states: number;
  readonly lost: readonly string[];
  readonly wrong: readonly string[];
};

/** Loses power after every so many operations. */
function losePower({ log, commits, created }: Life, place: string, every = 1): Found {
  const seen = new Set<string>();
  const [lost, wrong] = [[] as string[], [] as string[]];
  for (let count = 1; count <= log.length; count += every) {
    const returned = commits.filter(({ returned: at }) => at <= count).length;
    for (const state of crashStates(log, count, isWhole ? 16 : 2)) {
      // What must be there depends on what had returned.
      const key = createHash('sha256')
        .update(`${returned} ${created <= count}\n${keyOf(state)}`)
        .digest('hex');
      if (seen.has(key)) continue;
      seen.add(key);
      const folder = join(place, 'state');
      mkdirSync(folder);
      materialise(state, folder);
      const harm = harmIn(folder, { commits, returned, isCreated: created <= count });
      rmSync(folder, { recursive: true });
      if (harm) {
        (harm.startsWith('lost') ? lost : wrong).push(`after ${count} of ${log.length}: ${harm}`);
      }
    }
  }
  return { states: seen.size, lost, wrong };
}

type Known = {
  readonly commits: readonly Commit[];
  readonly returned: number;
  readonly isCreated: boolean;
};

function harmIn(folder: string, { commits, returned, isCreated }: Known): string | null {
  const [path] = findRuns(join(folder, 'runs'));
  if (path === undefined) return isCreated ? 'lost: the run' : null;
  const read = readRun(path);
  if ('damaged' in read) return `wrong: ${read.damaged}`;
  if (read.record.state === 'finished') {
    return returned === commits.length
      ? (checkFiles(path, read.record).damaged[0] ?? null)
      : 'wrong: finished before its last commit';
  }
  try {
    const { run, state, damaged } = reopenRunFolder(path);
    using _ = run;
    if (damaged.length > 0) return `wrong: ${damaged.join()}`;
    if (!state) return returned > 0 ? 'lost: every commit' : null;
    const number = state.tensors[0]?.values[0] ?? NaN;
    const commit = commits[number - 1];
    if (
      !commit ||
      !isAs(state.tensors, weights(number)) ||
      canonicalJson(state.position) !== canonicalJson(commit.position)
    ) {
      return 'wrong: a state that was never committed';
    }
    if (number < returned) return `lost: commit ${returned}, as ${number} was found`;
    if (run.epochs().length !== commit.epochs) {
      return `wrong: ${run.epochs().length} epochs at a commit with ${commit.epochs}`;
    }
    return bestHarm(run, state.position.best?.epoch ?? null, followsBest(state), commits);
  } catch (error) {
    return `wrong: ${String(error)}`;
  }
}

// The best weights are there, or are those of the state itself, or belong to an epoch that comes
// again.
function bestHarm(
  run: RunFolder,
  best: number | null,
  follows: boolean,
  commits: readonly Commit[],
): string | null {
  const kept = run.readBest();
  if (kept) {
    const commit = commits.find(
      ({ position }) =>
        position.best?.epoch === kept.epoch &&
        position.epoch === kept.epoch + 1 &&
        position.step === 0,
    );
    if (!commit || !isAs(kept.tensors, weights(commit.number))) {
      return `wrong: best weights that are not those of epoch ${kept.epoch}`;
    }
  }
  if (best === null || follows) return null;
  return kept && kept.epoch >= best ? null : `lost: the best weights, of epoch ${best}`;
}

function isAs(tensors: readonly NamedTensor[], expected: readonly NamedTensor[]): boolean {
  return (
    tensors.length === expected.length &&
    tensors.every(
      ({ name, values }, i) =>
        name === expected[i]?.name &&
        Buffer.from(values.buffer).equals(Buffer.from((expected[i]?.values ?? values).buffer)),
    )
  );
}

/** A run that ends, gets a tag, and then another name; and after how many operations each was there. */
function mark(root: string): Marked {
  const { system, log } = recordingDisk(root);
  const files = filesOn(system);
  const folder = createRunFolder(join(root, 'runs'), newRun(), texts, { files });
  folder.change({ state: 'finished', finished: 'now' });
  folder[Symbol.dispose]();
  const made = log.length;
  reviseRun(folder.path, () => ({ tags: ['good'] }), files);
  const tagged = log.length;
  renameRun(folder.path, 'better', files);
  return { log, made, tagged, renamed: log.length };
}

type Marked = {
  readonly log: Log;
  readonly made: number;
  readonly tagged: number;
  readonly renamed: number;
};

function markHarmIn(folder: string, count: number, { tagged, renamed }: Marked): string | null {
  const [path, another] = findRuns(join(folder, 'runs'));
  if (path === undefined || another !== undefined) return 'lost: the run';
  const read = readRun(path);
  if ('damaged' in read) return `wrong: ${read.damaged}`;
  const { state, tags, name } = read.record;
  if (state !== 'finished') return `wrong: it is ${state}`;
  if (count >= tagged && tags.join() !== 'good') return 'lost: its tag';
  const isThere = name === 'better' && basename(path).startsWith('better-');
  return count >= renamed && !isThere ? 'lost: its name' : null;
}

// Where it can be had: nothing need be kept, and every state is written anew.
function inMemory(work: (folder: string) => void): void {
  const memory = '/dev/shm';
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'dlx-test-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('power lost at every moment', () => {
  test('loses no commit that had returned, and nothing wrong is accepted', () => {
    inMemory((root) => {
      const found = losePower(live(root, filesOn), root);
      counted('power-loss states', found.states, {
        lost: found.lost.length,
        wrong: found.wrong.length,
      });
      expect({ lost: found.lost, wrong: found.wrong }).toEqual({ lost: [], wrong: [] });
      expect(found.states).toBeGreaterThan(isWhole ? 1000 : 250);
    });
  });

  test('loses no tag and no name that had been given, and no run by them', () => {
    inMemory((root) => {
      const marked = mark(root);
      const seen = new Set<string>();
      const harms: string[] = [];
      for (let count = marked.made; count <= marked.log.length; count += 1) {
        for (const state of crashStates(marked.log, count, isWhole ? 8 : 1)) {
          const given = [marked.tagged, marked.renamed].filter((at) => at <= count).length;
          const key = `${given} ${keyOf(state)}`;
          if (seen.has(key)) continue;
          seen.add(key);
          const folder = join(root, 'state');
          materialise(state, folder);
          const harm = markHarmIn(folder, count, marked);
          if (harm !== null) harms.push(`after ${count} of ${marked.log.length}: ${harm}`);
          rmSync(folder, { recursive: true });
        }
      }
      const lost = harms.filter((harm) => harm.includes(': lost')).length;
      counted('power-loss states', seen.size, { lost, wrong: harms.length - lost });
      expect(harms).toEqual([]);
      expect(seen.size).toBeGreaterThan(20);
    });
  });

  test('would be noticed where nothing is flushed', () => {
    inMemory((root) => {
      const found = losePower(
        live(root, (system) => filesOn({ ...system, flush: () => undefined })),
        root,
        30,
      );
      expect(found.lost.length + found.wrong.length).toBeGreaterThan(100);
    });
  });
});
