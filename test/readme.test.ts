// The README is run: its specs are read, its messages printed, its commands and tables held against
// the program.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { language } from '../src/experiment/language.js';
import { readSpecText } from '../src/spec/read.js';
import { specKeys } from '../src/words/keys.js';
import { floats, npyBytes, npzBytes } from './dataset/arrays/fixtures.js';
import { dlx } from './cli/warm.js';
import { hasKeras } from './export/keras/reader.js';
import { hasOnnx } from './export/onnx/runtime.js';
import { recordOf } from './faults/runs.js';
import { inFolder, root, runsIn } from './folders.js';
import { makeRunFolder } from './run/fixture.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
// The text of each fenced block and the word behind its fence.
const blocksOf = (markdown: string) =>
  markdown
    .split(/^```/m)
    .filter((_, i) => i % 2 === 1)
    .map((part) => ({
      kind: part.slice(0, part.indexOf('\n')),
      text: part.slice(part.indexOf('\n') + 1),
    }));
const fenced = blocksOf(readme);
const blocks = (kind: string): readonly string[] =>
  fenced.filter((block) => block.kind === kind).map(({ text }) => text);

describe('README', () => {
  test('its first spec is experiments/adam.yaml', () => {
    const experiment = readFileSync(join(root, 'experiments/adam.yaml'), 'utf8');
    const [first = ''] = blocks('yaml');
    const spec = (text: string): unknown => readSpecText(text, 'adam.yaml', { language }).minimal;
    expect(spec(first)).toEqual(spec(experiment));
  });

  test('its series is the data of experiments/load.yaml', () => {
    const experiment = readFileSync(join(root, 'experiments/load.yaml'), 'utf8');
    const block = blocks('yaml').find((text) => text.startsWith('# load.yaml')) ?? '';
    const dataOf = (text: string): unknown =>
      readSpecText(text, 'load.yaml', { language }).spec.dataset;
    expect(dataOf(block)).toEqual(dataOf(experiment));
  });

  test('its variation of a spec does what its comments say', async () => {
    await inFolder(async (folder) => {
      const variation = blocks('yaml').find((text) => text.includes('extends: relu.yaml')) ?? '';
      writeFileSync(join(folder, 'relu.yaml'), readFileSync(join(root, 'experiments/relu.yaml')));
      writeFileSync(join(folder, 'variation.yaml'), variation);
      const shown = JSON.parse(
        (await dlx(folder, ['show', 'variation.yaml', '--json'])).stdout,
      ) as { spec: { model: readonly Record<string, { activation?: { name: string } }>[] } };
      expect(shown.spec.model.map((layer) => Object.keys(layer)[0])).toEqual([
        'Flatten',
        'Dense',
        'Dropout',
        'Dense',
      ]);
      expect(shown.spec.model[1]?.['Dense']?.activation).toEqual({ name: 'sigmoid' });
    });
  });

  test('its schedule can be trained', () => {
    const schedule = blocks('yaml').find((text) => text.includes('warmup_target')) ?? '';
    const text = `dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n${schedule}`;
    expect(readSpecText(text, 'schedule.yaml', { language }).spec.optimizer).toMatchObject({
      name: 'adam',
      arguments: { learning_rate: { name: 'CosineDecay' } },
    });
  });

  test('its block can be repeated, and reached into by the option that it names', async () => {
    await inFolder(async (folder) => {
      const block = blocks('yaml').find((text) => text.includes('name: residual')) ?? '';
      const [, option = ''] = /`-S (model\.residual\.[^`]+)`/.exec(readme) ?? [];
      const first = '  - Conv2D: {filters: 16, kernel_size: 3, padding: same}\n';
      const ends = 'loss: sparse_categorical_crossentropy\n';
      writeFileSync(
        join(folder, 'a.yaml'),
        `dataset: fashion_mnist\nmodel:\n${first}${block}  - Flatten\n  - Dense: {units: 10, activation: softmax}\n${ends}`,
      );
      for (const file of ['a.yaml', join(root, 'experiments/resnet.yaml')]) {
        const { code, stdout } = await dlx(folder, ['show', file, '--json', '-S', option]);
        expect([file, code]).toEqual([file, 0]);
        expect(stdout.match(/"momentum":0\.9\b(?!\d)/g)).toHaveLength(2);
      }
    });
  });

  test('its metric with a name of its own', () => {
    const [metric = ''] = /\{name: \w+, k: 3, label: \w+\}/.exec(readme) ?? [];
    const text = `dataset: fashion_mnist\nmodel: [Flatten, {Dense: 10}]\nloss: {name: sparse_categorical_crossentropy, from_logits: true}\nmetrics: [${metric}]\n`;
    expect(readSpecText(text, 'a.yaml', { language }).spec.metrics).toMatchObject([
      { label: 'top3', arguments: { k: 3 } },
    ]);
  });

  test('the problems it shows are those that dlx prints', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'experiments'));
      writeFileSync(join(folder, 'experiments/wrong.yaml'), wrong);
      const { code, stderr } = await dlx(folder, ['validate', 'experiments/wrong.yaml']);
      expect(code).toBe(2);
      expect(blocks('')).toContain(stderr);
    });
  });

  // What else a spec may name is in REFERENCE.md, which test/words/reference.test.ts holds.
  test('it names every key, schedule and command that there is', async () => {
    expect(specKeys.filter((key) => !readme.includes(`\`${key}\``))).toEqual([]);
    const schedules = language.kinds.find(({ noun }) => noun === 'schedule')?.table ?? [];
    expect(schedules.length).toBeGreaterThan(5);
    expect(schedules.filter(({ name }) => !readme.includes(`\`${name}\``))).toEqual([]);
    const { stdout } = await dlx(root, ['--help']);
    const commands = [...stdout.matchAll(/^ {2}dlx ([a-z-]+)/gm)].map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThan(8);
    expect(commands.filter((name) => !readme.includes(`dlx ${name}`))).toEqual([]);
  });
});

