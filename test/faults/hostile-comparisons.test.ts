// Run folders made to keep `dlx compare` busy, to exhaust its memory or to fill the screen: sealed
// as dlx seals them, far beyond what it writes. Each is refused in a sentence, or is a table of
// reasonable size within seconds of the processor.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compareRuns, type Comparison } from '../../src/comparison/comparison.js';
import { modelCells } from '../../src/comparison/models.js';
import { mostSettings } from '../../src/comparison/settings.js';
import { language } from '../../src/experiment/language.js';
import { readRun, type ReadRun } from '../../src/run/read.js';
import type { RunRecord } from '../../src/run/record.js';
import { encodeRecord } from '../../src/run/record-file.js';
import { openSeal, seal } from '../../src/run/format/seal.js';
import { readSpecText } from '../../src/spec/read.js';
import { comparisonFormats, renderComparison } from '../../src/render/comparison.js';
import { fitColumns, tellingWidth, wrapHead } from '../../src/render/terminal/fit.js';
import { renderTable } from '../../src/render/terminal/table.js';
import { inFolder } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { makeForeignFolder, makeRecord, scored, withFolder } from '../run/fixture.js';
import { counted } from './counts.js';
import { watched } from './watched.js';
import { within } from '../processor-time.js';
import { isWhole } from '../whole.js';

const { spec, data } = makeRecord();

function run(id: string, overrides: Partial<RunRecord> = {}): ReadRun {
  return { folder: `runs/${id}`, record: makeRecord({ id, name: id, ...overrides }) };
}

function keyed<T>(
  count: number,
  value: (i: number) => T,
  prefix = 'k',
): Readonly<Record<string, T>> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, value(i)]));
}

/** Every format at several widths. */
function rendered(comparison: Comparison): readonly string[] {
  return comparisonFormats.flatMap((format) =>
    [80, Infinity].map(
      (width) => renderComparison(comparison, format, { width, color: false }).output,
    ),
  );
}

function damageOf(record: RunRecord): string {
  return withFolder((folder) => {
    const read = readRun(makeForeignFolder(join(folder, 'run'), encodeRecord(record)));
    return 'damaged' in read ? read.damaged : 'read';
  });
}

describe('what dlx cannot have written is refused', () => {
  const many = 10_001;
  const list = Array<string>(many).fill('x');
  const metric = { name: 'x', mode: 'max' as const };
  test.each<[string, Partial<RunRecord>, string]>([
    [
      'metrics',
      { metrics: Array.from({ length: many }, () => metric) },
      'its run.json has 10001 items in metrics, where dlx writes 10000 at most',
    ],
    [
      'scores',
      { scores: { train: null, validation: keyed(many, () => 1), test: null } },
      'its run.json has 10001 keys in scores.validation, where dlx writes 10000 at most',
    ],
    [
      'tags',
      { tags: Array<string>(100_001).fill('x') },
      'its run.json has 100001 items in tags, where dlx writes 100000 at most',
    ],
    [
      'advice',
      { advice: list },
      'its run.json has 10001 items in advice, where dlx writes 10000 at most',
    ],
    [
      'resumptions',
      { resumed: list.map(() => ({ at: '', epoch: 1, step: 0, forced: [] })) },
      'its run.json has 10001 items in resumed, where dlx writes 10000 at most',
    ],
    [
      'forced differences',
      { resumed: [{ at: '', epoch: 1, step: 0, forced: list }] },
      'its run.json has 10001 items in resumed.0.forced, where dlx writes 10000 at most',
    ],
    [
      'files',
      { files: keyed(many, () => 'x') },
      'its run.json has 10001 keys in files, where dlx writes 10000 at most',
    ],
    [
      'values',
      { spec: { ...spec, notes: Array(300_000).fill(0) } },
      'its run.json holds more than 300000 values, which dlx never writes',
    ],
    ['bytes', { notes: 'x'.repeat(8 * 2 ** 20) }, 'far more than dlx writes'],
    [
      'bytes of a key',
      {
        scores: {
          train: null,
          validation: JSON.parse(`{"${'x'.repeat(1e6)}": "y"}`) as Record<string, number>,
          test: null,
        },
      },
      `its run.json should have a number, or null as scores.validation.${'x'.repeat(80)}…, and has text`,
    ],
  ])('too many %s', (_, change, sentence) => {
    counted('hostile inputs', 1);
    const damage = damageOf(makeRecord(change));
    expect(damage).toContain(sentence);
    expect(damage.length).toBeLessThan(250);
  });
});

