// Cells that are finite, and more than a float32 holds once they are standardised: 2e38 divided by a
// deviation of at most 1/2 is 4e38, 3.3e38 by that of 0.5, 1.5 and 2.5 (√(2/3)) is 4.04e38, and the
// largest float32 is 3.4e38.
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { Batches, nothingFound } from '../../../src/dataset/new-rows.js';
import { readNewTable } from '../../../src/dataset/table/new-table.js';
import { isFar, mayBeFar } from '../../../src/dataset/table/scores.js';
import { csvMaker, describeIn, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);
const rows = Array.from({ length: 12 }, (_, i) => `${(i % 2) / 10},${i % 2},${i % 3}.5`);
const tableOf = (last: string): string => ['x,c,y', ...rows, last].join('\n');
const held = (last: string): string => String(csv(['x,c,y', '0.1,1,0.5', last].join('\n'))['file']);
const said = 'more than a float32 holds once it is standardised by the training part (mean ';

test('a float32 holds what is divided by 2, whatever it is', () => {
  const largest = 3.4028234663852886e38;
  expect(isFar(largest, { mean: -largest, deviation: 2 })).toBe(false);
  expect(isFar(largest, { mean: -largest, deviation: 1.999 })).toBe(true);
  expect([0, 1.999, 2].map((deviation) => mayBeFar({ mean: 0, deviation }))).toEqual([
    false,
    true,
    false,
  ]);
  // All the same in training: nothing is divided.
  expect(isFar(largest, { mean: 0, deviation: 0 })).toBe(false);
});

describe('is refused at its cell', () => {
  const scaled = { target: { y: { scale: 'standard' } } };
  const cases: readonly [string, Readonly<Record<string, unknown>>, string, string][] = [
    ['of the test file', {}, '2e38,0,1.5', 'x'],
    ['of the test file, streamed', { stream: true }, '-2e38,0,1.5', 'x'],
    ['a target of the test file', scaled, '0.1,0,3.3e38', 'y'],
    [
      'one of several targets',
      { target: { c: {}, y: { scale: 'standard' } } },
      '0.1,0,-3.3e38',
      'y',
    ],
  ];
  test.each(cases)('%s', async (_name, more, last, column) => {
    const file = held(last);
    const written = csv(tableOf('0.1,1,2.5'), { test_file: file, ...more });
    const value = String(Number(/[^,]*e38/.exec(last)?.[0]));
    const told = {
      message: expect.stringContaining(
        `${join(folder, file)}, line 3, column "${column}" is ${value}, ${said}`,
      ),
      exitCode: 1,
    };
    expect(await refusal(describeIn(folder, written))).toEqual(told);
    expect(await refusal(load(folder, written))).toEqual(told);
  });

  test('of the validation part, which is cut from the training table', async () => {
    // In one of so many splits the last row is not trained on.
    const file = csv(tableOf('2e38,1,2.5'));
    const refusals: string[] = [];
    for (let split_seed = 0; split_seed < 20; split_seed += 1) {
      const written = { ...file, test_file: held('0.1,1,2.5'), split_seed };
      await describeIn(folder, written).catch((error: unknown) =>
        refusals.push(error instanceof Error ? error.message : ''),
      );
    }
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThan(20);
    for (const message of refusals) {
      expect(message).toContain(`, line 14, column "x" is 2e+38, ${said}`);
    }
  });

  test('of a sequence', async () => {
    const lines = rows.map((_, i) => `${i % 2} ${(i % 3) / 10},${i % 2}`);
    const test_file = csv(['s,y', '0.1 0,1', '0 2e38,0'].join('\n'))['file'];
    const columns = { s: { type: 'sequence' } };
    const written = csv(['s,y', ...lines].join('\n'), { test_file, columns });
    expect((await refusal(load(folder, written))).message).toContain(
      `, line 3, column "s" is 2e+38, ${said}`,
    );
  });

  test('what stands for a gap of the test file', async () => {
    const written = csv(tableOf('0.1,1,2.5'), { test_file: held(',0,1.5'), missing: { x: 2e38 } });
    expect((await refusal(load(folder, written))).message).toBe(
      'missing fills "x" with 2e+38, more than a float32 holds once it is standardised: say another value',
    );
  });
});

describe('in new rows', () => {
  const told = async (text: string, more: Readonly<Record<string, unknown>> = {}) => {
    const written = csv(tableOf('0.1,1,2.5'), { test_file: held('0.1,1,2.5'), ...more });
    const { facts } = await load(folder, written);
    const [input] = facts.inputs;
    if (!input) throw new Error('no input');
    const found = nothingFound();
    const batches = new Batches((length) => new Float32Array(length), 9, 2, found);
    const request = { input, target: 'y', rows: 9, keep: [] };
    const file = {
      name: 'new.csv',
      pieces: async function* () {
        yield Buffer.from(text);
      },
    };
    const read = async (): Promise<void> => {
      for await (const _ of readNewTable(file, request, batches, found)) continue;
    };
    return (await refusal(read())).message;
  };

  test.each([
    ['plain numbers', 'x,c\n0.1,1\n0.1,0\n2e38,1\n', {}],
    ['beside words', 'x,c\n0.1,1\n0.1,"0"\n2e38,1\n', {}],
    ['read as texts', 'x,c\n0.1,1\n0.1,0\n2e38,1\n', { missing_values: ['-1'] }],
    ['JSON lines', '{"x":0.1,"c":1}\n{"x":0.1,"c":1}\n\n{"x":2e38,"c":1}\n', {}],
  ])('%s', async (_name, text, more) => {
    expect(await told(text, more)).toContain(`new.csv, line 4, column "x" is 2e+38, ${said}`);
  });
});
