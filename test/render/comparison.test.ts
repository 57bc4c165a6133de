import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { fc } from '../drawn.js';
import { detailColumns } from '../../src/comparison/record-columns.js';
import { judge } from '../../src/comparison/judging.js';
import { compareRuns, type Comparison } from '../../src/comparison/comparison.js';
import { loadComparison } from '../../src/comparison/load.js';
import type { Cell } from '../../src/comparison/written.js';
import {
  comparisonFormats,
  renderComparison,
  type RenderedComparison,
} from '../../src/render/comparison.js';
import { formatCell } from '../../src/render/terminal/format.js';
import { csvText, markdownTable } from '../../src/render/text/plain.js';
import { makeTutorialRuns } from '../comparison/runs.js';
import type { RunRecord } from '../../src/run/record.js';
import { inFolder } from '../folders.js';
import { makeRecord, scored } from '../run/fixture.js';

const pipe = { width: Infinity, color: false };

function tutorial(): Promise<Comparison> {
  return inFolder(async (folder) => {
    makeTutorialRuns(folder);
    return loadComparison([], folder);
  });
}

function expectTable({ output }: RenderedComparison, lines: readonly string[]): void {
  expect(output).toBe(lines.join('\n'));
}

describe('the tutorial as a table', () => {
  test('in a pipe', async () => {
    const rendered = renderComparison(await tutorial(), 'table', pipe);
    expectTable(rendered, [
      'run                       state        dataset.validation_split  model                           optimizer               batch_size  val accuracy  test accuracy  val loss  test loss  best epoch  epochs run  s/epoch  s to best  parameters',
      '────────────────────────  ───────────  ────────────────────────  ──────────────────────────────  ──────────────────────  ──────────  ────────────  ─────────────  ────────  ─────────  ──────────  ──────────  ───────  ─────────  ──────────',
      'adam_dropout              finished                            –  + Dense 100 relu + Dropout 0.3  adam                            64       0.8902*        0.8839*   0.3055*    0.3299*          20          20     2.2*        44       79,510',
      'adam                      finished                            –  + Dense 100 relu                adam                            32       0.8891         0.8812    0.3123     0.3345           12          20     2.9         35*      79,510',
      'momentum                  finished                            –  + Dense 100 relu                sgd(0.1, momentum 0.9)          32       0.8844         0.8777    0.3301     0.3502           17          20     2.4         41       79,510',
      'sigmoid                   finished                          0.2  + Dense 100 sigmoid             adam                            32       0.8799         0.8704    0.3402     0.3611           12          20     2.9         35*      79,510',
      'softmax                   finished                            –  –                               sgd                             32       0.8533         0.8421    0.4212     0.4455           12          20     2.9         35*       7,850',
      'slow                      interrupted                         –  + Dense 100 relu                adam                            32       0.9900              –    0.1000          –           12          20     2.9         35       79,510',
      'wide                      failed                              –  + Dense 100 relu                adam                            32            –              –         –          –            –           0       –          –       79,510',
      'torn-20260102T030405Z-h8  damaged                             –  –                               –                                –            –              –         –          –            –           –       –          –            –',
    ]);
    expect(rendered.notes).toEqual([
      'adam-20260102T030405Z-g7 interrupted: its process ended without a word',
      'wide-20260102T030405Z-f6 failed: out of memory',
      'torn-20260102T030405Z-h8 is damaged: its run.json is not JSON, or was cut off',
    ]);
  });

  test('200 wide', async () => {
    const rendered = renderComparison(await tutorial(), 'table', { width: 200, color: false });
    expectTable(rendered, [
      '                                          dataset.',
      '                                       validation_                                                          batch_       val      test      val     test   best  epochs           s to',
      'run                       state              split  model                           optimizer                 size  accuracy  accuracy     loss     loss  epoch     run  s/epoch  best  parameters',
      '────────────────────────  ───────────  ───────────  ──────────────────────────────  ──────────────────────  ──────  ────────  ────────  ───────  ───────  ─────  ──────  ───────  ────  ──────────',
      'adam_dropout              finished               –  + Dense 100 relu + Dropout 0.3  adam                        64   0.8902*   0.8839*  0.3055*  0.3299*     20      20     2.2*   44       79,510',
      'adam                      finished               –  + Dense 100 relu                adam                        32   0.8891    0.8812   0.3123   0.3345      12      20     2.9    35*      79,510',
      'momentum                  finished               –  + Dense 100 relu                sgd(0.1, momentum 0.9)      32   0.8844    0.8777   0.3301   0.3502      17      20     2.4    41       79,510',
      'sigmoid                   finished             0.2  + Dense 100 sigmoid             adam                        32   0.8799    0.8704   0.3402   0.3611      12      20     2.9    35*      79,510',
      'softmax                   finished               –  –                               sgd                         32   0.8533    0.8421   0.4212   0.4455      12      20     2.9    35*       7,850',
      'slow                      interrupted            –  + Dense 100 relu                adam                        32   0.9900         –   0.1000        –      12      20     2.9    35       79,510',
      'wide                      failed                 –  + Dense 100 relu                adam                        32        –         –        –        –       –       0       –     –       79,510',
      'torn-20260102T030405Z-h8  damaged                –  –                               –                            –        –         –        –        –       –       –       –     –            –',
    ]);
    expect(rendered.notes).toEqual([
      'adam-20260102T030405Z-g7 interrupted: its process ended without a word',
      'wide-20260102T030405Z-f6 failed: out of memory',
      'torn-20260102T030405Z-h8 is damaged: its run.json is not JSON, or was cut off',
    ]);
  });

  test('120 wide', async () => {
    const rendered = renderComparison(await tutorial(), 'table', { width: 120, color: false });
    expectTable(rendered, [
      '                                      dataset.',
      '                                   validation_                                              batch_       val      test',
      'run                   state              split  model                 optimizer               size  accuracy  accuracy',
      '────────────────────  ───────────  ───────────  ────────────────────  ────────────────────  ──────  ────────  ────────',
      'adam_dropout          finished               –  + Dense 100 relu +…   adam                      64   0.8902*   0.8839*',
      'adam                  finished               –  + Dense 100 relu      adam                      32   0.8891    0.8812',
      'momentum              finished               –  + Dense 100 relu      sgd(0.1, momentum 0…      32   0.8844    0.8777',
      'sigmoid               finished             0.2  + Dense 100 sigmoid   adam                      32   0.8799    0.8704',
      'softmax               finished               –  –                     sgd                       32   0.8533    0.8421',
      'slow                  interrupted            –  + Dense 100 relu      adam                      32   0.9900         –',
      'wide                  failed                 –  + Dense 100 relu      adam                      32        –         –',
      'torn-20260102T03040…  damaged                –  –                     –                          –        –         –',
    ]);
    expect(rendered.notes).toEqual([
      'adam-20260102T030405Z-g7 interrupted: its process ended without a word',
      'wide-20260102T030405Z-f6 failed: out of memory',
      'torn-20260102T030405Z-h8 is damaged: its run.json is not JSON, or was cut off',
      'left out to fit a width of 120: val_loss, test_loss, best_epoch, epochs_run, seconds_per_epoch, seconds_to_best, parameters; choose with --columns, or pipe the table into "less -S"',
    ]);
  });

  test('80 wide', async () => {
    const rendered = renderComparison(await tutorial(), 'table', { width: 80, color: false });
    expectTable(rendered, [
      '                                                                  val      test',
      'run           state        model               optimizer     accuracy  accuracy',
      '────────────  ───────────  ──────────────────  ────────────  ────────  ────────',
      'adam_dropout  finished     + Dense 100 relu…   adam           0.8902*   0.8839*',
      'adam          finished     + Dense 100 relu    adam           0.8891    0.8812',
      'momentum      finished     + Dense 100 relu    sgd(0.1, mo…   0.8844    0.8777',
      'sigmoid       finished     + Dense 100 sigmo…  adam           0.8799    0.8704',
      'softmax       finished     –                   sgd            0.8533    0.8421',
      'slow          interrupted  + Dense 100 relu    adam           0.9900         –',
      'wide          failed       + Dense 100 relu    adam                –         –',
      'torn-202601…  damaged      –                   –                   –         –',
    ]);
    expect(rendered.notes).toEqual([
      'adam-20260102T030405Z-g7 interrupted: its process ended without a word',
      'wide-20260102T030405Z-f6 failed: out of memory',
      'torn-20260102T030405Z-h8 is damaged: its run.json is not JSON, or was cut off',
      'left out to fit a width of 80: dataset.validation_split, batch_size, val_loss, test_loss, best_epoch, epochs_run, seconds_per_epoch, seconds_to_best, parameters; choose with --columns, or pipe the table into "less -S"',
    ]);
  });

  test('60 wide', async () => {
    const rendered = renderComparison(await tutorial(), 'table', { width: 60, color: false });
    expectTable(rendered, [
      '                                            val      test',
      'run                       state        accuracy  accuracy',
      '────────────────────────  ───────────  ────────  ────────',
      'adam_dropout              finished      0.8902*   0.8839*',
      'adam                      finished      0.8891    0.8812',
      'momentum                  finished      0.8844    0.8777',
      'sigmoid                   finished      0.8799    0.8704',
      'softmax                   finished      0.8533    0.8421',
      'slow                      interrupted   0.9900         –',
      'wide                      failed             –         –',
      'torn-20260102T030405Z-h8  damaged            –         –',
    ]);
    expect(rendered.notes).toEqual([
      'adam-20260102T030405Z-g7 interrupted: its process ended without a word',
      'wide-20260102T030405Z-f6 failed: out of memory',
      'torn-20260102T030405Z-h8 is damaged: its run.json is not JSON, or was cut off',
      'left out to fit a width of 60: dataset.validation_split, model, optimizer, batch_size, val_loss, test_loss, best_epoch, epochs_run, seconds_per_epoch, seconds_to_best, parameters; choose with --columns, or pipe the table into "less -S"',
    ]);
  });
});

