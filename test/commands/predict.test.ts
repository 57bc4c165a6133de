// `dlx predict`: the run's own predictions, from its folder alone; what is refused, and where its
// output goes.
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { makeSequences } from '../../src/dataset/made/sequences.js';
import { readNpy } from '../../src/run/format/npy.js';
import { readOutputs } from '../../src/run/outputs.js';
import { trainersOf } from '../children.js';
import { dlx } from '../cli/warm.js';
import { inFolder, root, runsIn } from '../folders.js';
import { onLinux } from '../on-linux.js';

const rows = Array.from({ length: 120 }, (_, i) => {
  const [a, b] = [Math.sin(i), Math.cos(3 * i)];
  return [a, ['Ulm', 'Köln', 'Bonn'][i % 3], b, 1000 + 90 * a, a > b ? 'yes' : 'no'].join(',');
});
const table = (lines: readonly string[]): string => `a,city,b,price,left\n${lines.join('\n')}\n`;

const tableSpec = (target: string, model: string, loss: string): string =>
  `dataset: {name: csv, file: t.csv, target: ${target}, columns: [a, city, b]}
model: [{Dense: {units: 8, activation: relu}}, ${model}]
loss: ${loss}
epochs: 1
`;

const tokens = {
  classes: 2,
  samples: 60,
  steps: 12,
  vocabulary: 40,
  markers: 2,
  noise: 0,
  data_seed: 3,
};
const idx = (shape: readonly number[], bytes: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from([0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255])]),
    bytes,
  ]);
const pixels = Uint8Array.from({ length: 50 * 36 }, (_, i) => (i * 37) % 251);

const remarks = Array.from({ length: 120 }, (_, i) => {
  const words = ['late', 'Broken,', 'PAID', 'box', 'é', ''].filter((_word, at) => (i >> at) % 2);
  return `"${words.join(' ')}",${i % 3},${i % 2 ? 'yes' : 'no'}`;
});
const remarkTable = (lines: readonly string[]): string => `remark,n,left\n${lines.join('\n')}\n`;
const ofTexts = (how: string, model: string): Case => ({
  spec: `dataset: {name: table, file: r.csv, target: left, columns: {remark: ${how}}, exclude: [${how.includes('count') ? '' : 'n'}]}
model: [${model}, {Dense: {units: 2, activation: softmax}}]
loss: sparse_categorical_crossentropy
epochs: 1
`,
  data: { 'r.csv': remarkTable(remarks) },
  raw: (some) => remarkTable(some.map((row) => remarks[row] ?? '')),
});

type Case = {
  readonly spec: string;
  /** The files that training needs. */
  readonly data: Readonly<Record<string, string | Uint8Array>>;
  /** Raw data of some rows, by their numbers. */
  readonly raw: (rows: readonly number[]) => string | Uint8Array;
};

const ofTable = (spec: string): Case => ({
  spec,
  data: { 't.csv': table(rows) },
  // A column that is not used, of a name that would move the cursor.
  raw: (some) => table(some.map((row) => rows[row] ?? '')).replace('price', '\u001b[2J'),
});

const cases: Readonly<Record<string, Case>> = {
  'classes of a table': ofTable(
    tableSpec(
      'left',
      '{Dense: {units: 2, activation: softmax}}',
      'sparse_categorical_crossentropy',
    ),
  ),
  'yes or no': ofTable(
    tableSpec('left', '{Dense: {units: 1, activation: sigmoid}}', 'binary_crossentropy'),
  ),
  'a standardised number': ofTable(
    tableSpec('{price: {scale: standard}}', '{Dense: 1}', 'mean_squared_error'),
  ),
  'tokens of texts': ofTexts(
    '{type: text, max_tokens: 6}',
    '{Embedding: {input_dim: 6, output_dim: 4, mask_zero: true}, name: e}, {PositionEmbedding: 6, name: p}, {Add: null, inputs: [e, p]}, {GRU: 4}',
  ),
  'values of texts': ofTexts('{type: text, output_mode: count, ngrams: 2}', '{Dense: 4}'),
  tokens: {
    spec: `dataset: {name: sequences, ${Object.entries(tokens)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ')}}
model: [{Embedding: {input_dim: 40, output_dim: 4}}, {GRU: 5}, {Dense: {units: 2, activation: softmax}}]
loss: sparse_categorical_crossentropy
epochs: 1
`,
    data: {},
    raw: (some) => {
      const { inputs } = makeSequences(tokens);
      const lines = some.map((row) => inputs.slice(12 * row, 12 * row + 12).join(','));
      return `${Array.from({ length: 12 }, (_, i) => `t${i}`).join(',')}\n${lines.join('\n')}\n`;
    },
  },
  images: {
    spec: `dataset: {name: idx, train_images: x.idx, train_labels: y.idx, test_split: 0.3}
model: [{Conv2D: {filters: 3, kernel_size: 3, activation: relu}}, Flatten, {Dense: {units: 2, activation: softmax}}]
loss: sparse_categorical_crossentropy
epochs: 1
`,
    data: {
      'x.idx': idx([50, 6, 6], pixels),
      'y.idx': idx(
        [50],
        Uint8Array.from({ length: 50 }, (_, i) => i % 2),
      ),
    },
    raw: (some) =>
      gzipSync(
        idx(
          [some.length, 6, 6],
          Buffer.concat(some.map((row) => pixels.subarray(36 * row, 36 * row + 36))),
        ),
      ),
  },
};

