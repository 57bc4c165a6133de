// Windows: the same as Keras' timeseries_dataset_from_array (test/fixtures/make_series.py), and by
// hand where it has nothing of the kind: several series, gaps, parts.
import { describe, expect, test } from '@jest/globals';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';
import type { Part } from '../../../src/dataset/dataset.js';
import { distance, readFixture, type Saved } from '../../model/fixtures.js';
import { csvMaker, describeIn, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);

type Parts<T> = Readonly<Record<'train' | 'validation' | 'test', T>>;
type Fixture = {
  readonly text: string;
  readonly length: number;
  readonly horizon: number;
  readonly stride: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly inputs: Parts<Saved>;
  readonly targets: Parts<Saved>;
};
const keras = readFixture<Fixture>('series');
const { length, horizon, stride } = keras;

const gathered = ({ source, rows }: Part) => source.gather(rows);

describe("Keras' windows", () => {
  const written = csv(keras.text, {
    target: { load: { scale: 'standard' } },
    windows: { length, horizon, stride, time: 'hour' },
  });

  test.each(['train', 'validation', 'test'] as const)('of the %s part', async (name) => {
    const data = await load(folder, written);
    const batch = gathered(data[name]);
    const [inputs, targets] = [keras.inputs[name], keras.targets[name]];
    expect([batch.count, ...onlyInput(batch).shape]).toEqual(inputs.shape);
    expect([batch.count, ...onlyTarget(batch).shape]).toEqual(targets.shape);
    expect(distance(onlyInput(batch).values, inputs.values)).toBeLessThan(1e-6);
    expect(distance(onlyTarget(batch).values, targets.values)).toBeLessThan(1e-6);
  });

  test('are known by their shape before, and by what was fitted to the training rows', async () => {
    expect(await describeIn(folder, written)).toMatchObject({
      inputs: [{ shape: [6, 2] }],
      targetNumbers: ['load_1', 'load_2', 'load_3'],
    });
    const { facts } = await load(folder, written);
    expect(facts.inputs[0]).toMatchObject({
      kind: 'table',
      shape: [6, 2],
      windows: {
        length: 6,
        horizon: 3,
        stride: 2,
        by: null,
        time: 'hour',
        gaps: 'split',
        step: { size: 1, unit: 'number' },
      },
    });
    expect(facts.targets).toEqual([
      {
        name: 'load',
        kind: 'number',
        scale: {
          mean: expect.closeTo(keras.mean[0] ?? NaN, 9),
          deviation: expect.closeTo(keras.deviation[0] ?? NaN, 9),
        },
        numbers: ['load_1', 'load_2', 'load_3'],
      },
    ]);
  });
});

// Rows of a and b in turn; y is 10 · the row's place in its series, and 100 more for b.
const two = (count: number): string =>
  `who,t,x,y\n${Array.from({ length: count }, (_, i) => `a,${i},${i + 0.5},${10 * i}.5\nb,${i},${i + 0.25},${100 + 10 * i}.5`).join('\n')}\n`;
const plain = { standardize: false, test_split: 0.2 };

