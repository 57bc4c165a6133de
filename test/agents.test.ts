// AGENTS.md: what it tells programs to do is done, and the codes that it names are all there are.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { exitCodes } from '../src/ground/errors.js';
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

test('its loop trains what it says, and said again nothing more', async () => {
  const [, loop = ''] = /```sh\n([^]*?)```/.exec(text) ?? [];
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
    const comparison = JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8')) as {
      readonly tables: readonly { readonly rows: readonly { readonly n: number }[] }[];
    };
    expect(comparison.tables.map(({ rows }) => rows.map(({ n }) => n))).toEqual([[2, 2]]);
  });
});
