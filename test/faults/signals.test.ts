// Signals that mean nothing, thousands of them while TensorFlow computes: the run ends with the bits
// that it has without them. Some of its kernels leave no room for a signal on the stack.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { trainersOf } from '../children.js';
import { inFolder, root } from '../folders.js';
import { dlx } from '../cli/warm.js';
import { onLinux } from '../on-linux.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';
import { bits, onlyRun } from './runs.js';

// Its second product is over so many numbers that the kernel keeps them beside its stack.
const spec = {
  dataset: { name: 'spirals', samples: 1000 },
  model: [
    { Dense: { units: 784, activation: 'relu' } },
    { Dense: { units: 100, activation: 'relu' } },
    { Dense: { units: 3, activation: 'softmax' } },
  ],
  optimizer: 'adam',
  loss: 'sparse_categorical_crossentropy',
  batch_size: 32,
  epochs: isWhole ? 200 : 12,
};
const words = ['train', 'a.yaml', '--device', 'cpu', '--quiet'];

// A terminal says by SIGWINCH that it has another size. Only a signal that somebody hears gets a frame
// on the stack.
const listening = `--import=data:text/javascript,process.on('SIGWINCH',()=>undefined)`;

function bombard(command: number | undefined): { readonly sent: () => number; stop: () => void } {
  let [trainer, sent] = [undefined as number | undefined, 0];
  const timer = setInterval(() => {
    [trainer] = trainer === undefined ? trainersOf(command) : [trainer];
    for (let i = 0; trainer !== undefined && i < 20; i += 1) {
      try {
        process.kill(trainer, 'SIGWINCH');
        sent += 1;
      } catch {
        clearInterval(timer);
      }
    }
  }, 1);
  return { sent: () => sent, stop: () => clearInterval(timer) };
}

onLinux('while TensorFlow computes', () => {
  test('signals that mean nothing change nothing', async () => {
    const reference = await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
      expect(await dlx(folder, words)).toMatchObject({ code: 0 });
      return bits(onlyRun(folder));
    });
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
      const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words], {
        cwd: folder,
        env: { ...process.env, NODE_OPTIONS: listening },
      });
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const signals = bombard(child.pid);
      const code = await new Promise((resolve) => child.on('close', resolve));
      signals.stop();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(signals.sent()).toBeGreaterThan(100);
      const same = JSON.stringify(bits(onlyRun(folder))) === JSON.stringify(reference);
      counted('signals inside TensorFlow', signals.sent(), { wrong: same ? 0 : 1 });
      expect(same).toBe(true);
    });
  });
});
