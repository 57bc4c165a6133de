// A run's folder in the hands of its writer.
import { linkSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../src/ground/hash.js';
import { createRunFolder } from '../../src/run/folder.js';
import { eventFilesOf } from '../../src/run/layout.js';
import { readEpochs, readRun } from '../../src/run/read.js';
import { readState } from '../../src/run/state.js';
import type { RunFolder } from '../../src/run/writing.js';
import { startingPosition } from '../../src/training/position.js';
import { newRun, someEpoch, someOutputs, texts, withFolder } from './fixture.js';

const tensors = [{ name: 'hidden/bias', shape: [1], values: Float32Array.of(2) }];

const inRun = (use: (run: RunFolder) => void): void =>
  withFolder((runs) => {
    using run = createRunFolder(runs, newRun(), texts);
    use(run);
  });

const recordIn = ({ path }: RunFolder) => {
  const read = readRun(path);
  if (!('record' in read)) throw new Error(read.damaged);
  return read.record;
};

test('a change is in the record and in its file', () => {
  inRun((run) => {
    run.change({ tags: ['night'], test_reads: 3 });
    expect(run.record()).toMatchObject({ tags: ['night'], test_reads: 3, state: 'running' });
    expect(recordIn(run)).toEqual(run.record());
  });
});

test('events grow in their file, unless it is another name of something else', () => {
  inRun((run) => {
    const bytesOf = (...values: number[]) => Uint8Array.from(values);
    expect(run.readEvents('train')).toBe(null);
    run.keepEvents('train', bytesOf(1, 2));
    run.appendEvents('train', bytesOf(3), 2);
    const [file = ''] = eventFilesOf(run.record()).filter((name) => name.includes('/train/'));
    const inode = (): number => statSync(join(run.path, file)).ino;
    const first = inode();
    run.keepEvents('train', bytesOf(1, 2, 3, 4));
    expect([run.readEvents('train'), inode()]).toEqual([Buffer.from([1, 2, 3, 4]), first]);
    // What another process wrote is not gone on with.
    expect(() => run.appendEvents('train', bytesOf(9), 2)).toThrow('has 4 bytes instead of 2');
    run.keepEvents('train', bytesOf(1, 2));
    expect(run.readEvents('train')).toEqual(Buffer.from([1, 2]));
    linkSync(join(run.path, file), join(run.path, '../copy'));
    run.keepEvents('train', bytesOf(1, 2, 3));
    expect(readFileSync(join(run.path, '../copy'))).toEqual(Buffer.from([1, 2]));
    run.change({ state: 'interrupted' });
    expect(recordIn(run).files[file]).toBe(sha256(Buffer.from([1, 2, 3])));
  });
});

describe('hashes', () => {
  test('are those of the fixed files while the run goes on, then of all', () => {
    inRun((run) => {
      run.appendEpoch(someEpoch);
      run.commit(startingPosition(0.1), tensors);
      run.keepBest({ epoch: 1, tensors });
      run.keepOutputs('validation', someOutputs());
      run.keepHistory('<svg/>');
      run.change({ test_reads: 1 });
      const fixed = ['data.json', 'resolved.yaml', 'spec.yaml'];
      expect(Object.keys(recordIn(run).files).sort()).toEqual(fixed);
      run.change({ state: 'finished' });
      const { files } = recordIn(run);
      expect(Object.keys(files).sort()).toEqual(
        [
          ...fixed,
          'best.safetensors',
          'epochs.jsonl',
          'history.svg',
          'last.safetensors',
          'predictions/validation.npy',
          'rows/validation.npy',
          'targets/validation.npy',
        ].sort(),
      );
      expect(files['epochs.jsonl']).toBe(sha256(readFileSync(join(run.path, 'epochs.jsonl'))));
    });
  });
});

describe('epochs', () => {
  test('are lines, and a commit says how many of them are its own', () => {
    inRun((run) => {
      run.appendEpoch(someEpoch);
      run.commit(startingPosition(0.1), tensors);
      run.appendEpoch({ ...someEpoch, epoch: 2 });
      expect(run.epochs().map(({ epoch }) => epoch)).toEqual([1, 2]);
      expect(readEpochs(run.path)).toEqual(run.epochs());
      const [first = ''] = readFileSync(join(run.path, 'epochs.jsonl'), 'utf8').split('\n');
      expect(readState(run.path, run.record().id).state?.epochs).toEqual({
        bytes: first.length + 1,
        sha256: sha256(`${first}\n`),
      });
    });
  });

  test('are not written behind what somebody else wrote', () => {
    inRun((run) => {
      run.appendEpoch(someEpoch);
      writeFileSync(join(run.path, 'epochs.jsonl'), '');
      expect(() => run.appendEpoch(someEpoch)).toThrow(
        /epochs\.jsonl: it has 0 bytes instead of \d+: another process writes it/,
      );
    });
  });
});

test('the best weights are read back with their epoch', () => {
  inRun((run) => {
    expect(run.readBest()).toBeNull();
    run.keepBest({ epoch: 4, tensors });
    expect(run.readBest()).toMatchObject({ epoch: 4, tensors });
  });
});