describe('README, its links', () => {
  // As GitHub makes them of headings.
  const anchorsOf = (markdown: string): readonly string[] =>
    [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replace(/ /g, '-'),
    );
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to);

  test('within it lead to a heading', () => {
    const within = links.filter((to) => to.startsWith('#')).map((to) => to.slice(1));
    expect(within.length).toBeGreaterThan(10);
    expect(within.filter((to) => !anchorsOf(readme).includes(to))).toEqual([]);
  });

  test('to files lead to files, and to headings of theirs', () => {
    const paths = links.filter((to) => !to.startsWith('#')).map((to) => to.split('#'));
    expect(paths.filter(([path = '']) => !existsSync(join(root, path)))).toEqual([]);
    const headed = paths.filter(([, anchor]) => anchor !== undefined);
    expect(headed.length).toBeGreaterThan(5);
    expect(
      headed.filter(
        ([path = '', anchor = '']) =>
          !anchorsOf(readFileSync(join(root, path), 'utf8')).includes(anchor),
      ),
    ).toEqual([]);
  });

  test('every chapter is in its contents', () => {
    const chapters = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
    const listed = /^\*\*Contents\*\*: (.+)$/m.exec(readme)?.[1] ?? '';
    const missing = chapters.filter((chapter) => !listed.includes(`[${chapter.split(',')[0]}](#`));
    expect(missing).toEqual(['License']);
  });
});

