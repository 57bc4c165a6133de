// The real reader of .keras files, for tests: files with a batch each go into a folder, Keras opens
// them, and what it says and predicts comes back.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sizeOf } from '../../../src/model/layer.js';

/** A file, a batch for it, and what is to come out. */
export type ForReader = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly values: Float32Array | Int32Array;
  readonly targets?: readonly unknown[];
  readonly targetDtype?: 'float32' | 'int32';
  /** Whether it is also asked for a graph, as a user has it, which takes seconds. */
  readonly asGraph?: boolean;
};

/** What Keras says of one. */
export type Read = {
  readonly name: string;
  readonly error?: string;
  readonly class: string;
  readonly warnings: readonly string[];
  readonly shape: readonly number[];
  readonly layers: readonly string[];
  readonly parameters: number;
  readonly trainable: number;
  readonly optimizer: string;
  readonly iterations: number;
  readonly learning_rate: number;
  readonly loss: string;
  readonly scores?: Readonly<Record<string, number>>;
  readonly trained?: number;
  readonly moved?: boolean;
  /** What goes wrong in a graph: null for nothing. */
  readonly graph?: string | null;
  readonly outputs: Float32Array;
};

const python = process.env['DLX_PYTHON'] ?? 'python3';
const script = join(import.meta.dirname, '../../../../test/fixtures/read_keras.py');

/** Whether the tests' Python has Keras. */
export const hasKeras =
  spawnSync(
    python,
    [
      '-c',
      'import importlib.metadata as m, importlib.util as u, sys; sys.exit(u.find_spec("tensorflow") is None or not m.version("keras").startswith("3."))',
    ],
    { stdio: 'ignore' },
  ).status === 0;

/** Opens files with Keras on some backend. */
export function readByKeras(
  files: readonly ForReader[],
  backend: 'tensorflow' | 'torch' = 'tensorflow',
): ReadonlyMap<string, Read> {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-keras-'));
  for (const { name, bytes, values, shape, dtype, targets, targetDtype, asGraph } of files) {
    writeFileSync(join(folder, `${name}.keras`), bytes);
    writeFileSync(join(folder, `${name}.in`), values);
    const given = {
      shape,
      dtype,
      graph: asGraph === true,
      ...(targets ? { targets, target_dtype: targetDtype ?? 'float32' } : {}),
    };
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(given));
  }
  const { stdout, stderr, status } = spawnSync(python, [script, folder], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, KERAS_BACKEND: backend },
  });
  if (status !== 0) throw new Error(`Keras: ${stderr.slice(-2000)}`);
  const found = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Omit<Read, 'outputs'>);
  return new Map(
    found.map((one) => [
      one.name,
      { ...one, outputs: one.error === undefined ? outputsOf(folder, one) : new Float32Array() },
    ]),
  );
}

function outputsOf(folder: string, { name, shape }: Omit<Read, 'outputs'>): Float32Array {
  const bytes = readFileSync(join(folder, `${name}.out`));
  return new Float32Array(bytes.buffer, bytes.byteOffset, sizeOf(shape));
}

/** How far apart two results are, in parts of the length of the one that is wanted. */
export function distance(got: Float32Array, wanted: Float32Array): number {
  let [apart, whole] = [0, 0];
  for (const [i, value] of wanted.entries()) {
    apart += (value - (got[i] ?? Number.NaN)) ** 2;
    whole += value ** 2;
  }
  return got.length === wanted.length
    ? apart === 0
      ? 0
      : Math.sqrt(apart / Math.max(whole, 1e-30))
    : Number.NaN;
}
