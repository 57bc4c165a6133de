// Exported models in their real readers: checked by onnx, run by onnxruntime, and held to what the
// model gives in TensorFlow, or to what Keras gave for the same weights.
import { onlyInput } from '../../../src/dataset/source.js';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { encodeInputs } from '../../../src/dataset/table/columns.js';
import type { ColumnFacts } from '../../../src/dataset/facts.js';
import { language } from '../../../src/experiment/language.js';
import { encodeModel } from '../../../src/export/onnx/encode.js';
import { onnx, onnxModel } from '../../../src/export/onnx/onnx.js';
import { itemAt } from '../../../src/ground/known.js';
import type { KeptModel } from '../../../src/inference/kept.js';
import { openModel } from '../../../src/model/model.js';
import { readSpecText } from '../../../src/spec/read.js';
import { scope } from '../../../src/tensor/backend.js';
import { recordForward, type ForwardGraph } from '../../../src/tensor/graph/forward.js';
import { layers } from '../../../src/model/layers/layers.js';
import { root } from '../../folders.js';
import {
  openNative,
  readFixture,
  valuesOf,
  type Saved,
  type SavedInput,
} from '../../model/keras.js';
import type { SavedWeights } from '../../model/fixtures.js';
import { randomSpecs } from '../../model/random-specs.js';
import {
  distanceOf,
  experimentKept,
  keptOf,
  randomKept,
  samplesFor,
  tensorOf,
  type Values,
  fedTo,
  plainExperiments,
} from '../models.js';
import { hasOnnx, runOnnx, type Fed, type OnnxAnswer, type OnnxCase } from './runtime.js';
import { isWhole } from '../../whole.js';

const backend = await openNative();
const native = backend.native;
if (!native) throw new Error('the native backend has a binding');

/** A model, with what it is fed and what must come out of it. */
type Held = {
  readonly name: string;
  readonly case: OnnxCase;
  readonly wanted: readonly Values[];
};

const exportedBytes = (kept: KeptModel, graph: ForwardGraph, withPreprocessing = false) =>
  encodeModel(onnxModel({ kept, withPreprocessing }, graph));

const graphOf = (kept: KeptModel): ForwardGraph => {
  using model = openModel(backend, kept.network, kept.weights);
  return recordForward(native, model, fedTo(kept));
};

const givenBy = (kept: KeptModel, samples: readonly Values[]): readonly Values[] => {
  using model = openModel(backend, kept.network, kept.weights);
  return samples.map((each) => {
    let found: Values = { shape: [], values: new Float32Array() };
    scope(() => {
      const output = model.forward([tensorOf(each)]);
      found = { shape: output.shape, values: output.dataSync<'float32'>().slice() };
    });
    return found;
  });
};

const asTensorFlow = (name: string, kept: KeptModel, counts: readonly number[]): Held => {
  const samples = counts.map((count) => samplesFor(kept, count));
  return {
    name,
    case: {
      bytes: exportedBytes(kept, graphOf(kept)),
      runs: samples.map((each) => ({ [onlyInput(kept).name]: each })),
    },
    wanted: givenBy(kept, samples),
  };
};

type KerasCase = {
  readonly name: string;
  readonly model: readonly unknown[];
  readonly training: boolean;
  readonly input: SavedInput;
  readonly weights: SavedWeights;
  readonly output: Saved;
  readonly moved: SavedWeights;
  readonly uniform?: SavedWeights;
};

const kerasFixtures = [
  'layers',
  'activations',
  'attention',
  'convolutions',
  'convolution_edges',
  'normalization',
  'recurrent',
  'windows',
  'wrappers',
];

// Where training does something else, its output says nothing of the model that is kept.
const isInference = ({ training, moved, uniform, model }: KerasCase): boolean =>
  !training ||
  (Object.keys(moved).length === 0 && !uniform && !/Dropout|Noise/.test(JSON.stringify(model)));

const kerasCases = kerasFixtures
  .flatMap((fixture) =>
    readFixture<readonly KerasCase[]>(fixture).map((one) => ({
      ...one,
      name: `${fixture}: ${one.name}`,
    })),
  )
  .filter(isInference);

