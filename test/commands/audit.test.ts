// `dlx audit`, as it is typed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';
import { rows } from '../publishing/rows.js';
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

// Two rows of six seeds, and two of four folds with two seeds each.
function madeRuns(folder: string): void {
  for (const { record } of rows()) {
    makeRunFolder(join(folder, `runs/${record.name}-20260102T030405Z-${record.seed}`), record);
  }
  for (const [name, hash, shift] of [
    ['plain', 'c', 0],
    ['deep', 'd', 0.031],
  ] as const) {
    [0.71, 0.745, 0.78, 0.73, 0.74, 0.77, 0.695, 0.725].forEach((accuracy, i) => {
      const own = accuracy + shift * ((i % 3) + 0.5);
      const place = { fold: Math.floor(i / 2) + 1, folds: 4, repeat: 1, repeats: 1 };
      makeRunFolder(join(folder, `runs/${name}-20260102T030405Z-${i}`), {
        name,
        id: `${name} ${i}`,
        seed: 42 + (i % 2),
        hashes: { spec: `${hash}${i}`.repeat(32), group: hash.repeat(64) },
        data: { name: 'd', sha256: 'e'.repeat(64), train: 60, validation: 20, test: 27 },
        cross_validation: { id: 'x', by: 'random', column: null, ...place },
        scores: {
          train: null,
          validation: { accuracy: own + 0.017, loss: 0.911 - own },
          test: { accuracy: own, loss: 0.973 - own },
        },
      });
    });
  }
}

describe('what dlx itself writes is so', () => {
  const wrongOf = async (folder: string, text: string, names: readonly string[]) => {
    writeFileSync(join(folder, 'own.txt'), text);
    const { stdout, stderr } = await dlx(folder, ['audit', 'own.txt', ...names]);
    expect(stderr).toMatch(/\d numbers of own.txt are of these/);
    return stdout.split('\n').filter((line) => line.includes('NOT SO'));
  };
  const kinds = [
    ['wine', 'linear'],
    ['plain', 'deep'],
  ] as const;

  test.each(['table', 'markdown', 'csv', 'latex', 'html'])('compare as %s', async (format) => {
    await inFolder(async (folder) => {
      madeRuns(folder);
      for (const names of kinds) {
        const asked = [[], ['--sort', 'val_loss'], ['--baseline', names[1]], ['--each']];
        for (const options of asked) {
          const told = await dlx(folder, ['compare', ...names, '--format', format, ...options]);
          expect(await wrongOf(folder, told.stdout, names)).toEqual([]);
          // Behind CSV there are no sentences.
          if (told.stderr !== '' && format !== 'csv') {
            expect(await wrongOf(folder, `${told.stdout}\n${told.stderr}`, names)).toEqual([]);
          }
        }
      }
    });
  });

  test('the verdicts of a report', async () => {
    await inFolder(async (folder) => {
      madeRuns(folder);
      for (const names of kinds) {
        await dlx(folder, ['report', ...names, '-o', 'report.html']);
        const page = readFileSync(join(folder, 'report.html'), 'utf8');
        const sentences = [...page.matchAll(/<li><b>([^<]*)<\/b>(: [^<]* compared with [^<]*)/g)];
        const text = sentences.map(([, name, said]) => `**${name}**${said}`).join('\n\n');
        expect(text).toMatch(/difference .*from/);
        expect(await wrongOf(folder, text, names)).toEqual([]);
      }
    });
  });
});
