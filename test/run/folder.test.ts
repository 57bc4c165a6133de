// The run folder as its writer sees it: who may write, what is touched before it is known that it
// may be, what is left.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { failure } from '../../src/ground/errors.js';
import { besideOf } from '../../src/ground/files.js';
import { readBestOf } from '../../src/run/best.js';
import { createRunFolder, reopenRunFolder } from '../../src/run/folder.js';
import { readState } from '../../src/run/state.js';
import { encodeWeights } from '../../src/run/weights.js';
import type { RunFolder } from '../../src/run/writing.js';
import { startingPosition } from '../../src/training/position.js';
import { newRun, someEpoch, someOutputs, texts, withFolder } from './fixture.js';

const tensors = [{ name: 'hidden/bias', shape: [2], values: Float32Array.of(1, 2) }];

function created(runs: string): RunFolder {
  return createRunFolder(runs, newRun(), texts);
}

/** All that is in a folder but the lock: names, contents and times. */
function contentsOf(folder: string): unknown {
  return readdirSync(folder)
    .filter((name) => name !== 'lock')
    .sort()
    .map((name) => [
      name,
      readFileSync(join(folder, name), 'hex'),
      statSync(join(folder, name)).mtimeMs,
    ]);
}

test('nothing is written once another process has the lock', () => {
  withFolder((runs) => {
    using run = created(runs);
    const lock = join(run.path, 'lock');
    writeFileSync(
      lock,
      JSON.stringify({ ...(JSON.parse(readFileSync(lock, 'utf8')) as object), id: 'another' }),
    );
    const before = contentsOf(run.path);
    const writes: readonly (() => void)[] = [
      () => run.change({ state: 'failed' }),
      () => run.appendEpoch(someEpoch),
      () => run.commit(startingPosition(0.1), tensors),
      () => run.keepBest({ epoch: 1, tensors }),
      () => run.keepOutputs('test', someOutputs()),
    ];
    for (const write of writes) {
      expect(write).toThrow('was taken by another process, or removed: this one writes no more');
    }
    expect(contentsOf(run.path)).toEqual(before);
  });
});

describe('a run that is opened again', () => {
  test('is not touched where it cannot be gone on with', () => {
    withFolder((runs) => {
      const { path } = ((): RunFolder => {
        using run = created(runs);
        run.commit(startingPosition(0.1), tensors);
        // An epoch whose commit did not come, and what a killed process leaves.
        run.appendEpoch(someEpoch);
        return run;
      })();
      writeFileSync(besideOf(join(path, 'last.safetensors')), 'x');
      const before = contentsOf(path);
      expect(() =>
        reopenRunFolder(path, () => {
          throw failure('no');
        }),
      ).toThrow('no');
      expect(contentsOf(path)).toEqual(before);
      expect(readdirSync(path)).not.toContain('lock');
      using reopened = reopenRunFolder(path).run;
      expect(reopened.epochs()).toEqual([]);
      expect(readdirSync(path).sort()).toEqual([
        'data.json',
        'epochs.jsonl',
        'last.safetensors',
        'lock',
        'resolved.yaml',
        'run.json',
        'spec.yaml',
      ]);
      expect(readFileSync(join(path, 'epochs.jsonl'), 'utf8')).toBe('');
    });
  });

  test('never puts a damaged state in the place of the good one before it', () => {
    withFolder((runs) => {
      const { path, id } = ((): { readonly path: string; readonly id: string } => {
        using run = created(runs);
        for (const step of [0, 1]) run.commit({ ...startingPosition(0.1), step }, tensors);
        return { path: run.path, id: run.record().id };
      })();
      const before = readFileSync(join(path, 'last.1.safetensors'));
      writeFileSync(join(path, 'last.safetensors'), 'damaged');
      using run = reopenRunFolder(path).run;
      // Killed at its first commit, between the two renames of it: what is at `last` by then would
      // become `last.1`.
      expect(readdirSync(path)).not.toContain('last.safetensors');
      run.commit({ ...startingPosition(0.1), step: 2 }, tensors);
      expect(readFileSync(join(path, 'last.1.safetensors')).equals(before)).toBe(true);
      expect(readState(path, id)).toMatchObject({ damaged: [], state: { position: { step: 2 } } });
    });
  });

  test('has no best weights of another run', () => {
    withFolder((runs) => {
      using run = created(runs);
      run.keepBest({ epoch: 1, tensors });
      expect(readBestOf(run.path, run.record().id)?.epoch).toBe(1);
      writeFileSync(
        join(run.path, 'best.safetensors'),
        encodeWeights({ metadata: { run: 'another', epoch: '1' }, tensors }),
      );
      expect(() => run.readBest()).toThrow(
        `${run.path}/best.safetensors belongs to another run (another)`,
      );
    });
  });
});

describe('what a maker that was killed has left', () => {
  test('is cleared by the next run, unless it lives, or may be another’s', () => {
    withFolder((runs) => {
      const half = (name: string, lock: object | null): string => {
        mkdirSync(join(runs, name));
        writeFileSync(join(runs, name, 'spec.yaml'), '');
        if (lock) writeFileSync(join(runs, name, 'lock'), JSON.stringify(lock));
        return name;
      };
      using living = created(runs);
      const own = JSON.parse(readFileSync(join(living.path, 'lock'), 'utf8')) as object;
      const identity = (name: string): string =>
        `${statSync(join(runs, name)).dev}:${statSync(join(runs, name)).ino}`;
      half('.dead-20260101T000000Z-0123ab.part', { ...own, process: 2 ** 22 - 1 });
      const kept = [
        half('.alive-20260101T000000Z-0123ab.part', null),
        half('.new-20260101T000000Z-0123ab.part', null),
        half('.somebody.part', own),
      ];
      writeFileSync(
        join(runs, kept[0] as string, 'lock'),
        JSON.stringify({ ...own, folder: identity(kept[0] as string) }),
      );
      using next = created(runs);
      expect(
        readdirSync(runs)
          .filter((name) => name.startsWith('.'))
          .sort(),
      ).toEqual([...kept].sort());
      expect(next.record().state).toBe('running');
    });
  });
});
