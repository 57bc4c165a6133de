// What is wrong only once everything comes together, as typed: the whole message, the exit code,
// and nothing left behind. What is wrong with the text of a spec or the bytes of a file is tested
// in test/spec and test/dataset.
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { inFolder, type Ended } from './dlx.js';
import { dlx } from './warm.js';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A title, the files that are there, the words after `dlx train`, and the lines of the message. */
type Case = readonly [
  title: string,
  files: Files,
  words: readonly string[],
  message: readonly string[],
];

const head =
  'dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\nmetrics: [accuracy]\n';

/** A spec of four good lines and what follows them. */
const good = (rest = ''): Files => ({ 'a.yaml': `${head}${rest}` });

const onlyModel = (...layers: readonly string[]): Files => ({
  'a.yaml': `dataset: spirals\nmodel:\n${layers.join('\n')}\nloss: sparse_categorical_crossentropy\n`,
});

/** The spec of a table or of images, with one layer of so many units. */
const over = (dataset: string, units = 3): string =>
  `dataset: ${dataset}\nmodel:\n  - Flatten\n  - Dense: {units: ${units}, activation: softmax}\nloss: sparse_categorical_crossentropy\n`;

const specs: readonly Case[] = [
  ['a missing file', {}, ['a.yaml'], ['a.yaml: there is no such file']],
  [
    'shapes that do not fit',
    onlyModel('  - Conv2D: {filters: 3, kernel_size: 3}', '  - Dense: 3'),
    ['a.yaml'],
    [
      'a.yaml:3:5 Conv2D (conv2d) expects images (height × width × channels), got (None, 2)',
      '  3 |   - Conv2D: {filters: 3, kernel_size: 3}',
      '    |     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    ],
  ],
  [
    'branches of different shapes',
    onlyModel(
      '  - Dense: 4',
      '    name: a',
      '  - Dense: 3',
      '    name: b',
      '  - Add:',
      '    inputs: [a, b]',
    ),
    ['a.yaml'],
    [
      'a.yaml:7:5 Add (add) expects inputs of one shape, or sizes of 1 that spread over the others, got (None, 4) and (None, 3)',
      '  7 |   - Add:',
      '    |     ~~~~',
    ],
  ],
  [
    'more units than there is memory for',
    onlyModel('  - Dense: 9007199254740991', '  - Dense: {units: 3, activation: softmax}'),
    ['a.yaml'],
    [
      'a.yaml:3:5 Dense (dense) gives 9007199254740991 values a sample, more than the 2147483648 that dlx takes',
      '  3 |   - Dense: 9007199254740991',
      '    |     ~~~~~~~~~~~~~~~~~~~~~~~',
    ],
  ],
  [
    'more weights than there is memory for',
    onlyModel(
      '  - Dense: 100000',
      '  - Dense: 100000',
      '  - Dense: {units: 3, activation: softmax}',
    ),
    ['a.yaml'],
    [
      'a.yaml:4:5 Dense (dense_1) has 10000000000 values as its kernel, more than the 2147483648 that dlx takes',
      '  4 |   - Dense: 100000',
      '    |     ~~~~~~~~~~~~~',
    ],
  ],
  [
    'a shape that grows without end',
    onlyModel(
      '  - Reshape: [1, 2]',
      '  - UpSampling1D: 1000000',
      '    repeat: 30',
      '  - Flatten',
      '  - Dense: {units: 3, activation: softmax}',
    ),
    ['a.yaml'],
    [
      'a.yaml:4:5 UpSampling1D (up_sampling1d_1) gives 2000000000000 values a sample, more than the 2147483648 that dlx takes',
      '  4 |   - UpSampling1D: 1000000',
      '    |     ~~~~~~~~~~~~~~~~~~~~~',
    ],
  ],
  [
    'too few units for the classes',
    onlyModel('  - Dense: {units: 2, activation: softmax}'),
    ['a.yaml'],
    [
      'a.yaml:3:5 the model gives 2 values, but the data set (spirals) has 3 classes',
      '  3 |   - Dense: {units: 2, activation: softmax}',
      '    |     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
      '    | = end with 3 units',
    ],
  ],
  [
    'a metric that cannot judge class numbers',
    good(),
    ['a.yaml', '-S', 'metrics.0=mse'],
    [
      '--set metrics.0=mse: mean_squared_error compares values, but the targets of sparse_categorical_crossentropy are class numbers',
      '  --set metrics.0=mse',
      '                  ~~~',
      '  = use accuracy, or the loss categorical_crossentropy',
    ],
  ],
  [
    'a schedule and a plateau',
    good(
      'optimizer: {name: adam, learning_rate: {name: cosine_decay, initial_learning_rate: 0.1}}\nreduce_lr_on_plateau: true\n',
    ),
    ['a.yaml'],
    [
      'a.yaml:6:23 reduce_lr_on_plateau cannot lower a learning rate that follows CosineDecay',
      '  6 | reduce_lr_on_plateau: true',
      '    |                       ~~~~',
      '    | = use one of the two',
    ],
  ],
  [
    'all at once',
    {
      'a.yaml':
        'dataset: {name: fashion_mnist, validation_split: 1.5}\nmodel: [Flatten, {Dense: 10}]\nloss: sparse_categorical_crossentropy\nepochs: 0\n',
    },
    ['a.yaml', '--name', 'a/b'],
    [
      'a.yaml:1:50 validation_split must be a finite number above 0 and below 1, or a mapping of by, column, fraction, stratify, got 1.5',
      '  1 | dataset: {name: fashion_mnist, validation_split: 1.5}',
      '    |                                                  ~~~',
      '',
      'a.yaml:4:9 epochs must be a whole number of at least 1, got 0',
      '  4 | epochs: 0',
      '    |         ~',
      '',
      '--name a/b: a name has 1 to 64 letters, digits, ., _ and -, and begins with a letter or digit, got "a/b"',
      '  --name a/b',
      '         ~~~',
    ],
  ],
  [
    'two specs, one of them wrong',
    { ...good(), 'b.yaml': `${head}epochs: 0\n` },
    ['a.yaml', 'b.yaml'],
    [
      'b.yaml:5:9 epochs must be a whole number of at least 1, got 0',
      '  5 | epochs: 0',
      '    |         ~',
    ],
  ],
  [
    'control characters',
    { 'a.yaml': `${head}optimizer: "\u009bx\u0007"\n` },
    ['a.yaml'],
    [
      'a.yaml:5:12 unknown optimizer "\\u009bx\\u0007"; expected one of sgd, lion, adagrad, adadelta, rmsprop, ftrl, adam, adamw, adamax, nadam',
      '  5 | optimizer: "\\u009bx\\u0007"',
      '    |            ~~~~~~~~~~~~~~~',
    ],
  ],
  [
    'images without a test part',
    { 'a.yaml': over('{name: idx, train_images: i, train_labels: l}') },
    ['a.yaml'],
    [
      'a.yaml:1:10 dataset idx has no test part: give test_images and test_labels, or test_split (0.2 takes a fifth of the images)',
      '  1 | dataset: {name: idx, train_images: i, train_labels: l}',
      '    |          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    ],
  ],
];

const optionsOfTrain = '`dlx train --help` lists them';

const words: readonly Case[] = [
  ['-S without a value', good(), ['a.yaml', '-S'], ['-S needs a value']],
  ['--seed without a value', good(), ['a.yaml', '--seed'], ['--seed needs a value']],
  [
    'a value that looks like an option',
    good(),
    ['a.yaml', '--name', '-x'],
    ['--name needs a value; one that begins with a dash is written --name=-x'],
  ],
  [
    '-S with its value behind it',
    good(),
    ['a.yaml', '-Sepochs=0'],
    [
      '--set epochs=0: epochs must be a whole number of at least 1, got 0',
      '  --set epochs=0',
      '               ~',
    ],
  ],
  [
    'several unknown options',
    good(),
    ['a.yaml', '--foo=3', '-x'],
    [
      `unknown option --foo of dlx train; ${optionsOfTrain}`,
      `unknown option -x of dlx train; ${optionsOfTrain}`,
    ],
  ],
  [
    'a value for a flag',
    good(),
    ['a.yaml', '--json=yes'],
    ['--json takes no value, got "--json=yes"'],
  ],
  ['a dash', {}, ['-'], ['-: there is no such file']],
  ['a path after --', {}, ['--quiet', '--', '-a.yaml'], ['-a.yaml: there is no such file']],
  ['an empty folder of runs', good(), ['a.yaml', '--runs='], ['--runs needs a value']],
  [
    'more threads than any machine has',
    good(),
    ['a.yaml', '--threads', '9007199254740991'],
    ['--threads must be a whole number of at least 1 and at most 8192, got "9007199254740991"'],
  ],
  [
    'no thread',
    good(),
    ['a.yaml', '--threads', '0'],
    ['--threads must be a whole number of at least 1 and at most 8192, got "0"'],
  ],
];

const csv = (content: string, units = 2): Files => ({
  'a.yaml': over('{name: csv, file: t.csv, target: y}', units).replace('  - Flatten\n', ''),
  't.csv': content,
});

const images = Buffer.concat([idxHeader(20, 2, 2), Buffer.alloc(80, 7)]);
const labels = Buffer.concat([
  idxHeader(20),
  Buffer.from(Array.from({ length: 20 }, (_, i) => i % 3)),
]);
const idx = (given: { readonly images?: Uint8Array; readonly labels?: Uint8Array }): Files => ({
  'a.yaml': over('{name: idx, train_images: i, train_labels: l, test_split: 0.2}'),
  i: given.images ?? images,
  l: given.labels ?? labels,
});

const classes: readonly Case[] = [
  [
    'a label outside the classes',
    idx({ labels: Buffer.concat([labels.subarray(0, -1), Buffer.of(9)]) }),
    ['a.yaml'],
    [
      'a.yaml:4:5 the model gives 3 values, but the data set (idx) has 10 classes',
      '  4 |   - Dense: {units: 3, activation: softmax}',
      '    |     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
      '    | = end with 10 units',
    ],
  ],
  [
    'a class that the model lacks',
    csv('x,y\n1,a\n2,b\n3,c\n4,a\n5,b\n6,c\n'),
    ['a.yaml'],
    [
      'a.yaml:3:5 the model gives 2 values, but the data set (table) has 3 classes',
      '  3 |   - Dense: {units: 2, activation: softmax}',
      '    |     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
      '    | = end with 3 units',
    ],
  ],
  [
    'classes wanted of numbers',
    csv('x,y\n1,0.5\n2,1.5\n3,0.7\n4,1.1\n5,2.5\n'),
    ['a.yaml'],
    [
      'a.yaml:4:7 sparse_categorical_crossentropy needs classes, but the target of the data set (table) is a number',
      '  4 | loss: sparse_categorical_crossentropy',
      '    |       ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
      '    | = use mean_squared_error',
    ],
  ],
];

const data: readonly Case[] = [
  [
    'a table that is not there',
    { 'a.yaml': over('{name: csv, file: t.csv, target: y}') },
    ['a.yaml'],
    [
      "t.csv does not exist: mend the path (relative ones start at the spec's folder, after -S at the current one) or put the file there",
    ],
  ],
  [
    'a row with a cell too many',
    csv('x,y\n1,a\n2,b,3\n'),
    ['a.yaml'],
    [
      't.csv, line 3 has 3 cells, but the header has 2: mend the line (a cell that holds the delimiter needs "quotes")',
    ],
  ],
  [
    'images cut short',
    idx({ images: images.subarray(0, 90) }),
    ['a.yaml'],
    ['i is cut short: its header says 20 × 2 × 2 = 80 values, but it holds 74'],
  ],
  [
    'a gzip file cut short',
    idx({ images: gzipSync(images).subarray(0, -6) }),
    ['a.yaml', '--quiet'],
    ['i is a cut or damaged gzip file (unexpected end of file): copy or download it again'],
  ],
  // Found by the run's own process, which reads all of the data.
  [
    'a label too few',
    idx({ labels: Buffer.concat([idxHeader(19), labels.subarray(9)]) }),
    ['a.yaml', '--quiet'],
    ['i has 20 images, but l has 19 labels: they do not belong together'],
  ],
];

describe.each([
  ['a wrong spec', 2, specs],
  ['wrong words', 2, words],
  ['classes that do not fit', 2, classes],
  ['unfit data', 1, data],
] as const)('%s ends with %i', (_, code, cases) => {
  test.each(cases.map(([title, files, given, message]) => ({ title, files, given, message })))(
    '$title',
    async ({ files, given, message }) => {
      const left = Object.keys(files).sort();
      expect(await trained(files, given)).toEqual({
        code,
        stdout: '',
        stderr: `${message.join('\n')}\n`,
        left,
      });
    },
  );
});

test('a backend that there is not is named', async () => {
  expect(await trained(good(), ['a.yaml'], { DLX_BACKEND: 'tf' })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'unknown DLX_BACKEND "tf"; expected tensorflow, wasm or cpu\n',
    left: ['a.yaml'],
  });
});

test('the language of the shell changes no message', async () => {
  expect(
    (await trained(good(), ['a.yaml', '--epochs', '3'], { LC_ALL: 'de_DE.UTF-8' })).stderr,
  ).toBe('unknown option --epochs of dlx train; to change the spec write -S epochs=VALUE\n');
});

test('a link to itself is no spec', async () => {
  await inFolder(async (folder) => {
    symlinkSync('a.yaml', join(folder, 'a.yaml'));
    expect(await dlx(folder, ['train', 'a.yaml'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'a.yaml: the link leads to itself\n',
    });
  });
});

type Ending = Ended & { readonly left: readonly string[] };

/** What came of `dlx train` among these files, and what lies there afterwards. */
function trained(
  files: Files,
  given: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Ending> {
  return inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { code, stdout, stderr } = await dlx(folder, ['train', ...given], environment);
    return {
      code,
      stdout,
      stderr: stderr.replaceAll(folder, 'FOLDER'),
      left: readdirSync(folder).sort(),
    };
  });
}

function idxHeader(...sizes: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x800 + sizes.length, 0);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return header;
}
