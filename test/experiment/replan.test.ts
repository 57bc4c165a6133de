// Where the data of a run is found when it is trained again: as seen from the run, where it was, or
// where somebody says; and what is said when it is nowhere.
import { cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { planRun, type Replanning } from '../../src/experiment/replan.js';
import { floats, npzBytes } from '../dataset/arrays/fixtures.js';
import { inFolder } from '../folders.js';

const table = (last: string): string =>
  ['a,kind', ...Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? 'x' : last}`), ''].join('\n');

/** A run in a project of its own, of a table and, where asked for, of another one for the test. */
function makeRun(folder: string, tests = false): string {
  const run = join(folder, 'project/runs/run');
  for (const name of ['data', 'runs/run']) {
    mkdirSync(join(folder, 'project', name), { recursive: true });
  }
  for (const name of tests ? ['t', 'u'] : ['t']) {
    writeFileSync(join(folder, 'project/data', `${name}.csv`), table('y'));
  }
  const more = tests ? ', test_file: ../../data/u.csv' : '';
  writeFileSync(
    join(run, 'spec.yaml'),
    `dataset: {name: csv, file: ../../data/t.csv, target: kind${more}}
model: [{Dense: {units: 2, activation: softmax}}]
loss: sparse_categorical_crossentropy
seed: 5
`,
  );
  return run;
}

/** The plan's paths as files, its seed and epochs. */
async function planned(
  run: string,
  runs: string,
  asked: Omit<Replanning, 'notify'> = {},
): Promise<unknown> {
  const record = { origin: { spec: '../../a.yaml', runs }, seed: 5 };
  const { read } = await planRun(run, record, { ...asked, notify: () => undefined });
  return [
    ...read.paths.map(({ path }) => join(read.folder, path)),
    read.spec.seed,
    read.spec.epochs,
  ];
}

describe('the data of a run is found', () => {
  test('where its spec says, as seen from the run, wherever the project is', async () => {
    await inFolder(async (folder) => {
      const run = makeRun(folder);
      renameSync(join(folder, 'project'), join(folder, 'moved'));
      const moved = run.replace('project', 'moved');
      // Not the one that stands where the project was.
      cpSync(join(folder, 'moved'), join(folder, 'project'), { recursive: true });
      expect(await planned(moved, join(folder, 'project/runs'))).toEqual([
        join(folder, 'moved/data/t.csv'),
        5,
        1,
      ]);
    });
  });

  test('where it was, when the run alone was moved', async () => {
    await inFolder(async (folder) => {
      const run = makeRun(folder, true);
      const elsewhere = join(folder, 'run');
      renameSync(run, elsewhere);
      const found = await planned(elsewhere, join(folder, 'project/runs'), {
        overrides: { epochs: 9 },
      });
      expect(found).toEqual([
        join(folder, 'project/data/t.csv'),
        join(folder, 'project/data/u.csv'),
        5,
        9,
      ]);
    });
  });

  test('where somebody says: a file, its folder, or a project that holds it', async () => {
    await inFolder(async (folder) => {
      const run = makeRun(folder);
      const other = join(folder, 'other');
      renameSync(join(folder, 'project/data'), join(folder, 'tables'));
      mkdirSync(other);
      cpSync(join(folder, 'tables'), join(other, 'data'), { recursive: true });
      for (const [data, file] of [
        [join(folder, 'tables/t.csv'), join(folder, 'tables/t.csv')],
        [join(folder, 'tables'), join(folder, 'tables/t.csv')],
        [other, join(other, 'data/t.csv')],
      ] as const) {
        expect(await planned(run, folder, { data })).toEqual([file, 5, 1]);
      }
    });
  });
});

describe('arrays of a run', () => {
  const makeArrays = (folder: string): string => {
    const run = makeRun(folder);
    const numbers = Array.from({ length: 40 }, (_, i) => i);
    const arrays = { x: floats([20, 2], numbers), 'a/y': floats([20], numbers.slice(20)) };
    writeFileSync(join(folder, 'project/data/all.npz'), npzBytes(arrays));
    writeFileSync(
      join(run, 'spec.yaml'),
      `dataset:
  name: arrays
  inputs: {left: ../../data/all.npz:x, right: ../../data/all.npz:x}
  target: ../../data/all.npz:a/y
  test_split: 0.2
model:
  - {Concatenate: , inputs: [left, right]}
  - Dense: 1
loss: mse
seed: 5
`,
    );
    return run;
  };
  const places = (folder: string): readonly unknown[] => [
    ...['x', 'x', 'a/y'].map((name) => join(folder, `all.npz:${name}`)),
    5,
    1,
  ];

  test('are found as they are seen, where they were, and where somebody says', async () => {
    await inFolder(async (folder) => {
      const run = makeArrays(folder);
      const data = join(folder, 'project/data');
      expect(await planned(run, '/before/runs')).toEqual(places(data));
      const elsewhere = join(folder, 'run');
      renameSync(run, elsewhere);
      expect(await planned(elsewhere, join(folder, 'project/runs'))).toEqual(places(data));
      renameSync(data, join(folder, 'moved'));
      for (const said of ['moved', 'moved/all.npz']) {
        const found = await planned(elsewhere, folder, { data: join(folder, said) });
        expect(found).toEqual(places(join(folder, 'moved')));
      }
    });
  });
});

describe('data that is nowhere', () => {
  test('is said to be so, with the places', async () => {
    await inFolder(async (folder) => {
      const run = makeRun(folder);
      renameSync(join(folder, 'project/data'), join(folder, 'tables'));
      await expect(planned(run, '/before/runs')).rejects.toThrow(
        `the data of ${run} is neither where its spec says, as seen from the run, nor where it was: no ${folder}/project/data/t.csv, no /before/data/t.csv; --data PATH names the file, or a folder that holds it`,
      );
      await expect(planned(run, '/before/runs', { data: folder })).rejects.toThrow(
        `--data ${folder} holds no t.csv`,
      );
    });
  });

  test('is not one file where the run has two', async () => {
    await inFolder(async (folder) => {
      const run = makeRun(folder, true);
      const data = join(folder, 'project/data/t.csv');
      await expect(planned(run, folder, { data })).rejects.toThrow(
        `--data ${data} is no folder, and the run's data is 2 files: name the folder that holds them`,
      );
    });
  });
});
