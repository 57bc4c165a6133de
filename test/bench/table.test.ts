import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { residentBytes } from '../../bench/process-tree.js';
import {
  bestOf,
  ratioOf,
  readResults,
  withWorks,
  type Results,
  type WorkResult,
} from '../../bench/results.js';
import {
  formatTime,
  limitTable,
  noteLines,
  renderMarkdown,
  renderResults,
} from '../../bench/table.js';
import { failure } from '../../src/ground/errors.js';
import { repository } from '../../bench/works.js';

const cnn: WorkResult = {
  name: 'cnn',
  title: 'CNN',
  kind: 'steps',
  unit: 'ms',
  targets: { keras: 2, torch: 1, tfjs: 3.5 },
  at_most: null,
  measured: [
    { contender: 'dlx', configuration: '2 threads', values: [8, 5, 6] },
    { contender: 'keras', configuration: '', values: [9.999, 12, 11] },
    { contender: 'torch', configuration: '1 thread', values: [13, 14, 15] },
    { contender: 'torch', configuration: '2 threads, channels-last', values: [9, 7.5, 10] },
    { contender: 'tfjs', configuration: '', values: [] },
  ],
  notes: ['tfjs was left out: it ended'],
};

const command: WorkResult = {
  name: 'command',
  title: 'dlx train experiments/adam.yaml',
  kind: 'command',
  unit: 's',
  targets: { keras: 4 },
  at_most: null,
  measured: [
    { contender: 'dlx', configuration: '', values: [10, 11], peak_memory_bytes: [500e6, 510e6] },
    { contender: 'keras', configuration: '', values: [110], peak_memory_bytes: [1e9] },
  ],
  notes: [],
};

const single = (
  name: string,
  title: string,
  kind: 'startup' | 'predict' | 'runs' | 'help' | 'commit' | 'determinism',
  unit: 's' | 'ms',
  at_most: number,
  values: Readonly<Record<string, number>>,
): WorkResult => ({
  name,
  title,
  kind,
  unit,
  targets: {},
  at_most,
  notes: [],
  measured: Object.entries(values).map(([contender, value]) => ({
    contender,
    configuration: '',
    values: [value],
  })),
});

const results: Results = {
  format: 1,
  date: '2026-11-24T00:00:00.000Z',
  rounds: 3,
  machine: {
    cpu: 'AMD EPYC',
    cores: 2,
    memory_bytes: 24 * 2 ** 30,
    system: 'Linux 6.1',
    busy_cores: 0.02,
    too_busy: false,
  },
  versions: { node: '20.20.2', keras: '3.15.1' },
  works: [
    cnn,
    command,
    single('startup-mlp', 'First step, MLP', 'startup', 's', 2, { dlx: 2.5 }),
    single('compare-1000', 'Many runs', 'runs', 's', 0.4, { dlx: 0.3 }),
    single('commit', 'Committing', 'commit', 'ms', 0.05, { dlx: 6, epoch: 100 }),
    single('determinism', 'Determinism', 'determinism', 'ms', 0.05, { dlx: 5.2, undetermined: 5 }),
    single('help', 'dlx --help', 'help', 'ms', 1.5, { dlx: 75, node: 60 }),
  ],
};

describe('ratios', () => {
  test('the best is the smallest value of the fastest configuration', () => {
    expect(bestOf(cnn, 'torch')).toEqual({
      value: 7.5,
      configuration: '2 threads, channels-last',
      peakMemory: null,
    });
    expect(bestOf(cnn, 'tfjs')).toBeNull();
    expect(bestOf(command, 'dlx')).toEqual({ value: 10, configuration: '', peakMemory: 510e6 });
  });

  test('how many times faster, and whether that is enough', () => {
    expect(ratioOf(cnn, 'torch')).toEqual({ ratio: 1.5, target: 1, met: true });
    expect(ratioOf(cnn, 'keras')).toEqual({ ratio: 9.999 / 5, target: 2, met: false });
    expect(ratioOf(cnn, 'tfjs')).toBeNull();
    expect(ratioOf({ ...cnn, targets: {} }, 'torch')).toEqual({
      ratio: 1.5,
      target: null,
      met: null,
    });
  });
});

// A ratio of 1.9998 misses 2 and must not be shown as 2.00.
const ratioRows = `| work | dlx | Keras | PyTorch | tfjs | against Keras | against PyTorch | against tfjs |
|---|---:|---:|---:|---:|---:|---:|---:|
| CNN (ms a step) | 5.00 | 10.0 | 7.50 | – | 1.99 × (≥ 2, missed) | 1.50 × (≥ 1) | – |
| dlx train experiments/adam.yaml (s) | 10.0 | 110 | – | – | 11.0 × (≥ 4) | – | – |`;

const limitRows = `| beside | measured | at most |
|---|---|---|
| Peak memory, dlx train experiments/adam.yaml | dlx 0.51 GB, Keras 1.00 GB |  |
| First step, MLP | 2.50 s | 2 s, missed |
| Many runs | 0.300 s | 0.4 s |
| Committing | 6.0 % of it (6.00 of 100 ms) | 5 %, missed |
| Determinism | 4.0 % more time (5.20 and 5.00 ms a step) | 5 % |
| dlx --help, against bare node | 1.25 × (75.0 and 60.0 ms) | 1.5 × |`;

