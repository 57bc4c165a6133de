// The README's chapter on models elsewhere: its commands are run, and what they write is read by its
// lines of Python and JavaScript.
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from './cli/warm.js';
import { hasModule } from './export/readers.js';
import { inFolder, root } from './folders.js';

const text = readFileSync(join(root, 'README.md'), 'utf8');
const chapter = text.split(/^## /m).find((part) => part.startsWith('Take a model elsewhere')) ?? '';

/** The block of a kind that speaks of something. */
const block = (kind: string, word: string): string =>
  [...chapter.matchAll(/^```(\w+)\n([^]*?)^```/gm)]
    .filter(([, found]) => found === kind)
    .map(([, , lines = '']) => lines)
    .find((lines) => lines.includes(word)) ?? '';

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

// A table with numbers and words, and the rows that the lines ask about.
const rows = Array.from({ length: 60 }, (_, i) => `${20 + i},${i % 3 ? 'pro' : 'basic'}`);
const asked = 'plan,age\npro,30\nbasic,61\nnew,45\n';
const churnIn = async (folder: string): Promise<readonly (readonly [string, number])[]> => {
  const labelled = rows.map((row, i) => `${row},${i % 2 ? 'yes' : 'no'}`);
  writeFileSync(join(folder, 'churn.csv'), ['age,plan,left', ...labelled, ''].join('\n'));
  writeFileSync(join(folder, 'new.csv'), asked);
  const [, spec = ''] = /^```yaml\n(# churn\.yaml\n[^]*?)^```/m.exec(text) ?? [];
  writeFileSync(join(folder, 'churn.yaml'), spec);
  await dlx(folder, ['train', 'churn.yaml', '-S', 'epochs=1', '--quiet']);
  const { stdout } = await dlx(folder, ['predict', 'churn', 'new.csv', '--format', 'csv']);
  const [, ...lines] = stdout.trim().split('\n');
  expect(lines).toHaveLength(3);
  return lines.map((line) => [line.split(',')[0] ?? '', Number(line.split(',')[1])]);
};

const answersIn = (printed: string): readonly (readonly [string, number])[] =>
  [...printed.matchAll(/^(\S+) (\S+)$/gm)].map(([, label = '', p]) => [label, Number(p)]);

const close = (answers: readonly (readonly [string, number])[]): readonly unknown[] =>
  answers.map(([label, p]) => [label, expect.closeTo(p, 5)]);

test('a table of yours in JavaScript', async () => {
  await inFolder(async (folder) => {
    const [first] = await churnIn(folder);
    expect(await dlx(folder, ['export', 'churn', '--to', 'tfjs'])).toMatchObject({ code: 0 });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const [, row = ''] = /\/\/ or (\{.*\})$/m.exec(block('js', 'loadGraphModel')) ?? [];
    const lines = block('js', 'loadGraphModel')
      .replace('spirals-tfjs', 'churn-tfjs')
      .replace('[0.5, -0.25]', row);
    writeFileSync(join(folder, 'use.mjs'), lines);
    const ended = spawnSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(answersIn(ended.stdout)).toEqual(close(first ? [first] : []));
  });
});

(hasModule('onnxruntime') && hasModule('pandas') ? test : test.skip)(
  'a table of yours in Python',
  async () => {
    await inFolder(async (folder) => {
      const answers = await churnIn(folder);
      const [command = ''] = block('sh', 'dlx export churn').trim().split('\n');
      expect(await dlx(folder, command.split(' ').slice(1))).toMatchObject({ code: 0 });
      const ask = (lines: string): string =>
        spawnSync(python, ['-c', lines], { cwd: folder, encoding: 'utf8' }).stdout;
      expect(answersIn(ask(block('python', 'new.csv')))).toEqual(close(answers));
      // What a row becomes for the other formats, as onnxruntime gives the same for it.
      await dlx(folder, ['export', 'churn', '--to', 'onnx', '--output', 'bare']);
      const takes = block('python', 'def takes').replace('churn-keras', 'bare');
      const bare = `${takes}
import numpy, onnxruntime
x = numpy.array([takes({"age": "30", "plan": "pro"})], "float32")
p = onnxruntime.InferenceSession("bare/model.onnx").run(None, {"table": x})[0][0]
print(["no", "yes"][p.argmax()], p.max())`;
      expect(answersIn(ask(bare))).toEqual(close(answers.slice(0, 1)));
    });
  },
);

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
