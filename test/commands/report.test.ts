// `dlx report`, as it is typed, of frozen runs.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';
import { deadMark } from '../marks.js';
import { makeRunFolder, scored } from '../run/fixture.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');

async function withRun(work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    cpSync(frozen, join(folder, 'runs/spirals-20260102T030405Z-aaaaaa'), { recursive: true });
    await work(folder);
  });
}

test('one page, with the samples that the best model gets wrong', async () => {
  await withRun(async (folder) => {
    writeFileSync(join(folder, 'notes.md'), '*why*');
    makeRunFolder(join(folder, 'runs/broken-20260102T030405Z-bbbbbb'), {
      name: 'broken',
      state: 'failed',
      message: 'the disk is full',
    });
    const words = ['report', '-o', 'a.html', '--title', 'Arms & <arms>', '--notes', 'notes.md'];
    const { code, stdout, stderr } = await dlx(folder, [...words, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const html = readFileSync(join(folder, 'a.html'), 'utf8');
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      report: 'a.html',
      bytes: Buffer.byteLength(html),
      included: 2,
      best: 'runs/spirals-20260102T030405Z-aaaaaa',
    });
    expect(html).toContain('<title>Arms &amp; &lt;arms&gt;</title>');
    expect(html).toContain('<p><em>why</em></p>');
    expect(html).toContain('the disk is full');
    expect(html).toMatch(/is \d, taken for \d/);
    // The values of a sample, of which there are two.
    expect(html).toMatch(/<th scope="col"[^>]*>table\[0\]<\/th>/);
  });
});

test.each([
  ['a.html', ['report', '-o', 'a.html']],
  ['a.svg', ['history', 'spirals', '--svg', 'a.svg']],
  ['a.png', ['history', 'spirals', '--png', 'a.png']],
  ['a.md', ['card', 'spirals', '-o', 'a.md']],
])('what was left of %s by one that was killed is cleared away', async (file, words) => {
  await withRun(async (folder) => {
    writeFileSync(join(folder, `.${file}.${deadMark()}.part`), 'half of it');
    expect((await dlx(folder, words)).code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([file, 'runs']);
  });
});

test('without its data the samples are missing, and it is said', async () => {
  await withRun(async (folder) => {
    const other = 'sha256":"0000';
    const record = join(folder, 'runs/spirals-20260102T030405Z-aaaaaa/predictions/test.npy');
    writeFileSync(record, other);
    const { code } = await dlx(folder, ['report', 'spirals']);
    expect(code).toBe(0);
    const html = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(html).toMatch(/Where it is wrong cannot be shown: \S+test\.npy is damaged/);
  });
});

test('of folds it is said which one is shown, and what the row scores', async () => {
  await inFolder(async (folder) => {
    for (const [i, accuracy] of [0.7, 0.9, 0.8].entries()) {
      makeRunFolder(join(folder, `runs/a-20260102T030405Z-aaaaa${i}`), {
        id: `a${i}`,
        name: 'a',
        hashes: { spec: `a${i}`, group: 'a' },
        cross_validation: {
          ...{ id: 'cafe', folds: 3, repeats: 1, by: 'stratified', column: null },
          ...{ fold: i + 1, repeat: 1 },
        },
        ...scored(0.5, accuracy, 0.5, accuracy),
      });
    }
    const { stdout } = await dlx(folder, ['report', '--json']);
    const said = JSON.parse(stdout) as { best: string; best_of: object; notes: string[] };
    expect(said.best).toBe('runs/a-20260102T030405Z-aaaaa1');
    expect(said.best_of).toEqual({ runs: 3, folds: true });
    expect(said.notes).toEqual([
      expect.stringMatching(
        /^runs\/a-\S+aaaaa1 is the best model\. This model is that of fold 2 of 3,/,
      ),
    ]);
    const html = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(html).toContain('that of fold 2 of 3, the best of the 3 runs of its row');
    expect(html).toContain('samples, 3 stratified folds. Made by');
  });
});

test('what is too small to matter is said by --practical', async () => {
  await inFolder(async (folder) => {
    for (const [name, accuracies] of [
      ['a', [0.8, 0.8001, 0.8002, 0.8003]],
      ['b', [0.8001, 0.8, 0.7999, 0.8003]],
    ] as const) {
      for (const [i, accuracy] of accuracies.entries()) {
        makeRunFolder(join(folder, `runs/${name}-20260102T030405Z-${name}${i}`), {
          ...{ id: `${name}${i}`, name, seed: i, hashes: { spec: `${name}${i}`, group: name } },
          ...scored(0.5, accuracy, 0.5, accuracy),
        });
      }
    }
    const said = async (...words: readonly string[]): Promise<boolean> => {
      expect((await dlx(folder, ['report', ...words])).code).toBe(0);
      const html = readFileSync(join(folder, 'report.html'), 'utf8');
      return html.includes('no difference that matters');
    };
    expect(await said()).toBe(false);
    expect(await said('--practical', '0.1')).toBe(true);
  });
});

describe('is refused', () => {
  test.each<[readonly string[], number, RegExp]>([
    [['-o', 'a.txt'], 2, /end its name with \.html/],
    [['-o', 'folder.html'], 2, /"folder\.html" is a folder: name a file in it/],
    [['-o', 'runs/spirals-20260102T030405Z-aaaaaa/a.html'], 2, /in the folder of the run/],
    [['--notes', 'none.md'], 2, /there is no such file/],
    [['--notes', 'a.html', '-o', 'a.html'], 2, /the file of the notes itself/],
    [['--where', 'optimizer=nothing'], 2, /no run to report on/],
    [['--group-by', 'nothing'], 2, /nothing/],
    [['--practical', 'x'], 2, /^--practical needs a difference in the score, as 0\.005, got "x"$/m],
    [['--each', '--baseline', 'spirals'], 2, /--baseline is for verdicts on rows of several/],
  ])('%j', async (words, expected, message) => {
    await withRun(async (folder) => {
      mkdirSync(join(folder, 'folder.html'));
      const { code, stdout, stderr } = await dlx(folder, ['report', ...words]);
      expect(stdout + stderr).toMatch(message);
      expect(code).toBe(expected);
      expect(existsSync(join(folder, 'a.html'))).toBe(false);
    });
  });
});
