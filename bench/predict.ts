// `dlx predict` on a long table, beside what one writes in Python for it: pandas with Keras, and with
// onnxruntime, on the models that `dlx export` makes of the same run. Whole programs, from the file
// to the file.
import { closeSync, cpSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { failure, messageOf } from '../src/ground/errors.js';
import { randomNormal, streamOf } from '../src/ground/random.js';
import { contenderEnvironment } from './contenders.js';
import { runProgram } from './process-tree.js';
import { setupMore } from './python.js';
import type { Measured } from './results.js';
import type { Bench, Outcome } from './steps.js';
import { repository, type ProgramWork } from './works.js';

/** The rows that are predicted, and those that are trained on. */
const [longRows, trainingRows] = [3_000_000, 3_000];

const columns = 10;

/** What Python needs for tables beside Keras and PyTorch. */
export const tablePins: readonly string[] = [
  'pandas==3.1.1',
  'onnxruntime==1.32.0',
  'pyarrow==26.0.1',
  'duckdb==2.0.1',
];

type Program = {
  readonly contender: string;
  readonly command: string;
  readonly args: readonly string[];
};

/** Measures the seconds and the memory of each. */
export async function measurePredict(work: ProgramWork, bench: Bench): Promise<Outcome> {
  const folder = join(bench.folder, 'predict');
  mkdirSync(folder);
  await setupMore(bench.python, tablePins, bench.notify);
  bench.notify('writing a table, and training on its beginning');
  writeTable(join(folder, 'train.csv'), trainingRows);
  writeTable(join(folder, 'new.csv'), longRows);
  const programs = await programsOf(folder, bench);
  const measured = programs.map(({ contender }) => ({
    contender,
    configuration: '',
    values: [] as number[],
    peak_memory_bytes: [] as (number | null)[],
  }));
  const notes: string[] = [];
  for (let round = 1; round <= bench.rounds; round += 1) {
    for (const [i, program] of programs.entries()) {
      bench.notify(`${work.title}: round ${round} of ${bench.rounds}, ${program.contender}`);
      await takeRun(program, folder, measured[i], notes);
    }
  }
  const { name, title, targets, atMost = null } = work;
  return {
    result: { name, title, kind: 'predict', unit: 's', targets, at_most: atMost, measured, notes },
    versions: { pandas: '3.1.1', onnxruntime: '1.32.0' },
  };
}

type Taken = Measured & {
  readonly values: number[];
  readonly peak_memory_bytes: (number | null)[];
};

async function takeRun(
  { contender, command, args }: Program,
  folder: string,
  taken: Taken | undefined,
  notes: string[],
): Promise<void> {
  try {
    const { seconds, peakMemory } = await run(command, args, folder);
    taken?.values.push(seconds);
    taken?.peak_memory_bytes.push(peakMemory);
  } catch (error) {
    notes.push(`${contender} failed: ${messageOf(error)}`);
  }
}

async function run(
  command: string,
  args: readonly string[],
  folder: string,
): Promise<{ readonly seconds: number; readonly peakMemory: number | null }> {
  const environment = contenderEnvironment(process.env, { KERAS_BACKEND: 'tensorflow' });
  const ended = await runProgram(command, args, { environment, folder });
  if (ended.code !== 0) throw failure(ended.stderr.trim().split('\n').at(-1) ?? 'it said nothing');
  return ended;
}

async function programsOf(folder: string, { python }: Bench): Promise<readonly Program[]> {
  const dlx = join(repository, 'bin/dlx.js');
  const own = (...words: readonly string[]): Promise<unknown> =>
    run(process.execPath, [dlx, ...words], folder);
  cpSync(join(repository, 'bench/specs/table.yaml'), join(folder, 'table.yaml'));
  await own('train', 'table.yaml', '--device', 'cpu', '--quiet');
  for (const format of ['keras', 'onnx']) {
    await own('export', 'latest', '--to', format, '--output', format);
  }
  const script = join(repository, 'bench/scripts/predict_table.py');
  const inPython = (kind: 'keras' | 'onnx', contender: string): Program => ({
    contender,
    command: python,
    args: [
      script,
      kind,
      modelIn(join(folder, kind), `.${kind}`),
      join(kind, 'data.json'),
      'new.csv',
      `${kind}.csv`,
    ],
  });
  return [
    {
      contender: 'dlx',
      command: process.execPath,
      args: [dlx, 'predict', 'latest', 'new.csv', '--device', 'cpu', '-o', 'dlx.csv'],
    },
    inPython('keras', 'keras'),
    inPython('onnx', 'onnxruntime'),
  ];
}

function modelIn(folder: string, ending: string): string {
  const name = readdirSync(folder).find((one) => one.endsWith(ending));
  if (name === undefined) throw failure(`${folder} holds no ${ending}`);
  return join(folder, name);
}

// Numbers with all their digits, as pandas writes them, of which three classes are made.
function writeTable(path: string, rows: number): void {
  const file = openSync(path, 'w');
  const heads = Array.from({ length: columns }, (_, i) => `c${i}`);
  writeSync(file, `${[...heads, 'y'].join(',')}\n`);
  const together = 50_000;
  for (let start = 0; start < rows; start += together) {
    const count = Math.min(together, rows - start);
    const key = { seed: 1, stream: streamOf('bench/predict'), step: start };
    const values = randomNormal(key, count * columns);
    const lines = Array.from({ length: count }, (_, row) => {
      const cells = Array.from(
        { length: columns },
        (__, i) => (values[row * columns + i] ?? 0) / 7,
      );
      return `${cells.join(',')},${'abc'[Math.min(2, Math.max(0, Math.round(1 + 7 * (cells[0] ?? 0))))]}`;
    });
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
}