const asKeras = ({ name, model, input, weights, output }: KerasCase): Held => {
  const read = readSpecText(
    JSON.stringify({ dataset: 'spirals', loss: 'mse', model }),
    'keras.yaml',
    {
      language,
    },
  );
  const facts = {
    name: 'x',
    kind: input.tokens ? ('tokens' as const) : ('table' as const),
    shape: input.shape.slice(1),
    divide_by: 1,
    vocabulary: null,
    columns: null,
    reading: null,
  };
  const target = { name: 'y', kind: 'number' as const, scale: null };
  const kept = { ...keptOf(read, facts, target), weights: valuesOf(weights) };
  const values = input.tokens ? Int32Array.from(input.values) : Float32Array.from(input.values);
  return {
    name,
    case: {
      bytes: exportedBytes(kept, graphOf(kept)),
      runs: [{ x: { shape: input.shape, values } }],
    },
    wanted: [{ shape: output.shape, values: Float32Array.from(output.values) }],
  };
};

const experiments = plainExperiments().filter(
  (name) => isWhole || /^(adam|cnn|gru|lstm|resnet|spirals)\.yaml$/.test(name),
);

const held = (): readonly Held[] => [
  ...randomSpecs().flatMap((spec, i) =>
    isWhole || i % 10 === 9
      ? [asTensorFlow(`random model ${i + 1}`, randomKept(spec), [1, 7, 1000])]
      : [],
  ),
  ...experiments.map((name) =>
    asTensorFlow(
      `experiments/${name}`,
      experimentKept(join(root, 'experiments', name)),
      isWhole ? [1, 7, 1000] : [1, 7],
    ),
  ),
  ...kerasCases.filter((_, i) => isWhole || i % 12 === 0).map(asKeras),
];

const columns: readonly ColumnFacts[] = [
  {
    column: 'built',
    kind: 'number',
    distinct: 9,
    missing: 0,
    decimal: '.',
    thousands: null,
    unit: null,
    min: 1900,
    max: 2020,
    mean: 1987.25,
    deviation: 21.5,
  },
  {
    column: 'same',
    kind: 'number',
    distinct: 1,
    missing: 0,
    decimal: '.',
    thousands: null,
    unit: null,
    min: 4,
    max: 4,
    mean: 4,
    deviation: 0,
  },
  {
    column: 'label',
    kind: 'categories',
    distinct: 3,
    missing: 0,
    categories: ['Köln', 'a b', '10'],
  },
  {
    column: '',
    kind: 'number',
    distinct: 9,
    missing: 0,
    decimal: '.',
    thousands: null,
    unit: null,
    min: 0,
    max: 1,
    mean: 1_700_000_000,
    deviation: 0.5,
  },
];
const table = {
  numbers: {
    built: [1901, 2019.5, 1987.25],
    same: [4, 4, 4],
    '': [1_700_000_000.25, 1_700_000_001, 1_699_999_999],
  },
  words: ['10', 'Köln', 'never seen'],
};
const tableRows = encodeInputs(
  { file: 'houses.csv', count: 3 },
  columns.map(({ column, kind }) =>
    kind === 'number'
      ? { kind, name: column, values: table.numbers[column as keyof typeof table.numbers] }
      : { kind: 'text', name: column, texts: table.words, marks: new Set(), missing: 0 },
  ) as unknown as Parameters<typeof encodeInputs>[1],
  columns,
);
const tableInput = {
  name: 'table',
  kind: 'table' as const,
  shape: [6],
  divide_by: 1,
  vocabulary: null,
  columns: [...columns],
  reading: null,
};
// The same with values that are missing, and rare categories.
const [built, same, label, rest] = columns;
const gappyColumns = [
  { ...built, gaps: { value: 1950.5, indicator: true } },
  { ...same, gaps: { value: 4, indicator: false } },
  { ...label, rare: 2, gaps: { value: null, indicator: true } },
  { ...label, gaps: { value: 'a b', indicator: false } },
  rest,
] as readonly ColumnFacts[];
const gappy = {
  built: [NaN, 2019.5, 1987.25],
  same: [4, NaN, 4],
  label: ['', 'never seen', 'NA'],
};
const marks = new Set(['', 'NA']);
const words = { kind: 'text', name: 'label', texts: gappy.label, marks, missing: 2 };
const gappyRows = encodeInputs(
  { file: 'houses.csv', count: 3 },
  [
    { kind: 'number', name: 'built', values: gappy.built },
    { kind: 'number', name: 'same', values: gappy.same },
    words,
    words,
    { kind: 'number', name: '', values: table.numbers[''] },
  ] as unknown as Parameters<typeof encodeInputs>[1],
  gappyColumns,
);
const gappyInput = {
  ...tableInput,
  shape: [12],
  columns: [...gappyColumns],
  reading: { delimiter: ',', encoding: 'utf-8', missing_values: ['NA'] },
};
const fedGappy: Readonly<Record<string, Fed>> = {
  built: { shape: [3], values: Float64Array.from(gappy.built) },
  same: { shape: [3], values: Float64Array.from(gappy.same) },
  label: { shape: [3], values: gappy.label },
  label_1: { shape: [3], values: gappy.label },
  column_5: { shape: [3], values: Float64Array.from(table.numbers['']) },
};

