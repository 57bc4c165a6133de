// What each kind of value takes and what it is read as, what it refuses, and what is said of it.
import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import {
  anyNumber,
  anyText,
  anything,
  boolean,
  choice,
  constant,
  duration,
  edges,
  either,
  fields,
  filePath,
  integer,
  listOf,
  mappingOf,
  number,
  oneOrList,
  pair,
  patternOf,
  sizes,
  text,
} from '../../src/words/arguments.js';
import { briefly } from '../../src/words/brief.js';
import { accepts, checkPlain, checkPlainArguments, defaultOf } from '../../src/words/check.js';
import { exampleArguments, flow } from '../../src/words/examples.js';
import { expectation } from '../../src/words/expectation.js';
import { schemaOf } from '../../src/words/json-schema-kinds.js';
import type { Kind } from '../../src/words/kinds.js';
import { nestedLayer } from '../../src/words/nested.js';
import { numberOrTagged, tagged } from '../../src/words/tagged.js';

const schedules = [
  { name: 'Decay', aliases: ['decay'], summary: '', arguments: { rate: number({ above: 0 }) } },
  { name: 'Flat', summary: '', arguments: {} },
];
const layers = [
  {
    name: 'Dense',
    summary: '',
    arguments: { units: integer({ min: 1 }), bias: boolean().default(true) },
  },
];

type Case = readonly [
  kind: Kind,
  words: string,
  brief: string,
  taken: readonly (readonly [written: unknown, read: unknown])[],
  refused: readonly unknown[],
];

