// `dlx audit`, as it is typed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';

async function withRuns(text: string, work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    makeRunFolder(join(folder, 'runs/adam-20260102T030405Z-a1'));
    makeRunFolder(join(folder, 'runs/relu-20260102T030405Z-b2'), {
      name: 'relu',
      hashes: { spec: 'd'.repeat(64), group: 'e'.repeat(64) },
      scores: { train: null, validation: { accuracy: 0.8765 }, test: { accuracy: 0.87 } },
    });
    writeFileSync(join(folder, 'a.md'), text);
    await work(folder);
  });
}

const good = 'adam has a test accuracy of 0.8812, in 2026.\n';
const bad = `${good}relu has 0.8701.\n`;

test('a text that is so', async () => {
  await withRuns(good, async (folder) => {
    const { code, stdout, stderr } = await dlx(folder, ['audit', 'a.md', 'adam', 'relu']);
    expect([code, stdout]).toEqual([0, 'a.md:1:29  0.8812  test accuracy of adam\n']);
    expect(stderr).toContain(
      '1 of 1 number of a.md is of these 2 runs; 1 number left out (dates: 1)\n',
    );
  });
});

test('a text that is not: exit code 1, and where', async () => {
  await withRuns(bad, async (folder) => {
    const { code, stdout } = await dlx(folder, ['audit', 'a.md', 'adam', 'relu']);
    expect(code).toBe(1);
    expect(stdout.split('\n')[1]).toBe(
      'a.md:2:10  0.8701  NOT SO: wrong rounding: the test accuracy of relu is 0.87, which is 0.8700',
    );
    const told = await dlx(folder, ['audit', 'a.md', 'adam', 'relu', '--json']);
    expect([told.code, told.stderr]).toEqual([1, '']);
    expect(JSON.parse(told.stdout)).toMatchObject({
      ok: false,
      error: {
        kind: 'data',
        action: 'fix',
        problems: [{ file: 'a.md', line: 2, column: 10, suggest: '0.8700' }],
      },
      file: 'a.md',
      numbers: [
        {
          text: '0.8812',
          problem: null,
          is: [{ what: 'test accuracy', of: 'adam', value: 0.8812 }],
        },
        { text: '0.8701', is: [], right: '0.8700', nearest: { of: 'relu', value: 0.87 } },
      ],
      left_out: { dates: 1 },
    });
  });
});

describe('is refused', () => {
  test.each<[readonly string[], RegExp]>([
    [['none.md', 'adam'], /none\.md: there is no such file/],
    [['a.md', 'sgd'], /no run "sgd"/],
    [['a.md'], /audit/],
  ])('%j', async (words, message) => {
    await withRuns(good, async (folder) => {
      const { code, stdout, stderr } = await dlx(folder, ['audit', ...words]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
    });
  });
});

test('a damaged run is named, and the others count', async () => {
  await withRuns(good, async (folder) => {
    makeRunFolder(join(folder, 'runs/adam-20260102T030405Z-c3'));
    writeFileSync(join(folder, 'runs/adam-20260102T030405Z-c3/run.json'), '{');
    const { code, stderr } = await dlx(folder, ['audit', 'a.md', 'adam']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/c3 is left out: its run\.json is not JSON/);
  });
});

test('of a run that goes on, or failed, what its record has counts', async () => {
  await withRuns('sgd failed after 20 epochs.\n', async (folder) => {
    const name = 'sgd';
    makeRunFolder(join(folder, 'runs/sgd-20260102T030405Z-d4'), { name, state: 'failed' });
    expect((await dlx(folder, ['audit', 'a.md', 'sgd'])).code).toBe(0);
  });
});
