// Models with several inputs in every format: TensorFlow.js, and what Keras' file is imported as, give
// what the model gives; in the whole form the programs of the other formats, too.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { InputFacts, TargetFacts } from '../../src/dataset/facts.js';
import { language } from '../../src/experiment/language.js';
import type { ExportFiles, ExportFormat } from '../../src/export/format.js';
import { formats } from '../../src/export/formats.js';
import { readKerasArchive } from '../../src/import/archive.js';
import { importKeras } from '../../src/import/keras.js';
import { writtenSpec } from '../../src/import/written.js';
import { openModel, type WeightValues } from '../../src/model/model.js';
import type { Network } from '../../src/model/network.js';
import { encodeDataFile } from '../../src/run/data-file.js';
import { encodeNpy } from '../../src/run/format/npy.js';
import { readSpecText } from '../../src/spec/read.js';
import { scope } from '../../src/tensor/backend.js';
import { recordForward } from '../../src/tensor/graph/forward.js';
import { inFolder } from '../folders.js';
import { openNative } from '../model/keras.js';
import { isWhole } from '../whole.js';
import { distanceOf, fedTo, keptWithInputs, samplesOf, tensorOf, type Values } from './models.js';
import { hasModule, said } from './readers.js';
import { predictedInNode } from './tfjs-reader.js';

const backend = await openNative();
const native = backend.native;
if (!native) throw new Error('the native backend has a binding');

const facts = (name: string, kind: InputFacts['kind'], shape: number[]): InputFacts => ({
  name,
  kind,
  shape,
  divide_by: kind === 'image' ? 255 : 1,
  vocabulary: kind === 'tokens' ? 7 : null,
  columns: null,
  reading: null,
});
const inputs = [
  facts('photo', 'image', [5, 5, 2]),
  facts('words', 'tokens', [6]),
  facts('table', 'values', [3]),
];
const target: TargetFacts = { name: 'price', kind: 'number', scale: null };
const files = Object.fromEntries(inputs.map(({ name }) => [name, 'x.npy']));
const read = readSpecText(
  JSON.stringify({
    dataset: { name: 'arrays', inputs: files, target: 'price.npy', test_split: 0.2 },
    loss: 'mse',
    model: [
      { Embedding: { input_dim: 7, output_dim: 3 }, inputs: 'words' },
      { LSTM: 4, name: 'reader' },
      { Conv2D: { filters: 2, kernel_size: 2, activation: 'relu' }, inputs: 'photo' },
      'Flatten',
      { Dense: 4, name: 'left', inputs: 'table' },
      { Concatenate: {}, inputs: ['left', 'reader', 'flatten'] },
      { Dense: 5, name: 'beside', inputs: 'table' },
      { Concatenate: {}, inputs: ['concatenate', 'beside'] },
      { Dense: 1 },
    ],
  }),
  'inputs.yaml',
  { language },
);
const kept = keptWithInputs(read, inputs, target);
const samples = inputs.map((input) => samplesOf(input, 4));

function givenBy(network: Network, weights: WeightValues, of: readonly Values[]): Values {
  using model = openModel(backend, network, weights);
  let found: Values = { shape: [], values: new Float32Array() };
  scope(() => {
    const output = model.forward(of.map(tensorOf));
    found = { shape: output.shape, values: output.dataSync<'float32'>().slice() };
  });
  return found;
}

const wanted = givenBy(kept.network, kept.weights, samples);

function filesIn(format: ExportFormat): Promise<ExportFiles> {
  const exported = { kept, withPreprocessing: false };
  expect(format.problems(exported)).toEqual([]);
  if (!format.fromGraph) return format.files(exported);
  using model = openModel(backend, kept.network, kept.weights);
  return format.files(
    exported,
    recordForward(native as NonNullable<typeof native>, model, fedTo(kept)),
  );
}
const named = (name: string): ExportFormat => {
  const found = formats.find((format) => format.name === name);
  if (!found) throw new Error(name);
  return found;
};

