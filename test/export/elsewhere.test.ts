// A run from its training to every program that its model is exported for: each predicts, for the
// first thousand images of the test set, what training kept in predictions/test.npy. In the whole
// form of the tests alone; readers that the Python of the tests lacks are left out.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadDataset } from '../../src/dataset/datasets.js';
import { language } from '../../src/experiment/language.js';
import { dataContext } from '../../src/experiment/plan.js';
import type { ExportFiles } from '../../src/export/format.js';
import { formats } from '../../src/export/formats.js';
import { itemAt, present } from '../../src/ground/known.js';
import { readNpy } from '../../src/run/format/npy.js';
import { readSpec } from '../../src/spec/read.js';
import { dlx } from '../cli/warm.js';
import { root, runsIn } from '../folders.js';
import { isWhole } from '../whole.js';
import { distanceOf, type Values } from './models.js';
import { hasModule, judgedBy } from './readers.js';
import { predictedInNode } from './tfjs-reader.js';

const count = 1000;
const place = mkdtempSync(join(tmpdir(), 'dlx-test-'));
const little = join(root, 'experiments/adam.yaml');
let samples: Values = { shape: [], values: new Float32Array() };
let wanted: Values = samples;

// The module that each format's reader in Python is.
const modules: Readonly<Record<string, string>> = {
  onnx: 'onnxruntime',
  keras: 'keras',
  savedmodel: 'tensorflow',
  pytorch: 'torch',
};

/** The images as the network takes them, and what the run kept of its predictions of them. */
async function fetchSamples(run: string): Promise<void> {
  const read = readSpec(little, { language });
  const { test: part } = await loadDataset(
    read.spec.dataset,
    dataContext(read, () => undefined),
  );
  const rows = present(readNpy(join(run, 'rows/test.npy')), 'rows').values;
  const { inputs } = part.source.gather(Int32Array.from(rows).subarray(0, count));
  const { shape, divideBy, values } = itemAt(inputs, 0);
  samples = {
    shape: [count, ...shape],
    values: Float32Array.from(values, (value) => value / divideBy),
  };
  const kept = present(readNpy(join(run, 'predictions/test.npy')), 'predictions');
  const classes = kept.shape.at(-1) ?? 0;
  wanted = {
    shape: [count, classes],
    values: Float32Array.from(kept.values).subarray(0, count * classes),
  };
}

function filesIn(folder: string): ExportFiles {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
}

(isWhole ? describe : describe.skip)('the little brother of adam.yaml', () => {
  beforeAll(async () => {
    const words = ['train', little, '-S', 'epochs=1', '--name', 'little', '--device', 'cpu'];
    expect(await dlx(place, words)).toMatchObject({ code: 0 });
    await fetchSamples(itemAt(runsIn(place), 0));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  for (const { name: format } of formats) {
    const module = modules[format];
    const isThere = module === undefined || (isWhole && hasModule(module));
    (isThere ? test : test.skip)(`as ${format} (where Python has its reader)`, async () => {
      const ended = await dlx(place, ['export', 'latest', '--to', format]);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const files = filesIn(join(place, `little-${format}`));
      if (module === undefined) {
        const got = await predictedInNode(files, samples);
        expect(got.shape).toEqual(wanted.shape);
        expect(distanceOf(got.values, wanted.values)).toBeLessThan(1e-5);
        return;
      }
      const { distances } = await judgedBy(`read_${format}.py`, [
        { name: 'little', files, samples, wanted },
      ]);
      expect(distances['little']).toBeLessThan(1e-5);
    });
  }
});