test.each(Object.entries(cases))(
  'of %s has the bits that training kept, without data or spec',
  async (_name, { spec, data, raw }) => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 's.yaml'), spec);
      for (const [name, content] of Object.entries(data)) {
        writeFileSync(join(folder, name), content);
      }
      expect(await dlx(folder, ['train', 's.yaml', '--quiet'])).toMatchObject({ code: 0 });
      const [trained = ''] = runsIn(folder);
      const run = join(folder, 'elsewhere');
      renameSync(trained, run);
      for (const name of ['s.yaml', ...Object.keys(data)]) rmSync(join(folder, name));
      const outputs = readOutputs(run, 'test');
      writeFileSync(join(folder, 'new'), raw([...(outputs?.rows.values ?? [])]));
      const words = ['predict', run, 'new', '-o', 'p.npy'];
      const { stderr, ...ended } = await dlx(folder, words);
      expect(ended).toEqual({ code: 0, stdout: '' });
      expect(stderr).not.toContain('\u001b');
      expect(stderr.includes(String.raw`"\u001b[2J"`)).toBe(Object.hasOwn(data, 't.csv'));
      expect(readNpy(join(folder, 'p.npy'))).toEqual(outputs?.predictions);
      expect(readdirSync(folder).toSorted()).toEqual(['elsewhere', 'new', 'p.npy', 'runs']);
    });
  },
);

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');
const points = `x,y\n${Array.from({ length: 30 }, (_, i) => `${i / 30},${-i / 40}`).join('\n')}\n`;

test('Keras predicts the same with the same weights', async () => {
  const { inputs, outputs } = JSON.parse(
    readFileSync(join(root, 'test/fixtures/predictions.json'), 'utf8'),
  ) as Readonly<Record<'inputs' | 'outputs', readonly (readonly number[])[]>>;
  await inFolder(async (folder) => {
    writeFileSync(
      join(folder, 'new.csv'),
      `x,y\n${inputs.map((row) => row.join(',')).join('\n')}\n`,
    );
    const { code, stdout } = await dlx(folder, ['predict', frozen, 'new.csv', '--proba']);
    expect(code).toBe(0);
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toBe('arm,probability_0,probability_1,probability_2');
    expect(lines).toHaveLength(outputs.length);
    lines.forEach((line, row) => {
      const [arm, ...probabilities] = line.split(',').map(Number);
      const wanted = outputs[row] ?? [];
      expect(arm).toBe(wanted.indexOf(Math.max(...wanted)));
      probabilities.forEach((value, i) => expect(value).toBeCloseTo(wanted[i] ?? NaN, 6));
    });
  });
});

