// Memory that the system does not give: prlimit(1) holds the process to 3 GB of it, as a small
// machine would.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder, onLinux, root, type Ended } from '../cli/dlx.js';
import { counted } from './counts.js';
import { onlyRun, recordOf } from './runs.js';
import { isWhole } from '../whole.js';

// Two megabytes a sample, three of them in a training step.
const spec = `dataset: {name: spirals, samples: 1600}
model:
  - Dense: 256
  - Reshape: [16, 16, 1]
  - UpSampling2D: {size: 16}
  - Conv2D: {filters: 8, kernel_size: 3, activation: relu}
  - GlobalMaxPooling2D
  - Dense: {units: 3, activation: softmax}
loss: sparse_categorical_crossentropy
epochs: 1
`;

function withLittle(folder: string, words: readonly string[]): Promise<Ended> {
  writeFileSync(join(folder, 'a.yaml'), spec);
  const child = spawn(
    'prlimit',
    [
      '--data=3000000000',
      process.execPath,
      join(root, 'bin/dlx.js'),
      'train',
      'a.yaml',
      '--quiet',
      ...words,
    ],
    { cwd: folder, env: { ...process.env, NO_COLOR: '1' } },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) =>
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr })),
  );
}

onLinux('where memory is short', () => {
  test('a batch that does not fit ends in one sentence with the size to try', async () => {
    await inFolder(async (folder) => {
      expect(await withLittle(folder, ['-S', 'batch_size=1024'])).toEqual({
        code: 1,
        stdout: '',
        stderr: 'error: a, seed 0: out of memory with batch_size 1024; try batch_size 512\n',
      });
      expect(recordOf(onlyRun(folder))).toMatchObject({
        state: 'failed',
        message: 'out of memory with batch_size 1024; try batch_size 512',
      });
      counted('times out of memory', 1);
    });
  });

  // Each refusal takes TensorFlow ten seconds, in which it waits for memory to be given back.
  if (isWhole) {
    test('batch_size: auto finds one that does', async () => {
      await inFolder(async (folder) => {
        expect(await withLittle(folder, ['-S', 'batch_size=auto'])).toMatchObject({
          code: 0,
          stderr: '',
        });
        const size = Number(
          /^batch_size: (\d+)$/m.exec(
            readFileSync(join(onlyRun(folder), 'spec.yaml'), 'utf8'),
          )?.[1],
        );
        // 32 need 0.2 GB, 1024 more than 6.
        expect([64, 128, 256, 512]).toContain(size);
        counted('times out of memory', 1);
      });
    });
  }
});