test('as Markdown', async () => {
  expectTable(renderComparison(await tutorial(), 'markdown', pipe), [
    '| run                      | state       | dataset.validation_split | model                          | optimizer              | batch_size | val accuracy | test accuracy |   val loss |  test loss | best epoch | epochs run | s/epoch | s to best | parameters |',
    '| ------------------------ | ----------- | -----------------------: | ------------------------------ | ---------------------- | ---------: | -----------: | ------------: | ---------: | ---------: | ---------: | ---------: | ------: | --------: | ---------: |',
    '| adam_dropout             | finished    |                        – | + Dense 100 relu + Dropout 0.3 | adam                   |         64 |   **0.8902** |    **0.8839** | **0.3055** | **0.3299** |         20 |         20 | **2.2** |        44 |     79,510 |',
    '| adam                     | finished    |                        – | + Dense 100 relu               | adam                   |         32 |       0.8891 |        0.8812 |     0.3123 |     0.3345 |         12 |         20 |     2.9 |    **35** |     79,510 |',
    '| momentum                 | finished    |                        – | + Dense 100 relu               | sgd(0.1, momentum 0.9) |         32 |       0.8844 |        0.8777 |     0.3301 |     0.3502 |         17 |         20 |     2.4 |        41 |     79,510 |',
    '| sigmoid                  | finished    |                      0.2 | + Dense 100 sigmoid            | adam                   |         32 |       0.8799 |        0.8704 |     0.3402 |     0.3611 |         12 |         20 |     2.9 |    **35** |     79,510 |',
    '| softmax                  | finished    |                        – | –                              | sgd                    |         32 |       0.8533 |        0.8421 |     0.4212 |     0.4455 |         12 |         20 |     2.9 |    **35** |      7,850 |',
    '| slow                     | interrupted |                        – | + Dense 100 relu               | adam                   |         32 |       0.9900 |             – |     0.1000 |          – |         12 |         20 |     2.9 |        35 |     79,510 |',
    '| wide                     | failed      |                        – | + Dense 100 relu               | adam                   |         32 |            – |             – |          – |          – |          – |          0 |       – |         – |     79,510 |',
    '| torn-20260102T030405Z-h8 | damaged     |                        – | –                              | –                      |          – |            – |             – |          – |          – |          – |          – |       – |         – |          – |',
  ]);
});

