// Models as .keras files, opened by Keras itself: it says nothing, predicts what dlx does, and trains
// on with the optimizer, loss and metrics of the spec. Of the random models that Keras knows one in
// a hundred; all of them, and all experiments, in the whole form.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { kerasFormat, kerasModel, sourceOf } from '../../../src/export/keras/keras.js';
import { isFrontName, toKerasName } from '../../../src/export/keras/names.js';
import { kerasClass } from '../../../src/export/keras/objects.js';
import type { Backend } from '../../../src/tensor/backend.js';
import { metricName } from '../../../src/spec/spec.js';
import { experimentKept, randomKept } from '../models.js';
import { root } from '../../folders.js';
import { openNative } from '../../model/keras.js';
import { randomSpecs } from '../../model/random-specs.js';
import { exportedOf, type Exported } from './models.js';
import { distance, hasKeras, readByKeras, type Read } from './reader.js';

const isWhole = process.env['DLX_FAULTS'] === 'whole';
const every = isWhole ? 1 : 100;

const experiments = isWhole
  ? readdirSync(join(root, 'experiments'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.yaml'),
    )
  : ['gru.yaml'];

const made: Exported[] = [];
let found: ReadonlyMap<string, Read> = new Map();
if (hasKeras) {
  const backend = await openNative();
  for (const [i, spec] of randomSpecs().entries()) {
    if (i % every === every - 1 || (!isWhole && i === 120)) {
      made.push(await exportedOf(`random-${i + 1}`, randomKept(spec), backend));
    }
  }
  for (const file of experiments) {
    const kept = experimentKept(join(root, 'experiments', file));
    made.push(await exportedOf(file.replaceAll('/', '-'), kept, backend));
  }
  made.push(await withPreprocessing(backend));
  found = readByKeras(made);
}

// Bytes of images, which the file itself divides.
async function withPreprocessing(backend: Backend): Promise<Exported> {
  const kept = experimentKept(join(root, 'experiments/adam.yaml'));
  const one = await exportedOf('with-preprocessing', kept, backend, true);
  return { ...one, values: Float32Array.from(one.values, (value) => value * 255) };
}

const models = made.map((one) => [one.name, one] as const);

(hasKeras ? describe : describe.skip)('opened by Keras', () => {
  test.each(models)('%s', (name, { wanted, kept, parameters, trainable }) => {
    const { spec } = kept.read;
    const read = found.get(name);
    expect([read?.error, read?.warnings.filter((said) => !/destroy the mask/.test(said))]).toEqual([
      undefined,
      [],
    ]);
    expect(distance(read?.outputs ?? new Float32Array(), wanted)).toBeLessThan(1e-5);
    expect([read?.parameters, read?.trainable, read?.iterations]).toEqual([
      parameters,
      trainable,
      0,
    ]);
    const { graph } = kerasModel(sourceOf(kept, false));
    expect(read?.layers.filter((layer) => layer !== 'input' && !isFrontName(layer))).toEqual(
      graph.layers.map((layer) => toKerasName(layer.spec.name)),
    );
    expect(read?.optimizer).toBe(kerasClass('optimizer', spec.optimizer.name));
    expect(read?.loss).toBe(spec.loss.name);
    expect(Object.keys(read?.scores ?? {}).sort()).toEqual(
      [...new Set(['loss', ...spec.metrics.map(metricName)])].sort(),
    );
  });

  test('most of them move in one step', () => {
    const moved = made.filter(({ name }) => found.get(name)?.moved);
    expect(moved.length).toBeGreaterThan(made.length / 2);
  });
});

test('nothing of the random models and experiments is refused', () => {
  const kept = [
    ...randomSpecs().map(randomKept),
    ...readdirSync(join(root, 'experiments'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => experimentKept(join(root, 'experiments', name))),
  ];
  const problems = kept.flatMap((one) =>
    kerasFormat.problems({ kept: one, withPreprocessing: false }),
  );
  expect([kept.length > 200, problems]).toEqual([true, []]);
  expect(
    kept.flatMap((one) => kerasModel(sourceOf(one, false)).graph.layers).length,
  ).toBeGreaterThan(600);
});
