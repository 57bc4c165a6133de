// A column of texts whose tokens a tokenizer.json makes: from the spec to predictions by the run's folder
// alone, and what is known of the file.
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { recordOf } from '../faults/runs.js';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const fixtures = join(root, 'test/fixtures/tokenizers');

test('tokens of a tokenizer.json, from the spec to predictions by the run alone', async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, 'base'));
    const words = [
      ['the invoice is wrong', 'money'],
      ['the app crashes', 'app'],
    ] as const;
    const rows = Array.from({ length: 40 }, (_, i) => words[i % 2]).map((row) => row?.join());
    writeFileSync(join(folder, 'base/remarks.csv'), ['remark,desk', ...rows, ''].join('\n'));
    copyFileSync(join(fixtures, 'wordpiece.json'), join(folder, 'base/tokenizer.json'));
    const { size } = (
      JSON.parse(readFileSync(join(fixtures, 'told.json'), 'utf8')) as {
        readonly numbers: Readonly<Record<string, { readonly size: number }>>;
      }
    ).numbers['wordpiece'] ?? { size: 0 };
    writeFileSync(
      join(folder, 'base/base.yaml'),
      `dataset:
  name: table
  file: remarks.csv
  target: desk
  test_split: 0.2
  columns: {remark: {type: text, tokenizer: tokenizer.json}}
model:
  - Embedding: {input_dim: ${size}, output_dim: 8, mask_zero: true}
  - GlobalAveragePooling1D
  - Dense: {units: 2, activation: softmax}
optimizer: {name: adam, learning_rate: 0.05}
loss: sparse_categorical_crossentropy
epochs: 4
`,
    );
    // In another folder than the files that it names by its parent.
    writeFileSync(join(folder, 'child.yaml'), 'extends: base/base.yaml\nmetrics: [accuracy]\n');
    const trained = await dlx(folder, ['train', 'child.yaml', '--device', 'cpu', '--quiet']);
    expect([trained.code, trained.code === 0 ? '' : trained.stderr]).toEqual([0, '']);
    const [run = ''] = runsIn(folder);
    const shown = await dlx(folder, ['show', 'child.yaml']);
    expect(shown.stdout).toMatch(/remark +text .* of the \d+ tokens of its tokenizer/);
    // Another file is other data, of which there is no run.
    const needed = ['train', 'child.yaml', '--device', 'cpu', '--quiet', '--needed'];
    expect((await dlx(folder, needed)).stdout.trim()).toBe(trained.stdout.trim());
    expect(runsIn(folder)).toEqual([run]);
    appendFileSync(join(folder, 'base/tokenizer.json'), '\n');
    expect((await dlx(folder, needed)).code).toBe(0);
    const sums = runsIn(folder).map((one) => recordOf(one).data.sha256);
    expect(new Set(sums).size).toBe(2);
    // Nothing but the run is needed.
    renameSync(run, join(folder, 'kept'));
    rmSync(join(folder, 'base'), { recursive: true });
    writeFileSync(join(folder, 'new.csv'), 'remark\nthe invoice is wrong\nthe app crashes\n');
    const { code, stdout } = await dlx(folder, ['predict', 'kept', 'new.csv', '--device', 'cpu']);
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => /\b(money|app),/.exec(line)?.[1])).toEqual([
      undefined,
      'money',
      'app',
      undefined,
    ]);
  });
});

test('what a tokenizer says by itself is not said again', async () => {
  await inFolder(async (folder) => {
    writeFileSync(
      join(folder, 'a.csv'),
      ['t,y', ...Array.from({ length: 20 }, (_, i) => `a,${i}`), ''].join('\n'),
    );
    const table = (more: string): string =>
      `dataset: {name: table, file: a.csv, target: y, test_split: 0.5, columns: {t: {type: text, tokenizer: t.json${more}}}}\nmodel: [{Embedding: {input_dim: 9, output_dim: 2}}, GlobalAveragePooling1D, {Dense: 1}]\nloss: mse\n`;
    writeFileSync(join(folder, 'a.yaml'), table(', max_tokens: 9'));
    const said = await dlx(folder, ['validate', 'a.yaml']);
    expect([said.code, said.stderr]).toEqual([
      2,
      expect.stringContaining(
        'column "t" has a tokenizer and max_tokens: a tokenizer says by itself what a token is, and gives numbers of tokens; leave out max_tokens, or the tokenizer',
      ),
    ]);
    writeFileSync(join(folder, 'a.yaml'), table(''));
    const gone = await dlx(folder, ['validate', 'a.yaml']);
    expect([gone.code, gone.stderr]).toEqual([
      1,
      expect.stringContaining('t.json does not exist: mend the path'),
    ]);
  });
});