test('as CSV', async () => {
  expect(renderComparison(await tutorial(), 'csv', pipe).output).toBe(
    [
      'run,state,dataset.validation_split,model,optimizer,batch_size,val_accuracy,test_accuracy,val_loss,test_loss,best_epoch,epochs_run,seconds_per_epoch,seconds_to_best,parameters',
      "adam_dropout,finished,,'+ Dense 100 relu + Dropout 0.3,adam,64,0.8902,0.8839,0.3055,0.3299,20,20,2.2,44,79510",
      "adam,finished,,'+ Dense 100 relu,adam,32,0.8891,0.8812,0.3123,0.3345,12,20,2.94,35.3,79510",
      'momentum,finished,,\'+ Dense 100 relu,"sgd(0.1, momentum 0.9)",32,0.8844,0.8777,0.3301,0.3502,17,20,2.41,41,79510',
      "sigmoid,finished,0.2,'+ Dense 100 sigmoid,adam,32,0.8799,0.8704,0.3402,0.3611,12,20,2.94,35.3,79510",
      'softmax,finished,,,sgd,32,0.8533,0.8421,0.4212,0.4455,12,20,2.94,35.3,7850',
      "slow,interrupted,,'+ Dense 100 relu,adam,32,0.99,,0.1,,12,20,2.94,35.3,79510",
      "wide,failed,,'+ Dense 100 relu,adam,32,,,,,,0,,,79510",
      'torn-20260102T030405Z-h8,damaged,,,,,,,,,,,,,',
    ].join('\n'),
  );
});