const fedTable: Readonly<Record<string, Fed>> = {
  built: { shape: [3], values: Float64Array.from(table.numbers.built) },
  same: { shape: [3], values: Float64Array.from(table.numbers.same) },
  label: { shape: [3], values: table.words },
  column_4: { shape: [3], values: Float64Array.from(table.numbers['']) },
};

const specOfModel = (parts: object) =>
  readSpecText(JSON.stringify({ dataset: 'spirals', ...parts }), 'raw.yaml', { language });

/** Models with their preprocessing, each with what it is fed and what goes into its network. */
const raw = {
  classes: {
    kept: keptOf(
      specOfModel({
        model: [{ Dense: { units: 3, activation: 'softmax' } }],
        loss: 'sparse_categorical_crossentropy',
      }),
      tableInput,
      { name: 'kind', kind: 'classes', classes: ['red', 'green', 'blue'], positive: null },
    ),
    fed: fedTable,
    inside: { shape: [3, 6], values: tableRows },
  },
  logit: {
    kept: keptOf(
      specOfModel({
        model: [{ Dense: 1 }],
        loss: { name: 'binary_crossentropy', from_logits: true },
      }),
      tableInput,
      { name: 'sold', kind: 'classes', classes: ['no', 'yes'], positive: 'yes' },
    ),
    fed: fedTable,
    inside: { shape: [3, 6], values: tableRows },
  },
  margin: {
    kept: keptOf(specOfModel({ model: [{ Dense: 1 }], loss: 'hinge' }), tableInput, {
      name: 'sold',
      kind: 'classes',
      classes: ['no', 'yes'],
      positive: 'yes',
    }),
    fed: fedTable,
    inside: { shape: [3, 6], values: tableRows },
  },
  price: {
    kept: keptOf(specOfModel({ model: [{ Dense: 1 }], loss: 'mse' }), tableInput, {
      name: 'built',
      kind: 'number',
      scale: { mean: 250_000, deviation: 80_000 },
    }),
    fed: fedTable,
    inside: { shape: [3, 6], values: tableRows },
  },
  gaps: {
    kept: keptOf(specOfModel({ model: [{ Dense: 1 }], loss: 'mse' }), gappyInput, {
      name: 'price',
      kind: 'number',
      scale: null,
    }),
    fed: fedGappy,
    inside: { shape: [3, 12], values: gappyRows },
  },
  index: {
    kept: keptOf(
      specOfModel({
        model: [{ Embedding: { input_dim: 6, output_dim: 2 } }, 'Flatten', { Dense: 1 }],
        loss: 'mse',
      }),
      {
        ...gappyInput,
        name: 'make',
        kind: 'tokens',
        shape: [1],
        vocabulary: 5,
        columns: [
          { ...label, encode: 'index', gaps: { value: null, indicator: true } } as ColumnFacts,
        ],
      },
      { name: 'price', kind: 'number', scale: null },
    ),
    fed: { label: { shape: [3], values: ['', 'never seen', 'a b'] } },
    inside: { shape: [3, 1], values: Int32Array.of(0, 1, 3) },
  },
  image: {
    kept: keptOf(
      specOfModel({
        model: ['Flatten', { Dense: { units: 2, activation: 'softmax' } }],
        loss: 'sparse_categorical_crossentropy',
      }),
      {
        ...tableInput,
        name: 'image',
        kind: 'image',
        shape: [2, 2, 1],
        divide_by: 255,
        columns: null,
      },
      { name: 'digit', kind: 'classes', classes: ['zero', 'one'], positive: 'one' },
    ),
    fed: { image: { shape: [2, 2, 2, 1], values: Uint8Array.of(0, 255, 7, 80, 1, 2, 3, 200) } },
    inside: {
      shape: [2, 2, 2, 1],
      values: Float32Array.from([0, 255, 7, 80, 1, 2, 3, 200], (value) => Math.fround(value / 255)),
    },
  },
};
const rawNames = Object.keys(raw) as (keyof typeof raw)[];

