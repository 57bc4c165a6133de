// Nothing is written into a run's folder, by whatever name.
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkFilePlace, checkOutsideRuns } from '../../src/run/outside.js';
import { inFolder, root } from '../folders.js';

test('not into it, a folder of it, over a file of it, nor where a link leads there', async () => {
  await inFolder(async (folder) => {
    const run = join(folder, 'runs/a-20260102T030405Z-a1b2c3');
    cpSync(join(root, 'test/fixtures/runs/finished-0.1.0'), run, { recursive: true });
    symlinkSync('runs/a-20260102T030405Z-a1b2c3', join(folder, 'link'));
    symlinkSync(join(run, 'run.json'), join(folder, 'record'));
    const places = ['x.csv', 'run.json', 'predictions/test.npy', 'new/deep/x', ''];
    for (const place of [
      ...places.map((one) => join(run, one)),
      join(folder, 'link/x.csv'),
      join(folder, 'record'),
    ]) {
      expect(() => checkOutsideRuns(place)).toThrow(
        `${JSON.stringify(place)} is in the folder of the run a-20260102T030405Z-a1b2c3, whose files are its own: name a place outside of it`,
      );
    }
    mkdirSync(join(folder, 'other'));
    // Another program's.
    writeFileSync(join(folder, 'other/run.json'), '{}');
    for (const place of ['x.csv', 'runs/x.csv', 'no/x.csv', 'other/x.csv', '/dev/full']) {
      expect(() => checkOutsideRuns(join(folder, place))).not.toThrow();
    }
  });
});

test('a file is not written over a folder', async () => {
  await inFolder(async (folder) => {
    const page = join(folder, 'report.html');
    expect(() => checkFilePlace(page)).not.toThrow();
    writeFileSync(page, '');
    expect(() => checkFilePlace(page)).not.toThrow();
    expect(() => checkFilePlace(folder)).toThrow(
      `${JSON.stringify(folder)} is a folder: name a file in it`,
    );
    const run = join(folder, 'runs/a-20260102T030405Z-a1b2c3');
    cpSync(join(root, 'test/fixtures/runs/finished-0.1.0'), run, { recursive: true });
    expect(() => checkFilePlace(join(run, 'report.html'))).toThrow('in the folder of the run');
  });
});
