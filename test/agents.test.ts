// AGENTS.md: what it tells programs to do is done, and the codes that it names are all there are.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { exitCodes } from '../src/ground/errors.js';
import { dlx } from './cli/warm.js';
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

type Row = {
  readonly n: number;
  readonly folders: readonly string[];
  readonly cells: Readonly<Record<string, unknown>>;
};
type Comparison = { readonly tables: readonly { readonly rows: readonly Row[] }[] };

test('its documents have what it says of them', async () => {
  const said = (command: string): readonly string[] => {
    const row = text.split('\n').find((line) => line.startsWith(`| ${command} | `)) ?? '';
    return [...(row.split(' | ')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  };
  await inFolder(async (folder) => {
    const json = async (...words: readonly string[]): Promise<unknown> =>
      JSON.parse((await dlx(folder, words)).stdout);
    await dlx(folder, ['init', 'a.yaml']);
    const trained = await json('train', 'a.yaml', '-S', 'epochs=1', '--seeds', '2', '--json');
    const compared = (await json('compare', '--format', 'json')) as Comparison;
    const folders = compared.tables.flatMap(({ rows }) => rows.flatMap((row) => row.folders));
    const names = (value: unknown): readonly string[] =>
      typeof value === 'object' && value !== null
        ? [...Object.keys(value), ...Object.values(value).flatMap(names)]
        : [];
    const documents: readonly (readonly [string, unknown, readonly string[]])[] = [
      ['`train`, `resume`', trained, ['json', 'run']],
      ['`compare`', compared, []],
      ['`list`', await json('list', '--json'), []],
      ['`diff`', await json('diff', ...folders, '--json'), []],
      ['`tag`, `note`, `rename`', await json('tag', 'a', '--add', 'x', '--json'), ['error']],
      ['`prune`', await json('prune', 'a', '--dry-run', '--json'), ['null', 'why']],
      ['`show SPEC`', await json('show', 'a.yaml', '--json'), []],
      ['`show RUN`', await json('show', 'latest', '--json'), ['json', 'run']],
      ['`doctor`', await json('doctor', '--json'), ['ok', 'note', 'missing']],
      ['`gpu-status`', await json('gpu-status', '--json'), ['null']],
    ];
    for (const [command, document, words] of documents) {
      const there = new Set([...names(document), ...words, 'kind', 'sentence', 'cure']);
      expect([command, said(command).length > 0]).toEqual([command, true]);
      expect([command, said(command).filter((name) => !there.has(name))]).toEqual([command, []]);
    }
  });
});

test('its loop trains what it says, and said again nothing more', async () => {
  const [loop = '', next = ''] = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, sh = '']) => sh);
  await inFolder(async (folder) => {
    const bash = (script: string) =>
      spawnSync('bash', ['-c', `dlx() { node "${root}/bin/dlx.js" "$@"; }\n${script}`], {
        cwd: folder,
        encoding: 'utf8',
      });
    expect(bash('dlx init experiment.yaml')).toMatchObject({ status: 0 });
    const spec = readFileSync(join(folder, 'experiment.yaml'), 'utf8');
    writeFileSync(join(folder, 'experiment.yaml'), spec.replace('epochs: 20', 'epochs: 1'));
    const first = bash(loop);
    expect(first).toMatchObject({ status: 0 });
    const folders = runsIn(folder).map((path) => path.slice(folder.length + 1));
    expect(folders).toHaveLength(4);
    const again = bash(loop);
    const trained = [first, again].map(({ stdout }) =>
      stdout.split('\n').filter((line) => line.startsWith('runs/')),
    );
    expect(trained).toEqual([trained[0], trained[0]]);
    expect(trained[0]?.toSorted()).toEqual(folders.toSorted());
    const compared = (): readonly Row[] =>
      (
        JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8')) as Comparison
      ).tables.flatMap(({ rows }) => rows);
    expect(compared().map(({ n }) => n)).toEqual([2, 2]);
    const [best] = compared();
    // The next round changes the best: same spec but for the rate, and its seeds.
    const round = bash(next);
    expect(round).toMatchObject({ status: 0, stderr: expect.not.stringMatching(/error/i) });
    const slower = compared().find(({ cells }) => cells['run'] === 'slower');
    expect(slower).toMatchObject({ n: 2, cells: { parameters: best?.cells['parameters'] } });
    expect(round.stdout.trim().split('\n').toSorted()).toEqual(slower?.folders.toSorted());
  });
});
