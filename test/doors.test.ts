// Reads what the sources import and require: one dependency has one door, imports run one way and
// in no circle, and what must start fast never reaches TensorFlow.js.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const source = join(import.meta.dirname, '../../src');

type Import = { readonly from: string; readonly to: string; readonly types: boolean };

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

const textOf = (file: string): string => readFileSync(join(source, file), 'utf8');

/** `import type … from`, `import … from`, `export … from`, over several lines too. */
const importsOf = (file: string, text: string): readonly Import[] =>
  [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'/gm)].map(
    ([, types, to = '']) => ({ from: file, to, types: types !== undefined }),
  );

/** What is loaded by `require`, by `import()` or by a `require.resolve`, however it was made. */
const requiresOf = (file: string, text: string): readonly Import[] =>
  [
    ...text.matchAll(
      /(?:\brequire|\bcreateRequire\([^)]*\)|\bimport)(?:\.resolve)?\(\s*['"]([^'"]+)['"]/g,
    ),
  ].map(([, to = '']) => ({ from: file, to, types: false }));

const imports = files.flatMap((file) => importsOf(file, textOf(file)));
const requires = files.flatMap((file) => requiresOf(file, textOf(file)));

const isPackage = ({ to }: Import): boolean => !to.startsWith('.') && !to.startsWith('node:');
const packages = [...imports, ...requires].filter(isPackage);

const locals = imports
  .filter(({ to }) => to.startsWith('.'))
  .map(({ from, to, types }) => ({
    from,
    to: relative('.', normalize(join(dirname(from), to))).replace(/\.js$/, '.ts'),
    types,
  }));

const localsFrom = new Map(files.map((file): [string, typeof locals] => [file, []]));
for (const one of locals) localsFrom.get(one.from)?.push(one);

const doors: Readonly<Record<string, readonly string[]>> = {
  'yargs-parser': ['cli/'],
  yaml: ['document/', 'spec/'],
  leven: ['text/'],
  'csv-parse': ['dataset/'],
  cephes: ['comparison/statistics/distributions.ts'],
  hyparquet: [
    'dataset/table/parquet.ts',
    'dataset/table/parquet-cells.ts',
    'dataset/table/parquet-numbers.ts',
    'dataset/table/parquet-sums.ts',
  ],
  'hyparquet-compressors': ['dataset/table/parquet.ts'],
  fzstd: ['dataset/table/zstd.ts'],
  'xxhash-wasm': ['dataset/table/zstd.ts'],
  '@huggingface': ['dataset/text/tokenizer.ts'],
  nanotar: ['dataset/fetched/archives.ts'],
  sharp: ['dataset/pictures/decoder.ts', 'dataset/pictures/encoded.ts'],
  '@observablehq': ['render/html/charts.ts', 'render/html/model-charts.ts'],
  'markdown-it': ['render/html/markdown.ts'],
  linkedom: ['render/html/charts.ts'],
  'cli-table3': ['render/'],
  'string-width': ['text/width.ts'],
  ora: ['render/'],
  picocolors: ['render/'],
  yauzl: ['ground/zip.ts'],
  fflate: ['export/keras/'],
  h5wasm: ['export/keras/', 'import/'],
  'crc-32': ['export/tensorboard/event-file.ts'],
  'node-api-headers': ['machine/tensorflow/'],
  'env-paths': ['ground/cache.ts'],
  '@bufbuild': ['export/', 'tensor/graph/saved-model.ts'],
  // The addon is built from the package's sources; nothing of it is loaded there.
  '@tensorflow': ['tensor/', 'machine/tensorflow/compile.ts'],
};

const nameOf = (to: string): string => to.split('/')[0] ?? '';

describe('one dependency, one door', () => {
  test.each(packages)('$to in $from', ({ from, to }) => {
    expect(doors[nameOf(to)]?.some((door) => from.startsWith(door))).toBe(true);
  });

  test('TensorFlow.js is seen, although it is loaded by require', () => {
    const seen = requires.filter(({ to }) => to.startsWith('@tensorflow/'));
    expect(new Set(seen.map(({ from }) => from))).toEqual(
      new Set(['tensor/tfjs.ts', 'machine/tensorflow/compile.ts']),
    );
  });

  test('a require of TensorFlow.js elsewhere would be found', () => {
    const written = `const core = createRequire(import.meta.url)('@tensorflow/tfjs-core');`;
    expect(requiresOf('run/read.ts', written).map(({ to }) => to)).toEqual([
      '@tensorflow/tfjs-core',
    ]);
  });
});

