// Completion as people meet it: real shells, into which keys are typed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commands } from '../../../src/cli/command-table.js';
import { completionScript } from '../../../src/cli/completion/script.js';
import { onLinux } from '../dlx.js';

const folder = mkdtempSync(join(tmpdir(), 'dlx-completion-'));
const scriptOf = (shell: string): string => join(folder, `dlx.${shell}`);
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

beforeAll(() => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    writeFileSync(scriptOf(shell), `${completionScript(shell)}\n`);
  }
  mkdirSync(join(folder, 'work/runs/adam-1'), { recursive: true });
  mkdirSync(join(folder, 'work/my specs'));
  writeFileSync(join(folder, 'work/adam.yaml'), '');
  writeFileSync(join(folder, 'work/notes.txt'), '');
  writeFileSync(join(folder, 'work/my specs/relu.yml'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The words that `dlx` gets when these keys are typed into a shell in a terminal of its own. */
function typed(shell: string, begin: string, keys: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qfec', shell, '/dev/null'], {
      cwd: join(folder, 'work'),
      env: { PATH: process.env['PATH'], HOME: folder, TERM: 'dumb', PS1: '', HISTFILE: '' },
    });
    let seen = '';
    let isTyped = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
      if (!isTyped && seen.includes('ready-to-type\r\n')) {
        isTyped = true;
        child.stdin.write(`dlx ${keys}\n`);
      }
      const got = /<got (.*)>/.exec(seen)?.[1];
      if (got !== undefined) {
        child.kill('SIGKILL');
        resolve(got);
      }
    });
    child.on('error', reject);
    child.on('close', () => reject(new Error(`the shell ended: ${seen}`)));
    // The marker is put together by the shell, so that its echo is not taken for it.
    child.stdin.write(
      `dlx() { printf '<%s' got; printf ' [%s]' "$@"; echo '>'; }; ${begin}; echo ready-to'-'type\n`,
    );
  });
}

const cases: readonly (readonly [keys: string, words: unknown])[] = [
  ['tra\tad\t', '[train] [adam.yaml]'],
  ['compare --format=ma\t', '[compare] [--format=markdown]'],
  ['compare --format cs\t', '[compare] [--format] [csv]'],
  ['train my\trel\t', '[train] [my specs/relu.yml]'],
  ['resume la\t', '[resume] [latest]'],
  ['verify ru\tad\t --fi\t', expect.stringMatching(/^\[verify\] \[runs\/adam-1\/?\] \[--files\]$/)],
  ['gpu\t--js\t', '[gpu-status] [--json]'],
  ['completion fi\t', '[completion] [fish]'],
];

onLinux('bash', () => {
  test.each([
    ...cases,
    ['train --dev\tg\tad\t', '[train] [--device] [gpu] [adam.yaml]'],
    // A text file is no spec.
    ['show no\tx', '[show] [nox]'],
  ])('%j', async (keys, words) => {
    const begin = `bind 'set bell-style none'; . ${scriptOf('bash')}`;
    expect(await typed('bash --norc --noprofile -i', begin, keys)).toEqual(words);
  });
});

(has('zsh') ? onLinux : describe.skip)('zsh', () => {
  test.each([
    ...cases,
    // zsh writes the value behind `=`; and it offers other files where no spec begins so.
    ['train --dev\tg\tad\t', '[train] [--device=gpu] [adam.yaml]'],
    ['show no\t', '[show] [notes.txt]'],
  ])('%j', async (keys, words) => {
    const begin = `autoload -U compinit; compinit -u -D; . ${scriptOf('zsh')}`;
    expect(await typed('zsh -f -i', begin, keys)).toEqual(words);
  });
});

(has('fish') ? describe : describe.skip)('fish', () => {
  test.each([
    ['dlx tra', ['train']],
    ['dlx train ad', ['adam.yaml']],
    ['dlx train --dev', ['--device']],
    ['dlx train --device g', ['gpu']],
    ['dlx compare --format=ma', ['--format=markdown']],
    ['dlx resume la', ['latest']],
    ['dlx verify ru', ['runs/']],
    ['dlx show no', []],
    ['dlx compare --thr', []],
  ])('%j', (line, words) => {
    const out = execFileSync(
      'fish',
      ['--no-config', '-c', `source ${scriptOf('fish')}; complete -C ${JSON.stringify(line)}`],
      { cwd: join(folder, 'work'), env: { ...process.env, HOME: folder }, encoding: 'utf8' },
    );
    const offered = out.split('\n').filter((offer) => offer !== '');
    expect(offered.map((offer) => offer.split('\t')[0])).toEqual(words);
  });
});

test.each(['bash', 'zsh', 'fish'])('%s: every command and every option is there', (shell) => {
  const script = completionScript(shell);
  for (const { name, options } of commands) {
    expect(script).toContain(name);
    for (const option of options) {
      expect(script).toContain(shell === 'fish' ? `-l ${option.name}` : `--${option.name}`);
    }
  }
});

test('a shell that dlx has none for', () => {
  expect(() => completionScript('tcsh')).toThrow('no completion for "tcsh"; did you mean "bash"?');
  expect(() => completionScript('powershell')).toThrow(
    'no completion for "powershell"; expected one of bash, zsh, fish',
  );
});
