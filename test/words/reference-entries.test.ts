// The entries of a family as a list.
import { expect, test } from '@jest/globals';
import { boolean, choice, integer, number, sizes } from '../../src/words/arguments.js';
import type { Entry } from '../../src/words/kinds.js';
import { renderFamily, saidList } from '../../src/words/reference-entries.js';
import { familiesOf, groupsOf } from '../../src/words/reference-groups.js';
import { brieflySaidOf } from '../../src/words/reference-rows.js';

const written = (noun: string, table: readonly Entry[], isHere = true): string => {
  const groups = groupsOf(noun, table, brieflySaidOf);
  return familiesOf(table, groups, brieflySaidOf)
    .map((family) => renderFamily(noun, family, isHere ? groups : [], (name) => `${name} in → out`))
    .join('\n\n');
};

test('twins, with what both say once and their examples, the last one first', () => {
  const conv = (
    dimensions: string,
    padding: readonly [string, ...string[]],
    over: string,
  ): Entry => ({
    name: `Conv${dimensions}`,
    aliases: [`Convolution${dimensions}`, `Faltung${dimensions}`],
    summary: `Convolution over ${over}: as Keras' (Fukushima, 1979).`,
    family: 'Convolutions',
    arguments: {
      filters: integer({ min: 1 }),
      kernel_size: sizes(1, { min: 1 }),
      padding: choice(padding).default(padding[0]),
      use_bias: boolean().default(true),
      center: boolean().default(true),
    },
  });
  const table = [
    conv('1D', ['valid', 'causal'], 'steps'),
    conv('2D', ['valid'], 'height and width'),
  ];
  expect(written('layer', table)).toBe(`### Convolutions

- Each of them: \`filters\`: integer ≥ 1; \`kernel_size\`: size ≥ 1; \`use_bias\`, \`center\` = true.
- **Conv1D, Conv2D** (also Faltung1D, Faltung2D): \`Conv2D: {filters: 32, kernel_size: 3}\`: Conv2D in → out; 1D: Conv1D in → out. Convolution over steps, in 2D height and width: as Keras'. \`padding\` = valid: valid, causal (1D); \`padding\` = valid: valid (2D).`);
});

test('few arguments stand in the line, many below it; a sentence ends before them', () => {
  const rate = number({ min: 0 }).default(0.5);
  const long = Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [`${name}_strength_of_regularization`, integer({ min: 1 })]),
  );
  expect(
    written('loss', [
      { name: 'one', summary: 'x + 1', arguments: { rate } },
      { name: 'none', summary: 'x', arguments: {} },
      { name: 'many', summary: 'All.', arguments: { ...long, e: rate, f: rate, g: boolean() } },
    ]),
  ).toBe(`- **one**: x + 1. \`rate\` = 0.5: ≥ 0.
- **none**: x
- **many**: All.
  - \`a_strength_of_regularization\`, \`b_strength_of_regularization\`, \`c_strength_of_regularization\`, \`d_strength_of_regularization\`: integer ≥ 1
  - \`e\`, \`f\` = 0.5: ≥ 0
  - \`g\`: true, false`);
});

test('a group is told of here, or linked to', () => {
  const number_ = number({ min: 0 }).default(0.9);
  const moments = { beta_1: number_, beta_2: number_, epsilon: number_ };
  const { epsilon: _, ...two } = moments;
  const table: readonly Entry[] = [
    { name: 'adam', aliases: ['Adam'], summary: 'Moments.', arguments: moments },
    { name: 'sgd', aliases: ['SGD'], summary: 'Plain.', arguments: {} },
    { name: 'half', summary: 'Two.', arguments: two },
  ];
  expect(written('optimizer', table))
    .toBe(`- Moment arguments, of some: \`beta_1\`, \`beta_2\`, \`epsilon\` = 0.9: ≥ 0.
- **adam**: Moments. With the moment arguments.
- **sgd** (also SGD): Plain.
- **half**: Two. With the moment arguments but \`epsilon\`.`);
  expect(written('optimizer', table, false)).toContain('Moments. With the [moment arguments].');
});

test('arguments of which the same is said are one line where they are neighbours', () => {
  expect(
    saidList(
      new Map([
        ['a', ' = 1'],
        ['b', ' = 1'],
        ['c', ' = 2'],
        ['d', ' = 1'],
      ]),
    ),
  ).toBe('- `a`, `b` = 1\n- `c` = 2\n- `d` = 1');
});
