// Models that Keras saved, in dlx: the same predictions; and there and back, dlx' own models: the same
// spec and the same bits. In the whole form all 200 random models, saved by Keras, too.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { kerasFormat } from '../../src/export/keras/keras.js';
import { language } from '../../src/experiment/language.js';
import { readKerasArchive } from '../../src/import/archive.js';
import { importKeras, readWeights } from '../../src/import/keras.js';
import { writtenSpec } from '../../src/import/written.js';
import type { KeptModel } from '../../src/inference/kept.js';
import { canonicalJson } from '../../src/spec/minimal.js';
import { readSpecText } from '../../src/spec/read.js';
import { distance, hasKeras } from '../export/keras/reader.js';
import { experimentKept, randomKept } from '../export/models.js';
import { inFolder, root } from '../folders.js';
import { openNative } from '../model/keras.js';
import { randomSpecs } from '../model/random-specs.js';
import { archiveOf, importedFrom, kerasFiles, outputOf, predictedIn } from './fixture.js';
import { isWhole } from '../whole.js';

const backend = await openNative();
const predicted = predictedIn(kerasFiles);

test.each([...predicted])('%s predicts what Keras does', async (name, wanted) => {
  const imported = await importedFrom(kerasFiles, name);
  expect(imported.network.parameters).toEqual({
    total: wanted.parameters,
    trainable: wanted.trainable,
  });
  const output = outputOf(imported, wanted, backend);
  expect(distance(output, Float32Array.from(wanted.output.values))).toBeLessThan(1e-5);
});

test('weights alone are those of the model', async () => {
  const { network, tensors } = await importedFrom(kerasFiles, 'table');
  const bytes = readFileSync(join(kerasFiles, 'table.weights.h5'));
  expect(await readWeights(bytes, network, [], 'table.weights.h5')).toEqual(tensors);
});

test('weights of another model are refused with every shape that differs', async () => {
  const { network } = await importedFrom(kerasFiles, 'table');
  const { weights } = await archiveOf('tokens');
  await expect(readWeights(weights, network, [], 'x.keras')).rejects.toThrow(
    /^the weights of x\.keras do not fit its model: it\n {2}lacks layers\/normalization\/vars\/0\n[^]*has layers\/dense\/vars\/0 of shape \(3, 1\), and the model wants \(3, 4\)\n[^]*has layers\/embedding\/vars\/0, for which the model has no weight/,
  );
});

test('what dlx cannot express is named, all of it at once', async () => {
  await expect(importedFrom(kerasFiles, 'refused')).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(
      /^refused\.keras holds what dlx cannot express:\n[^]*shared[^]*Lambda \(twice\): [^]*a spec holds no code\n[^]*AdditiveAttention \(old\): /,
    ),
  });
});

// There and back; but for PositionEmbedding, which Keras lacks: there it is another layer.
const some = randomSpecs().flatMap((spec, i) =>
  i % (isWhole ? 1 : 20) === 0 && !JSON.stringify(spec).includes('PositionEmbedding')
    ? [[`random ${i + 1}`, () => randomKept(spec)] as const]
    : [],
);
const experiments = ['resnet.yaml', 'lstm.yaml', 'batch-normalization.yaml'].map(
  (name) => [name, () => experimentKept(join(root, 'experiments', name))] as const,
);

test.each([...some, ...experiments])('%s there and back', async (_, make) => {
  await inFolder(async (folder) => {
    const kept = make();
    const path = join(folder, 'model.keras');
    const files = await kerasFormat.files({ kept, withPreprocessing: false });
    writeFileSync(path, files.get('model.keras') ?? '');
    const archive = await readKerasArchive(path);
    const imported = await importKeras(archive, path);
    expect(new Map(imported.tensors.map(({ name, values }) => [name, values]))).toEqual(
      usedWeights(kept, imported.tensors.length),
    );
    const text = writtenSpec(imported, { file: path, version: archive.version, weights: 'w' });
    const again = readSpecText(
      `dataset: spirals\n${text.replace(/^initial_weights:.*$/m, '')}`,
      path,
      {
        language,
      },
    );
    expect(minimalOf(again.minimal)).toBe(minimalOf(kept.read.minimal));
  });
});

// Layers whose output nobody takes are no part of a model of Keras.
function usedWeights(kept: KeptModel, count: number): ReadonlyMap<string, Float32Array> {
  expect(count).toBe(kept.network.weights.length);
  return kept.weights;
}

// What a file of Keras holds of a spec. That channels come last is dlx' rule, written or not.
function minimalOf({ model, optimizer, loss, metrics }: Readonly<Record<string, unknown>>): string {
  const written = JSON.stringify({ model, optimizer, loss, metrics }, (key, value: unknown) =>
    key === 'data_format' ? undefined : value,
  );
  return canonicalJson(JSON.parse(written.replaceAll('"arguments":{},', '')));
}

(isWhole && hasKeras ? describe : describe.skip)('all random models, saved by Keras', () => {
  test('predict what Keras does', async () => {
    await inFolder(async (folder) => {
      const script = join(root, 'test/fixtures/make_keras_files.py');
      const python = process.env['DLX_PYTHON'] ?? 'python3';
      const { status, stderr } = spawnSync(python, [script, folder], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr.slice(-2000));
      const all = predictedIn(folder);
      expect(all.size).toBe(200);
      let worst = 0;
      for (const [name, wanted] of all) {
        const output = outputOf(await importedFrom(folder, name), wanted, backend);
        worst = Math.max(worst, distance(output, Float32Array.from(wanted.output.values)));
      }
      expect(worst).toBeLessThan(1e-5);
    });
  }, 1_200_000);
});
