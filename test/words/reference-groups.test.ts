// What entries have in common is told of once, and nothing of any entry is lost.
import { describe, expect, test } from '@jest/globals';
import { boolean, integer, number, text } from '../../src/words/arguments.js';
import type { Entry } from '../../src/words/kinds.js';
import { familiesOf, groupsOf } from '../../src/words/reference-groups.js';
import { saidOf } from '../../src/words/reference-rows.js';

const entry = (name: string, args: Entry['arguments'], family?: string): Entry => ({
  name,
  arguments: args,
  summary: `${name}.`,
  ...(family === undefined ? {} : { family }),
});

const rate = number({ min: 0 });

describe('a family', () => {
  const [family] = familiesOf(
    [
      entry('a', { rate: rate.default(1), decay: rate.default(0), only: boolean().default(true) }),
      entry('b', { rate: rate.default(1), decay: rate.default(0) }),
      entry('c', { rate: rate.default(2), decay: rate.default(0) }),
      entry('d', { rate: rate.default(1), decay: rate.default(0) }),
    ],
    [],
    saidOf,
  );

  test('says once what each takes, as most of them have it', () => {
    expect([...(family?.each ?? [])]).toEqual([
      ['rate', ' = `1`: number ≥ 0'],
      ['decay', ' = `0`: number ≥ 0'],
    ]);
  });

  test('leaves an entry what it has alone and what it has otherwise', () => {
    expect(family?.units.map(({ own }) => own)).toEqual([
      [{ name: 'only', said: ' = `true`: true, false' }],
      [],
      [{ name: 'rate', said: ' = `2`: number ≥ 0' }],
      [],
    ]);
  });

  test('shares nothing that one of its entries lacks', () => {
    const [other] = familiesOf(
      [entry('a', { rate }), entry('b', { rate }), entry('c', {})],
      [],
      saidOf,
    );
    expect([...(other?.each ?? [])]).toEqual([]);
    expect(other?.units.map(({ own }) => own.length)).toEqual([1, 1, 0]);
  });
});

test('twins are one unit; what only one has so says whose it is', () => {
  const [family] = familiesOf(
    [
      entry('Conv1D', { filters: integer({ min: 1 }), padding: text().default('causal') }),
      entry('Dense', {}),
      entry('Conv2D', { filters: integer({ min: 1 }), padding: text().default('same') }),
      entry('Conv1DTranspose', {}),
    ],
    [],
    saidOf,
  );
  expect(family?.units.map(({ entries }) => entries.map(({ name }) => name))).toEqual([
    ['Conv1D', 'Conv2D'],
    ['Dense'],
    ['Conv1DTranspose'],
  ]);
  expect(family?.units[0]?.own).toEqual([
    { name: 'filters', said: ': integer ≥ 1' },
    { name: 'padding', said: ' = `causal`: text', of: 'Conv1D' },
    { name: 'padding', said: ' = `same`: text', of: 'Conv2D' },
  ]);
});

test('families stand in the order of the table, each under its title', () => {
  const families = familiesOf(
    [entry('a', {}, 'First'), entry('b', {}, 'Second'), entry('c', {}, 'First')],
    [],
    saidOf,
  );
  expect(families.map(({ title, units }) => [title, units.length])).toEqual([
    ['First', 2],
    ['Second', 1],
  ]);
});

describe('a group', () => {
  const moments = {
    beta_1: rate.default(0.9),
    beta_2: rate.default(0.99),
    epsilon: rate.default(1),
  };
  const { epsilon: _, ...two } = moments;
  const table = [
    entry('adam', { ...moments, amsgrad: boolean().default(false) }),
    entry('nadam', moments),
    entry('lion', { ...moments, beta_1: rate.default(0.8) }),
    entry('half', two),
    entry('sgd', { epsilon: rate.default(1), momentum: rate.default(0) }),
  ];
  const groups = groupsOf('optimizer', table, saidOf);
  const [family] = familiesOf(table, groups, saidOf);
  const unit = (name: string) => family?.units.find(({ entries }) => entries[0]?.name === name);

  test('is what the entries say of its arguments that have them', () => {
    expect(groups.map(({ title, said }) => [title, [...said.keys()]])).toEqual([
      ['Moment arguments', ['beta_1', 'beta_2', 'epsilon']],
    ]);
    expect(groupsOf('layer', table, saidOf)).toEqual([]);
  });

  test('leaves an entry what it says otherwise, and names what it lacks', () => {
    expect(unit('adam')?.own.map(({ name }) => name)).toEqual(['amsgrad']);
    expect(unit('lion')?.own).toEqual([{ name: 'beta_1', said: ' = `0.8`: number ≥ 0' }]);
    expect(unit('half')?.shares.map(({ missing }) => missing)).toEqual([['epsilon']]);
  });

  test('is not that of an entry with one of its arguments', () => {
    expect(unit('sgd')?.shares).toEqual([]);
    expect(unit('sgd')?.own.map(({ name }) => name)).toEqual(['epsilon', 'momentum']);
  });
});
