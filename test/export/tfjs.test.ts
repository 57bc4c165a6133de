// Graph models, opened by TensorFlow.js itself, on its backend in plain JavaScript: they predict what
// the model does.
import { describe, expect, test } from '@jest/globals';
import type { ExportFiles } from '../../src/export/format.js';
import { graphModel, tfjs } from '../../src/export/tfjs.js';
import type { KeptModel } from '../../src/inference/kept.js';
import { codes } from '../../src/tensor/graph/codes.js';
import type { ForwardGraph } from '../../src/tensor/graph/forward-graph.js';
import { openNative } from '../model/keras.js';
import { randomSpecs } from '../model/random-specs.js';
import { experiments } from './experiments.js';
import { rareModels } from './keras/rare.js';
import { distanceOf, forwardOf, randomKept, samplesFor } from './models.js';
import { predictedInNode } from './tfjs-reader.js';
import { isWhole } from '../whole.js';

const native = await openNative();

async function distance(kept: KeptModel): Promise<number> {
  const samples = samplesFor(kept, 3);
  const { graph, wanted } = forwardOf(native, kept, samples);
  const files = await filesOf(kept, graph);
  const got = await predictedInNode(files, samples);
  expect(got.shape).toEqual(wanted.shape);
  return distanceOf(got.values, wanted.values);
}

function filesOf(kept: KeptModel, graph: ForwardGraph): Promise<ExportFiles> {
  if (!tfjs.fromGraph) throw new Error('graph models are written from graphs');
  return tfjs.files({ kept, withPreprocessing: false }, graph);
}

const specs = randomSpecs().map((spec, i) => [i + 1, spec] as const);

test.each(specs.filter(([i]) => isWhole || i % 10 === 0))('random model %i', async (_, spec) => {
  expect(await distance(randomKept(spec))).toBeLessThan(1e-5);
});

const [, marked = fail] = rareModels.find(([name]) => name === 'names with marks') ?? [];

test('names with marks', async () => {
  expect(await distance(marked())).toBeLessThan(1e-5);
});

test.each(experiments().filter(({ name }) => isWhole || name === 'spirals.yaml'))(
  '$name',
  async ({ kept }) => {
    expect(await distance(kept())).toBeLessThan(1e-5);
  },
);

describe('files', () => {
  const tensor = (length: number) => ({
    name: 'Const',
    op: 'Const',
    inputs: [],
    attributes: [
      { name: 'dtype', type: codes.TF_ATTR_TYPE, value: codes.TF_FLOAT },
      {
        name: 'value',
        tensor: { shape: [length], dtype: codes.TF_FLOAT, values: new Float32Array(length) },
      },
    ],
  });
  const signature = { inputs: [], outputs: [] };

  test('of 4 MiB at most', () => {
    const files = graphModel({ nodes: [tensor(2 ** 20 + 1)], signature });
    expect([...files].map(([name, content]) => [name, Buffer.byteLength(content)])).toEqual([
      ['model.json', expect.any(Number)],
      ['weights-1of2.bin', 2 ** 22],
      ['weights-2of2.bin', 4],
    ]);
  });

  test('one where there are no constants', () => {
    expect([...graphModel({ nodes: [], signature }).keys()]).toEqual([
      'model.json',
      'weights-1of1.bin',
    ]);
  });
});

test('what it says of how it is read has the type of what goes in', () => {
  const kept = randomKept(specs[0]?.[1] ?? fail());
  expect(tfjs.reading('a-tfjs', { kept, withPreprocessing: false }).join('\n')).toMatch(
    /a-tfjs\/model\.json[^]*, 'int32'\)[^]*4 tokens a row/,
  );
});

function fail(): never {
  throw new Error('there are random models');
}
