// Two generations of what is needed to go on.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { files } from '../../src/ground/files.js';
import { sha256 } from '../../src/ground/hash.js';
import { committedLines, readState, writeState, type SavedState } from '../../src/run/state.js';
import { startingPosition } from '../../src/training/position.js';
import { withFolder } from './fixture.js';

const stateAt = (epoch: number, lines = ''): SavedState => ({
  position: { ...startingPosition(0.1), epoch },
  epochs: { bytes: Buffer.byteLength(lines), sha256: sha256(lines) },
  tensors: [{ name: 'hidden/bias', shape: [1], values: Float32Array.of(epoch) }],
});

describe('the state of a run', () => {
  test('is none before the first commit, then the newest', () => {
    withFolder((folder) => {
      expect(readState(folder, 'a')).toEqual({ state: null, damaged: [] });
      for (const epoch of [1, 2, 3]) writeState(files, folder, 'a', stateAt(epoch));
      expect(readState(folder, 'a')).toMatchObject({ state: stateAt(3), damaged: [] });
    });
  });

  test('is the one before where the newest is damaged, which is said', () => {
    withFolder((folder) => {
      for (const epoch of [1, 2, 3]) writeState(files, folder, 'a', stateAt(epoch));
      writeFileSync(join(folder, 'last.safetensors'), 'torn');
      const { state, damaged } = readState(folder, 'a');
      expect(state?.position.epoch).toBe(2);
      expect(damaged).toEqual([expect.stringContaining('last.safetensors')]);
    });
  });

  test('is the one before where the newest is gone: a crash between two renames leaves that', () => {
    withFolder((folder) => {
      for (const epoch of [1, 2]) writeState(files, folder, 'a', stateAt(epoch));
      rmSync(join(folder, 'last.safetensors'));
      expect(readState(folder, 'a')).toMatchObject({ state: stateAt(1), damaged: [] });
    });
  });

  test("is refused where all are damaged, or another run's", () => {
    withFolder((folder) => {
      writeState(files, folder, 'a', stateAt(1));
      expect(() => readState(folder, 'b')).toThrow(
        `${join(folder, 'last.safetensors')} belongs to another run (a); there is no earlier state to go on from: train again with \`dlx train ${join(folder, 'spec.yaml')}\``,
      );
    });
  });
});

describe('the lines of epochs.jsonl', () => {
  const lines = '{"epoch":1}\n';

  test('are those that were committed, whatever came behind them', () => {
    withFolder((folder) => {
      expect(committedLines(folder, null).toString()).toBe('');
      writeFileSync(join(folder, 'epochs.jsonl'), `${lines}{"epo`);
      expect(committedLines(folder, stateAt(1, lines)).toString()).toBe(lines);
      expect(committedLines(folder, null).toString()).toBe('');
    });
  });

  test.each([
    ['fewer', '{"epoch":1}'],
    ['others', '{"epoch":2}\n'],
  ])('are damaged where there are %s', (_, content) => {
    withFolder((folder) => {
      writeFileSync(join(folder, 'epochs.jsonl'), content);
      expect(() => committedLines(folder, stateAt(1, lines))).toThrow(
        `${join(folder, 'epochs.jsonl')} is damaged: its first 12 bytes are not those that were committed`,
      );
    });
  });
});