const cases: Readonly<Record<string, Case>> = {
  integer: [
    integer({ min: 1 }),
    'a whole number of at least 1',
    'integer ≥ 1',
    [
      [1, 1],
      [2 ** 53 - 1, 2 ** 53 - 1],
    ],
    [0, 1.5, '1', null, true, NaN, Infinity, 2 ** 53, [1]],
  ],
  'integer between': [
    integer({ min: 0, max: 9 }),
    'a whole number from 0 to 9',
    'integer 0 … 9',
    [[9, 9]],
    [-1, 10],
  ],
  number: [
    number({ above: 0, below: 1 }),
    'a finite number above 0 and below 1',
    'number > 0, < 1',
    [[0.5, 0.5]],
    [0, 1, Infinity, NaN, '0.5', null],
  ],
  'any number': [
    anyNumber(),
    'a number',
    'number',
    [
      ['NaN', NaN],
      ['-Infinity', -Infinity],
      [3, 3],
    ],
    ['nan', '3', null],
  ],
  boolean: [boolean(), 'true or false', 'true, false', [[false, false]], ['false', 0, null]],
  text: [text(), 'text', 'text', [['a', 'a']], ['', 3, null, true]],
  'any text': [anyText(), 'text', 'text', [['', '']], [3]],
  pattern: [
    patternOf(/^[a-z]$/, 'one small letter'),
    'one small letter',
    'one small letter',
    [['a', 'a']],
    ['A', 'ab', ''],
  ],
  path: [filePath(), 'text', 'path', [['a.csv', 'a.csv']], ['', 3]],
  choice: [
    choice(['valid', 'same']),
    'one of valid, same',
    'valid, same',
    [['same', 'same']],
    ['Same', 1],
  ],
  'choice of one': [choice(['only']), 'only', 'only', [['only', 'only']], ['other']],
  constant: [constant(2), '2', '2', [[2, 2]], [1, '2']],
  list: [
    listOf(integer()).min(1),
    'a list of at least 1, each a whole number',
    'list of at least 1 of integer',
    [
      [
        [1, 2],
        [1, 2],
      ],
    ],
    [[], 1, [1, 'x'], { 0: 1 }],
  ],
  'list of what may be null': [
    listOf(integer({ min: 1 }).nullable()),
    'a list, each a whole number of at least 1 or null',
    'list of (integer ≥ 1, or null)',
    [
      [
        [1, null],
        [1, null],
      ],
    ],
    [[0], null],
  ],
  'one or a list': [
    oneOrList(number()),
    'a finite number, or a list of at least 1, each a finite number',
    'number, or a list',
    [
      [3, [3]],
      [
        [1, 2],
        [1, 2],
      ],
    ],
    [[], 'x', [1, 'x']],
  ],
  sizes: [
    sizes(2, { min: 1 }),
    'a whole number of at least 1, or a list of 2 such',
    'integer ≥ 1, for all axes or each',
    [
      [3, [3, 3]],
      [
        [3, 5],
        [3, 5],
      ],
    ],
    [0, [3], [3, 0], [1, 2, 3], '3'],
  ],
  'sizes of one axis': [
    sizes(1, { min: 1 }),
    'a whole number of at least 1, or a list of 1 such',
    'integer ≥ 1, for all axes or each',
    [
      [3, [3]],
      [[4], [4]],
    ],
    [[3, 3]],
  ],
  pair: [
    pair({}),
    'a whole number, or a list of 2 such',
    'integer, for all axes or each',
    [[1, [1, 1]]],
    [[1]],
  ],
  'edges of one axis': [
    edges(1),
    'a whole number of at least 0, or a list of 2 such',
    'integer ≥ 0, for both ends or each',
    [
      [2, [[2, 2]]],
      [[1, 3], [[1, 3]]],
    ],
    [[1], [1, 2, 3], -1],
  ],
  'edges of two axes': [
    edges(2),
    'a whole number of at least 0, or a list of 2, each a whole number of at least 0, or a list of 2 such',
    'integer ≥ 0, for all axes, each, or both ends of each',
    [
      [
        2,
        [
          [2, 2],
          [2, 2],
        ],
      ],
      [
        [1, 3],
        [
          [1, 1],
          [3, 3],
        ],
      ],
      [
        [[1, 2], 3],
        [
          [1, 2],
          [3, 3],
        ],
      ],
    ],
    [[1], [[1, 2, 3], 1], -1],
  ],
  duration: [
    duration(),
    'a finite number above 0, or a time as 60s, 5m or 1h',
    'seconds, or a time as 60s, 5m, 1h',
    [
      [30, 30],
      ['5m', 300],
      ['0.5h', 1800],
    ],
    [0, -1, '0s', '5', 'soon', null],
  ],
  either: [
    either(integer({ min: 1 }), choice(['auto'])),
    'a whole number of at least 1, or auto',
    'integer ≥ 1, or auto',
    [
      [3, 3],
      ['auto', 'auto'],
    ],
    [0, 'other', null],
  ],
  mapping: [
    mappingOf(number({ min: 0 })),
    'a mapping, each a finite number of at least 0',
    'mapping to number ≥ 0',
    [[{ a: 1 }, { a: 1 }]],
    [{ a: -1 }, [], 3],
  ],
  called: [
    mappingOf(mappingOf(integer())).called('{name: {size: 3}}'),
    '{name: {size: 3}}',
    '{name: {size: 3}}',
    [[{ a: { size: 3 } }, { a: { size: 3 } }]],
    [{ a: 3 }, 3],
  ],
  fields: [
    fields({ a: integer() }, { b: text() }),
    'a mapping',
    'mapping',
    [
      [{ a: 1 }, { a: 1 }],
      [
        { a: 1, b: 'x', c: [2] },
        { a: 1, b: 'x', c: [2] },
      ],
    ],
    [{}, { a: 1, b: 3 }, null],
  ],
  anything: [anything(), 'anything', 'anything', [[{ a: [1] }, { a: [1] }]], []],
  tagged: [
    tagged('schedule', schedules),
    'the name of a schedule, or a mapping with its name and arguments',
    'schedule',
    [
      ['Flat', { name: 'Flat', arguments: {} }],
      [
        { name: 'decay', rate: 2 },
        { name: 'Decay', arguments: { rate: 2 } },
      ],
    ],
    ['Decay', 'other', 3, {}, { name: 'Decay', rate: 0 }, { name: 'Flat', rate: 1 }, null],
  ],
  'number or tagged': [
    numberOrTagged('schedule', schedules, { min: 0 }),
    'a finite number of at least 0, or a schedule',
    'number ≥ 0, or schedule',
    [
      [0.1, 0.1],
      ['Flat', { name: 'Flat', arguments: {} }],
    ],
    [-1, '0.1', []],
  ],
  layer: [
    nestedLayer(layers),
    'a layer (Dense) with its arguments below it',
    'layer: Dense',
    [
      [{ Dense: 3 }, { layer: 'Dense', arguments: { units: 3, bias: true } }],
      [
        { Dense: { units: 3, bias: false } },
        { layer: 'Dense', arguments: { units: 3, bias: false } },
      ],
    ],
    ['Dense', { Dense: 0 }, { Other: 1 }, { Dense: 3, bias: true }, 3],
  ],
};

