// The part of YAML that a spec may use, with places; the rest is refused.
import { describe, expect, test } from '@jest/globals';
import { Budget } from '../../src/document/budget.js';
import { plainOf } from '../../src/document/node.js';
import { briefYaml, characterOf, flowYaml, parseYaml } from '../../src/document/yaml.js';
import { told } from './parsed.js';

const parse = (text: string) => {
  const source = { label: 'a.yaml', text, kind: 'file' as const, folder: '/' };
  const { node, problems, broken } = parseYaml(source, new Budget());
  return { value: node && plainOf(node), told: told(problems), broken };
};

describe('a text', () => {
  test('is data, as YAML 1.2 has it', () => {
    expect(
      parse("a: 0x10\nb: [1e3, .5, yes, True, ~, null, '1']\nc: {d: |-\n  x\n}\n").broken,
    ).toBe(true);
    expect(parse("a: 0x10\nb: [1e3, .5, yes, True, ~, null, '1']\nc: |-\n  x\n")).toEqual({
      value: { a: 16, b: [1000, 0.5, 'yes', true, null, null, '1'], c: 'x' },
      told: [],
      broken: false,
    });
  });

  test('may be empty, or only a comment', () => {
    expect([parse(''), parse('# nothing\n')]).toEqual(
      Array(2).fill({ value: null, told: [], broken: false }),
    );
  });

  test('has a place for each part', () => {
    const source = {
      label: 'a.yaml',
      text: 'model:\n  - Dense: 32\n',
      kind: 'file' as const,
      folder: '/',
    };
    const { node } = parseYaml(source, new Budget());
    const model = node?.kind === 'mapping' ? node.entries.get('model') : undefined;
    const dense =
      model?.value.kind === 'list' && model.value.items[0]?.kind === 'mapping'
        ? model.value.items[0].entries.get('Dense')
        : undefined;
    const said = ({ start, end }: { start: number; end: number }) => source.text.slice(start, end);
    expect(dense && [said(dense.key), said(dense.value.place)]).toEqual(['Dense', '32']);
  });
});

test.each([
  ['a: &x 1\n', '1:4 a spec holds no anchors'],
  ['a: *x\n', '1:4 a spec holds no aliases'],
  ['a: !!str 1\n', '1:4 a spec holds no YAML tags'],
  ['%YAML 1.2\n---\na: 1\n', '1:1 a spec holds no YAML directives'],
  ['a: 1\n---\nb: 2\n', 'a second document begins here; a file holds one spec'],
  ['a: 1\na: 2\n', '2:1 the key "a" is there twice; keep one'],
  ['<<: {a: 1}\n', '1:1 a spec holds no merge keys'],
  ['1: a\n', '1:1 a key must be text, got 1'],
  ['[a]: b\n', '1:1 a key must be text, got [a]'],
  ['__proto__: 1\n', '1:1 "__proto__" cannot be a key'],
  ['a:\n\tb: 1\n', 'a tab cannot indent YAML; indent with spaces'],
  [
    '- Add\n  inputs: [a, b]\n',
    '1:3 Add needs a colon, for a key follows on the next line; write Add:',
  ],
  ['a: [1\n', 'this is not YAML: '],
  [
    'seed: 12345678901234567890\n',
    '1:7 12345678901234567890 has more digits than dlx keeps; whole numbers go up to 9007199254740991',
  ],
  [`${'['.repeat(70)}${']'.repeat(70)}`, 'nested deeper than 64 levels'],
])('%j is refused', (text, message) => {
  expect(parse(text).told[0]).toContain(message);
});

test('classes may be called by numbers and truth values, as they are written', () => {
  expect(parse('class_weight: {0: 1, 1.0: 2, True: 3}\n')).toMatchObject({
    value: { class_weight: { 0: 1, '1.0': 2, True: 3 } },
    told: [],
  });
});

test.each([
  ['\\t', '\t'],
  ['\\x41', 'A'],
  ['\\u00e9', 'é'],
  ['\\q', undefined],
  ['t', undefined],
  ['\\t\\t', undefined],
])('the character of %j is %j', (text, character) => {
  expect(characterOf(text)).toBe(character);
});

test('a value on one line; for a cure only where it is short', () => {
  const value = { units: 100, activation: 'relu', shape: [1, 2] };
  expect(flowYaml(value)).toBe('{units: 100, activation: relu, shape: [1, 2]}');
  expect(briefYaml(value)).toBe(flowYaml(value));
  expect(briefYaml({ text: 'x'.repeat(500) })).toBe('…');
});
