// The words after `dlx` in, a command and what stands behind it as it was written out, or one
// sentence about what is wrong. The only door to yargs-parser.
import parser from 'yargs-parser';
import { misuse, problemSaid, type ToldProblem } from '../ground/errors.js';
import { specKeys } from '../words/keys.js';
import { didYouMean, nearestWord } from '../text/suggest.js';
import { commandNamed, commands, type CommandName } from './command-table.js';
import type { Command, Option } from './options.js';

/** What stands behind a command: each option's texts, `true` for a flag; and the other words. */
export type Written = {
  readonly options: ReadonlyMap<string, true | readonly string[]>;
  readonly words: readonly string[];
};

/** What was asked for. */
export type Parsed = { readonly command: CommandName; readonly written: Written };

/**
 * Reads a command line, from which `--help` and `--version` are already gone. Throws a misuse that
 * says what is wrong with it.
 */
export function parse(words: readonly string[]): Parsed {
  const command = commandOf(words);
  const behind = apart(words.slice(1), command);
  const { _, ...found } = parser([...behind], parserOptions(command));
  const given = new Map<string, unknown>(Object.entries(found));
  const options = command.options.flatMap((option) =>
    given.has(option.name)
      ? [[option.name, writtenValue(option, given.get(option.name), behind)] as const]
      : [],
  );
  checkKnown([...given.keys()], command, behind);
  return {
    command: command.name,
    written: { options: new Map(options), words: wordsOf(_, command) },
  };
}

function commandOf(words: readonly string[]): Command & { readonly name: CommandName } {
  const [first = ''] = words;
  const command = commandNamed(first);
  if (command) return command;
  const later = commandNamed(words.find((word) => commandNamed(word)));
  if (first.startsWith('-')) {
    throw misuse(
      later
        ? `the command comes first: dlx ${later.name} ${first}`
        : `unknown option ${first}; \`dlx --help\` lists the commands`,
    );
  }
  const known = commands.map(({ name }) => name);
  throw misuse(`unknown command ${JSON.stringify(first)}${didYouMean(first, known)}`);
}

// A letter may have its value right behind it: `-Sepochs=3`; and a value may be `-`, standard output.
function apart(words: readonly string[], { options }: Command): readonly string[] {
  const letters = options.flatMap((option) => (option.kind === 'flag' ? [] : (option.short ?? [])));
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const isValued = (word: string | undefined): boolean =>
    options.some(({ name, kind }) => kind !== 'flag' && word === `--${name}`);
  return words.flatMap((word, i) => {
    if (i < end && words[i + 1] === '-' && isValued(word)) return [`${word}=-`];
    if (i < end && word === '-' && isValued(words[i - 1])) return [];
    const isGlued = i < end && /^-[^-]/.test(word) && letters.includes(word.charAt(1));
    return isGlued && word.length > 2 && word.charAt(2) !== '='
      ? [word.slice(0, 2), word.slice(2)]
      : [word];
  });
}

// Words stay as they are written: no numbers, no objects, no other spellings.
function parserOptions({ options }: Command): Parameters<typeof parser>[1] {
  const names = (isFlag: boolean): string[] =>
    options.filter(({ kind }) => (kind === 'flag') === isFlag).map(({ name }) => name);
  return {
    boolean: names(true),
    string: names(false),
    alias: Object.fromEntries(options.map(({ name, short }) => [name, short ?? []])),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
      'strip-aliased': true,
    },
  };
}

// Of more options help tells better.
const mostListed = 12;

function checkKnown(
  given: readonly string[],
  { name, options }: Command,
  words: readonly string[],
): void {
  const known = options.map((option) => option.name);
  const unknown = given.filter((word) => !known.includes(word));
  if (unknown.length === 0) return;
  const legal = [...known, 'help'].map((option) => `--${option}`);
  const problems = unknown.map((word): ToldProblem => {
    const forSpec = known.includes('set') && specKeys.includes(word);
    const cure = forSpec
      ? `; to change the spec write -S ${word}=VALUE`
      : didYouMean(word, legal, legal.length > mostListed ? [] : legal) ||
        `; \`dlx ${name} --help\` lists them`;
    const path = typed(word, words);
    const near = forSpec ? `-S ${word}=VALUE` : (nearestWord(word, legal) ?? null);
    return { ...problemSaid(`unknown option ${path} of dlx ${name}${cure}`, near), path };
  });
  throw misuse(problems.map(({ message }) => message).join('\n'), 'arguments', { problems });
}

// A flag that is false, and a value that is empty, were written in a way that means nothing.
function writtenValue(
  option: Option,
  value: unknown,
  words: readonly string[],
): true | readonly string[] {
  const { name, kind } = option;
  if (kind === 'flag') {
    if (value === true) return true;
    const word = words.find((one) => one.startsWith(`--${name}=`));
    throw misuse(
      `--${name} takes no value, got ${JSON.stringify(word ?? `--${name} ${String(value)}`)}`,
    );
  }
  const values = (Array.isArray(value) ? value : [value]).map(String);
  if (values.length > 1 && kind !== 'texts') throw misuse(`--${name} is given more than once`);
  if (values.includes('')) throw misuse(valueless(option, words));
  return values;
}

function valueless({ name, short }: Option, words: readonly string[]): string {
  const at = words.findIndex((word) => word === `--${name}` || word === `-${short}`);
  const next = words[at + 1];
  const cure = `; one that begins with a dash is written --${name}=${next}`;
  return `${words[at] ?? `--${name}`} needs a value${at >= 0 && next?.startsWith('-') ? cure : ''}`;
}

function wordsOf(
  words: readonly (string | number)[],
  { name, takes, then }: Command,
): readonly string[] {
  const many = [takes, then].some((one) => one?.form.includes('..'));
  const surplus = words[[takes, then].filter((one) => one !== undefined).length];
  if (!many && surplus !== undefined) {
    throw misuse(
      `dlx ${name} does not take ${JSON.stringify(surplus)}; \`dlx ${name} --help\` says what it takes`,
    );
  }
  if (words.length === 0 && takes?.form.startsWith('<')) {
    const example = { run: 'latest', shell: 'bash' }[takes.word] ?? 'experiment.yaml';
    throw misuse(`${name} needs at least one ${takes.word}: dlx ${name} ${example}`);
  }
  if (words.length === 1 && then) {
    throw misuse(
      `${name} needs ${then.about} behind its ${takes?.word ?? 'first word'}: dlx ${name} ${String(words[0])} ${then.word.toUpperCase()}`,
    );
  }
  return words.map(String);
}

// An option as it stands on the command line, with its dashes.
function typed(option: string, words: readonly string[]): string {
  const dashed = words.find((word) => /^--?([^=]*)/.exec(word)?.[1] === option);
  return dashed?.split('=')[0] ?? `--${option}`;
}