describe.each(Object.entries(cases))('%s', (_, [kind, words, brief, taken, refused]) => {
  test('is said in words, in a message and in the reference', () => {
    expect([expectation(kind), briefly(kind)]).toEqual([words, brief]);
    expect([expectation(kind.nullable()), briefly(kind.nullable())]).toEqual([
      `${words}, or null`,
      `${brief}, or null`,
    ]);
  });

  test('reads what it takes, and refuses the rest', () => {
    expect(taken.map(([written]) => checkPlain(kind, written))).toEqual(
      taken.map(([, read]) => read),
    );
    expect(refused.filter((value) => accepts(kind, value))).toEqual([]);
  });

  test('takes null where it may, and has the default that is declared, worked out once', () => {
    expect(accepts(kind.nullable(), null)).toBe(true);
    const [[written, read] = []] = taken;
    const standard = kind.prefault(written);
    expect(defaultOf(standard)).toEqual(read);
    expect(defaultOf(standard)).toBe(defaultOf(standard));
    expect(defaultOf(kind.default(read))).toBe(read);
    expect([kind.isRequired, standard.isRequired, standard.required().isRequired]).toEqual([
      true,
      false,
      true,
    ]);
    expect(defaultOf(kind)).toBeUndefined();
  });

  test('has a JSON Schema', () => {
    expect(Object.keys(schemaOf(kind.nullable(), new Map()))).toEqual(['anyOf']);
  });
});

test('no value of any shape breaks a check', () => {
  const kinds = Object.values(cases).map(([kind]) => kind);
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      kinds.every((kind) => typeof accepts(kind, value) === 'boolean'),
    ),
    { numRuns: 200 },
  );
});

test('arguments: defaults are filled in, what is unknown or missing is refused', () => {
  const kinds = { units: integer({ min: 1 }), rate: number().default(0.5) };
  expect(checkPlainArguments(kinds, { units: 3 })).toEqual({ units: 3, rate: 0.5 });
  expect(() => checkPlainArguments(kinds, {})).toThrow('not what is declared: {}');
  expect(() => checkPlainArguments(kinds, { units: 3, other: 1 })).toThrow('not what is declared');
});

test('an example has what must be written, and fits', () => {
  const kinds = {
    units: integer({ min: 1 }),
    share: number({ above: 0, below: 1 }),
    odd: integer({ min: 7 }),
    mode: choice(['a', 'b']),
    inner: nestedLayer(layers),
    left: boolean().default(true),
  };
  const example = exampleArguments(kinds);
  expect(flow(example)).toBe(
    '{units: 10, share: 0.5, odd: 7, mode: a, inner: {Dense: {units: 10}}}',
  );
  expect(checkPlainArguments(kinds, example)).toMatchObject({ share: 0.5, left: true });
});
