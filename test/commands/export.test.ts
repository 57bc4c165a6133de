// `dlx export`, as it is typed.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';

const run = join(root, 'test/fixtures/runs/finished-0.1.0');

test('a new folder with the files of the format and data.json; then how it is read', async () => {
  await inFolder(async (folder) => {
    const { code, stdout, stderr } = await dlx(folder, ['export', run, '--to', 'savedmodel']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(folder)).toEqual(['finished-0.1.0-savedmodel']);
    const place = join(folder, 'finished-0.1.0-savedmodel');
    expect(readdirSync(place).sort()).toEqual(['data.json', 'saved_model.pb']);
    expect(readFileSync(join(place, 'data.json'))).toEqual(readFileSync(join(run, 'data.json')));
    expect(stdout).toMatch(
      /^finished-0\.1\.0-savedmodel: epoch \d+ of .*finished-0\.1\.0, 2 files, \d+(?:\.\d)? kB; /,
    );
    expect(stdout).toContain('tf.saved_model.load("finished-0.1.0-savedmodel")');
    const again = await dlx(folder, ['export', run, '--to', 'savedmodel']);
    expect(again).toEqual({
      code: 2,
      stdout: '',
      stderr:
        '"finished-0.1.0-savedmodel" is there already, and an export overwrites nothing: remove it, or name another folder with --output\n',
    });
  });
});

test('--json is one line', async () => {
  await inFolder(async (folder) => {
    const words = ['export', run, '--to', 'savedmodel', '-o', 'there/model', '--json'];
    const { stdout } = await dlx(folder, words);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const told = JSON.parse(stdout) as {
      readonly files: readonly { readonly name: string; readonly bytes: number }[];
    };
    expect(told).toMatchObject({
      folder: 'there/model',
      format: 'savedmodel',
      inputs: [{ name: 'table', kind: 'table', shape: [2] }],
      output: { name: 'arm', shape: [3] },
      notes: [],
    });
    for (const { name, bytes } of told.files) {
      expect(readFileSync(join(folder, 'there/model', name))).toHaveLength(bytes);
    }
  });
});

test('what is left out, or to be told again, is told to people and to programs', async () => {
  await inFolder(async (folder) => {
    const words = ['export', run, '--to', 'keras', '--output'];
    const told = JSON.parse((await dlx(folder, [...words, 'a', '--json'])).stdout) as {
      readonly notes: readonly string[];
    };
    expect(told.notes).toContainEqual(expect.stringMatching(/^batch_size \d+: to be told /));
    const { stdout } = await dlx(folder, [...words, 'b']);
    for (const note of told.notes) expect(stdout).toContain(`\n  # ${note}`);
  });
});

describe('refused, with nothing written', () => {
  test.each([
    [['export', run], 2, '--to FORMAT is needed; FORMAT is one of '],
    [
      ['export', run, '--to', 'savedmodle'],
      2,
      'unknown format "savedmodle"; did you mean "savedmodel"',
    ],
    [['export', '--to', 'savedmodel'], 2, 'export needs at least one run: dlx export latest'],
    [
      ['export', run, '--to', 'savedmodel', '--with-preprocessing'],
      2,
      'cannot be written as savedmodel: --with-preprocessing is for ',
    ],
    [['export', 'none', '--to', 'savedmodel'], 2, 'no run "none"'],
    [['export', '.', '--to', 'savedmodel'], 1, 'is no run'],
    [
      ['export', run, '--to', 'pytorch', '--output', join(run, 'model')],
      2,
      'whose files are its own: name a place outside of it',
    ],
  ])('%j', async (words, code, message) => {
    await inFolder(async (folder) => {
      const ended = await dlx(folder, words);
      expect(ended).toMatchObject({ code, stdout: '' });
      expect(ended.stderr).toContain(message);
      expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('a place that is taken, whatever it is', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'x'));
      const words = ['export', run, '--to', 'savedmodel', '--output', 'x'];
      expect(await dlx(folder, words)).toMatchObject({ code: 2 });
      expect(existsSync(join(folder, 'x/data.json'))).toBe(false);
    });
  });
});
