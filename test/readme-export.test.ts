// The README's chapter on models elsewhere: its commands are run, and what they write is read by its
// lines of Python and JavaScript.
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from './cli/warm.js';
import { hasModule } from './export/readers.js';
import { inFolder, root } from './folders.js';

const chapter =
  readFileSync(join(root, 'README.md'), 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith('Take a model elsewhere')) ?? '';

/** The block of a kind that speaks of something. */
const block = (kind: string, word: string): string =>
  [...chapter.matchAll(/^```(\w+)\n([^]*?)^```/gm)]
    .filter(([, found]) => found === kind)
    .map(([, , text = '']) => text)
    .find((text) => text.includes(word)) ?? '';

const python = process.env['DLX_PYTHON'] ?? 'python3';

test('its commands, and its JavaScript', async () => {
  await inFolder(async (folder) => {
    const commands = block('sh', 'dlx export').trim().split('\n');
    expect(commands.length).toBeGreaterThan(3);
    for (const line of commands) {
      const [command, ...words] = line.split(' ');
      const given = words[0] === 'train' ? [...words, '-S', 'epochs=2'] : words;
      const { code, stderr } = await dlx(folder, given);
      expect([command, line, code, code === 0 ? '' : stderr]).toEqual(['dlx', line, 0, '']);
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'use.mjs'), block('js', 'loadGraphModel'));
    const ended = spawnSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf8' });
    expect([ended.status, ended.stdout]).toEqual([0, expect.stringMatching(/^[012] 0\.\d+\n$/)]);
  });
});

(hasModule('torch') ? test : test.skip)('its Python for PyTorch', async () => {
  await inFolder(async (folder) => {
    const run = join(root, 'test/fixtures/runs/finished-0.1.0');
    await dlx(folder, ['export', run, '--to', 'pytorch', '--output', 'spirals-pytorch']);
    const ended = spawnSync(python, ['-c', block('python', 'torch')], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toMatch(
      /Linear\(in_features=2[^]*tensor\(\[\[0\.\d+, 0\.\d+, 0\.\d+\]\]\)/,
    );
  });
});
