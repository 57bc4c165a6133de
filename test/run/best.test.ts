// The weights of the best epoch.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { files } from '../../src/ground/files.js';
import { readBestOf, writeBest } from '../../src/run/best.js';
import { withFolder } from './fixture.js';

const best = {
  epoch: 3,
  tensors: [{ name: 'hidden/bias', shape: [2], values: Float32Array.of(1, 2) }],
};

test('are kept in the place of those before, with their epoch', () => {
  withFolder((folder) => {
    expect(readBestOf(folder, 'a')).toBeNull();
    writeBest(files, folder, 'a', best);
    writeBest(files, folder, 'a', { ...best, epoch: 12 });
    expect(readBestOf(folder, 'a')).toMatchObject({ ...best, epoch: 12 });
  });
});

test("are no other run's", () => {
  withFolder((folder) => {
    writeBest(files, folder, 'a', best);
    expect(() => readBestOf(folder, 'b')).toThrow(
      `${join(folder, 'best.safetensors')} belongs to another run (a)`,
    );
  });
});
