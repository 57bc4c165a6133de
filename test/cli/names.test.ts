// Names with a byte that is no UTF-8, which Node cannot open: said, and no crash.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeRunFolder } from '../run/fixture.js';
import { dlx, inFolder, onLinux, root } from './dlx.js';

/** A path whose last part is `before`, the byte, and `behind`. */
const odd = (folder: string, before: string, behind: string): Buffer =>
  Buffer.concat([Buffer.from(join(folder, before)), Buffer.of(0xff), Buffer.from(behind)]);

/** What a shell says that runs `dlx` with words that only a shell can write. */
const inShell = (folder: string, words: string): { code: number; stderr: string } => {
  const command = `${JSON.stringify(process.execPath)} ${join(root, 'bin/dlx.js')} ${words}; echo "code $?" >&2`;
  const said = execFileSync('bash', ['-c', `(${command}) 2>&1`], { cwd: folder }).toString();
  const [, stderr = '', code] = /^([^]*)code (\d+)\n$/.exec(said) ?? [];
  return { code: Number(code), stderr };
};

onLinux('a byte that is no UTF-8', () => {
  test('in the name of a spec, or of a folder', async () => {
    await inFolder(async (folder) => {
      writeFileSync(odd(folder, 'a', '.yaml'), 'dataset: spirals\n');
      expect(inShell(folder, `validate $'a\\xff.yaml'`)).toEqual({
        code: 2,
        stderr:
          '"a\ufffd.yaml" holds a byte that is no UTF-8 (shown as \ufffd), and nothing of such a name can be opened: rename it\n',
      });
      mkdirSync(odd(folder, 'd', ''));
      const inside = inShell(
        folder,
        `--version >/dev/null; cd $'d\\xff' && ${JSON.stringify(process.execPath)} ${join(root, 'bin/dlx.js')} compare`,
      );
      expect(inside.code).toBe(2);
      expect(inside.stderr).toMatch(
        /^the name of this folder, ".*d\ufffd", holds a byte that is no UTF-8/,
      );
      // The character itself is a name like any other.
      writeFileSync(join(folder, '\ufffd.yaml'), `dataset: spiral\nmodel: [Flatten]\nloss: mse\n`);
      expect((await dlx(folder, ['validate', '\ufffd.yaml'])).stderr).toMatch(
        /^\ufffd\.yaml:1:10 /,
      );
    });
  });

  test('in the name of a run', async () => {
    await inFolder(async (folder) => {
      const run = makeRunFolder(join(folder, 'runs', 'a'), { id: 'a' });
      execFileSync('bash', ['-c', `cp -r ${run} $'runs/b\\xff'; mkdir $'runs/c\\xff'`], {
        cwd: folder,
      });
      const { code, stderr } = await dlx(folder, ['compare']);
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr:
          'b\ufffd is damaged: its name is not UTF-8, so that it cannot be opened: rename it\n',
      });
    });
  });
});