const fashion = makeRecord().data;

describe('several data sets, and replicates', () => {
  const trial = (name: string, seed: number, accuracy: number, more: Partial<RunRecord> = {}) => ({
    folder: `runs/${name}${seed}`,
    record: makeRecord({
      id: `${name}${seed}`,
      name,
      seed,
      hashes: { spec: `${name}${seed}`, group: name },
      ...scored(0.1, accuracy, 0.1, 0.5),
      ...more,
    }),
  });
  const other = { name: 'a_b|c', sha256: 'd'.repeat(64), train: 8, validation: 2, test: 2 };
  const runs = [
    trial('a', 1, 0.5),
    trial('a', 2, 0.75),
    trial('b', 1, 0.25),
    trial('c', 1, 0.5, { data: other }),
    trial('d', 1, 0.5, { data: { ...other, sha256: 'e'.repeat(64) } }),
  ];
  const columns = ['run', 'n', 'val_accuracy', 'epochs_run'];
  const comparison = compareRuns(runs, { columns });

  test('as tables', () => {
    expect(renderComparison(comparison, 'table', pipe).output.split('\n')).toEqual([
      'fashion_mnist, 48,000 / 12,000 / 10,000 samples',
      '',
      'run  n     val accuracy  epochs run',
      '───  ─  ───────────────  ──────────',
      // 0.625 and the root of 0.03125, by hand.
      'a    2  0.6250 ± 0.1768          20',
      'b    1  0.2500                   20',
      '',
      '',
      'a_b|c, 8 / 2 / 2 samples, SHA-256 dddddddd…',
      '',
      'run  n  val accuracy  epochs run',
      '───  ─  ────────────  ──────────',
      'c    1        0.5000          20',
      '',
      '',
      'a_b|c, 8 / 2 / 2 samples, SHA-256 eeeeeeee…',
      '',
      'run  n  val accuracy  epochs run',
      '───  ─  ────────────  ──────────',
      'd    1        0.5000          20',
    ]);
  });

  test('what is said of them stands under their titles, which are said once', () => {
    const pairs = [0, 1].flatMap((n) =>
      [1, 2, 3].flatMap((seed) => {
        const more = n === 0 ? {} : { data: other };
        const noise = seed / 100;
        return [
          trial(`e${n}`, seed, 0.9, { ...more, ...scored(0.1, 0.9, 0.1, 0.9 + noise) }),
          trial(`f${n}`, seed, 0.5, { ...more, ...scored(0.1, 0.5, 0.1, 0.5 - noise) }),
        ];
      }),
    );
    const { notes } = renderComparison(compareRuns(pairs, {}, judge), 'table', {
      width: 80,
      color: false,
    });
    const verdicts =
      'verdicts are on test accuracy by seed, on this split alone (paired t), at 5 %';
    expect(notes).toEqual([
      expect.stringMatching(/^left out to fit a width of 80: /),
      'fashion_mnist, 48,000 / 12,000 / 10,000 samples:',
      verdicts,
      'these runs read the test set 6 times',
      'a_b|c, 8 / 2 / 2 samples:',
      verdicts,
      'these runs read the test set 6 times',
    ]);
  });

  // The first row's scores are 0.1 greater with seed 1 and 3, 0.104 with seed 2.
  test.each([70, 72, 80, 90, 100, 120, 200])('%i wide, a verdict is whole', (width) => {
    const paired = [1, 2, 3].flatMap((seed) => [
      trial('growth', seed, 0.9, scored(0.1, 0.9, 0.1, 0.9)),
      trial('narrow', seed, 0.5, scored(0.1, 0.5, 0.1, seed === 2 ? 0.796 : 0.8)),
    ]);
    const { output } = renderComparison(compareRuns(paired, {}, judge), 'table', {
      width,
      color: false,
    });
    expect(output).toContain('worse by 0.10 (p ');
    expect(output).not.toContain('…');
  });

  test('as one CSV, in full', () => {
    expect(renderComparison(comparison, 'csv', pipe).output.split('\n')).toEqual([
      'table,run,n,val_accuracy,val_accuracy_sd,epochs_run,epochs_run_sd',
      `"fashion_mnist, 48,000 / 12,000 / 10,000 samples",a,2,0.625,${Math.sqrt(0.03125)},20,0`,
      '"fashion_mnist, 48,000 / 12,000 / 10,000 samples",b,1,0.25,,20,',
      '"a_b|c, 8 / 2 / 2 samples, SHA-256 dddddddd…",c,1,0.5,,20,',
      '"a_b|c, 8 / 2 / 2 samples, SHA-256 eeeeeeee…",d,1,0.5,,20,',
    ]);
  });

  test('no column of the CSV is there twice', () => {
    const details = detailColumns().map(({ key }) => key);
    const [head = ''] = renderComparison(comparison, 'csv', pipe).output.split(',');
    expect(head).toBe('table');
    expect(details).not.toContain(head);
  });

  test('as Markdown, under headings', () => {
    const lines = renderComparison(comparison, 'markdown', pipe).output.split('\n');
    expect(lines.filter((line) => line.startsWith('#'))).toEqual([
      '### fashion_mnist, 48,000 / 12,000 / 10,000 samples',
      '### a_b\\|c, 8 / 2 / 2 samples, SHA-256 dddddddd…',
      '### a_b\\|c, 8 / 2 / 2 samples, SHA-256 eeeeeeee…',
    ]);
    expect(lines[4]).toBe('| a   |   2 | 0.6250 ± 0.1768 |         20 |');
  });

  test('as JSON, with their spread', () => {
    const { output } = renderComparison(comparison, 'json', pipe);
    expect(JSON.parse(output)).toMatchObject({
      tables: [
        {
          rows: [
            {
              runs: ['runs/a1', 'runs/a2'],
              n: 2,
              cells: { run: 'a', n: 2, val_accuracy: 0.625 },
              spread: { val_accuracy: Math.sqrt(0.03125), epochs_run: 0 },
            },
            { n: 1, cells: { val_accuracy: 0.25 } },
          ],
        },
        { data: { name: 'a_b|c', train: 8 } },
        {},
      ],
    });
  });
});

