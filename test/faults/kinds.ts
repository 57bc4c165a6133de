// Every kind of data as a small experiment: what the fault tests and those of the exports train. Each is its
// files by their names, its spec, and what `dlx predict` is asked afterwards.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUniform } from '../../src/ground/random.js';
import { encodeNpy } from '../../src/run/format/npy.js';
import { flat } from '../dataset/pictures/made.js';
import { root } from '../folders.js';

/** Data of some kind, and what is trained on it. */
export type DataKind = {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly spec: Readonly<Record<string, unknown>>;
  /** What is given to `dlx predict RUN`: among its files. */
  readonly fresh: readonly string[];
};

const count = 240;
const draws = randomUniform({ seed: 19, stream: 1, epoch: 0, step: 0 }, 12 * count);
const draw = (row: number, column: number): number => draws[12 * row + column] ?? 0;
const whole = (row: number, column: number, below: number): number =>
  Math.floor(below * draw(row, column));
const signed = (row: number, column: number): number =>
  Number((4 * draw(row, column) - 2).toFixed(3));
const words = 'the invoice is wrong app crashes on start please help me'.split(' ');
const sentence = (row: number): string =>
  Array.from({ length: 2 + whole(row, 0, 4) }, (_, i) => words[whole(row, i + 1, 11)]).join(' ');
const pad = (number: number): string => String(number).padStart(2, '0');

const columns: Readonly<Record<string, (row: number) => string>> = {
  area: (row) => (row % 17 === 3 ? '' : String(signed(row, 0))),
  rooms: (row) => String(1 + whole(row, 1, 6)),
  district: (row) => (row % 23 === 5 ? '' : `d${whole(row, 2, 5)}`),
  make: (row) => `m${whole(row, 3, 4)}`,
  built: (row) =>
    `20${pad(whole(row, 4, 26))}-${pad(1 + whole(row, 5, 12))}-${pad(1 + whole(row, 6, 28))}`,
  remark: sentence,
  history: (row) =>
    Array.from({ length: 1 + whole(row, 7, 4) }, (_, i) => signed(row, 7 + i)).join(' '),
  tags: (row) => ['red', 'fast', 'new'].filter((_, i) => draw(row, 8 + i) > 0.5).join(';'),
  price: (row) => String(1000 + whole(row, 9, 500)),
  days: (row) => String(signed(row, 10)),
  kind: (row) => (signed(row, 0) + signed(row, 11) > 0 ? 'up' : 'down'),
};

/** Some columns of the rows from one to another. */
function table(names: readonly string[], from = 0, to = count): string {
  const rows = Array.from({ length: to - from }, (_, i) =>
    names.map((name) => columns[name]?.(from + i) ?? '').join(','),
  );
  return [names.join(','), ...rows, ''].join('\n');
}

const common = {
  optimizer: { name: 'adam', learning_rate: 0.01 },
  batch_size: 4,
  epochs: 4,
  seed: 7,
  checkpoint: 0.02,
};
const classes = [{ Dense: { units: 2, activation: 'softmax' } }];
const crossentropy = { loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] };
const ofTable = (more: object): object => ({
  name: 'table',
  file: 'a.csv',
  test_split: 0.2,
  ...more,
});
const embedded = [
  { Embedding: { input_dim: 200, output_dim: 3 } },
  'GlobalAveragePooling1D',
  { Dropout: 0.2 },
  ...classes,
];

const everyColumn = ['area', 'rooms', 'district', 'make', 'built', 'remark', 'history', 'kind'];
const everyModel = [
  { Embedding: { input_dim: 8, output_dim: 2 }, inputs: 'make' },
  { Flatten: {}, name: 'makes' },
  { Embedding: { input_dim: 16, output_dim: 3 }, inputs: 'remark' },
  { GlobalAveragePooling1D: {}, name: 'remarks' },
  { LSTM: 3, inputs: 'history', name: 'past' },
  { Concatenate: {}, inputs: ['table', 'makes', 'remarks', 'past'] },
  { Dense: { units: 6, activation: 'relu' } },
  { Dropout: 0.3 },
  ...classes,
];
const everySpec = (more: object): DataKind['spec'] => ({
  ...common,
  ...crossentropy,
  dataset: ofTable({
    target: 'kind',
    missing: 'fill',
    columns: {
      area: 'number',
      rooms: 'number',
      district: 'category',
      make: { type: 'category', encode: 'index' },
      built: { type: 'date', parts: ['year', 'month', 'day_of_week'] },
      remark: { type: 'text', max_tokens: 14, sequence_length: 4 },
      history: { type: 'sequence', sequence_length: 3 },
    },
    ...more,
  }),
  model: everyModel,
});
const everyFile = {
  'a.csv': table(everyColumn),
  'new.csv': table(everyColumn.slice(0, -1), 10, 60),
};

