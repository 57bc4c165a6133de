// What was written behind a command in, what the command is called with out: each option's value by
// its name, checked by its kind, or one sentence about what is wrong with it.
import { misuse } from '../ground/errors.js';
import { didYouMean } from '../text/suggest.js';
import type { Command, Option, Valued } from './options.js';
import type { Written } from './parse.js';

/** Values by the names of their options, and the words by theirs. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * The values of a command's options and its other words. What has no value is absent. Throws a
 * misuse where a value is not of its option's kind.
 */
export function givenTo(
  { options, takes, then }: Command,
  written: Written,
  environment: Readonly<Record<string, string | undefined>>,
): Values {
  const values = options.map((option): readonly [string, unknown] => [
    option.name,
    valueOf(option, written, environment),
  ]);
  const words = takes?.form.includes('..') ? written.words : written.words[0];
  const behind = then?.form.includes('..') ? written.words.slice(1) : written.words[1];
  const all = [
    ...values,
    ...(takes ? [[takes.word, words] as const] : []),
    ...(then ? [[then.word, behind] as const] : []),
  ];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

function valueOf(
  option: Option,
  { options }: Written,
  environment: Readonly<Record<string, string | undefined>>,
): unknown {
  const texts = options.get(option.name);
  if (option.kind === 'flag') return texts === true;
  return readValue(option, texts === true ? [] : (texts ?? []), environment);
}

function readValue(
  option: Valued,
  texts: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): unknown {
  const [text] = texts;
  switch (option.kind) {
    case 'texts':
      return texts;
    case 'text':
      return text ?? (environment[option.variable ?? ''] || option.standard);
    case 'list':
      return text?.split(',').map((word) => word.trim());
    case 'whole':
      return wholeOf(option, text, environment[option.variable ?? '']);
    case 'choice':
      return text === undefined ? unsaid(option) : oneOf(option, text);
  }
}

type Choice = Extract<Valued, { kind: 'choice' }>;

function unsaid({ name, value, words, needed }: Choice): string {
  if (needed) throw misuse(`--${name} ${value} is needed; ${value} is one of ${words.join(', ')}`);
  return words[0];
}

type Whole = Extract<Valued, { kind: 'whole' }>;

// What is written counts more than what the environment says.
function wholeOf(
  option: Whole,
  written: string | undefined,
  said: string | undefined,
): number | undefined {
  if (written !== undefined) return wholeNumber(option, `--${option.name}`, written);
  return said ? wholeNumber(option, option.variable ?? '', said) : undefined;
}

function wholeNumber(
  { min, max = Number.MAX_SAFE_INTEGER }: Whole,
  name: string,
  written: string,
): number {
  const value = /^\d+$/.test(written) ? Number(written) : NaN;
  if (value >= min && value <= max) return value;
  const most = max < Number.MAX_SAFE_INTEGER ? ` and at most ${max}` : '';
  throw misuse(
    `${name} must be a whole number of at least ${min}${most}, got ${JSON.stringify(written)}`,
  );
}

function oneOf({ value, words }: Choice, written: string): string {
  if (words.includes(written)) return written;
  throw misuse(
    `unknown ${value.toLowerCase()} ${JSON.stringify(written)}${didYouMean(written, words)}`,
  );
}
