// The graph that SavedModels and graph models are written from, as TensorFlow itself runs it: what
// the model gives, for a batch of any size.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { KeptModel } from '../../src/inference/kept.js';
import { frozenGraph, type Frozen } from '../../src/export/frozen.js';
import { itemAt } from '../../src/ground/known.js';
import { codes } from '../../src/tensor/graph/codes.js';
import { encodeSavedModel } from '../../src/tensor/graph/saved-model.js';
import { openNative } from '../model/keras.js';
import { randomSpecs } from '../model/random-specs.js';
import { distanceOf, forwardOf, randomKept, samplesFor, type Values } from './models.js';
import { isWhole } from '../whole.js';

const backend = await openNative();
const native = backend.native;
if (!native) throw new Error('the native backend has a binding');
const { binding } = native;

/** The graph loaded into a session and run once. */
function run({ nodes, signature }: Frozen, samples: Values): Values {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, codes, signature));
  const session = binding.loadSavedModel(folder, 'serve,');
  const [input, output] = [itemAt(signature.inputs, 0), itemAt(signature.outputs, 0)];
  const fed = binding.createTensor(samples.shape, input.dtype, samples.values);
  const [{ id, shape } = { id: -1, shape: [] }] = binding.runSavedModel(
    session,
    [fed],
    `${input.node}:0,`,
    `${output.node}:0,`,
  );
  const values = Float32Array.from(binding.tensorDataSync(id));
  for (const tensor of [fed, id]) binding.deleteTensor(tensor);
  binding.deleteSavedModel(session);
  return { shape, values };
}

const frozenOf = (kept: KeptModel, samples: Values) => {
  const { graph, wanted } = forwardOf(backend, kept, samples);
  return { frozen: frozenGraph(kept, graph), wanted };
};

const specs = randomSpecs().map((spec, i) => [i + 1, spec] as const);

test.each(specs.filter(([i]) => isWhole || i % 10 === 0))('random model %i', (_, spec) => {
  const kept = randomKept(spec);
  for (const count of [1, 4]) {
    const samples = samplesFor(kept, count);
    const { frozen, wanted } = frozenOf(kept, samples);
    const got = run(frozen, samples);
    expect(got.shape).toEqual(wanted.shape);
    expect(distanceOf(got.values, wanted.values)).toBeLessThan(1e-5);
  }
});

test('names that TensorFlow does not take become others, each once', () => {
  const [spec] = randomSpecs();
  if (!spec) throw new Error('there are random models');
  const made = randomKept(spec);
  const kept: KeptModel = {
    ...made,
    inputs: made.inputs.map((input) => ({ ...input, name: '_größe, m²' })),
    target: { ...made.target, name: 'MatMul_0' },
  };
  const { frozen } = frozenOf(kept, samplesFor(kept, 2));
  const names = frozen.nodes.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[A-Za-z0-9.][A-Za-z0-9_./-]*$/.test(name))).toEqual([]);
  expect(frozen.signature.inputs[0]?.key).toBe('_größe, m²');
  expect(run(frozen, samplesFor(kept, 2)).shape).toEqual([2, ...kept.network.outputShape]);
});
