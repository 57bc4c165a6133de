// `dlx card`, as it is typed, of frozen and of made runs; what it says passes `dlx audit`, and Hugging Face's
// own reader where Python has it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { intactRecord } from '../../src/run/read.js';
import { inFolder, root, runsIn } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');
const run = 'runs/spirals-20260102T030405Z-aaaaaa';

async function withRun(work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    cpSync(frozen, join(folder, run), { recursive: true });
    await work(folder);
  });
}

test('the card of a run, whose numbers are its own', async () => {
  await withRun(async (folder) => {
    const { code, stdout, stderr } = await dlx(folder, ['card', 'spirals', '-o', 'README.md']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `README.md: the model card of ${run}\n`,
      stderr: '',
    });
    const card = readFileSync(join(folder, 'README.md'), 'utf8');
    expect((await dlx(folder, ['card', run])).stdout).toBe(card);
    // Of the record: 0.35333 of 300 test samples are 106. Wilson's interval of these is SciPy's.
    expect(card).toContain('| `accuracy` | 0.3302 | 0.3292 | 0.3533 | 0.3014 to 0.4090 |');
    expect(card).toContain('| `dense` | `Dense` | 6 | 18 |');
    expect(card).toContain('| training | 960 |');
    expect(card).toContain('It is a single run');
    expect(card).toContain('The test set was read once.');
    expect(card).toContain(`dlx train ${run}/spec.yaml --device cpu --threads 1`);
    // The same command that `dlx show` prints; whose home it lies in is nobody's business.
    expect((await dlx(folder, ['show', run])).stdout.replaceAll(/\s+/g, ' ')).toContain(
      `dlx train ${run}/spec.yaml --device cpu --threads 1`,
    );
    await inFolder(async (elsewhere) => {
      const far = await dlx(elsewhere, ['card', join(folder, run)]);
      expect(far.stdout).toContain('\ndlx train spirals-20260102T030405Z-aaaaaa/spec.yaml --');
      expect(far.stdout).not.toContain(folder);
    });
    expect(card).not.toMatch(/^license/m);
    const audited = await dlx(folder, ['audit', 'README.md', 'spirals']);
    expect([audited.code, audited.stdout.match(/NOT SO.*/)]).toEqual([0, null]);
  });
});

test('nothing is written over unless it is said', async () => {
  await withRun(async (folder) => {
    writeFileSync(join(folder, 'README.md'), 'mine');
    const kept = await dlx(folder, ['card', 'spirals', '-o', 'README.md']);
    expect(kept).toMatchObject({ code: 2, stdout: '' });
    expect(kept.stderr).toMatch(/^README\.md exists already; .* --force/);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine');
    expect((await dlx(folder, ['card', 'spirals', '-o', 'README.md', '--force'])).code).toBe(0);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('## Limits');
  });
});

describe('is refused', () => {
  test.each<[readonly string[], number, RegExp]>([
    [['spirals', '-o', 'a.txt'], 2, /end its name with \.md/],
    [['spirals', '-o', `${run}/README.md`], 2, /in the folder of the run/],
    [['spirals', '-o', 'folder.md', '--force'], 2, /is a folder/],
    [['spirals', '-o', 'none/a.md'], 1, /cannot write none\/a\.md/],
    [['nothing'], 2, /no run "nothing"/],
    [['running'], 2, /is interrupted: a card is of a model that has come to its end/],
    [['failed'], 2, /is failed: a card/],
    [['empty'], 1, /empty/],
  ])('%j', async (words, expected, message) => {
    await withRun(async (folder) => {
      for (const state of ['running', 'failed'] as const) {
        makeRunFolder(join(folder, `runs/${state}-20260102T030405Z-b`), { name: state, state });
      }
      mkdirSync(join(folder, 'folder.md'));
      makeRunFolder(join(folder, 'runs/empty-20260102T030405Z-b'), { name: 'empty' });
      const { code, stdout, stderr } = await dlx(folder, ['card', ...words]);
      expect([code, stdout]).toEqual([expected, '']);
      expect(stderr).toMatch(message);
      expect(existsSync(join(folder, 'a.txt'))).toBe(false);
      const told = await dlx(folder, ['card', ...words, '--json']);
      expect(JSON.parse(told.stdout)).toMatchObject({ ok: false });
    });
  });
});

