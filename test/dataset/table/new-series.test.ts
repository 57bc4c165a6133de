// Series that a model has not seen: which windows they give; and `dlx predict` and `dlx evaluate`
// with a run's model, whose own predictions are those of the same rows.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readNewSeries } from '../../../src/dataset/table/new-series.js';
import { Batches, nothingFound, type NewRequest } from '../../../src/dataset/new-rows.js';
import type { InputFacts } from '../../../src/dataset/facts.js';
import { present } from '../../../src/ground/known.js';
import { readNpy } from '../../../src/run/format/npy.js';
import { dlx } from '../../cli/warm.js';
import { inFolder, runsIn } from '../../folders.js';
import { readFixture } from '../../model/fixtures.js';
import { refusal } from '../fixtures.js';

const number = {
  kind: 'number' as const,
  column: 'x',
  distinct: 9,
  missing: 0,
  decimal: '.' as const,
  thousands: null,
  unit: null,
  min: 0,
  max: 9,
  mean: 0,
  deviation: 1,
};
const input: InputFacts = {
  name: 'table',
  kind: 'table',
  shape: [2, 1],
  divide_by: 1,
  vocabulary: null,
  columns: [number],
  reading: { delimiter: ',', encoding: 'utf-8', missing_values: [] },
  windows: {
    length: 2,
    horizon: 1,
    stride: 1,
    by: 'who',
    time: 't',
    gaps: 'split',
    step: { size: 1, unit: 'number' },
  },
};

async function windowsIn(text: string, more: Partial<NewRequest> = {}) {
  const found = nothingFound();
  const batches = new Batches((length) => new Float32Array(length), 10, 2, found);
  const request = { input, target: 'y', rows: 10, keep: [], ...more };
  const file = {
    name: 'a.csv',
    pieces: async function* () {
      yield Buffer.from(text);
    },
  };
  for await (const _ of readNewSeries(file, request, batches, found)) void _;
  const [batch] = batches.all();
  return { values: [...(batch?.inputs[0] ?? [])], kept: batch?.kept, found };
}

const text = 'x,who,t\n1,a,1\n2,a,2\n7,b,1\n3,a,3\n8,b,2\n5,c,1\n';

describe('windows of new series', () => {
  test('the last one of each, with whose and of when its last row is', async () => {
    const { values, kept, found } = await windowsIn(text);
    expect(values).toEqual([2, 3, 7, 8]);
    expect(found.kept).toEqual(['who', 't']);
    expect(kept).toEqual([
      ['a', '3'],
      ['b', '2'],
    ]);
    expect(found.notes).toEqual([
      '1 of 3 series of a.csv ends with fewer than the 2 rows of a window ("c" 1): no prediction of what comes next',
    ]);
  });

  test('every one, and columns that come along', async () => {
    const { values, kept } = await windowsIn(text, { windows: 'all', keep: ['x'] });
    expect(values).toEqual([1, 2, 2, 3, 7, 8]);
    expect(kept?.[0]).toEqual(['a', '2', '2']);
  });

  test.each([
    ['x,who,t\n1,a,1\n2,b,1\n', /^a.csv: no series has the 2 rows that follow each other/],
    [
      'x,who,t\n1,a,2\n2,a,4\n3,a,6\n',
      /most rows are 2 apart by "t", and the model was trained on/,
    ],
    ['x,who,t\n1,a,1\n?,a,2\n', /line 3, column "x"/],
    ['x,t\n1,1\n', /no column "who"/],
    ['x,who,t\n1,a,1\n2,a,1\n', /line 3, column "t" is "1", a time of "a" that an earlier row has/],
  ])('%j is refused', async (rows, message) => {
    expect((await refusal(windowsIn(rows))).message).toMatch(message);
  });
});

test('a run predicts what it predicted, and what comes next', async () => {
  const keras = readFixture<{ readonly text: string }>('series');
  const [head = '', ...rows] = keras.text.trimEnd().split('\n');
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'load.csv'), keras.text);
    writeFileSync(
      join(folder, 'series.yaml'),
      `dataset:
  name: table
  file: load.csv
  target: {load: {scale: standard}}
  windows: {length: 6, horizon: 3, stride: 2, time: hour}
model: [{LSTM: {units: 4}}, {Dense: {units: 3}}]
loss: mean_squared_error
metrics: [mean_absolute_error]
epochs: 2
`,
    );
    const trained = await dlx(folder, ['train', 'series.yaml']);
    expect([trained.stderr, trained.code]).toEqual([expect.anything(), 0]);
    const run = runsIn(folder)[0] ?? '';
    const verified = await dlx(folder, ['verify', 'latest']);
    expect(verified.stdout).toMatch(/in one go and stopped in the middle: \d+ steps .* same bits/);
    // The test part is the last 14 rows, of which the last window's target are the last three.
    const file = (name: string, from: number, to: number): void =>
      writeFileSync(join(folder, name), `${[head, ...rows.slice(from, to)].join('\n')}\n`);
    file('inputs.csv', 56, 67);
    const words = ['predict', 'latest', 'inputs.csv', '--all', '-o', 'all.npy'];
    expect((await dlx(folder, words)).code).toBe(0);
    const own = present(readNpy(join(run, 'predictions', 'test.npy')), 'its predictions');
    expect(readNpy(join(folder, 'all.npy'))).toEqual(own);
    expect(own.shape).toEqual([3, 3]);

    const next = await dlx(folder, ['predict', 'latest', 'inputs.csv', '--format', 'csv']);
    expect(next.stdout).toMatch(/^hour,load_1,load_2,load_3\n66,[\d.]+,[\d.]+,[\d.]+\n$/);

    file('labelled.csv', 56, 70);
    const judged = await dlx(folder, ['evaluate', 'latest', '--data', 'labelled.csv', '--json']);
    const { runs } = JSON.parse(judged.stdout) as {
      runs: { samples: number; scores: Record<string, number>; report: { each: unknown[] } }[];
    };
    const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
      scores: { test: Record<string, number> };
    };
    expect(runs[0]).toMatchObject({ samples: 3, scores: record.scores.test });
    expect(runs[0]?.report.each).toHaveLength(3);
  });
});