const cases = hasOnnx ? held() : [];
const answers = hasOnnx
  ? runOnnx([
      ...cases.map((one) => one.case),
      ...rawNames.map((name) => ({
        bytes: exportedBytes(raw[name].kept, graphOf(raw[name].kept), true),
        runs: [raw[name].fed],
      })),
    ])
  : [];

const describeOnnx = hasOnnx ? describe : describe.skip;

describeOnnx(
  'as onnxruntime runs it (DLX_PYTHON names a Python that has onnx and onnxruntime)',
  () => {
    const named = cases.map((one, i) => [one.name, one, itemAt(answers, i)] as const);
    test.each(named)('%s', (_, { wanted, case: { runs } }, answer) => {
      expect(answer.problem).toBeUndefined();
      expect(answer.runs).toHaveLength(runs.length);
      answer.runs.forEach((outputs, i) => {
        const [got] = Object.values(outputs);
        const { shape, values } = itemAt(wanted, i);
        expect(got?.shape).toEqual(shape);
        expect(distanceOf(got?.values as Float32Array, values)).toBeLessThan(1e-5);
      });
    });

    const rawAnswer = (name: keyof typeof raw): OnnxAnswer =>
      itemAt(answers, cases.length + rawNames.indexOf(name));
    const insideOf = (name: keyof typeof raw): Values =>
      itemAt(givenBy(raw[name].kept, [raw[name].inside]), 0);
    const first = (name: keyof typeof raw) => itemAt(rawAnswer(name).runs, 0);

    test.each(['classes', 'image'] as const)('%s by name, and their probabilities', (name) => {
      const { target } = raw[name].kept;
      if (target.kind !== 'classes') throw new Error('classes');
      const { shape, values } = insideOf(name);
      expect(rawAnswer(name).problem).toBeUndefined();
      const [label = '', probabilities = ''] = rawAnswer(name).outputs.map(([port]) => port);
      expect(probabilities).toBe('probabilities');
      expect(first(name)[probabilities]?.shape).toEqual(shape);
      expect(distanceOf(first(name)[probabilities]?.values as Float32Array, values)).toBeLessThan(
        1e-6,
      );
      const [rows = 0, width = 0] = shape;
      const wanted = Array.from({ length: rows }, (_, row) => {
        const own = [...values.slice(row * width, (row + 1) * width)];
        return target.classes[own.indexOf(Math.max(...own))];
      });
      expect(first(name)[label]?.values).toEqual(wanted);
    });

    test('one logit is the probability of the second of two classes', () => {
      const logits = [...insideOf('logit').values];
      const wanted = logits.flatMap((logit) => [
        1 / (1 + Math.exp(logit)),
        1 / (1 + Math.exp(-logit)),
      ]);
      const got = first('logit');
      expect(distanceOf(got['probabilities']?.values as Float32Array, wanted)).toBeLessThan(1e-6);
      expect(got['label_']?.values).toEqual(logits.map((logit) => (logit > 0 ? 'yes' : 'no')));
    });

    test('one margin has its sign', () => {
      const margins = [...insideOf('margin').values];
      const got = first('margin');
      const both = margins.flatMap((margin) => [-margin, margin]);
      expect(distanceOf(got['outputs']?.values as Float32Array, both)).toBeLessThan(1e-6);
      expect(got['label_']?.values).toEqual(margins.map((margin) => (margin > 0 ? 'yes' : 'no')));
    });

    test('values in their own units', () => {
      const wanted = [...insideOf('price').values].map((value) => 250_000 + 80_000 * value);
      const got = first('price')['built_'];
      expect(got?.shape).toEqual([3]);
      expect(distanceOf(got?.values as Float32Array, wanted)).toBeLessThan(1e-6);
    });

    test('a column for an Embedding, as the numbers that training gave it', () => {
      const [got] = Object.values(first('index'));
      expect(rawAnswer('index').inputs).toEqual([['label', 'tensor(string)', ['batch']]]);
      expect(distanceOf(got?.values as Float32Array, insideOf('index').values)).toBeLessThan(1e-6);
    });

    test('inputs of their own names and types, for a batch of any size', () => {
      expect(rawAnswer('classes').inputs).toEqual([
        ['built', 'tensor(double)', ['batch']],
        ['same', 'tensor(double)', ['batch']],
        ['label', 'tensor(string)', ['batch']],
        ['column_4', 'tensor(double)', ['batch']],
      ]);
      expect(rawAnswer('classes').outputs).toEqual([
        ['label_', 'tensor(string)', ['batch']],
        ['probabilities', 'tensor(float)', ['batch', 3]],
      ]);
      expect(rawAnswer('image').inputs).toEqual([['image', 'tensor(uint8)', ['batch', 2, 2, 1]]]);
    });

    test('what a reader should know of it stands in its metadata', () => {
      const { metadata, initializers } = rawAnswer('image');
      expect(metadata).toMatchObject({
        preprocessing: 'inside',
        divide_by: '255',
        class_names: '["zero","one"]',
        run_id: raw.image.kept.record.id,
      });
      expect(initializers).toEqual(expect.arrayContaining(['dense/kernel', 'dense/bias']));
    });

    test('plain recurrent layers are one operation', () => {
      for (const [name, operation] of [
        ['lstm', 'LSTM'],
        ['gru', 'GRU'],
      ]) {
        const at = cases.findIndex((one) => one.name === `experiments/${name}.yaml`);
        expect(itemAt(answers, at).operations).toContain(operation);
        expect(itemAt(answers, at).operations.length).toBeLessThan(12);
      }
    });

    test('images are turned twice: to channels first, and back for the dense layer', () => {
      const at = cases.findIndex(({ name }) => name === 'experiments/cnn.yaml');
      const turned = itemAt(answers, at).operations.filter((name) => name === 'Transpose');
      expect(turned.length).toBeLessThanOrEqual(2);
    });

    (isWhole ? test : test.skip)('every layer of the table is among them', () => {
      const all = JSON.stringify([...randomSpecs().map(({ model }) => model), ...kerasCases]);
      expect(layers.filter(({ name }) => !all.includes(`"${name}"`))).toEqual([]);
    });
  },
);

