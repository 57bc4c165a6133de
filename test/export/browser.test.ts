// Graph models in a page of a real browser: Debian's Chromium, without a window. In the whole form of
// the tests alone, and left out where there is no Chromium (DLX_CHROMIUM, or /usr/bin/chromium).
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { tfjs } from '../../src/export/tfjs.js';
import { root } from '../folders.js';
import { openNative } from '../model/keras.js';
import { allModels, caseOf } from './cases.js';
import { isWhole } from '../whole.js';
import { distanceOf } from './models.js';
import type { Case } from './readers.js';

const browser = process.env['DLX_CHROMIUM'] ?? '/usr/bin/chromium';
// The package as it is published, and not the part of it that a build takes.
const library = join(root, 'node_modules/@tensorflow/tfjs/dist/tf.min.js');

// What runs in the page: loads a model by its URL and predicts.
const script = `async ({ backend, name, shape, values, dtype }) => {
  await tf.setBackend(backend);
  const model = await tf.loadGraphModel('/' + name + '/model.json');
  const output = model.predict(tf.tensor(values, shape, dtype));
  return { shape: output.shape, values: [...(await output.data())] };
}`;

/** Serves a page with TensorFlow.js in it, and models. */
async function serving<T>(
  cases: readonly Case[],
  work: (address: string) => Promise<T>,
): Promise<T> {
  const files = new Map<string, string | Uint8Array>([
    ['/', '<!doctype html><meta charset="utf-8"><script src="/tf.js"></script>'],
    ['/tf.js', readFileSync(library)],
    ...cases.flatMap(({ name, files: own }) =>
      [...own].map(([file, content]) => [`/${name}/${file}`, content] as const),
    ),
  ]);
  const server = createServer((request, response) => {
    const content = files.get(decodeURI(request.url ?? ''));
    const type = request.url === '/' ? { 'Content-Type': 'text/html' } : {};
    response.writeHead(content === undefined ? 404 : 200, type).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await work(`http://127.0.0.1:${port}/`);
  } finally {
    server.close();
  }
}

const read = isWhole && existsSync(browser) ? test : test.skip;

read('experiments and random models, in a page (where there is a Chromium)', async () => {
  const backend = await openNative();
  const models = allModels().filter(({ name }, i) => name.endsWith('.yaml') || i % 10 === 0);
  const cases = (await Promise.all(models.map((model) => caseOf(backend, tfjs, model)))).flatMap(
    (one) => one ?? [],
  );
  expect(cases).toHaveLength(models.length);
  const far = await serving(cases, async (address) => {
    const opened = await chromium.launch({
      executablePath: browser,
      args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader'],
    });
    try {
      const page = await opened.newPage();
      await page.goto(address);
      const found: [string, number][] = [];
      for (const { name, samples, wanted } of cases) {
        for (const one of ['cpu', 'webgl']) {
          const asked = {
            backend: one,
            name,
            shape: samples.shape,
            values: [...samples.values],
            dtype: samples.values instanceof Int32Array ? 'int32' : 'float32',
          };
          const got: { shape: number[]; values: number[] } = await page.evaluate(
            `(${script})(${JSON.stringify(asked)})`,
          );
          expect([name, got.shape]).toEqual([name, wanted.shape]);
          found.push([`${name} on ${one}`, distanceOf(got.values, wanted.values)]);
        }
      }
      return found;
    } finally {
      await opened.close();
    }
  });
  expect(far.filter(([, distance]) => !(distance < 1e-5))).toEqual([]);
});