const series = (from: number, to: number): string =>
  [
    'hour,sensor,load',
    ...Array.from({ length: to - from }, (_, i) => {
      const hour = Math.floor((from + i) / 2);
      return `${hour},s${i % 2},${(Math.sin(hour / 4) + 0.1 * signed(hour % count, i % 12)).toFixed(4)}`;
    }),
    '',
  ].join('\n');

const pictures = Object.fromEntries(
  Array.from({ length: 80 }, (_, i): [string, Uint8Array] => [
    `photos/${i % 2 === 0 ? 'light' : 'dark'}/${pad(i)}.png`,
    flat(6, 6, [i % 2 === 0 ? 150 + i : i, i, 30]),
  ]),
);

function pictureTable(from: number, to: number, hasKind: boolean): string {
  const rows = Array.from({ length: to - from }, (_, i) => {
    const row = from + i;
    const photo = `photos/${row % 2 === 0 ? 'light' : 'dark'}/${pad(row)}.png`;
    return [photo, columns['rooms']?.(row), ...(hasKind ? [row % 3 === 0 ? 'u' : 'v'] : [])].join();
  });
  return [hasKind ? 'photo,rooms,kind' : 'photo,rooms', ...rows, ''].join('\n');
}

const folderOfPictures = {
  name: 'image_folder',
  folder: 'photos',
  size: [6, 6],
  test_split: 0.2,
};

const floats = (size: number): Uint8Array =>
  encodeNpy({
    shape: [count, size],
    values: Float32Array.from({ length: count * size }, (_, i) =>
      signed(Math.floor(i / size), i % size),
    ),
  });
const tokens = encodeNpy({
  shape: [count, 5],
  values: Int32Array.from({ length: count * 5 }, (_, i) => whole(Math.floor(i / 5), i % 5, 9)),
});