describe('what dlx writes of the greatest specs is read', () => {
  const head = 'dataset: spirals\nloss: sparse_categorical_crossentropy\n';
  const end = '{Dense: {units: 3, activation: softmax}}';
  const repeated = (count: number, part: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => part(i)).join(',');
  test.each([
    ['a megabyte of notes', `${head}model: [${end}]\nnotes: "${'words and '.repeat(104_000)}"\n`],
    [
      'half a million control characters',
      `${head}model: [${end}]\nnotes: "${'\\0'.repeat(520_000)}"\n`,
    ],
    [
      '7,000 metrics',
      `${head}model: [${end}]\nmetrics: [${repeated(7000, (i) => `{name: auc, label: l${i}}`)}]\n`,
    ],
    ['39,000 tags', `${head}model: [${end}]\ntags: [${repeated(39_000, () => 'a')}]\n`],
    [
      '10,000 layers, deep in blocks',
      `${head}model: [${'{block: ['.repeat(7)}${repeated(9999, () => '{Dense: 3}')}${']}'.repeat(7)},${end}]\n`,
    ],
  ])('%s', (_, text) => {
    const {
      spec: { tags, notes, metrics },
      written,
    } = readSpecText(text, 'a.yaml', { language });
    const names = metrics.map(({ label, name }) => ({ name: label ?? name, mode: 'max' as const }));
    const numbers = Object.fromEntries([
      ...names.map(({ name }) => [name, 0.123456789012345678] as const),
      ['loss', NaN],
    ]);
    expect(
      damageOf(
        makeRecord({
          spec: written,
          tags,
          notes,
          metrics: names,
          scores: { train: numbers, validation: numbers, test: numbers },
        }),
      ),
    ).toBe('read');
  });
});

describe('many columns', () => {
  test('are dropped in one go', () => {
    const columns = Array.from({ length: 200_000 }, (_, i) => ({
      head: `k${i}`,
      bodyWidth: 5,
      weight: i % 7,
      leastWidth: i % 2 ? undefined : 4,
    }));
    expect(
      within(2, () =>
        fitColumns(
          columns.map((column) => ({ ...column, weight: column.weight + 1 })),
          80,
          2,
        ),
      ).length,
    ).toBeGreaterThan(10);
    // Those that may not go stay, cut, also where they do not fit.
    expect(within(2, () => fitColumns(columns, 80, 2)).map(({ width }) => width)).toEqual(
      Array.from({ length: 28_572 }, (_, i) => ((i * 7) % 2 ? Math.max(5, `k${i * 7}`.length) : 3)),
    );
  });

  test('keys of specs are counted beyond some, and all are a table', () => {
    const runs = [0, 1, 2].map((i) =>
      run(`${i}`, { spec: { ...spec, ...keyed(100_000, () => i) } }),
    );
    const comparison = within(3, () => compareRuns(runs));
    expect(comparison.tables[0]?.columns.filter(({ kind }) => kind === 'setting')).toHaveLength(
      mostSettings - 6,
    );
    expect(comparison.tables[0]?.notes).toEqual([
      `the specs have more than ${mostSettings} different keys; the others are not compared (values left out: ${3 * (100_006 - mostSettings)})`,
    ]);
    expect(within(5, () => rendered(comparison))).toHaveLength(8);
  });

  test('metrics are a table, as many as a record may have', () => {
    const metrics = Array.from({ length: 10_000 }, (_, i) => ({
      name: `m${i}`,
      mode: 'max' as const,
    }));
    const runs = [0, 1, 2].map((i) =>
      run(`${i}`, {
        metrics,
        scores: {
          train: null,
          validation: { ...keyed(9999, (j) => i + j, 'm'), loss: i },
          test: null,
        },
      }),
    );
    const comparison = within(3, () => compareRuns(runs));
    expect(comparison.tables[0]?.columns.length).toBeGreaterThan(20_000);
    expect(within(8, () => rendered(comparison))).toHaveLength(8);
    expect(() => compareRuns(runs, { sort: 'nothing like it' })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^unknown column "nothing like it"; .{1,200}$/),
      }),
    );
  });

  test('data sets are tables, each run with its own', () => {
    const runs = Array.from({ length: isWhole ? 1000 : 150 }, (_, i) =>
      run(`${i}`, { data: { ...data, sha256: `${i}`.padStart(64, '0') } }),
    );
    expect(within(12, () => rendered(compareRuns(runs)))).toHaveLength(8);
  });

  test('of many rows that all have keys of their own', () => {
    // As many columns as rows.
    const runs = Array.from({ length: isWhole ? 1000 : 150 }, (_, i) =>
      run(`${i}`, { spec: { ...spec, [`own${i}`]: i } }),
    );
    expect(within(12, () => rendered(compareRuns(runs)))).toHaveLength(8);
  });
});