describe('windows by hand', () => {
  test('do not mix series, and split by time that none crosses', async () => {
    const data = await load(
      folder,
      csv(two(20), { ...plain, windows: { length: 2, by: 'who', time: 't' } }),
    );
    // The last 8 of 40 rows are for the test (4 of each series), of the other 32 7 for validation, and
    // one more, as the rows of one time stay together.
    const targets = (part: Part) => [...onlyTarget(gathered(part)).values].map(Math.floor);
    expect(targets(data.test)).toEqual([180, 190, 280, 290]);
    expect(targets(data.validation)).toEqual([140, 150, 240, 250]);
    expect(targets(data.train)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => 20 + 10 * i),
      ...Array.from({ length: 10 }, (_, i) => 120 + 10 * i),
    ]);
    // Inputs are x and the past of y.
    const { values, shape } = onlyInput(gathered(data.train));
    expect(shape).toEqual([2, 2]);
    expect([...values.subarray(0, 8)]).toEqual([0.5, 0.5, 1.5, 10.5, 1.5, 10.5, 2.5, 20.5]);
    expect(data.columns?.map(({ column }) => column)).toEqual(['x', 'y']);
  });

  test('without a time column each series gives its last rows', async () => {
    const data = await load(
      folder,
      csv(two(20), { ...plain, windows: { length: 1, by: 'who' }, columns: ['x'] }),
    );
    const targets = [...onlyTarget(gathered(data.test)).values].map(Math.floor);
    expect(targets).toEqual([170, 180, 190, 270, 280, 290]);
  });

  test('whole series on one side', async () => {
    const group = { by: 'group', column: 'who', fraction: 0.5 };
    const data = await load(
      folder,
      csv(two(9), {
        validation_split: group,
        test_file: csv(two(4))['file'],
        windows: { length: 2, by: 'who', time: 't' },
      }),
    );
    expect([data.train, data.validation, data.test].map(({ rows }) => rows.length)).toEqual([
      7, 7, 4,
    ]);
    const whose = [data.train, data.validation].map((part) =>
      [...onlyTarget(gathered(part)).values].every((value) => value > 110),
    );
    expect(whose.sort()).toEqual([false, true]);
  });

  test('do not cross gaps', async () => {
    const rows = [0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17].map((t) => `${t},${t}.5`);
    const data = await load(
      folder,
      csv(`t,y\n${rows.join('\n')}\n`, { windows: { length: 2, time: 't' } }),
    );
    // Rows 0 … 3 and 7 … 11 train, as 3 are for the test and 3 for validation.
    expect([...onlyTarget(gathered(data.train)).values]).toEqual([2.5, 3.5, 9.5, 10.5, 11.5]);
    expect(data.notes.join('\n')).toMatch(/has 1 gap, the first in line 6: "7" is 4 after/);
  });

  test('of classes: that of the row after', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i % 7},${i % 3 === 0 ? 'up' : 'down'}`);
    const data = await load(
      folder,
      csv(`x,y\n${rows.join('\n')}\n`, { windows: { length: 3 }, columns: ['x'] }),
    );
    expect(data.classNames).toEqual(['down', 'up']);
    expect([...onlyTarget(gathered(data.train)).values]).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0]);
  });
});

describe('windows that cannot be', () => {
  const windows = (more: object): Readonly<Record<string, unknown>> => ({
    windows: { length: 3, time: 't', ...more },
  });
  const long = `t,y\n${Array.from({ length: 40 }, (_, i) => `${i},${i * 0.5}`).join('\n')}\n`;

  test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'longer than the series',
      windows({ length: 48, horizon: 12 }),
      /the training part has no window: 25 rows at most follow each other in it, and a window of length 48 with horizon 12 needs 60: use more rows, or a smaller length$/,
    ],
    [
      'at random',
      { ...windows({}), validation_split: { by: 'random' } },
      /validation_split is by: random, and windows of a series share rows/,
    ],
    ['with weights', { ...windows({}), sample_weight: 'w' }, /has windows and sample_weight/],
    ['by a column that there is not', windows({ by: 'who' }), /no column "who"/],
    ['stratified', { ...windows({}), stratify: true }, /stratify/],
  ])('%s', async (_, more, message) => {
    expect((await refusal(load(folder, csv(long, more)))).message).toMatch(message);
  });

  test('of gaps alone', async () => {
    const rows = [0, 1, 5, 6, 10, 11, 15, 16, 20, 21, 25, 26].map((t) => `${t},${t}.5`).join('\n');
    expect((await refusal(load(folder, csv(`t,y\n${rows}\n`, windows({}))))).message).toMatch(
      /2 rows at most follow each other in it, .* or say gaps: ignore$/,
    );
  });

  test('of several classes', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? 'up' : 'down'}`).join('\n');
    expect(
      (await refusal(load(folder, csv(`t,y\n${rows}\n`, windows({ horizon: 2 }))))).message,
    ).toMatch(/the target is classes, of which a window has one: leave horizon out/);
  });

  test.each([{ length: 0 }, { length: 3, horizon: 0 }, { length: 3, strid: 2 }, {}])(
    '%j',
    async (written) => {
      await expect(load(folder, csv(long, { windows: written }))).rejects.toThrow();
    },
  );

  test('a series that is too short is said and counted, and a stride beyond a window', async () => {
    const text = `${two(20)}c,0,1.5,2.5\nc,1,2.5,3.5\n`;
    const how = { length: 2, horizon: 1, stride: 5, by: 'who', time: 't' };
    const { notes } = await load(folder, csv(text, { windows: how }));
    expect(notes).toContain(
      '1 of 3 series has fewer rows together than the 3 of a window, and gives none ("c" 2)',
    );
    expect(notes).toContain(
      'stride 5 is larger than length and horizon together: 2 of every 5 rows are in no window',
    );
  });
});
