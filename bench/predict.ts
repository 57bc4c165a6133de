// `dlx predict` on a long table, beside what one writes in Python for it: pandas with Keras, and with
// onnxruntime, on the models that `dlx export` makes of the same run. Whole programs, from the file
// to the file.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../src/ground/errors.js';
import { contenderEnvironment } from './contenders.js';
import { runProgram } from './process-tree.js';
import { lastWords, runInTurn, wholeSeconds, type Program } from './programs.js';
import { setupMore } from './python.js';
import type { Bench, Outcome } from './steps.js';
import { tablePins, writeTable } from './tables.js';
import { repository, type ProgramWork } from './works.js';

/** The rows that are predicted, and those that are trained on. */
const [longRows, trainingRows] = [3_000_000, 3_000];

const columns = 10;

/** Measures the seconds and the memory of each. */
export async function measurePredict(work: ProgramWork, bench: Bench): Promise<Outcome> {
  const folder = join(bench.folder, 'predict');
  mkdirSync(folder);
  await setupMore(bench.python, tablePins, bench.notify);
  bench.notify('writing a table, and training on its beginning');
  writeTable(join(folder, 'train.csv'), { rows: trainingRows, columns, classes: true });
  writeTable(join(folder, 'new.csv'), { rows: longRows, columns, classes: true });
  const { name, title, targets, atMost = null } = work;
  const programs = await programsOf(folder, bench);
  const taken = await runInTurn(programs, { ...bench, title, secondsOf: wholeSeconds });
  return {
    result: {
      name,
      title,
      kind: 'predict',
      unit: 's',
      targets,
      at_most: atMost,
      measured: taken.measured(0),
      notes: taken.notes,
    },
    versions: { pandas: '3.1.1', onnxruntime: '1.32.0' },
  };
}

async function programsOf(folder: string, { python }: Bench): Promise<readonly Program[]> {
  const dlx = join(repository, 'bin/dlx.js');
  const environment = contenderEnvironment(process.env, { KERAS_BACKEND: 'tensorflow' });
  const own = async (...words: readonly string[]): Promise<void> => {
    const ended = await runProgram(process.execPath, [dlx, ...words], { environment, folder });
    if (ended.code !== 0) throw failure(lastWords(ended.stderr));
  };
  cpSync(join(repository, 'bench/specs/table.yaml'), join(folder, 'table.yaml'));
  await own('train', 'table.yaml', '--device', 'cpu', '--quiet');
  for (const format of ['keras', 'onnx']) {
    await own('export', 'latest', '--to', format, '--output', format);
  }
  const script = join(repository, 'bench/scripts/predict_table.py');
  const program = (contender: string, command: string, args: readonly string[]): Program => ({
    contender,
    configuration: '',
    command,
    args,
    environment,
    folder,
  });
  const inPython = (kind: 'keras' | 'onnx', contender: string): Program =>
    program(contender, python, [
      script,
      kind,
      modelIn(join(folder, kind), `.${kind}`),
      join(kind, 'data.json'),
      'new.csv',
      `${kind}.csv`,
    ]);
  const words = ['predict', 'latest', 'new.csv', '--device', 'cpu', '-o', 'dlx.csv'];
  return [
    program('dlx', process.execPath, [dlx, ...words]),
    inPython('keras', 'keras'),
    inPython('onnx', 'onnxruntime'),
  ];
}

function modelIn(folder: string, ending: string): string {
  const name = readdirSync(folder).find((one) => one.endsWith(ending));
  if (name === undefined) throw failure(`${folder} holds no ${ending}`);
  return join(folder, name);
}