/** The blocks of a chapter, in their order. */
const chapterBlocks = (heading: string): typeof fenced =>
  blocksOf(readme.split(/^## /m).find((chapter) => chapter.startsWith(heading)) ?? '');

/** The commands of a block: a line each, without its comment. */
const commandsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').split(' '));

// Numbers, times and marks are other ones on another machine.
const withoutNumbers = (text: string): string =>
  text
    .replace(/^(epoch .*?)  [\d.]+ s.*$/gm, '$1')
    .replace(/\d{8}T\d{6}Z-[0-9a-f]+/g, 'ID')
    .replace(/\d[\d,.]*/g, '0');

describe('README, what it tells to do', () => {
  test('its first better model, from the beginning to the end', async () => {
    await inFolder(async (folder) => {
      let shown = '';
      for (const { kind, text } of chapterBlocks('Your first better model')) {
        if (kind === 'yaml') writeFileSync(join(folder, /^# (\S+)/.exec(text)?.[1] ?? ''), text);
        if (kind === '') {
          for (const part of text.split('…')) {
            expect(withoutNumbers(shown)).toContain(withoutNumbers(part.trim()));
          }
        }
        for (const [command, ...words] of kind === 'sh' ? commandsOf(text) : []) {
          expect(command).toBe('dlx');
          const { code, stdout, stderr } = await dlx(folder, words);
          expect([words, code, code === 0 ? '' : stderr]).toEqual([words, 0, '']);
          shown = `${stderr}${stdout}`;
        }
      }
      // One run of the first training is not trained again.
      expect(runsIn(folder)).toHaveLength(9);
      expect(shown.split('\n').filter((line) => /^(?:first|wide|steady) /.test(line))).toHaveLength(
        3,
      );
    });
  });

  test('its arrays, each shown as what it was taken for', async () => {
    await inFolder(async (folder) => {
      const text = blocks('yaml').find((block) => block.startsWith('# houses.yaml')) ?? '';
      writeFileSync(join(folder, 'houses.yaml'), text);
      writeFileSync(
        join(folder, 'photos.npy'),
        npyBytes('|u1', [20, 6, 6, 3], new Uint8Array(20 * 108)),
      );
      const numbers = Array.from({ length: 40 }, (_, i) => i / 7);
      const npz = npzBytes({
        table: floats([20, 2], numbers),
        price: floats([20], numbers.slice(20)),
      });
      writeFileSync(join(folder, 'houses.npz'), npz);
      const { code, stdout } = await dlx(folder, ['show', 'houses.yaml']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^photo \(input: image\) +\(None, 6, 6, 3\)/m);
      expect(stdout).toMatch(/^table \(input: values\) +\(None, 2\)/m);
    });
  });

  test('its table of yours, from the spec to the comparison', async () => {
    await inFolder(async (folder) => {
      const rows = Array.from(
        { length: 40 },
        (_, i) => `${20 + i},${i % 3},${i % 2 ? 'yes' : 'no'}`,
      );
      writeFileSync(join(folder, 'churn.csv'), ['age,calls,left', ...rows, ''].join('\n'));
      let shown = '';
      for (const { kind, text } of chapterBlocks('Can it do my data?')) {
        if (kind === 'yaml') writeFileSync(join(folder, /^# (\S+)/.exec(text)?.[1] ?? ''), text);
        for (const [, ...words] of kind === 'sh' ? commandsOf(text) : []) {
          const { code, stdout, stderr } = await dlx(folder, words);
          expect([words, code, code === 0 ? '' : stderr]).toEqual([words, 0, '']);
          shown = stdout;
        }
      }
      expect(shown).toMatch(/^deeper +3 /m);
      expect(shown).toMatch(/^churn +3 /m);
      // One of what dlx init wrote, and three seeds of two specs.
      expect(runsIn(folder)).toHaveLength(7);
    });
  });

  test('its ways to find, mark and remove runs', async () => {
    await inFolder(async (folder) => {
      const names = ['adam-20260102T030405Z-a1', 'relu-20260102T030405Z-b2'];
      for (const [i, name] of names.entries()) {
        const started = `2026-01-02T03:04:0${i}.000Z`;
        makeRunFolder(join(folder, 'runs', name), { name: name.slice(0, 4), started });
      }
      const [block] = chapterBlocks('Finding a run').filter(({ kind }) => kind === 'sh');
      const lines = (block?.text ?? '').trim().split('\n');
      expect(lines.length).toBeGreaterThan(5);
      for (const line of lines) {
        const words = [...line.replace(/\s+# .*$/, '').matchAll(/'([^']*)'|(\S+)/g)];
        const [command, ...rest] = words.map(([, quoted, plain]) => quoted ?? plain ?? '');
        const { code, stdout } = await dlx(folder, rest);
        expect([command, rest, code, stdout.length > 0]).toEqual([
          'dlx',
          rest,
          0,
          rest[0] !== 'prune',
        ]);
      }
      expect(recordOf(join(folder, 'runs/baseline-20260102T030405Z-b2'))).toMatchObject({
        name: 'baseline',
        notes: 'the first one that is good enough',
      });
    });
  });

  test('its card, whose numbers are those of its run', async () => {
    await inFolder(async (folder) => {
      const run = join(folder, 'runs/adam-20260102T030405Z-a1');
      cpSync(join(root, 'test/fixtures/runs/finished-0.1.0'), run, { recursive: true });
      const [block] = chapterBlocks('Publishing');
      const commands = commandsOf(block?.text ?? '');
      expect(commands).toHaveLength(2);
      for (const [, ...words] of commands) {
        const { code, stdout } = await dlx(folder, words);
        expect([words, code, stdout.length > 0]).toEqual([words, 0, true]);
      }
    });
  });

  test('its model is used, from the commands to the header', async () => {
    await inFolder(async (folder) => {
      const rows = Array.from({ length: 40 }, (_, i) => `${20 + i},${i % 3}`);
      const labelled = rows.map((row, i) => `${row},${i % 2 ? 'yes' : 'no'}`);
      writeFileSync(join(folder, 'churn.csv'), ['age,calls,left', ...labelled, ''].join('\n'));
      writeFileSync(join(folder, 'new.csv'), ['calls,age', '1,30', '2,50', ''].join('\n'));
      const spec = chapterBlocks('Can it do my data?').find(({ kind }) => kind === 'yaml');
      writeFileSync(join(folder, 'churn.yaml'), spec?.text ?? '');
      await dlx(folder, ['train', 'churn.yaml', '-S', 'epochs=1']);
      writeFileSync(join(folder, 'new-labelled.csv'), 'calls,left,age\n1,yes,30\n2,no,50\n');
      const [commands, header, evaluating] = chapterBlocks('Use a model');
      for (const [, ...words] of commandsOf(evaluating?.text ?? '')) {
        const { code, stdout, stderr } = await dlx(folder, words);
        expect([words, code]).toEqual([words, 0]);
        expect(stdout).toContain('taken for');
        expect(stderr !== '').toBe(words.includes('--test'));
      }
      for (const [, ...words] of commandsOf(commands?.text ?? '')) {
        const { code, stdout, stderr } = await dlx(folder, words);
        expect([words, code, stderr]).toEqual([words, 0, '']);
        expect(words.includes('-o') ? '' : 'left,probability').toBe(stdout.split('\n')[0]);
      }
      const [csv = ''] = readFileSync(join(folder, 'predictions.csv'), 'utf8').split('\n');
      expect(`${csv}\n`).toBe(header?.text.replace(/^\n/, ''));
      expect(readFileSync(join(folder, 'predictions.jsonl'), 'utf8')).toMatch(
        /^\{"age":"30","left":"(?:yes|no)","probability":[^\n]*\n\{"age":"50"/,
      );
    });
  });

  const python = process.env['DLX_PYTHON'] ?? 'python3';
  const hasPandas =
    spawnSync(python, ['-c', 'import numpy, pandas, safetensors.numpy']).status === 0;

  (hasPandas ? test : test.skip)('its Python for a run', async () => {
    await inFolder(async (folder) => {
      await dlx(folder, ['init', 'first.yaml']);
      await dlx(folder, ['train', 'first.yaml', '-S', 'epochs=3']);
      const [snippet] = chapterBlocks('Reading a run').filter(({ kind }) => kind === 'python');
      const { status, stdout, stderr } = spawnSync(python, ['-c', snippet?.text ?? ''], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/'dense_1\/kernel': \(32, 3\)/);
      expect(stdout).toMatch(/taken for/);
    });
  });

  (hasKeras ? test : test.skip)('its Python for a model of Keras', async () => {
    await inFolder(async (folder) => {
      await dlx(folder, ['init', 'spirals.yaml']);
      await dlx(folder, ['train', 'spirals.yaml', '-S', 'epochs=1']);
      const told = await dlx(folder, ['export', 'latest', '--to', 'keras']);
      expect(told.stdout).toContain('load_model("spirals-keras/model.keras")');
      const snippet = chapterBlocks('Take a model elsewhere').find(
        ({ kind, text }) => kind === 'python' && text.includes('import keras'),
      );
      const { status, stdout, stderr } = spawnSync(python, ['-c', snippet?.text ?? ''], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^[012]\n$/);
    });
  });

  (hasOnnx ? test : test.skip)('its Python for an ONNX model', async () => {
    await inFolder(async (folder) => {
      await dlx(folder, ['init', 'spirals.yaml']);
      await dlx(folder, ['train', 'spirals.yaml', '-S', 'epochs=3']);
      const told = await dlx(folder, ['export', 'latest', '--to', 'onnx']);
      expect(told.stdout).toContain('spirals-onnx/model.onnx');
      const snippet = blocks('python').find((text) => text.includes('onnxruntime'));
      const { status, stdout, stderr } = spawnSync(python, ['-c', snippet ?? ''], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^[012] 0\.\d+\n$/);
    });
  });

  (hasOnnx && hasPandas ? test : test.skip)('its Python for rows with empty cells', async () => {
    await inFolder(async (folder) => {
      const rows = Array.from(
        { length: 60 },
        (_, i) => `${i % 7 ? i : ''},${['pro', '', 'free'][i % 3]},${i % 2 ? 'yes' : 'no'}`,
      );
      const dataset = { name: 'table', file: 'churn.csv', target: 'left', missing: 'fill' };
      const model = [{ Dense: { units: 1, activation: 'sigmoid' } }];
      writeFileSync(join(folder, 'churn.csv'), `age,plan,left\n${rows.join('\n')}\n`);
      writeFileSync(join(folder, 'new.csv'), 'plan,age\npro,30\n,40\nfree,\nother,50\n');
      writeFileSync(
        join(folder, 'churn.yaml'),
        JSON.stringify({ dataset, model, loss: 'binary_crossentropy' }),
      );
      await dlx(folder, ['train', 'churn.yaml']);
      await dlx(folder, ['export', 'churn', '--to', 'onnx', '--with-preprocessing']);
      const snippet = chapterBlocks('Take a model elsewhere').find(
        ({ kind, text }) => kind === 'python' && text.includes('read_csv'),
      );
      const found = spawnSync(python, ['-c', snippet?.text ?? ''], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect([found.status, found.stderr]).toEqual([0, '']);
      // As dlx itself answers.
      const { stdout } = await dlx(folder, ['predict', 'churn', 'new.csv']);
      const wanted = stdout.trim().split('\n').slice(1);
      const answers = found.stdout.trim().split('\n');
      expect(answers.map((line) => line.split(' ')[0])).toEqual(
        wanted.map((line) => line.split(',')[0]),
      );
      for (const [i, line] of answers.entries()) {
        expect(Number(line.split(' ')[1])).toBeCloseTo(Number(wanted[i]?.split(',')[1]), 5);
      }
    });
  });
});

const wrong = `dataset: fashion_mnist
model:
  - Flatten
  - Dense: {units: many, activation: relu}
  - dropout: 0.3
  - Dense: {units: 10, activation: softmax}
optimizer: {name: adam, learningRate: 0.01}
loss: sparse_categorical_crossentropy
epochs: 0
`;