describe('what is written', () => {
  test('CSV, in the order of the rows; the terminal table has the first', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'new.csv'), points);
      const { code, stdout, stderr } = await dlx(folder, ['predict', frozen, 'new.csv']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const [head, ...lines] = stdout.trimEnd().split('\n');
      expect(head).toBe('arm,probability');
      expect(lines).toHaveLength(30);
      const shown = await dlx(folder, ['predict', frozen, 'new.csv', '--format', 'table']);
      expect(shown.stdout.split('\n')).toHaveLength(2 + 20 + 2);
      const top = await dlx(folder, [
        'predict',
        frozen,
        'new.csv',
        '--top',
        '3',
        '--format',
        'jsonl',
      ]);
      const first = JSON.parse(top.stdout.split('\n')[0] ?? '') as {
        top: { probability: number }[];
      };
      expect(first.top.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    });
  });

  test('rows before a damaged one stay, beside the name of the file', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'new.csv'), `${points}1,?\n2,3\n`);
      const { code, stdout, stderr } = await dlx(folder, [
        'predict',
        frozen,
        'new.csv',
        '-o',
        'p.csv',
      ]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toBe(
        'new.csv, line 32, column "2" is "?", without a value: fill it in, or remove the line\nthe 30 rows before are in p.csv.part\n',
      );
      expect(readdirSync(folder).toSorted()).toEqual(['new.csv', 'p.csv.part']);
      expect(readFileSync(join(folder, 'p.csv.part'), 'utf8').split('\n')).toHaveLength(32);
      const streamed = await dlx(folder, ['predict', frozen, 'new.csv']);
      expect(streamed.code).toBe(1);
      expect(streamed.stdout.split('\n')).toHaveLength(32);
    });
  });

  test('--json tells what was written, and what went wrong, on stdout alone', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'new.csv'), points);
      const told = async (...words: readonly string[]): Promise<unknown> => {
        const { code, stdout, stderr } = await dlx(folder, ['predict', frozen, ...words, '--json']);
        expect(stderr).toBe('');
        return [code, JSON.parse(stdout)];
      };
      expect(await told('new.csv', '-o', 'p.csv')).toEqual([
        0,
        {
          ok: true,
          run: frozen,
          epoch: expect.any(Number),
          output: 'p.csv',
          format: 'csv',
          rows: 30,
          notes: [],
        },
      ]);
      expect(await told('new.csv')).toMatchObject([
        2,
        { ok: false, error: { kind: 'arguments', action: 'fix' } },
      ]);
      writeFileSync(join(folder, 'bad.csv'), `${points}1,?\n`);
      const error = { kind: 'data', action: 'fix' };
      expect(await told('bad.csv', '-o', 'q.csv')).toMatchObject([1, { ok: false, error }]);
      expect(await told('none.csv', '-o', 'r.csv')).toMatchObject([1, { ok: false, error }]);
    });
  });

  test('standard input, and a pipe that is closed early', async () => {
    await inFolder(async (folder) => {
      const shell = (script: string) =>
        spawnSync(
          'bash',
          ['-c', `set -o pipefail; dlx() { node "${root}/bin/dlx.js" "$@"; }; ${script}`],
          {
            cwd: folder,
            encoding: 'utf8',
          },
        );
      const many = points.split('\n').slice(1, 31).join('\n');
      writeFileSync(join(folder, 'many.csv'), `x,y\n${`${many}\n`.repeat(3000)}`);
      const headed = shell(`dlx predict ${frozen} - < many.csv | head -n 2`);
      expect(headed).toMatchObject({ status: 0, stderr: '' });
      expect(headed.stdout.split('\n')).toHaveLength(3);
    });
  });
});

onLinux('a disk that is full', () => {
  test('is one sentence, for a file and for standard output', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'new.csv'), points);
      const named = ['predict', frozen, 'new.csv', '--output', '/dev/full', '--format', 'csv'];
      expect(await dlx(folder, named)).toEqual({
        code: 1,
        stdout: '',
        stderr: 'cannot write /dev/full: ENOSPC: no space left on device, write\n',
      });
      const full = openSync('/dev/full', 'w');
      const child = spawn(
        process.execPath,
        [join(root, 'bin/dlx.js'), 'predict', frozen, 'new.csv'],
        {
          cwd: folder,
          stdio: ['ignore', full, 'pipe'],
        },
      );
      let stderr = '';
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const code = await new Promise((resolve) => child.on('close', resolve));
      closeSync(full);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: 'cannot write the output: ENOSPC: no space left on device, write\n',
      });
    });
  });
});

