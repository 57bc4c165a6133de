// An option is the same thing wherever it may be written.
import { expect, test } from '@jest/globals';
import { commands } from '../../src/cli/command-table.js';
import { optionsOf } from '../../src/cli/completion/wants.js';

// Runs that stay, or columns.
const severalKinds = ['keep'];

test('an option of one name is of one kind in every command', () => {
  const kinds = new Map<string, Set<string>>();
  for (const command of commands) {
    for (const { name, kind } of optionsOf(command)) {
      const known = kinds.get(name) ?? new Set();
      kinds.set(name, known.add(kind));
    }
  }
  const several = [...kinds].filter(([, known]) => known.size > 1).map(([name]) => name);
  expect(several.filter((name) => !severalKinds.includes(name))).toEqual([]);
});

test('one letter means one option in every command', () => {
  const options = commands.flatMap((command) => optionsOf(command));
  const short = options.flatMap(({ name, short: letter }) =>
    letter === undefined ? [] : [`${letter} ${name}`],
  );
  const letters = [...new Set(short)].map((one) => one.slice(0, 1));
  expect(letters).toEqual([...new Set(letters)]);
});
