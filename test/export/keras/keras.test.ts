// Models as .keras files, opened by Keras itself: it says nothing, predicts what dlx does, and trains
// on with the optimizer, loss and metrics of the spec. Of the random models that Keras knows one, and
// some that have what is rare; all of them, and all experiments, in the whole form.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { kerasFormat, kerasModel, sourceOf } from '../../../src/export/keras/keras.js';
import { isFrontName } from '../../../src/export/keras/names.js';
import { kerasClass } from '../../../src/export/keras/objects.js';
import type { Backend } from '../../../src/tensor/backend.js';
import type { KeptModel } from '../../../src/inference/kept.js';
import { metricName } from '../../../src/spec/spec.js';
import { experimentKept, plainExperiments, randomKept } from '../models.js';
import { root } from '../../folders.js';
import { openNative } from '../../model/keras.js';
import { randomSpecs } from '../../model/random-specs.js';
import { networkOf, specOf } from '../../model/specs.js';
import { exportedOf, type Exported } from './models.js';
import { rareModels } from './rare.js';
import { distance, hasKeras, readByKeras, type Read } from './reader.js';
import { isWhole } from '../../whole.js';

const experimentAt = (name: string): KeptModel => experimentKept(join(root, 'experiments', name));

const made: Exported[] = [];
let found: ReadonlyMap<string, Read> = new Map();
if (hasKeras) {
  const backend = await openNative();
  const drawn = randomSpecs().map(
    (spec, i) => [`random-${i + 1}`, () => randomKept(spec)] as const,
  );
  const written = plainExperiments().map(
    (name) => [name.replaceAll('/', '-'), () => experimentAt(name)] as const,
  );
  const whole = [...rareModels, ...drawn, ...written];
  const wanted = ['masks in branches', 'positions', 'blocks', 'random-121', 'names with marks'];
  const asGraphs = ['masks in branches', 'names with marks'];
  for (const [name, make] of whole) {
    if (isWhole || wanted.includes(name)) {
      const one = await exportedOf(name, make(), backend);
      made.push({ ...one, asGraph: asGraphs.includes(name) });
    }
  }
  made.push(await withPreprocessing(backend), await withColumns(backend));
  found = readByKeras(made);
}

// Bytes of images, which the file itself divides.
async function withPreprocessing(backend: Backend): Promise<Exported> {
  const kept = experimentAt('adam.yaml');
  const one = await exportedOf('with-preprocessing', kept, backend, true);
  const values = Float32Array.from(one.values, (value) => value * 255);
  return { ...one, values, asGraph: true };
}

// Rows of numbers as a table has them, which the file itself standardises.
async function withColumns(backend: Backend): Promise<Exported> {
  const kept = experimentAt('spirals.yaml');
  const column = { kind: 'number', decimal: '.', thousands: null, unit: null } as const;
  const own = { ...column, distinct: 9, missing: 0, min: 0, max: 9, mean: 4, deviation: 2 };
  const columns = ['x', 'y'].map((name) => ({ ...own, column: name }));
  const inputs = kept.inputs.map((input) => ({ ...input, columns }));
  const one = await exportedOf('with-columns', { ...kept, inputs }, backend, true);
  const values = Float32Array.from(one.values, (value) => value * 2 + 4);
  return { ...one, values, asGraph: true };
}

const models = made.map((one) => [one.name, one] as const);

(hasKeras ? describe : describe.skip)('opened by Keras', () => {
  test.each(models)('%s', (name, { wanted, kept, parameters, trainable, asGraph }) => {
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
      graph.layers.map((layer) => graph.nameOf(layer.spec.name)),
    );
    expect(read?.graph).toBe(asGraph ? null : undefined);
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

test('a model too large for the library is refused before it is written', () => {
  // 10,000 × 20,000 weights, and two slots of Adam's for each: 2.4 GB.
  const model = [{ Dense: 20_000 }, { Dense: 1 }];
  const spec = specOf({ model, optimizer: 'adam' });
  const network = networkOf(model, [10_000]);
  const length = { stepsPerEpoch: 1, epochs: 1 };
  expect(kerasModel({ network, spec, length, front: [] }).problems).toEqual([
    expect.stringMatching(/^its weights, .* are 2400480012 bytes, /),
  ]);
});

test('nothing of the random models and experiments is refused', () => {
  const kept = [...randomSpecs().map(randomKept), ...plainExperiments().map(experimentAt)];
  const problems = kept.flatMap((one) =>
    kerasFormat.problems({ kept: one, withPreprocessing: false }),
  );
  expect([kept.length > 200, problems]).toEqual([true, []]);
  expect(
    kept.flatMap((one) => kerasModel(sourceOf(one, false)).graph.layers).length,
  ).toBeGreaterThan(600);
});