test('as JSON: one document, numbers as numbers, what is absent as null', () => {
  const runs = [
    {
      folder: 'runs/a',
      record: makeRecord({ id: 'a', name: 'a\u202e', ...scored(NaN, 0.5, 0.1, 0.2) }),
    },
    {
      folder: 'runs/b',
      record: makeRecord({ id: 'b', name: 'b', ...scored(0.5, 0.25, Infinity, 0.2) }),
    },
    { folder: 'runs/c', damaged: 'its run.json is empty' },
  ];
  const { output } = renderComparison(
    compareRuns(runs, { columns: ['run', 'val_accuracy', 'val_loss', 'test_loss'] }),
    'json',
    { width: 20, color: true },
  );
  expect(output).not.toMatch(/\u202e/);
  expect(JSON.parse(output)).toEqual({
    ok: true,
    tables: [
      {
        data: { ...fashion, split: '' },
        columns: [
          { key: 'run', label: 'run', kind: 'text', direction: null },
          { key: 'val_accuracy', label: 'val accuracy', kind: 'score', direction: 'max' },
          { key: 'val_loss', label: 'val loss', kind: 'score', direction: 'min' },
          { key: 'test_loss', label: 'test loss', kind: 'score', direction: 'min' },
        ],
        sort: { column: 'val_accuracy', reversed: false },
        rows: [
          {
            runs: ['runs/a'],
            n: 1,
            state: 'finished',
            rank: 1,
            cells: { run: 'a\u202e', val_accuracy: 0.5, val_loss: 'NaN', test_loss: 0.1 },
            best: ['val_accuracy'],
          },
          {
            runs: ['runs/b'],
            n: 1,
            state: 'finished',
            rank: 2,
            cells: { run: 'b', val_accuracy: 0.25, val_loss: 0.5, test_loss: 'Infinity' },
            best: [],
          },
          {
            runs: ['runs/c'],
            n: 1,
            state: 'damaged',
            rank: null,
            cells: { run: 'c', val_accuracy: null, val_loss: null, test_loss: null },
            best: [],
          },
        ],
        omitted: 0,
        notes: [],
      },
    ],
    notes: ['c is damaged: its run.json is empty'],
  });
});

