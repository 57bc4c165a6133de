import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import {
  renderTable,
  screenOf,
  type TableCell,
  type TableColumn,
} from '../../../src/render/terminal/table.js';
import { displayWidth, shortened } from '../../../src/text/width.js';

const pipe = { width: Infinity, color: false };
const layers: readonly TableColumn[] = [
  { head: 'layer', align: 'left' },
  { head: 'output shape', align: 'left' },
  { head: 'parameters', align: 'right' },
];

function cells(...texts: string[]): TableCell[] {
  return texts.map((text) => ({ text }));
}

test('aligns columns under a rule, without blanks at the ends of lines', () => {
  expect(
    renderTable(
      layers,
      [cells('flatten', '784', '0'), cells('hidden', '100', '78,500'), cells('', '', '')],
      pipe,
    ),
  ).toEqual({
    text: [
      'layer    output shape  parameters',
      '───────  ────────────  ──────────',
      'flatten  784                    0',
      'hidden   100               78,500',
      '',
    ].join('\n'),
    leftOut: [],
  });
});

test('knows wide, combining and joined characters', () => {
  const table = renderTable(
    layers.slice(0, 2),
    [cells('日本語', 'x'), cells('e\u0301te\u0301', 'x'), cells('a\u001b[2Jb', 'x')],
    pipe,
  );
  expect(table.text).toBe(
    [
      'layer        output shape',
      '───────────  ────────────',
      '日本語       x',
      'e\u0301te\u0301          x',
      'a\\u001b[2Jb  x',
    ].join('\n'),
  );
});

test('marks the best in bold, or with an asterisk that keeps the digits in line', () => {
  const columns: readonly TableColumn[] = [
    { head: 'run', align: 'left' },
    { head: 'loss', align: 'right' },
  ];
  const rows = [
    [{ text: 'a' }, { text: '0.1', best: true }],
    [{ text: 'b', dim: true }, { text: '10.2' }],
  ];
  expect(renderTable(columns, rows, pipe).text).toBe(
    'run   loss\n───  ─────\na     0.1*\nb    10.2',
  );
  expect(renderTable(columns, rows, { width: 80, color: true }).text).toBe(
    'run  loss\n\u001b[2m───  ────\u001b[22m\na     \u001b[1m0.1\u001b[22m\n\u001b[2mb\u001b[22m    10.2',
  );
});

describe('where there is too little room', () => {
  const columns: readonly TableColumn[] = [
    { head: 'run', align: 'left' },
    { head: 'val accuracy', align: 'right', weight: 1 },
    { head: 'dataset.validation_split', align: 'right', weight: 5 },
  ];
  const rows = [cells('a run with a long name', '0.8812', '0.1')];
  const at = (width: number): string => renderTable(columns, rows, { width, color: false }).text;

  test('heads are broken', () => {
    expect(at(62)).toBe(
      `${'run'.padEnd(24)}val accuracy  dataset.validation_split\n${'─'.repeat(22)}  ${'─'.repeat(12)}  ${'─'.repeat(24)}\na run with a long name        0.8812${' '.repeat(23)}0.1`,
    );
    expect(at(61)).toBe(
      [
        '                                     dataset.',
        '                             val  validation_',
        'run                     accuracy        split',
        '──────────────────────  ────────  ───────────',
        'a run with a long name    0.8812          0.1',
      ].join('\n'),
    );
  });

  test('columns go by weight, then text is cut', () => {
    expect(at(40)).toBe(
      '                             val\nrun                     accuracy\n──────────────────────  ────────\na run with a long name    0.8812',
    );
    expect(at(26)).toBe(
      '                       val\nrun               accuracy\n────────────────  ────────\na run with a lo…    0.8812',
    );
    expect(at(12)).toBe('run\n────────────\na run with…');
    expect(renderTable(columns, rows, { width: 12, color: false }).leftOut).toEqual([1, 2]);
    expect(at(1)).toBe('run\n───\na…');
  });
});

test('long tables, which are laid out without the library, look the same', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom('日本', '', 'é', '\u001b[1mx'),
  );
  const row = fc
    .tuple(text, text, text)
    .map((texts) => texts.map((one, i) => ({ text: one, best: i === 2 })));
  const check = (rows: TableCell[][], color: boolean): void => {
    const many = Array.from({ length: 101 }, (_, i) => rows[i % rows.length] ?? []);
    const [short, long] = [rows, many].map((some) =>
      renderTable(layers, some, { width: 40, color }).text.split('\n'),
    );
    expect(long?.slice(0, rows.length + 2)).toEqual(short);
  };
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.boolean(), check), {
    numRuns: 30,
  });
});

test('a column that is whole is shown so or goes, whatever else must be cut', () => {
  const verdict = 'within noise (3 seeds)';
  const columns: readonly TableColumn[] = [
    { head: 'run', align: 'left' },
    { head: 'state', align: 'left', weight: 0.2 },
    { head: 'val accuracy', align: 'right' },
    { head: `against ${'漢'.repeat(29)}…`, align: 'left', weight: 0.1, whole: true },
  ];
  // Beside 3 columns of the name, 8 of the score (its head is two lines) and the gaps it needs 37.
  const rows = [cells('漢'.repeat(64), 'finished', '0.5100', verdict)];
  for (let width = 10; width <= 250; width += 1) {
    const { text, leftOut } = renderTable(columns, rows, { width, color: false });
    expect(text.includes(verdict)).toBe(!leftOut.includes(3));
    expect(leftOut.includes(3)).toBe(width < 37);
  }
});

test('shortened cuts between characters', () => {
  expect(shortened('日本語', 6)).toBe('日本語');
  expect(shortened('日本語', 5)).toBe('日本…');
  expect(shortened('👩‍🔬👩‍🔬👩‍🔬', 4)).toBe('👩‍🔬…');
  expect(shortened('abc', 1)).toBe('…');
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 1, max: 30 }),
      (text, width) => displayWidth(shortened(text, width)) <= width,
    ),
  );
});

test.each([
  [{ isTTY: true, columns: 120 }, {}, { width: 120, color: true }],
  [{ isTTY: true, columns: 120 }, { NO_COLOR: '1' }, { width: 120, color: false }],
  [{ isTTY: true, columns: 0 }, { TERM: 'dumb' }, { width: 80, color: false }],
  [{}, {}, { width: Infinity, color: false }],
  [{}, { FORCE_COLOR: '1' }, { width: Infinity, color: true }],
  [{}, { FORCE_COLOR: '1', NO_COLOR: '1' }, { width: Infinity, color: false }],
])('a stream %j with %j is a screen %j', (stream, environment, screen) => {
  expect(screenOf(stream, environment)).toEqual(screen);
});

test('in a pipe one long text is whole, and pads no other line', () => {
  const long = 'x'.repeat(430);
  const { text, leftOut } = renderTable(
    layers,
    [cells('short', 'a', '1'), cells('long', long, '23')],
    pipe,
  );
  const padded = 'a'.padEnd(60);
  expect(text.split('\n')).toEqual([
    `layer  ${'output shape'.padEnd(60)}  parameters`,
    `─────  ${'─'.repeat(60)}  ──────────`,
    `short  ${padded}           1`,
    `long   ${long}          23`,
  ]);
  expect(leftOut).toEqual([]);
});
