// Whether a run's files are as they were written.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { files } from '../../src/ground/files.js';
import { sha256 } from '../../src/ground/hash.js';
import { writeBest } from '../../src/run/best.js';
import { checkFiles, checkFixedFiles, damagedFiles } from '../../src/run/integrity.js';
import { writeState } from '../../src/run/state.js';
import { startingPosition } from '../../src/training/position.js';
import { withFolder } from './fixture.js';

const hashes = { 'spec.yaml': sha256('a'), 'resolved.yaml': sha256('b'), 'data.json': sha256('c') };

function fixed(folder: string): void {
  for (const [name, text] of Object.entries({
    'spec.yaml': 'a',
    'resolved.yaml': 'b',
    'data.json': 'c',
  })) {
    writeFileSync(join(folder, name), text);
  }
}

describe('listed files', () => {
  test('have the SHA-256 that the record names, or are told', () => {
    withFolder((folder) => {
      fixed(folder);
      expect(damagedFiles(folder, { files: hashes })).toEqual([]);
      writeFileSync(join(folder, 'spec.yaml'), 'other');
      rmSync(join(folder, 'data.json'));
      expect(damagedFiles(folder, { files: hashes })).toEqual([
        `${join(folder, 'spec.yaml')} is damaged: its contents do not have the SHA-256 that run.json names`,
        `${join(folder, 'data.json')} is missing`,
      ]);
      expect(() => checkFixedFiles(folder, { files: hashes })).toThrow(
        /data\.json is missing; put it back, or train the changed spec as a new run$/,
      );
    });
  });

  test('a file of which the record says nothing is not known to be right', () => {
    withFolder((folder) => {
      fixed(folder);
      expect(() => checkFixedFiles(folder, { files: {} })).toThrow('spec.yaml is damaged');
    });
  });

  test('a name that leads out of the folder is not followed', () => {
    withFolder((folder) => {
      expect(() => damagedFiles(folder, { files: { '../elsewhere': sha256('') } })).toThrow();
    });
  });
});

describe('of a run that was cut off', () => {
  const record = { id: 'a', files: hashes };
  const state = {
    position: startingPosition(0.1),
    epochs: { bytes: 0, sha256: sha256('') },
    tensors: [],
  };

  test('what it was still writing is checked by the seal that it carries', () => {
    withFolder((folder) => {
      fixed(folder);
      writeState(files, folder, 'a', state);
      writeBest(files, folder, 'a', { epoch: 1, tensors: [] });
      expect(checkFiles(folder, record)).toEqual({
        files: [
          'run.json',
          'spec.yaml',
          'resolved.yaml',
          'data.json',
          'best.safetensors',
          'last.safetensors',
        ],
        damaged: [],
      });
      writeFileSync(join(folder, 'best.safetensors'), 'torn');
      expect(checkFiles(folder, record).damaged).toEqual([
        expect.stringContaining('best.safetensors'),
      ]);
    });
  });

  test('weights without a state are a state that was taken away', () => {
    withFolder((folder) => {
      fixed(folder);
      writeBest(files, folder, 'a', { epoch: 1, tensors: [] });
      expect(checkFiles(folder, record).damaged).toEqual([
        `${join(folder, 'last.safetensors')} is missing`,
      ]);
    });
  });

  test('lines that are not those of the newest state are damaged', () => {
    withFolder((folder) => {
      fixed(folder);
      writeFileSync(join(folder, 'epochs.jsonl'), 'x\n');
      writeState(files, folder, 'a', { ...state, epochs: { bytes: 2, sha256: sha256('y\n') } });
      expect(checkFiles(folder, record).damaged).toEqual([
        expect.stringContaining('epochs.jsonl is damaged'),
      ]);
    });
  });
});
