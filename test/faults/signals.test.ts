// Signals that mean nothing, thousands of them while TensorFlow computes: the run ends with the bits
// that it has without them. Some of its kernels leave no room for a signal on the stack.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
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

function trainerOf(command: number | undefined): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((id) => {
      try {
        const parent = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
        return (
          Number(parent) === command &&
          readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('job/child.js')
        );
      } catch {
        return false;
      }
    });
}

// Node hears of its own children by this one, and looks whether one has ended.
function bombard(command: number | undefined): { readonly sent: () => number; stop: () => void } {
  let [trainer, sent] = [undefined as number | undefined, 0];
  const timer = setInterval(() => {
    trainer ??= trainerOf(command);
    for (let i = 0; trainer !== undefined && i < 20; i += 1) {
      try {
        process.kill(trainer, 'SIGCHLD');
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
      const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words], { cwd: folder });
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
