// A run that was trained with --tensorboard, on TensorBoard's own page, in Debian's Chromium: in the whole
// form, where both are there.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { dlx } from '../../cli/warm.js';
import { inFolder } from '../../folders.js';
import { hasBrowser, inBrowser } from '../../render/html/report/browser.js';
import { isWhole } from '../../whole.js';
import { hasModule } from '../readers.js';

const python = process.env['DLX_PYTHON'] ?? 'python3';

const spec = {
  dataset: { name: 'spirals', samples: 100 },
  model: [{ Dense: { units: 3, activation: 'softmax' } }],
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  epochs: 2,
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Waits for each word on each tab of the page of the logs in a folder; what went wrong on it. */
async function wrongOn(
  logs: string,
  tabs: Readonly<Record<string, readonly string[]>>,
): Promise<readonly string[]> {
  const port = await freePort();
  const server = spawn(
    python,
    ['-m', 'tensorboard.main', '--logdir', logs, '--host', '127.0.0.1', '--port', `${port}`],
    { stdio: 'ignore' },
  );
  const address = `http://127.0.0.1:${port}`;
  try {
    for (let left = 240; left > 0; left -= 1) {
      const isUp = await fetch(address).then(
        (one) => one.ok,
        () => false,
      );
      if (isUp) break;
      await setTimeout(500);
    }
    return await inBrowser(async (opened) => {
      const wrong: string[] = [];
      for (const [tab, words] of Object.entries(tabs)) {
        const page = await opened.newPage();
        page.on('pageerror', (error) => wrong.push(error.message));
        page.on('console', (said) => said.type() === 'error' && wrong.push(said.text()));
        await page.goto(`${address}/#${tab}`);
        for (const word of words) await page.getByText(word).first().waitFor({ timeout: 60_000 });
      }
      return wrong;
    });
  } finally {
    server.kill('SIGKILL');
  }
}

(isWhole && hasBrowser && hasModule('tensorboard') ? test : test.skip)(
  'curves, histograms, pictures and settings are on the page',
  async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
      const { code } = await dlx(folder, ['train', 'a.yaml', '--tensorboard', '--quiet']);
      expect(code).toBe(0);
      const wrong = await wrongOn(join(folder, 'runs'), {
        timeseries: ['epoch_accuracy', 'epoch_loss', 'best_validation_loss'],
        histograms: ['weights', 'gradients'],
        images: ['confusion_test'],
        hparams: ['seed', 'sparse_categorical_crossentropy', 'test_accuracy'],
      });
      expect(wrong).toEqual([]);
    });
  },
  300_000,
);
