// What `--help` prints, and which words ask for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commandNamed, commands } from '../../src/cli/command-table.js';
import { helpText } from '../../src/cli/help.js';
import { dlx, root } from './dlx.js';

const compareHelp = `dlx compare [run..] [options]

compare runs in one table

Takes:
  run  run folders, beginnings of their names, or
       latest (default: all)

Options:
      --runs DIR         folder of the runs (default:
                         DLX_RUNS, or runs)
      --where CONDITION  only runs of which it holds:
                         'optimizer=adam and
                         val_accuracy>0.88'
      --sort COLUMN      best first; --sort=-COLUMN
                         for worst first
      --columns A,B,C    exactly these columns, and
                         what other options ask for
      --all              every column there is
      --top N            the first N rows of each
                         table, and the one that
                         others are held against
      --each             a row a run, replicates too
      --group-by COLUMN  a row for what has the same
                         name, tag or setting, instead
                         of the same spec
      --baseline ROW     what the other rows are held
                         against (default: the best by
                         validation)
      --target SCORE     how many epochs and seconds
                         validation took to come to
                         it: 0.88
      --pareto A,B       mark the rows that none beats
                         in all of these:
                         val_accuracy,seconds_total
      --practical DIFF   differences in the score that
                         are too small to matter:
                         0.005
      --format FORMAT    table (default), json, csv,
                         markdown, latex, html
      --json             one JSON document on stdout,
                         errors too, and nothing on
                         stderr
      --full             with --json: every column of
                         the tables
  -h, --help             show this
      --version          show dlx's version`;

test('lines are wrapped to the width', () => {
  expect(helpText(commandNamed('compare'), 54)).toBe(compareHelp);
});

test('a window too narrow for two columns gets long lines', () => {
  expect(helpText(commandNamed('schema'), 20).split('\n').slice(-2)).toEqual([
    '  -h, --help      show this',
    "      --version   show dlx's version",
  ]);
  expect(helpText(commandNamed('setup'), 40)).toContain(
    '\n      --from FILE      a wheel file of TensorFlow to use instead of a download\n',
  );
});

test('no line of any help is wider than 80 columns', () => {
  const lines = [undefined, ...commands].flatMap((command) => helpText(command, 80).split('\n'));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

describe('who asks for it', () => {
  const all = `${helpText(undefined, 100)}\n`;
  const ofTrain = `${helpText(commandNamed('train'), 100)}\n`;
  test.each([
    [['--help'], all],
    [['help'], all],
    [['-h', '--json'], all],
    [['train', '--help'], ofTrain],
    [['help', 'train'], ofTrain],
    [['-h', 'train'], ofTrain],
    [['train', 'a.yaml', '--nonsense', '-h'], ofTrain],
  ])('dlx %j', async (words, stdout) => {
    expect(await dlx(root, words)).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('not what is behind --, and not for a command that there is none of', async () => {
    expect(await dlx(root, ['validate', '--', '--help'])).toEqual({
      code: 2,
      stdout: '',
      stderr: '--help: there is no such file\n',
    });
    expect((await dlx(root, ['tran', '--help'])).stderr).toBe(
      'unknown command "tran"; did you mean "train"?\n',
    );
  });

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    for (const words of [['--version'], ['train', '--version']]) {
      expect(await dlx(root, words)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    }
  });
});
