// ONNX models as Python's onnx checks them and onnxruntime runs them, all in one process. The Python
// that has both is named by DLX_PYTHON.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../folders.js';

/** An array that a model is fed or gives. */
export type Fed = {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | Int32Array | Uint8Array | readonly string[];
};
type Got = { readonly shape: readonly number[]; readonly values: Float32Array | readonly string[] };

/** A model, and what it is run with. */
export type OnnxCase = {
  readonly bytes: Uint8Array;
  readonly runs: readonly Readonly<Record<string, Fed>>[];
};

/** What its readers say of it: `problem` where they refuse it. */
export type OnnxAnswer = {
  readonly problem?: string;
  readonly runs: readonly Readonly<Record<string, Got>>[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs: readonly (readonly [string, string, readonly unknown[]])[];
  readonly outputs: readonly (readonly [string, string, readonly unknown[]])[];
  readonly operations: readonly string[];
  readonly initializers: readonly string[];
};

const python = process.env['DLX_PYTHON'] ?? 'python3';
const search =
  'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ("onnx", "onnxruntime", "numpy"))))';

/** Whether there is a Python that reads ONNX. */
export const hasOnnx = spawnSync(python, ['-c', search]).status === 0;

const types = new Map([
  ['Float32Array', 'float32'],
  ['Float64Array', 'float64'],
  ['Int32Array', 'int32'],
  ['Uint8Array', 'uint8'],
]);

/** Checks and runs all of them. */
export function runOnnx(cases: readonly OnnxCase[]): readonly OnnxAnswer[] {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  const told = ({ shape, values }: Fed, file: string): object => {
    if (!('BYTES_PER_ELEMENT' in values)) return { shape, type: 'string', words: values };
    writeFileSync(join(folder, file), values);
    return { shape, type: types.get(values.constructor.name), file };
  };
  const manifest = cases.map(({ bytes, runs }, i) => {
    const file = `${i}.onnx`;
    writeFileSync(join(folder, file), bytes);
    return {
      file,
      runs: runs.map((feeds, run) =>
        Object.fromEntries(
          Object.entries(feeds).map(([name, fed], place) => [
            name,
            told(fed, `${file}.${run}.${place}.in`),
          ]),
        ),
      ),
    };
  });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const script = join(root, 'test/export/onnx/run_onnx.py');
  const { status, stderr } = spawnSync(python, [script, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const { models } = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as {
    models: readonly (OnnxAnswer & { readonly runs: readonly Record<string, Told>[] })[];
  };
  return models.map((answer) => ({
    ...answer,
    runs: (answer.runs ?? []).map((outputs) =>
      Object.fromEntries(
        Object.entries(outputs).map(([name, output]) => [name, gotten(folder, output)]),
      ),
    ),
  }));
}

type Told = {
  readonly shape: readonly number[];
  readonly words?: string[];
  readonly file?: string;
};

function gotten(folder: string, { shape, words, file }: Told): Got {
  if (words) return { shape, values: words };
  const bytes = readFileSync(join(folder, file ?? ''));
  return { shape, values: new Float32Array(new Uint8Array(bytes).buffer) };
}
