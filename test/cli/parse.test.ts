// Words in, what was written behind the command out. What is said of wrong words is tested on the
// command itself, too.
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/command-table.js';
import type { Command } from '../../src/cli/options.js';
import { parse, type Written } from '../../src/cli/parse.js';

const all: readonly Command[] = commands;

const written = (...words: readonly string[]): Written => parse(words).written;

const options = (...words: readonly string[]): unknown =>
  Object.fromEntries(written(...words).options);

describe('what is taken', () => {
  test.each(all.map((command) => [command.name, command] as const))(
    'every option of %s',
    (name, command) => {
      const takes = [command.takes, command.then].flatMap((one) => (one ? [one.word] : []));
      const words = command.options.flatMap((option) =>
        option.kind === 'flag' ? [`--${option.name}`] : [`--${option.name}`, '7'],
      );
      const parsed = parse([name, ...takes, ...words]);
      expect(parsed.command).toBe(name);
      expect([...parsed.written.options]).toEqual(
        command.options.map((option) => [option.name, option.kind === 'flag' ? true : ['7']]),
      );
      expect(parsed.written.words).toEqual(takes);
    },
  );

  test('numbers, dots and camel case stay as they are written', () => {
    const words = ['-S', 'optimizer.learning_rate=0.10', '--name', '1e5'];
    expect(written('train', '007.yaml', '1e3', ...words)).toEqual({
      words: ['007.yaml', '1e3'],
      options: new Map([
        ['set', ['optimizer.learning_rate=0.10']],
        ['name', ['1e5']],
      ]),
    });
  });

  test('an option that may be repeated takes one word each time', () => {
    const words = ['-S', 'a=1', 'a.yaml', '--set', 'b=2', '-Sc=3', 'b.yaml', '--tag', 'x'];
    expect(written('train', ...words)).toEqual({
      words: ['a.yaml', 'b.yaml'],
      options: new Map([
        ['set', ['a=1', 'b=2', 'c=3']],
        ['tag', ['x']],
      ]),
    });
  });

  test('a value may begin with a dash behind =, and hold another', () => {
    expect(options('compare', '--sort=-val_loss', 'a', 'b')).toEqual({ sort: ['-val_loss'] });
    expect(options('train', 'a.yaml', '--set=name=x=y')).toEqual({ set: ['name=x=y'] });
    expect(options('train', 'a.yaml', '-S=name=x')).toEqual({ set: ['name=x'] });
    // A dash alone is standard output.
    expect(options('train', 'a.yaml', '--events', '-')).toEqual({ events: ['-'] });
  });

  test('behind -- all words are words', () => {
    expect(written('train', '-q', '--', '-Sa=1', '--json', '-')).toEqual({
      words: ['-Sa=1', '--json', '-'],
      options: new Map([['quiet', true]]),
    });
  });
});

describe('what is refused', () => {
  const expected = '`dlx train --help` lists them';
  test.each([
    [['--json', 'compare'], 'the command comes first: dlx compare --json'],
    [['--jsno'], 'unknown option --jsno; `dlx --help` lists the commands'],
    [['train', 'a', '-x'], `unknown option -x of dlx train; ${expected}`],
    [['train', 'a', '-qx'], `unknown option -qx of dlx train; ${expected}`],
    [['train', 'a', '--no-json'], 'unknown option --no-json of dlx train; did you mean "--json"?'],
    // Names that every object has.
    [['train', 'a', '--constructor'], `unknown option --constructor of dlx train; ${expected}`],
    [['train', 'a', '--toString=1'], `unknown option --toString of dlx train; ${expected}`],
    [['train', 'a', '--json=false'], '--json takes no value, got "--json=false"'],
    [['train', 'a', '--json', 'false'], '--json takes no value, got "--json false"'],
    [['train', 'a', '--runs='], '--runs needs a value'],
    [
      ['train', 'a', '--name', '--json'],
      '--name needs a value; one that begins with a dash is written --name=--json',
    ],
    [['verify', 'a', 'b'], 'dlx verify does not take "b"; `dlx verify --help` says what it takes'],
    [['doctor', 'a'], 'dlx doctor does not take "a"; `dlx doctor --help` says what it takes'],
    [['resume'], 'resume needs at least one run: dlx resume latest'],
  ])('%j', (words, message) => {
    expect(() => parse(words)).toThrow(expect.objectContaining({ exitCode: 2, message }));
  });
});