test('without runs there is an empty document, and the note says what to do', async () => {
  const comparison = await inFolder((folder) => loadComparison([], folder));
  const outputs = comparisonFormats.map(
    (format) => renderComparison(comparison, format, pipe).output,
  );
  expect(outputs).toEqual([
    '',
    `{\n  "ok": true,\n  "tables": [],\n  "notes": [\n    ${JSON.stringify(comparison.notes[0])}\n  ]\n}`,
    '',
    '',
  ]);
  expect(comparison.notes[0]).toMatch(/^there are no runs in /);
});

describe('names that are no good', () => {
  const names = [
    '',
    ' ',
    '\u001b[2J\u001b[31m',
    '\u202e\u2066evil',
    'a\r\nb\tc',
    '=1+1',
    '@SUM(A1)',
    '-2',
    '+3 apples',
    '|`*_<b>[x](y)',
    '"quoted", yes',
    '日本語テスト',
    '👩‍🔬 é',
    '__proto__',
    'NaN',
    '\u0000',
    '\ufeff',
    'x'.repeat(500),
  ];
  const comparison = compareRuns(
    names.map((name, i) => ({
      folder: `runs/${i}`,
      record: makeRecord({
        id: String(i),
        name,
        notes: name,
        spec: { [name]: name, optimizer: { name, [name]: i } },
      }),
    })),
  );

  test.each(comparisonFormats)('do no harm in the format %s', (format) => {
    for (const screen of [pipe, { width: 60, color: false }, { width: 200, color: false }]) {
      const { output, notes } = renderComparison(comparison, format, screen);
      expect(output.replaceAll(/\r?\n/g, '') + notes.join('')).not.toMatch(
        /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/u,
      );
    }
    const lines = renderComparison(comparison, format, pipe).output.split('\n');
    if (format !== 'json') expect(lines).toHaveLength(names.length + (format === 'csv' ? 1 : 2));
  });

  test('are guarded in CSV where a spreadsheet would run them, and only there', () => {
    expect(
      csvText([['=1+1', '@x', '+3 apples', '-x', '-2', '+1e5', -2, '\t=1', '＝1', 'a=b', '']]),
    ).toBe("'=1+1,'@x,'+3 apples,'-x,-2,+1e5,-2,'\\t=1,'＝1,a=b,");
  });

  test('are escaped in Markdown, but not so that val_loss becomes unreadable', () => {
    expect(
      markdownTable(
        [{ head: 'val_loss', align: 'right' }],
        [[{ text: 'a|b\\c' }], [{ text: '_x_ **y** `z` <b>', best: true }]],
      ),
    ).toBe(
      [
        '|                        val_loss |',
        '| ------------------------------: |',
        '|                         a\\|b\\\\c |',
        '| **\\_x\\_ \\*\\*y\\*\\* \\`z\\` \\<b\\>** |',
      ].join('\n'),
    );
  });
});

test('CSV gives the same cells back', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'",;\'= a') }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.boolean(),
  );
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 5,
    }),
  );
  const text = (value: Cell): string =>
    value === null
      ? ''
      : typeof value === 'string' &&
          /^[=+\-@]/.test(value) &&
          !(value.trim() !== '' && Number.isFinite(Number(value)))
        ? `'${value}`
        : String(value);
  fc.assert(
    fc.property(table, (rows) => {
      const read = parse(`${csvText(rows)}\n`, { record_delimiter: '\n' });
      expect(read).toEqual(rows.map((row) => row.map(text)));
    }),
  );
});

test.each<[Cell, Parameters<typeof formatCell>[1], string]>([
  [0.88125, 'score', '0.8812'],
  [0, 'score', '0.0000'],
  [0.00001234, 'score', '1.234e-5'],
  [12345.678, 'score', '12345.7'],
  [1234567, 'score', '1.235e+6'],
  [NaN, 'score', 'NaN'],
  [-Infinity, 'score', '-Infinity'],
  [0.0342, 'seconds', '0.034'],
  [2.94, 'seconds', '2.9'],
  [9.96, 'seconds', '10'],
  [35.3, 'seconds', '35'],
  [12345.6, 'seconds', '12,346'],
  [333526, 'count', '333,526'],
  [0.001, 'setting', '0.001'],
  [false, 'setting', 'false'],
  [null, 'score', '–'],
])('%j as %s is %s', (cell, kind, text) => {
  expect(formatCell(cell, kind)).toBe(text);
});