test('TensorFlow.js takes them by their names', async () => {
  const got = await predictedInNode(
    await filesIn(named('tfjs')),
    Object.fromEntries(inputs.map(({ name }, i) => [name, samples[i] ?? wanted])),
  );
  expect(distanceOf(got.values, wanted.values)).toBeLessThan(1e-5);
});

test('Keras’ file is imported as what it was, its inputs by name', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'model.keras');
    writeFileSync(path, (await filesIn(named('keras'))).get('model.keras') ?? '');
    const archive = await readKerasArchive(path);
    const imported = await importKeras(archive, path);
    expect(imported.inputs.map(({ name, shape, dtype }) => [name, shape, dtype])).toEqual([
      ['photo', [5, 5, 2], 'float32'],
      ['words', [6], 'int32'],
      ['table', [3], 'float32'],
    ]);
    const weights = new Map(imported.tensors.map(({ name, values }) => [name, values]));
    expect(weights).toEqual(kept.weights);
    expect(givenBy(imported.network, weights, samples).values).toEqual(wanted.values);
    const text = writtenSpec(imported, { file: path, version: archive.version, weights: 'w' });
    expect(text).toContain('# words: (6) int32 a sample\n');
    expect(text).toMatch(/^# dataset: \{name: arrays, inputs: \{photo: photo\.npy, /m);
  });
});

test('with preprocessing, Keras’ layers stand in front of the inputs that need them', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'model.keras');
    const made = await named('keras').files({ kept, withPreprocessing: true }, undefined as never);
    writeFileSync(path, made.get('model.keras') ?? '');
    const imported = await importKeras(await readKerasArchive(path), path);
    expect(imported.notes).toContainEqual(expect.stringContaining('Rescaling in front'));
    expect(imported.network.layers.map(({ spec }) => spec.inputs)).toEqual(
      kept.network.layers.map(({ spec }) => spec.inputs),
    );
  });
});

test('PyTorch’s forward() takes them in their order', async () => {
  const text = String((await filesIn(named('pytorch'))).get('model.py'));
  expect(text).toContain('    def forward(self, photo, words, table):\n');
  expect(text).toContain('words, [batch, 6] (whole numbers below 7)');
});

test('what is printed names each input', () => {
  const lines = formats.map((format) =>
    format.reading('m', { kept, withPreprocessing: false }).join('\n'),
  );
  for (const [i, format] of formats.entries()) {
    if (format.name === 'pytorch') continue;
    for (const { name } of inputs) expect(lines[i]).toContain(name);
  }
});

describe('in the programs that they are for', () => {
  const modules = {
    onnx: 'onnxruntime',
    keras: 'keras',
    savedmodel: 'tensorflow',
    pytorch: 'torch',
  } as const;
  const readable = Object.entries(modules).flatMap(([format, module]) =>
    isWhole && hasModule(module) ? [format] : [],
  );
  const run = readable.length > 0 ? test : test.skip;
  run(`${readable.join(', ')} (where Python has its reader)`, async () => {
    await inFolder(async (folder) => {
      for (const name of readable) {
        const place = join(folder, name);
        const all = new Map([
          ...(await filesIn(named(name))),
          ['data.json', encodeDataFile(kept.facts)] as const,
          ['y.npy', encodeNpy(wanted)] as const,
          ...samples.map((one, i) => [`x-${i}.npy`, encodeNpy(one)] as const),
        ]);
        for (const [file, content] of all) {
          mkdirSync(dirname(join(place, file)), { recursive: true });
          writeFileSync(join(place, file), content);
        }
      }
      const distances = said<Record<string, number>>('read_inputs.py', folder);
      expect(Object.keys(distances).sort()).toEqual([...readable].sort());
      for (const far of Object.values(distances)) expect(far).toBeLessThan(1e-5);
    });
  });
});
