// The words after `dlx` in, a command and its options out, or one sentence about what is wrong. The
// only door to yargs.
import yargs, { type Argv } from 'yargs';
import { misuse } from '../ground/errors.js';
import { specKeys } from '../spec/keys.js';
import { didYouMean } from '../text/suggest.js';
import { commandNamed, commands, type Command, type CommandName } from './command-table.js';
import type { Given } from './given.js';

/** What was asked for. */
export type Parsed = { readonly command: CommandName; readonly given: Given };

/**
 * Reads a command line, of which `--help`, `--version` and what {@link plainWords} is for are
 * already gone.
 */
export async function parse(words: readonly string[]): Promise<Parsed> {
  checkCommand(words);
  checkFlags(words);
  const parsed: Parsed[] = [];
  await parser(words, (found) => parsed.push(found)).parseAsync([...words]);
  const [found] = parsed;
  if (!found) throw misuse('which command? `dlx --help` lists them');
  checkOnce(found);
  return found;
}

function parser(words: readonly string[], found: (parsed: Parsed) => void): Argv {
  const configured = yargs().scriptName('dlx').parserConfiguration({
    'greedy-arrays': false,
    'dot-notation': false,
    'parse-positional-numbers': false,
    'parse-numbers': false,
    'camel-case-expansion': false,
  });
  for (const command of commands) {
    configured.command(
      usageOf(command),
      command.about,
      (y) => declare(y, command),
      (given) => found({ command: command.name, given }),
    );
  }
  return (
    configured
      .strict()
      .help(false)
      .version(false)
      // What yargs finds wrong is recognised by its English.
      .locale('en')
      .exitProcess(false)
      .fail((message, error) => {
        const thrown = error as Error | undefined;
        throw thrown && thrown.name !== 'YError'
          ? thrown
          : misuse(usageMessage(message || (thrown?.message ?? ''), words));
      })
  );
}

function usageOf({ name, takes }: Command): string {
  return takes ? `${name} ${takes.form}` : name;
}

function declare(y: Argv, { takes, options }: Command): Argv {
  if (takes) y.positional(takes.word, { type: 'string', array: takes.form.includes('..') });
  for (const { name, short, value } of options) {
    y.option(name, {
      ...(short === undefined ? {} : { alias: short }),
      ...(value === undefined ? { type: 'boolean' } : { type: 'string', requiresArg: true }),
    });
  }
  return y;
}

// yargs makes a list of an option that is given twice.
function checkOnce({ command, given }: Parsed): void {
  const twice = commandNamed(command)?.options.find(
    ({ name, repeatable }) => !repeatable && Array.isArray(given[name]),
  );
  if (twice) throw misuse(`--${twice.name} is given more than once`);
}

// yargs would count the words after an unknown command, and complain of those, and take a command
// for an option's value.
function checkCommand(words: readonly string[]): void {
  const [first = ''] = words;
  const command = commandIn(words);
  if (first.startsWith('-') && command) {
    throw misuse(`the command comes first: dlx ${command.name} ${first}`);
  }
  if (!first.startsWith('-') && !commandNamed(first)) {
    throw misuse(
      `unknown command ${JSON.stringify(first)}${didYouMean(
        first,
        commands.map(({ name }) => name),
      )}`,
    );
  }
}

// yargs reads --json=yes as no, and leaves a dash out.
function checkFlags(words: readonly string[]): void {
  if (words.includes('-')) {
    throw misuse('"-" is not a path: dlx reads files, not the standard input');
  }
  const flags = (commandIn(words)?.options ?? []).filter(({ value }) => value === undefined);
  const valued = words.find(
    (word) =>
      flags.some(({ name }) => word.startsWith(`--${name}=`)) && !/=(?:true|false)$/.test(word),
  );
  if (valued !== undefined) {
    throw misuse(`${valued.split('=')[0]} takes no value, got ${JSON.stringify(valued)}`);
  }
}

/** What yargs found wrong, in sentences that help. */
function usageMessage(message: string, words: readonly string[]): string {
  const command = commandIn(words);
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1]?.split(', ');
  if (unknown && command) {
    return unknown.map((word) => unknownWord(word, command, words)).join('\n');
  }
  if (unknown) {
    return `unknown option ${dashed(unknown[0] ?? '')}; \`dlx --help\` lists the commands`;
  }
  if (/^Not enough non-option arguments/.test(message) && command) {
    return `${command.name} needs at least one ${command.takes?.word}: dlx ${command.name} ${command.takes?.word === 'run' ? 'latest' : 'experiment.yaml'}`;
  }
  const valueless = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (valueless === undefined) return message;
  const next = words[words.indexOf(dashed(valueless)) + 1];
  return `${dashed(valueless)} needs a value${next?.startsWith('-') ? `; one that begins with a dash is written --${valueless}=${next}` : ''}`;
}

function unknownWord(word: string, { name, options }: Command, words: readonly string[]): string {
  if (words.includes(word)) {
    return `dlx ${name} does not take ${JSON.stringify(word)}; \`dlx ${name} --help\` says what it takes`;
  }
  const known = options.map((option) => option.name);
  const forSpec = known.includes('set') && specKeys.includes(word);
  return `unknown option ${dashed(word)} of dlx ${name}${forSpec ? `; to change the spec write -S ${word}=VALUE` : didYouMean(word, [...known, 'help'])}`;
}

function commandIn(words: readonly string[]): Command | undefined {
  return commandNamed(words.find((word) => commandNamed(word)));
}

function dashed(option: string): string {
  return option.length === 1 ? `-${option}` : `--${option}`;
}
