// Reads the import lines of the sources: one dependency has one door, imports run one way, and what
// must start fast never reaches TensorFlow.js.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const source = join(import.meta.dirname, '../../src');

type Import = { readonly from: string; readonly to: string; readonly types: boolean };

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

// `import type … from`, `import … from`, `export … from`, and imports over several lines; dynamic
// ones are not followed.
const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'/gm)].map(
    ([, types, to = '']) => ({ from: file, to, types: types !== undefined }),
  );
});

const packages = imports.filter(({ to }) => !to.startsWith('.') && !to.startsWith('node:'));
const locals = imports
  .filter(({ to }) => to.startsWith('.'))
  .map(({ from, to, types }) => ({
    from,
    to: relative('.', normalize(join(dirname(from), to))).replace(/\.js$/, '.ts'),
    types,
  }));

const doors: Readonly<Record<string, readonly string[]>> = {
  yargs: ['cli/'],
  yaml: ['spec/'],
  zod: ['spec/'],
  leven: ['spec/'],
  'cli-table3': ['terminal/'],
  ora: ['terminal/'],
  picocolors: ['terminal/'],
  yauzl: ['engine/'],
  'env-paths': ['cache.ts'],
};

describe('one dependency, one door', () => {
  test.each(packages)('$to in $from', ({ from, to }) => {
    const name = to.startsWith('@')
      ? to.split('/').slice(0, 2).join('/')
      : (to.split('/')[0] ?? '');
    const allowed = name.startsWith('@tensorflow/')
      ? ['engine/']
      : name === 'csv-parse'
        ? ['dataset/']
        : doors[name];
    expect(allowed?.some((door) => from.startsWith(door))).toBe(true);
  });
});

// From left to right: a place may import from its own or an earlier one.
const order = [
  ['errors.ts'],
  ['files.ts', 'hash.ts', 'inside.ts', 'cache.ts', 'random.ts'],
  ['spec/'],
  ['dataset/'],
  ['engine/'],
  ['model/'],
  ['training/'],
  ['run/'],
  ['comparison/'],
  ['language.ts', 'plan.ts', 'events.ts'],
  ['device.ts'],
  ['terminal/'],
  ['experiment/'],
  ['experiment.ts'],
  ['run-child.ts', 'launch.ts'],
  ['commands/'],
  ['cli/'],
  ['cli.ts'],
];
const rankOf = (file: string): number =>
  order.findIndex((places) =>
    places.some((place) => file === place || (place.endsWith('/') && file.startsWith(place))),
  );

describe('imports run one way', () => {
  test('every file has its place', () => {
    expect(files.filter((file) => rankOf(file) < 0 && !file.startsWith('gpu/'))).toEqual([]);
  });

  test('none points to the right', () => {
    const wrong = locals.filter(
      ({ from, to }) =>
        !from.startsWith('gpu/') && !to.startsWith('gpu/') && rankOf(to) > rankOf(from),
    );
    expect(wrong).toEqual([]);
  });

  test('gpu stands alone', () => {
    expect(
      locals.filter(
        ({ from, to }) => from.startsWith('gpu/') && !to.startsWith('gpu/') && to !== 'errors.ts',
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
      queue.push(...locals.filter((one) => one.from === file && !one.types).map(({ to }) => to));
    }
    return seen;
  };

  test.each([
    'cli.ts',
    'cli/parse.ts',
    'cli/run.ts',
    'commands/compare.ts',
    'commands/inspect.ts',
    'commands/machine.ts',
    'commands/train.ts',
  ])('%s', (start) => {
    expect([...reached(start)].filter((file) => file === 'engine/tfjs.ts')).toEqual([]);
  });

  test('`dlx --help` loads no package at all', () => {
    const loaded = reached('cli.ts');
    expect(packages.filter(({ from, types }) => loaded.has(from) && !types)).toEqual([]);
    expect(loaded.size).toBeLessThan(8);
  });

  test('but the child process that trains reaches it', () => {
    expect(reached('run-child.ts').has('engine/tfjs.ts')).toBe(true);
  });
});