/** A `dlx predict` that reads standard input, and what becomes of it. */
function predicting(folder: string) {
  const child = spawn(
    process.execPath,
    [join(root, 'bin/dlx.js'), 'predict', frozen, '-', '-o', 'p.csv'],
    { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
  return { child, ended };
}

test('an interrupt ends it, with nothing under the name of its output', async () => {
  await inFolder(async (folder) => {
    const { child, ended } = predicting(folder);
    child.stdin.on('error', () => undefined);
    child.stdin.write(points);
    // Its file is begun once the model is open.
    while (readdirSync(folder).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, stderr: 'stopped by SIGINT\n' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

// A terminal sends it to both, and either may be the first to hear of it.
onLinux('a signal while the model is opened', () => {
  test.each([
    { to: 'both processes', both: true },
    { to: 'the one that opens it', both: false },
  ])('to $to is what the command ends by', async ({ both }) => {
    await inFolder(async (folder) => {
      const { child, ended } = predicting(folder);
      let opening: number | undefined;
      while (opening === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        [opening] = trainersOf(child.pid);
      }
      if (both) child.kill('SIGUSR2');
      process.kill(opening, 'SIGUSR2');
      expect(await ended).toEqual({ code: 140, stderr: 'stopped by SIGUSR2\n' });
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

onLinux('an interrupt as it waits for a pipe', () => {
  test('that nobody writes to ends it, too', async () => {
    await inFolder(async (folder) => {
      spawnSync('mkfifo', [join(folder, 'pipe')]);
      const child = spawn(
        process.execPath,
        [join(root, 'bin/dlx.js'), 'predict', frozen, 'pipe', '-o', 'p.csv'],
        { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      let stderr = '';
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const closed = new Promise((resolve) => child.on('close', resolve));
      while (readdirSync(folder).length === 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill('SIGINT');
      expect({ code: await closed, stderr }).toEqual({ code: 130, stderr: 'stopped by SIGINT\n' });
      expect(readdirSync(folder)).toEqual(['pipe']);
    });
  });
});

describe('refused', () => {
  const refused = async (...words: readonly string[]): Promise<unknown> =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'new.csv'), points);
      mkdirSync(join(folder, 'empty'));
      symlinkSync('loop', join(folder, 'loop'));
      const { code, stdout, stderr } = await dlx(folder, ['predict', ...words]);
      expect(existsSync(join(folder, 'p.csv'))).toBe(false);
      return [code, stdout, stderr.trimEnd()];
    });

  test.each([
    [[frozen], 2, /^predict needs files of new data .*behind its run: dlx predict .* FILE$/],
    [[frozen, '-', '-'], 2, /^standard input \(-\) can be read once$/],
    [['no', 'new.csv'], 2, /^no run "no"/],
    [['empty', 'new.csv'], 1, /^empty is no run: it holds no run\.json$/],
    [[frozen, 'no.csv', '-o', 'p.csv'], 1, /^no\.csv does not exist/],
    [[frozen, 'new.csv', '--format', 'npy'], 2, /^--format npy needs --output FILE/],
    [[frozen, 'new.csv', '-o', 'p.txt'], 2, /^--output p\.txt does not say what to write/],
    [[frozen, 'new.csv', '-o', 'new.csv'], 2, /^--output new\.csv is new\.csv, which is read$/],
    [[frozen, 'loop'], 1, /^cannot read loop: ELOOP/],
    [[frozen, 'new.csv/x'], 1, /^new\.csv\/x does not exist/],
    [[frozen, 'x'.repeat(300)], 1, /^cannot read x{300}: ENAMETOOLONG/],
    [
      [frozen, 'new.csv', '-o', `${'x'.repeat(300)}.csv`],
      1,
      /^cannot write x{300}\.csv: ENAMETOOLONG/,
    ],
    [[frozen, 'new.csv', '-o', 'loop/p.csv'], 1, /^cannot write loop\/p\.csv: ELOOP/],
    [
      [frozen, 'new.csv', '-o', join(frozen, 'run.json'), '--format', 'csv'],
      2,
      /run\.json" is in the folder of the run finished-0\.1\.0, whose files are its own/,
    ],
    [[frozen, 'new.csv', '-o', 'no/p.csv'], 1, /^cannot write no\/p\.csv: ENOENT/],
    [[frozen, 'new.csv', '--top', '4'], 2, /^--top 4 is more than the 3 classes/],
    [[frozen, 'new.csv', '--top', '2', '--proba'], 2, /^--proba tells of each class/],
    [[frozen, 'new.csv', '--keep', 'id', '-o', 'p.csv'], 1, /^new\.csv has no column "id"/],
  ])('%j', async (words, code, message) => {
    expect(await refused(...words)).toEqual([code, '', expect.stringMatching(message)]);
  });
});
