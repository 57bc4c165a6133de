// Every wrong argument of every layer of the table is refused at its place with exit code 2: of a
// wrong type, out of its range, missing, of another layer, unknown. Wrong values are tried by the
// argument's own declaration. Of the arguments of other layers, `npm test` tries every fourth on each
// layer, other ones on its neighbours; the whole form all.
import { describe, expect, test } from '@jest/globals';
import { layers } from '../../src/model/layers/layers.js';
import { language } from '../../src/experiment/language.js';
import { readSpecText } from '../../src/spec/read.js';
import { accepts } from '../../src/words/check.js';
import { randomSpecs } from '../model/random-specs.js';
import { isWhole, partOf } from '../whole.js';
import { complaintOf } from './language.js';

type Args = Readonly<Record<string, unknown>>;

/** What the layers that hold another one need. */
const wrapped: Readonly<Record<string, Args>> = {
  Bidirectional: { layer: { LSTM: { units: 2 } } },
  TimeDistributed: { layer: { Dense: { units: 2 } } },
};

/** What is in the spec: the values as YAML, which is what is looked for when it is refused. */
const candidates: readonly (readonly [yaml: string, value: unknown])[] = [
  ['zzz', 'zzz'],
  ['""', ''],
  ['{zzz: 1}', { zzz: 1 }],
  ['true', true],
  ['null', null],
  ['[]', []],
  ['[zzz]', ['zzz']],
  ['[1, 2, 3, 4, 5, 6, 7]', [1, 2, 3, 4, 5, 6, 7]],
  ['-7', -7],
  ['-1.5', -1.5],
  ['0', 0],
  ['0.5', 0.5],
  ['1.5', 1.5],
  ['1e9', 1e9],
  ['.inf', Infinity],
  ['.nan', NaN],
];

const specs = randomSpecs();

// The layer's arguments that must be written, from a spec that Keras agrees to.
function neededOf(layer: (typeof layers)[number]): Args {
  const items = specs
    .flatMap(({ model }) => model)
    .filter((item): item is Args => typeof item === 'object' && Object.hasOwn(item, layer.name));
  const args = (items[0]?.[layer.name] ?? wrapped[layer.name] ?? {}) as Args;
  return Object.fromEntries(
    Object.entries(layer.arguments)
      .filter(([, schema]) => schema.isRequired)
      .map(([name]) => [name, args[name]]),
  );
}

type Refusal = { readonly column: number; readonly message: string; readonly exit: boolean };

function refusalOf(line: string): Refusal | string {
  const said = complaintOf(() =>
    readSpecText(`dataset: spirals\nmodel:\n  - ${line}\nloss: mse\n`, 'a.yaml', { language }),
  );
  const [, column, message = ''] = /^a\.yaml:3:(\d+) (.+)/.exec(said) ?? [];
  return column === undefined
    ? said
    : { column: Number(column), message, exit: said.endsWith('\nexit 2') };
}

const written = (args: Args): string =>
  Object.entries(args)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}, `)
    .join('');
const without = (args: Args, name: string): Args =>
  Object.fromEntries(Object.entries(args).filter(([other]) => other !== name));

// Whether the one problem stands within the `length` characters from `start`, counted in the
// layer's item.
function standsAt(refusal: Refusal | string, start: number, length: number): boolean {
  const from = start + '  - '.length + 1;
  return (
    typeof refusal === 'object' &&
    refusal.exit &&
    refusal.column >= from &&
    refusal.column < from + length
  );
}

describe.each(layers.map((layer) => [layer.name, layer] as const))('%s', (name, layer) => {
  const needed = neededOf(layer);

  test('is fine with what it needs', () => {
    expect(refusalOf(`${name}: {${written(needed)}}`)).toBe('no complaint');
  });

  test('values of the wrong type or out of range', () => {
    const wrong: string[] = [];
    for (const [argument, schema] of Object.entries(layer.arguments)) {
      const refused = candidates.filter(([, value]) => !accepts(schema, value));
      for (const [yaml] of refused) {
        const before = `${name}: {${written(without(needed, argument))}${argument}: `;
        const refusal = refusalOf(`${before}${yaml}}`);
        if (!standsAt(refusal, before.length, yaml.length)) {
          wrong.push(`${before}${yaml}}: ${JSON.stringify(refusal)}`);
        }
      }
      // Nothing takes a mapping of a word that nobody knows, and hardly anything takes any word or
      // any number.
      const kinds = refused.map(([yaml]) => yaml);
      if (!kinds.includes('{zzz: 1}') || kinds.length < 5) {
        wrong.push(`${argument} takes too much: refuses only ${kinds.join(', ')}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('what is missing', () => {
    const refusals = Object.keys(needed).map(
      (argument) =>
        [argument, refusalOf(`${name}: {${written(without(needed, argument))}}`)] as const,
    );
    const wrong = refusals.filter(
      ([argument, refusal]) =>
        !standsAt(refusal, 0, 1) ||
        !(refusal as Refusal).message.startsWith(`${name} needs ${argument}: `),
    );
    expect(wrong).toEqual([]);
  });

  test('what is unknown, or of another layer', () => {
    const others = [...new Set(layers.flatMap((other) => Object.keys(other.arguments)))].filter(
      (argument) => !Object.hasOwn(layer.arguments, argument),
    );
    const tried = isWhole ? others : partOf(others.slice(layers.indexOf(layer) % 4), 4);
    const wrong = ['zzz', ...tried].flatMap((argument) => {
      const before = `${name}: {${written(needed)}`;
      const refusal = refusalOf(`${before}${argument}: 1}`);
      const isSaid =
        typeof refusal === 'object' &&
        /^(?:unknown argument "|Keras has the argument |[A-Z]\w+ takes no arguments, got ")/.test(
          refusal.message,
        ) &&
        refusal.message.includes(argument);
      return isSaid && standsAt(refusal, before.length, argument.length)
        ? []
        : [[argument, refusal]];
    });
    expect([others.length > 20, wrong]).toEqual([true, []]);
  });
});