const notes = `AMD EPYC, 2 cores, 24 GiB, Linux 6.1, 2026-11-24; node 20.20.2, keras 3.15.1.
The fastest of 3 blocks, taken in turn. PyTorch's best: cnn: 2 threads, channels-last.
cnn: tfjs was left out: it ended`;

test('as Markdown', () => {
  expect(renderMarkdown(results)).toBe(`${ratioRows}\n\n${limitRows}\n\n${notes}`);
});

test('for a terminal', () => {
  expect(renderResults({ ...results, works: [cnn] }, { width: Infinity, color: false }))
    .toBe(`work              dlx  Keras  PyTorch  tfjs         against Keras  against PyTorch  against tfjs
───────────────  ────  ─────  ───────  ────  ────────────────────  ───────────────  ────────────
CNN (ms a step)  5.00   10.0     7.50     –  1.99 × (≥ 2, missed)     1.50 × (≥ 1)             –

${notes}`);
});

test('a busy machine is told', () => {
  const machine = { ...results.machine, busy_cores: 1.25, too_busy: true };
  expect(noteLines({ ...results, machine, works: [] })).toEqual([
    'AMD EPYC, 2 cores, 24 GiB, Linux 6.1, 2026-11-24; node 20.20.2, keras 3.15.1.',
    'The fastest of 3 blocks, taken in turn.',
    'The machine was busy (1.25 cores in use before the run): these numbers do not count.',
  ]);
});

test.each([
  [0.30912, '0.309'],
  [9.996, '10.0'],
  [99.96, '100'],
  [321.4, '321'],
  [null, '–'],
])('%d is shown as %s', (value, text) => {
  expect(formatTime(value)).toBe(text);
});

test('resident memory of a process', () => {
  expect(residentBytes('Name:\tnode\nVmPeak:\t  999 kB\nVmRSS:\t  2048 kB\n')).toBe(2048 * 1024);
  expect(residentBytes('Name:\tkthreadd\n')).toBeNull();
});

describe('a file of results', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-bench-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is read back', () => {
    const path = join(folder, 'results.json');
    writeFileSync(path, JSON.stringify(results));
    expect(readResults(path)).toEqual(results);
  });

  test('or is none', () => {
    const path = join(folder, 'other.json');
    writeFileSync(path, '{"works": []}');
    expect(() => readResults(path)).toThrow(
      `${path} holds no results of this benchmark: expected "format": 1`,
    );
    expect(() => readResults(join(folder, 'missing.json'))).toThrow(
      `cannot read the results in ${join(folder, 'missing.json')}: ENOENT: no such file or directory, open '${join(folder, 'missing.json')}'`,
    );
  });
});

test("the README's tables are those of the kept results", () => {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8');
  const blocks = renderMarkdown(readResults(join(repository, 'bench/results.json'))).split('\n\n');
  expect(blocks.filter((block) => !readme.includes(block))).toEqual([]);
});

test('predictions stand beside those of Keras and onnxruntime, against a limit', () => {
  const values = { dlx: 5, keras: 21.5, onnxruntime: 9 };
  const predict = single('predict', 'dlx predict', 'predict', 's', 6, values);
  const { rows } = limitTable({ ...results, works: [predict] });
  expect(rows[0]).toEqual(['dlx predict', '5.00 s; Keras 21.5 s; onnxruntime 9.00 s', '6 s']);
});

describe('works measured anew', () => {
  const found: Results = {
    ...results,
    date: '2026-11-28T00:00:00.000Z',
    machine: { ...results.machine, cpu: 'Xeon' },
    versions: { ...results.versions, pandas: '3.1.1' },
    works: [
      { ...cnn, measured: [{ contender: 'dlx', configuration: '', values: [4] }], notes: [] },
      {
        ...command,
        name: 'pictures-first',
        title: 'Pictures',
        kind: 'pictures',
        targets: { keras: 1 },
        measured: [
          { contender: 'dlx', configuration: '', values: [6, 5] },
          { contender: 'keras', configuration: '', values: [9] },
          { contender: 'keras', configuration: 'cache()', values: [8] },
        ],
      },
    ],
  };

  test('stand in the place of the kept ones or at the end, with when and on what', () => {
    const kept = withWorks(results, found);
    expect(kept.works.map(({ name, measured_at: at }) => [name, at?.date.slice(0, 10)])).toEqual([
      ['cnn', '2026-11-28'],
      ['command', undefined],
      ['startup-mlp', undefined],
      ['compare-1000', undefined],
      ['commit', undefined],
      ['determinism', undefined],
      ['help', undefined],
      ['pictures-first', '2026-11-28'],
    ]);
    const shown = renderMarkdown(kept);
    expect(shown).toContain('| CNN (ms a step) | 4.00 | – | – | – | – | – | – |');
    expect(shown).toContain('| Pictures (s) | 5.00 | 8.00 | – | – | 1.60 × (≥ 1) | – | – |');
    expect(shown).toContain('node 20.20.2, keras 3.15.1, pandas 3.1.1.\n');
    expect(shown).toContain(
      '\ncnn, pictures-first: on Xeon, 2 cores, 24 GiB, Linux 6.1, 2026-11-28.',
    );
  });

  test('are not mixed with those of other versions', () => {
    expect(() => withWorks(results, { ...found, versions: { node: '22.0.0' } })).toThrow(
      failure('the kept results are of node 20.20.2, and these of 22.0.0: keep a run of all works'),
    );
  });
});