/** All of them, the one with most in it first. */
export const dataKinds: readonly DataKind[] = [
  {
    name: 'a table with every kind of column',
    files: everyFile,
    spec: everySpec({}),
    fresh: ['new.csv'],
  },
  {
    name: 'the same, streamed',
    files: everyFile,
    spec: everySpec({ stream: true }),
    fresh: ['new.csv'],
  },
  {
    name: 'several labels',
    files: {
      'a.csv': table(['rooms', 'days', 'tags']),
      'new.csv': table(['rooms', 'days'], 5, 40),
    },
    spec: {
      ...common,
      dataset: ofTable({ target: { tags: { type: 'labels' } } }),
      model: [
        { Dense: { units: 6, activation: 'tanh' } },
        { Dense: { units: 3, activation: 'sigmoid' } },
      ],
      loss: 'binary_crossentropy',
      metrics: ['binary_accuracy'],
    },
    fresh: ['new.csv'],
  },
  {
    name: 'several targets',
    files: {
      'a.csv': table(['rooms', 'make', 'price', 'days']),
      'new.csv': table(['rooms', 'make'], 5, 40),
    },
    spec: {
      ...common,
      dataset: ofTable({ target: { price: { scale: 'standard' }, days: {} } }),
      model: [{ Dense: { units: 6, activation: 'relu' } }, { Dense: 2 }],
      loss: 'mse',
      metrics: ['mean_absolute_error'],
    },
    fresh: ['new.csv'],
  },
  {
    name: 'the input as the target',
    files: {
      'a.csv': table(['rooms', 'days', 'price']),
      'new.csv': table(['rooms', 'days', 'price'], 5, 40),
    },
    spec: {
      ...common,
      dataset: ofTable({ target: 'input' }),
      model: [{ Dense: { units: 2, activation: 'tanh' } }, { Dense: 3 }],
      loss: 'mse',
    },
    fresh: ['new.csv'],
  },
  {
    name: 'arrays',
    files: {
      'x.npy': floats(4),
      't.npy': tokens,
      'y.npy': encodeNpy({
        shape: [count],
        values: Int32Array.from({ length: count }, (_, i) => i % 2),
      }),
    },
    spec: {
      ...common,
      ...crossentropy,
      dataset: {
        name: 'arrays',
        inputs: { x: 'x.npy', t: 't.npy' },
        kind: { t: 'tokens' },
        target: 'y.npy',
        target_type: 'classes',
        test_split: 0.2,
      },
      model: [
        { Embedding: { input_dim: 9, output_dim: 2 }, inputs: 't' },
        { GRU: 3, name: 'read' },
        { Concatenate: {}, inputs: ['x', 'read'] },
        ...classes,
      ],
    },
    fresh: ['x=x.npy', 't=t.npy'],
  },
  {
    name: 'windows of series',
    files: { 'a.csv': series(0, 600), 'new.csv': series(600, 640) },
    spec: {
      ...common,
      dataset: ofTable({
        target: 'load',
        columns: ['load'],
        windows: { length: 6, horizon: 2, time: 'hour', by: 'sensor' },
      }),
      model: [{ GRU: 3 }, { Dense: 2 }],
      loss: 'mse',
    },
    fresh: ['new.csv'],
  },
  {
    name: 'a folder of pictures',
    files: { ...pictures, 'new.png': flat(6, 6, [120, 60, 30]) },
    spec: {
      ...common,
      ...crossentropy,
      dataset: folderOfPictures,
      model: [
        { Conv2D: { filters: 2, kernel_size: 3, activation: 'relu' } },
        'Flatten',
        ...classes,
      ],
      batch_size: 2,
    },
    fresh: ['new.png'],
  },
  {
    name: 'pictures that are streamed',
    files: { ...pictures, 'new.png': flat(6, 6, [120, 60, 30]) },
    spec: {
      ...common,
      ...crossentropy,
      dataset: { ...folderOfPictures, stream: true },
      model: [
        { Conv2D: { filters: 2, kernel_size: 3, activation: 'relu' } },
        'Flatten',
        ...classes,
      ],
      batch_size: 2,
    },
    fresh: ['new.png'],
  },
  {
    name: 'pictures that are given back',
    files: { ...pictures, 'new.png': flat(6, 6, [120, 60, 30]) },
    spec: {
      ...common,
      dataset: { ...folderOfPictures, target: 'input' },
      model: ['Flatten', { Dense: { units: 4, activation: 'relu' } }, { Dense: 108 }],
      loss: 'mse',
      batch_size: 2,
    },
    fresh: ['new.png', '--format', 'csv'],
  },
  ...[false, true].map((stream): DataKind => ({
    name: `pictures in a table${stream ? ', streamed' : ''}`,
    files: {
      ...pictures,
      'a.csv': pictureTable(0, 80, true),
      'new.csv': pictureTable(5, 30, false),
    },
    spec: {
      ...common,
      ...crossentropy,
      dataset: ofTable({
        target: 'kind',
        columns: { photo: { type: 'image', size: [6, 6] }, rooms: 'number' },
        stream,
      }),
      model: [
        { Conv2D: { filters: 2, kernel_size: 3, activation: 'relu' }, inputs: 'photo' },
        { Flatten: {}, name: 'seen' },
        { Concatenate: {}, inputs: ['table', 'seen'] },
        ...classes,
      ],
      batch_size: 2,
    },
    fresh: ['new.csv'],
  })),
  {
    name: 'texts',
    files: { 'a.csv': table(['remark', 'kind']), 'new.csv': table(['remark'], 5, 40) },
    spec: {
      ...common,
      ...crossentropy,
      dataset: ofTable({
        target: 'kind',
        columns: { remark: { type: 'text', output_mode: 'tf_idf', ngrams: 2 } },
      }),
      model: [{ Dropout: 0.2 }, ...classes],
    },
    fresh: ['new.csv'],
  },
  {
    name: 'texts by a tokenizer.json',
    files: {
      'a.csv': table(['remark', 'kind']),
      'new.csv': table(['remark'], 5, 40),
      'tokenizer.json': readFileSync(join(root, 'test/fixtures/tokenizers/wordpiece.json')),
    },
    spec: {
      ...common,
      ...crossentropy,
      dataset: ofTable({
        target: 'kind',
        columns: { remark: { type: 'text', tokenizer: 'tokenizer.json', sequence_length: 8 } },
      }),
      model: embedded,
    },
    fresh: ['new.csv'],
  },
];
