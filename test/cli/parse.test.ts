// Words in, what the commands are called with out. What is said of wrong words is tested on the
// command itself.
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/command-table.js';
import { list, oneOf, text, wholeNumber } from '../../src/cli/given.js';
import { parse } from '../../src/cli/parse.js';

const given = async (...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> =>
  (await parse(words)).given;

describe('what yargs makes of words', () => {
  test.each(commands.map((command) => [command.name, command] as const))(
    'every option of %s is taken',
    async (name, { options, ...command }) => {
      const takes = 'takes' in command ? [command.takes.word] : [];
      const words = options.flatMap((option) =>
        'value' in option ? [`--${option.name}`, '7'] : [`--${option.name}`],
      );
      const parsed = await parse([name, ...takes, ...words]);
      expect(parsed.command).toBe(name);
      for (const option of options) {
        expect([option.name, parsed.given[option.name]]).toEqual([
          option.name,
          'value' in option ? '7' : true,
        ]);
      }
      for (const word of takes) expect(list(parsed.given, word)).toEqual([word]);
    },
  );

  test('numbers, dots and camel case stay as they are written', async () => {
    expect(
      await given(
        'train',
        '007.yaml',
        '1e3',
        '-S',
        'optimizer.learning_rate=0.10',
        '--name',
        '1e5',
      ),
    ).toMatchObject({
      spec: ['007.yaml', '1e3'],
      set: 'optimizer.learning_rate=0.10',
      name: '1e5',
    });
  });

  test('an option that may be repeated takes one word each time', async () => {
    const parsed = await given(
      'train',
      '-S',
      'a=1',
      'a.yaml',
      '--set',
      'b=2',
      'b.yaml',
      '--tag',
      'x',
    );
    expect([list(parsed, 'spec'), list(parsed, 'set'), list(parsed, 'tag')]).toEqual([
      ['a.yaml', 'b.yaml'],
      ['a=1', 'b=2'],
      ['x'],
    ]);
  });

  test('a value may begin with a dash behind =, and hold another', async () => {
    expect(await given('compare', '--sort=-val_loss', 'a', 'b')).toMatchObject({
      sort: '-val_loss',
      run: ['a', 'b'],
    });
    expect(await given('train', 'a.yaml', '--set=name=x=y')).toMatchObject({ set: 'name=x=y' });
  });
});

describe('reading what is given', () => {
  test('whole numbers', () => {
    expect(wholeNumber({ seed: '12' }, 'seed', 0)).toBe(12);
    expect(wholeNumber({}, 'seed', 0)).toBeUndefined();
    for (const written of ['-1', '1.5', '1e3', '', '0x10', ' 1', '8']) {
      expect(() => wholeNumber({ seed: written }, 'seed', 0, 7)).toThrow(
        `--seed must be a whole number of at least 0 and at most 7, got ${JSON.stringify(written)}`,
      );
    }
  });

  test('one of some words', () => {
    expect(oneOf({}, 'format', ['table', 'json'])).toBe('table');
    expect(oneOf({ format: 'json' }, 'format', ['table', 'json'])).toBe('json');
    expect(() => oneOf({ format: 'constructor' }, 'format', ['table', 'json'])).toThrow(
      'unknown format "constructor"; expected one of table, json',
    );
  });

  test('text and lists', () => {
    expect(text({ name: '' }, 'name')).toBe('');
    expect(list({}, 'set')).toEqual([]);
  });
});