// A table whose columns and classes are called by what breaks Markdown and YAML.
const marks = [
  '`a`|b',
  '](http://evil.example)',
  '<script>alert(1)</script>',
  '* _x_ ~~y~~',
  '0.5 | 7',
  '![i](j)',
  '--- ',
  ': - &a *b !c',
  '@somebody #1',
];
const quotedCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test('of a sealed run with replicates, gaps, notes and names that are marks', async () => {
  await inFolder(async (folder) => {
    const columns = marks.slice(0, 4);
    const rows = Array.from({ length: 120 }, (_, i) =>
      [
        ...columns.map((_column, c) => (i % 17 === c ? '' : String((i * (c + 3)) % 19))),
        quotedCell(marks[i % marks.length] ?? ''),
      ].join(','),
    );
    const target = '**kind**';
    const head = [...columns, target].map(quotedCell).join(',');
    writeFileSync(join(folder, 'a.csv'), [head, ...rows, ''].join('\n'));
    const notes = `first line\n# no heading\n> 12 of 0.77\n${naughtyStrings.join('\n')}`;
    const spec = {
      dataset: { name: 'table', file: 'a.csv', target, missing: 'fill', test_split: 0.2 },
      model: [{ Dense: { units: 9, activation: 'softmax' } }],
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      epochs: 2,
      seed: 3,
      name: 'odd',
      tags: ['2024', '- a: b', '"', 'no', '2026-11-29', '12:30', '~', '<<', '0x1f', '='],
      notes,
    };
    writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
    const trained = await dlx(folder, ['train', 'a.yaml', '--seeds', '2', '--sealed', '--quiet']);
    expect([trained.code, trained.stderr]).toEqual([0, '']);
    const [first = ''] = runsIn(folder);
    const { code, stdout, stderr } = await dlx(folder, ['card', first, '-o', 'a.md', '--json']);
    expect({ code, stderr, ok: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      stderr: '',
      ok: { ok: true, card: 'a.md' },
    });
    const card = readFileSync(join(folder, 'a.md'), 'utf8');
    expect(card).toContain('Nobody has read its test set, which is sealed');
    expect(card).not.toMatch(/test_?accuracy|split: test|\| test \|.*accuracy/);
    expect(card).toContain('trained with 2 seeds');
    // Nothing of it is markup: no heading, link, picture, tag or table of theirs.
    const headings = card.match(/^#+ .*$/gm);
    expect(headings).toEqual([
      '# odd',
      '## Scores',
      '## Each class',
      '## Network',
      '## Data',
      '## Training',
      '## Use',
      '## Limits',
    ]);
    const { markdownHtml } = await import('../../src/render/html/markdown.js');
    const html = markdownHtml(card.replace(/^---\n[^]*?\n---\n/, ''));
    expect(html).not.toMatch(/<(?:a|img|script|em|strong|s)\b/);
    expect(html.match(/<table>/g)).toHaveLength(7);
    const audited = await dlx(folder, ['audit', 'a.md', first]);
    expect([audited.code, audited.stdout.match(/.*NOT SO.*/g)]).toEqual([0, null]);
    checkedByHuggingFace(join(folder, 'a.md'));
    await isOfTheBest(folder);
  });
});

// What a name of replicates means.
async function isOfTheBest(folder: string): Promise<void> {
  const scoreOf = (one: string): number =>
    intactRecord(one, 'is damaged').scores.validation?.['accuracy'] ?? NaN;
  const [first = '', other = ''] = runsIn(folder).toSorted((a, b) => scoreOf(b) - scoreOf(a));
  const best = join('runs', basename(first));
  const { code, stdout } = await dlx(folder, ['card', 'odd', '--json']);
  const said = JSON.parse(stdout) as { run: string; notes: readonly string[]; text: string };
  expect([code, said.run]).toEqual([0, best]);
  expect(said.notes).toEqual([
    `"odd" means 2 runs of one spec with other seeds: the card is of ${best}, the best of them by validation accuracy; name another one for its card`,
  ]);
  expect(said.text).toContain('the best of them by validation `accuracy`. Over the seeds');
  expect((await dlx(folder, ['card', other])).stdout).toContain('is one of them. Over');
  // Of runs of several specs none speaks for the others.
  makeRunFolder(join(folder, 'runs/odd-20260102T030405Z-b'), { name: 'odd' });
  const several = await dlx(folder, ['card', 'odd']);
  expect([several.code, several.stderr]).toEqual([
    2,
    expect.stringMatching(
      /^"odd" means 3 runs of 2 specs: name one \(runs\/odd-.*; `dlx compare` says which is the best\n$/,
    ),
  ]);
}

const python = process.env['DLX_HF_PYTHON'] ?? process.env['DLX_PYTHON'] ?? 'python3';
const hasHub = spawnSync(python, ['-c', 'import huggingface_hub']).status === 0;

function checkedByHuggingFace(file: string): void {
  if (!hasHub) return;
  const script = [
    'import json, sys',
    'from huggingface_hub import ModelCard',
    'data = ModelCard.load(sys.argv[1]).data',
    'print(json.dumps([data.library_name, data.license, data.tags, data.model_name,',
    '  [[e.task_type, e.dataset_name, e.dataset_split, e.metric_type, e.metric_value] for e in data.eval_results]]))',
  ].join('\n');
  const { stdout, stderr, status } = spawnSync(python, ['-c', script, file], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual([
    'dlx',
    null,
    [
      'dlx',
      'tensorflow',
      '2024',
      '- a: b',
      '"',
      'no',
      '2026-11-29',
      '12:30',
      '~',
      '<<',
      '0x1f',
      '=',
    ],
    'odd',
    ['loss', 'accuracy'].map((name) => [
      'tabular-classification',
      'a.csv',
      'validation',
      name,
      expect.any(Number) as unknown,
    ]),
  ]);
}

(hasHub ? test : test.skip)('its head is what Hugging Face reads', async () => {
  await withRun(async (folder) => {
    await dlx(folder, ['card', 'spirals', '-o', 'README.md']);
    const script =
      'import sys; from huggingface_hub import ModelCard\n' +
      'for e in ModelCard.load(sys.argv[1]).data.eval_results: print(e.dataset_split, e.metric_type, e.metric_value)';
    const words = ['-c', script, join(folder, 'README.md')];
    const { stdout } = spawnSync(python, words, { encoding: 'utf8' });
    // Of the record.
    expect(stdout).toBe(
      'test loss 1.07576\ntest accuracy 0.353333\nvalidation loss 1.08682\nvalidation accuracy 0.329167\n',
    );
  });
});
