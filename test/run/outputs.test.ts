// What is kept of a part of the data, read back; and what is said where it does not belong
// together.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createRunFolder } from '../../src/run/folder.js';
import { encodeNpy } from '../../src/run/format/npy.js';
import { readOutputs } from '../../src/run/outputs.js';
import { newRun, someOutputs, texts, withFolder } from './fixture.js';

const withRun = (use: (path: string) => void): void =>
  withFolder((runs) => {
    using run = createRunFolder(runs, newRun(), texts);
    run.keepOutputs('test', someOutputs());
    use(run.path);
  });

test('outputs are read as they were kept; of a part without, there are none', () => {
  withRun((path) => {
    expect(readOutputs(path, 'test')).toEqual(someOutputs());
    expect(readOutputs(path, 'validation')).toBeNull();
  });
});

test('a file that is missing is named', () => {
  withRun((path) => {
    rmSync(join(path, 'targets/test.npy'));
    expect(() => readOutputs(path, 'test')).toThrow(`${path}/targets/test.npy is missing`);
  });
});

test('files of other samples are named', () => {
  withRun((path) => {
    const four = encodeNpy({ shape: [4], values: new Int32Array(4) });
    writeFileSync(join(path, 'rows/test.npy'), four);
    expect(() => readOutputs(path, 'test')).toThrow('3, 3, 4 rows in predictions/test.npy');
  });
});