// From left to right: a place may import from its own or an earlier one.
const order = [
  ['ground/'],
  ['text/'],
  ['words/'],
  ['document/'],
  ['spec/'],
  ['dataset/'],
  ['survey/'],
  ['tensor/'],
  ['model/'],
  ['training/'],
  ['run/'],
  ['comparison/'],
  ['machine/'],
  [
    'experiment/language.ts',
    'experiment/judging.ts',
    'experiment/mixed-units.ts',
    'experiment/ranges.ts',
    'experiment/plan.ts',
    'experiment/job.ts',
  ],
  ['inference/'],
  ['export/'],
  ['import/'],
  ['publishing/'],
  ['render/'],
  ['experiment/'],
  ['job/'],
  ['cli/options.ts', 'cli/option-table.ts', 'cli/command-table.ts'],
  ['commands/'],
  ['cli/'],
  ['cli.ts'],
];
const rankOf = (file: string): number =>
  order.findIndex((places) =>
    places.some((place) => file === place || (place.endsWith('/') && file.startsWith(place))),
  );

/** The files on a circle of imports through `start`, types too, or none. */
const circleFrom = (start: string): readonly string[] => {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const { to } of localsFrom.get(file) ?? []) {
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, file);
      queue.push(to);
    }
  }
  const circle: string[] = [];
  let at = cameFrom.get(start);
  while (at !== undefined && at !== start && !circle.includes(at)) {
    circle.unshift(at);
    at = cameFrom.get(at);
  }
  return cameFrom.has(start) ? [start, ...circle] : [];
};

describe('imports run one way', () => {
  test('every file has its place', () => {
    expect(files.filter((file) => rankOf(file) < 0)).toEqual([]);
  });

  test('none points to the right', () => {
    expect(locals.filter(({ from, to }) => rankOf(to) > rankOf(from))).toEqual([]);
  });

  test('none runs in a circle, within a folder neither', () => {
    expect(files.map(circleFrom).filter((circle) => circle.length > 0)).toEqual([]);
  });

  test('the machine stands on the ground and text alone', () => {
    expect(
      locals.filter(
        ({ from, to }) => from.startsWith('machine/') && !/^(machine|ground|text)\//.test(to),
      ),
    ).toEqual([]);
  });
});

describe('what starts without TensorFlow.js', () => {
  const reached = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const queue = [start];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      const loaded = (localsFrom.get(file) ?? []).filter(({ types }) => !types);
      queue.push(...loaded.map(({ to }) => to));
    }
    return seen;
  };

  test.each([
    'cli.ts',
    'cli/parse.ts',
    'cli/run.ts',
    'commands/compare.ts',
    'commands/export.ts',
    'commands/diff.ts',
    'commands/evaluate.ts',
    'commands/inspect.ts',
    'commands/list.ts',
    'commands/machine.ts',
    'commands/predict.ts',
    'commands/mark.ts',
    'commands/prune.ts',
    'commands/show.ts',
    'commands/train.ts',
  ])('%s', (start) => {
    expect([...reached(start)].filter((file) => file === 'tensor/tfjs.ts')).toEqual([]);
  });

  test('`dlx --help` loads no package at all', () => {
    const loaded = reached('cli.ts');
    expect(imports.filter((one) => isPackage(one) && loaded.has(one.from) && !one.types)).toEqual(
      [],
    );
    expect(loaded.size).toBeLessThan(8);
  });

  // What a spec or a file may need is loaded with it: each of these takes part of every start. Those
  // of the formats that dlx writes for other programs are of `dlx export`.
  test('and of packages these alone', () => {
    const commands = files.filter(
      (file) => /^(?:cli|commands)\//.test(file) && !/^commands\/export(?:-runs)?\.ts$/.test(file),
    );
    const loaded = new Set(commands.flatMap((file) => [...reached(file)]));
    const statically = imports.filter(
      (one) => isPackage(one) && !one.types && loaded.has(one.from),
    );
    expect(new Set(statically.map(({ to }) => to))).toEqual(
      new Set([
        'cli-table3',
        'env-paths',
        'leven',
        'picocolors',
        'string-width',
        'yaml',
        'yargs-parser',
      ]),
    );
  });

  // A file takes most of a millisecond: those that open and read data are loaded for some.
  test.each([
    ['commands/list.ts', 65],
    ['commands/compare.ts', 67],
    ['commands/wait.ts', 72],
    ['commands/machine.ts', 80],
    ['commands/inspect.ts', 205],
    ['commands/show.ts', 206],
    ['commands/train.ts', 275],
    ['job/child.ts', 266],
  ])('`%s` loads no more than %i files', (start, most) => {
    expect(reached(start).size).toBeLessThanOrEqual(most);
  });

  test('but the child processes that train, and record, reach it', () => {
    expect(reached('job/child.ts').has('tensor/tfjs.ts')).toBe(true);
    expect(reached('job/forward-child.ts').has('tensor/tfjs.ts')).toBe(true);
  });
});
