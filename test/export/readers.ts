// Real readers of exports, in Python: files and samples in, how far what the reader predicts is from
// what the model gives out. One process reads all models of a test: TensorFlow and PyTorch take
// seconds to start.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExportFiles } from '../../src/export/format.js';
import { encodeNpy } from '../../src/run/format/npy.js';
import { inFolder, root } from '../folders.js';
import type { Values } from './models.js';

const python = process.env['DLX_PYTHON'] ?? 'python3';

/** Whether the Python of the tests (DLX_PYTHON, or python3) has a module; it is not loaded. */
export function hasModule(name: string): boolean {
  const search = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${name}') is None)`;
  return spawnSync(python, ['-c', search]).status === 0;
}

/** A model that was exported, samples, and what it gives for them. */
export type Case = {
  readonly name: string;
  readonly files: ExportFiles;
  readonly samples: Values;
  readonly wanted: Values;
};

/** What a reader answers: its version, and how far its predictions are, by the name of the case. */
export type Judged = { readonly version: string; readonly distances: Record<string, number> };

/** Has a script under test/export/readers read and run models. */
export async function judgedBy(script: string, cases: readonly Case[]): Promise<Judged> {
  return inFolder(async (folder) => {
    for (const { name, files, samples, wanted } of cases) {
      const place = join(folder, name.replaceAll('/', '-'));
      for (const [file, content] of files) {
        mkdirSync(dirname(join(place, file)), { recursive: true });
        writeFileSync(join(place, file), content);
      }
      const inputs =
        samples.values instanceof Int32Array ? Float32Array.from(samples.values) : samples.values;
      writeFileSync(join(place, 'x.npy'), encodeNpy({ shape: samples.shape, values: inputs }));
      const outputs = Float32Array.from(wanted.values);
      writeFileSync(join(place, 'y.npy'), encodeNpy({ shape: wanted.shape, values: outputs }));
    }
    return said<Judged>(script, folder);
  });
}

/** What a script under test/export/readers says of a folder, in its last line. Throws an Error where it ends otherwise. */
export function said<T>(script: string, folder: string): T {
  const { status, stdout, stderr } = spawnSync(
    python,
    [join(root, 'test/export/readers', script), folder],
    { encoding: 'utf8', env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } },
  );
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T;
}