describe('more runs than a call takes arguments', () => {
  const count = 130_000;

  test('have models', () => {
    expect(
      modelCells(Array.from({ length: count }, (_, i) => [{ Dense: i + 1 }, 'Flatten'])).at(-1),
    ).toBe(`Dense ${count}`);
  });

  test('have a best, and texts and heads of their own', () => {
    const base = { ...makeRecord(), data };
    const runs = Array.from({ length: count }, (_, i): ReadRun => ({
      folder: `runs/${i}`,
      record: { ...base, ...scored(i, -i, i, i), id: `${i}`, name: `${i}` },
    }));
    const comparison = compareRuns(runs, { columns: ['run', 'val_loss', 'val_accuracy'] });
    expect(
      comparison.tables
        .flatMap(({ rows }) => rows)
        .map(({ best }, i) => [i, [...best]] as const)
        .filter(([, best]) => best.length > 0),
    ).toEqual([[0, ['val_loss', 'val_accuracy']]]);
    expect(
      tellingWidth(
        runs.map(({ folder }) => folder),
        28,
      ),
    ).toBe(12);
    const { leftOut } = renderTable(
      runs.map(({ folder }) => ({ head: folder, align: 'right' })),
      [],
      { width: Infinity, color: false },
    );
    expect(leftOut).toEqual([]);
  });

  test('have a key of as many parts', () => {
    expect(
      fitColumns(
        [{ head: 'a.'.repeat(count), bodyWidth: 3, weight: 0, leastWidth: undefined }],
        80,
        2,
      ),
    ).toEqual([{ index: 0, width: 3 }]);
    expect(wrapHead('a.'.repeat(count), 10)).toHaveLength(count / 5);
  });
});

describe('texts without end', () => {
  const length = isWhole ? 500_000 : 100_000;
  const long = 'x\u001b[2J😀é'.repeat(length);
  const key = `k${'.é'.repeat(length)}`;
  const comparison = compareRuns(
    [
      run('a', {
        name: long,
        state: 'interrupted',
        message: long,
        tags: [long],
        spec: { ...spec, [key]: long, model: Array.from({ length: 200_000 }, (_, i) => `L${i}`) },
      }),
      run('b', {
        spec: { ...spec, model: Array.from({ length: 200_000 }, (_, i) => `M${i}`) },
        monitor: { name: long, mode: 'min' },
      }),
      run('c', { data: { ...data, name: long, sha256: long } }),
    ],
    { all: true },
  );

  test.each(['table', 'markdown'] as const)(
    'are cut in the format %s, and in the notes',
    (format) => {
      for (const width of [80, 200, Infinity]) {
        const { output, notes } = within(5, () =>
          renderComparison(comparison, format, { width, color: false }),
        );
        expect(output.length).toBeLessThan(500_000);
        expect(output).toContain('…');
        expect(notes.every((note) => note.length < 6000)).toBe(true);
        expect(output + notes.join('')).not.toMatch(/\p{Cs}|\\ud8/u);
      }
      expect(comparison.notes.every((note) => note.length <= 501)).toBe(true);
    },
  );

  test('are whole in CSV and JSON, which programs read', () => {
    expect(renderComparison(comparison, 'json', { width: 80, color: false }).output).toContain(
      JSON.stringify(long).slice(1, -1),
    );
    expect(renderComparison(comparison, 'csv', { width: 80, color: false }).output).toContain(
      'x\\u001b[2J😀é'.repeat(length),
    );
  });
});

onLinux('memory', () => {
  /**
   * A sealed record in whose spec there is so much of nothing that each byte of it takes many of
   * memory.
   */
  const crowded = (id: string, bytes: number): Buffer => {
    const text = JSON.stringify({
      ...makeRecord({ id, spec: { ...spec, crowd: 0 } }),
      sha256: openSeal,
    })
      .replace('"crowd":0', `"crowd":[${'{},'.repeat(bytes / 3)}0]`)
      .replace('"sha256":"' + openSeal, '"sha256": "' + openSeal);
    const sealed = Buffer.from(text);
    seal(sealed, sealed.lastIndexOf('"sha256": "') + '"sha256": "'.length);
    return sealed;
  };

  test.each([
    ['what is too much to hold', 8e6, 24],
    ['what is too large to read', 15.6e6, 24],
  ])('of %s', async (_, bytes, folders) => {
    await inFolder(async (folder) => {
      for (let i = 0; i < folders; i += 1) {
        makeForeignFolder(join(folder, 'runs', `r${i}`), crowded(`${i}`, bytes));
      }
      const { code, stderr, peak } = await watched(folder, ['compare']);
      counted('hostile inputs', folders);
      expect([
        code,
        stderr.split('\n').filter((line) => / is damaged: its run.json /.test(line)).length,
      ]).toEqual([0, 5]);
      expect(peak).toBeLessThan(1000);
    });
  });
});
