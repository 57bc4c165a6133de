// The table of commands holds no two things of one name.
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/command-table.js';
import { everywhere } from '../../src/cli/help.js';
import { formsOf, optionsOf } from '../../src/cli/completion/wants.js';

const repeated = (words: readonly string[]): readonly string[] =>
  words.filter((word, i) => words.indexOf(word) < i);

test('commands have names of their own, and say what they do', () => {
  expect(repeated(commands.map(({ name }) => name))).toEqual([]);
  expect(commands.filter(({ about }) => about.trim() === '')).toEqual([]);
});

describe.each(commands.map((command) => [command.name, command] as const))('%s', (_, command) => {
  test('has no two options that are typed alike', () => {
    expect(repeated(optionsOf(command).flatMap(formsOf))).toEqual([]);
    expect(optionsOf(command).slice(-everywhere.length)).toEqual([...everywhere]);
  });

  test('has options of one dash with one letter, of two with words', () => {
    for (const { name, short, about } of optionsOf(command)) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(short ?? 'a').toMatch(/^[A-Za-z]$/);
      expect(about).not.toBe('');
    }
  });
});