test('what it says of how it is read names the inputs and the outputs', () => {
  const { kept } = raw.classes;
  expect(onnx.reading('houses-onnx', { kept, withPreprocessing: true })).toEqual([
    'session = onnxruntime.InferenceSession("houses-onnx/model.onnx")',
    'session.run(["label_", "probabilities"], {"built": doubles, "same": doubles, "label": strings, "column_4": doubles})  # of each column an array with a value a row: doubles are numbers, strings words',
  ]);
  const [, bare] = onnx.reading('houses-onnx', { kept, withPreprocessing: false });
  expect(bare).toMatch(/\{"table": x\}\)  # x: \d+ values a row, as data\.json has them/);
});

test('weights beyond what a protocol buffer holds are refused before anything is recorded', () => {
  const large = keptOf(specOfModel({ model: [{ Dense: 1 }], loss: 'mse' }), tableInput, {
    name: 'price',
    kind: 'number',
    scale: null,
  });
  const network = {
    ...large.network,
    weights: large.network.weights.map((weight) => ({ ...weight, shape: [2 ** 15, 2 ** 15] })),
  };
  expect(onnx.problems({ kept: { ...large, network }, withPreprocessing: false })).toEqual([
    'an .onnx file holds 2 GiB at most, and its weights are 8589934592 bytes',
  ]);
});
