// AGENTS.md: what it tells programs to do is done, and the codes that it names are all there are.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { errorKinds, exitCodes } from '../src/ground/errors.js';
import { dlx } from './cli/warm.js';
import { recordOf } from './faults/runs.js';
import { inFolder, root, runsIn } from './folders.js';

const text = readFileSync(join(root, 'AGENTS.md'), 'utf8');

test('it names every exit code, and the README does', () => {
  const documents = [text, readFileSync(join(root, 'README.md'), 'utf8')];
  const named = (document: string): readonly number[] =>
    [...document.matchAll(/^\| (\d+)(?: \+ n)? \|/gm)].map(([, code]) => Number(code));
  const codes: readonly number[] = Object.values(exitCodes);
  for (const document of documents) {
    expect(named(document).toSorted((a, b) => a - b)).toEqual(codes.toSorted((a, b) => a - b));
  }
});

test('it names every kind of error, and what can be done', () => {
  const [, chapter = ''] = /^## What goes wrong$([^]*?)^## /m.exec(text) ?? [];
  const rows = chapter
    .split('\n')
    .filter((line) => /^\| `[a-z` ,]+ \| `/.test(line) && !line.startsWith('| `kind`'));
  const cells = rows.map((line) =>
    line
      .split(' | ')
      .map((cell) => [...cell.matchAll(/`([a-z ]+)`/g)].map(([, word = '']) => word)),
  );
  const told = cells.flatMap(([kinds = [], actions = []]) =>
    kinds.map((kind) => [kind, actions[0]]),
  );
  const known = Object.entries(errorKinds).map(([kind, { action }]) => [kind, action]);
  expect(told.toSorted()).toEqual(known.toSorted());
});

test('its error is the one that dlx tells', async () => {
  const [shown = ''] = [...text.matchAll(/```json\n([^]*?)```/g)].map(([, json = '']) => json);
  await inFolder(async (folder) => {
    const spec =
      'dataset: spirals\nmodel: [{Dense: {unit: 3}}]\nloss: sparse_categorical_crossentropy\n';
    writeFileSync(join(folder, 'a.yaml'), spec);
    expect((await dlx(folder, ['validate', 'a.yaml', '--json'])).stdout).toBe(shown);
  });
});

test('its documents have what it says of them', async () => {
  const said = (command: string): readonly string[] => {
    const row = text.split('\n').find((line) => line.startsWith(`| ${command} | `)) ?? '';
    return [...(row.split(' | ')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  };
  await inFolder(async (folder) => {
    const json = async (...words: readonly string[]): Promise<unknown> => {
      const { stdout, stderr } = await dlx(folder, [...words, '--json']);
      expect([words, stderr]).toEqual([words, '']);
      return JSON.parse(stdout);
    };
    await dlx(folder, ['init', 'a.yaml']);
    const trained = await json('train', 'a.yaml', '-S', 'epochs=1', '--seeds', '2');
    const folders = runsIn(folder).map((run) => run.slice(folder.length + 1));
    const folds = await json('train', 'a.yaml', '-S', 'epochs=1', '--folds', '2');
    await json('train', 'a.yaml', '-S', 'epochs=1', '-S', 'batch_size=64', '--seeds', '2');
    await dlx(folder, ['card', 'latest', '-o', 'card.md']);
    const names = (value: unknown): readonly string[] =>
      typeof value === 'object' && value !== null
        ? [...Object.keys(value), ...Object.values(value).flatMap(names)]
        : [];
    const full = (await dlx(folder, ['compare', '--format', 'json'])).stdout;
    // Of what a run is against its parent test/comparison/parents.test.ts tells.
    const vsParent = ['vs_parent', 'metric', 'part', 'verdict', 'test', 'validation', 'diff'];
    const documents: readonly (readonly [string, unknown, readonly string[]])[] = [
      ['`train`, `resume`, `wait`', { ok: true, trained, folds }, ['error', 'why']],
      [
        'a run of these',
        { ok: true, trained, folds },
        [...vsParent, 'interval', 'p', 'needs_seeds', 'vs_best'],
      ],
      [
        '`compare`',
        await json('compare', '--pareto', 'val_accuracy,seconds_total'),
        ['better', 'worse', 'why', 'omitted'],
      ],
      ['`compare --format json`', JSON.parse(full), []],
      ['`list`', await json('list'), []],
      ['`diff`', await json('diff', ...folders), ['diff', 'interval']],
      ['`card`', await json('card', 'latest'), ['null']],
      ['`report`', await json('report'), ['null']],
      ['`audit`', await json('audit', 'card.md', 'latest'), ['null', 'data', 'problems']],
      ['`tag`, `note`, `rename`', await json('tag', 'a', '--add', 'x'), ['error']],
      ['`prune`', await json('prune', 'a', '--dry-run'), ['null', 'why', 'out_of_fold']],
      ['`validate`', await json('validate', 'a.yaml'), ['folds']],
      ['`show SPEC`', await json('show', 'a.yaml'), ['shown']],
      ['`show RUN`', await json('show', 'latest'), ['json', 'run']],
      ['`doctor`', await json('doctor'), ['ok', 'note', 'missing']],
      ['`gpu-status`', await json('gpu-status'), ['null']],
    ];
    for (const [command, document, words] of documents) {
      const there = new Set([...names(document), ...words, 'kind', 'sentence', 'cure']);
      expect([command, said(command).length > 0]).toEqual([command, true]);
      expect([command, said(command).filter((name) => !there.has(name))]).toEqual([command, []]);
      // Whether this machine has a GPU is its own.
      const ok = command === '`gpu-status`' ? expect.any(Boolean) : true;
      expect([command, document]).toEqual([command, expect.objectContaining({ ok })]);
    }
  });
});

type Evaluated = { readonly runs: readonly { readonly run: string; readonly scores: object }[] };

type Answer = {
  readonly tables: readonly {
    readonly groups: readonly { readonly n: number; readonly run: string }[];
  }[];
};

test('its loop trains what it says, and said again nothing more', async () => {
  const [loop = ''] = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, sh = '']) => sh);
  await inFolder(async (folder) => {
    const bash = (script: string) =>
      spawnSync('bash', ['-c', `dlx() { node "${root}/bin/dlx.js" "$@"; }\n${script}`], {
        cwd: folder,
        encoding: 'utf8',
      });
    await dlx(folder, ['init', 'experiment.yaml']);
    const spec = readFileSync(join(folder, 'experiment.yaml'), 'utf8');
    writeFileSync(join(folder, 'experiment.yaml'), spec.replace('epochs: 20', 'epochs: 1'));
    const first = bash(loop);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const records = runsIn(folder).map(recordOf);
    expect(records.map(({ state }) => state)).toEqual(Array(6).fill('finished'));
    // The test set was read of the one that was chosen in the end, out of six.
    const opened = records.filter(({ sealed }) => sealed?.opened !== null);
    expect(opened.map(({ sealed }) => sealed?.opened?.compared)).toEqual([6]);
    // Each change begins with the best there is by then.
    const ids = new Set(records.map(({ id }) => id));
    expect(records.filter(({ parent }) => parent !== null && ids.has(parent))).toHaveLength(4);
    const answer = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8')) as Answer;
    const groups = answer.tables.flatMap(({ groups: some }) => some);
    const evaluated = JSON.parse(first.stdout) as Evaluated;
    expect(evaluated.runs).toMatchObject([{ on: 'test' }]);
    expect(recordOf(join(folder, evaluated.runs[0]?.run ?? '')).id).toBe(opened[0]?.id);
    expect(groups.map(({ n }) => n)).toEqual([2, 2]);
    const again = bash(loop);
    expect(again).toMatchObject({ status: 0, stderr: '' });
    expect((JSON.parse(again.stdout) as Evaluated).runs).toMatchObject([
      { run: evaluated.runs[0]?.run, scores: evaluated.runs[0]?.scores },
    ]);
    expect(runsIn(folder)).toHaveLength(6);
  });
});
