// What stands behind --where in, the condition that it says out: `optimizer=adam and
// val_accuracy>0.88`. A word is a column's key or a value; a text with blanks, brackets or signs in
// it stands between quotes.
import { misuse } from '../ground/errors.js';
import { windowOf } from '../text/window.js';

/** How a column's value is compared; `~` asks whether it contains a text. */
export const operators = ['>=', '<=', '!=', '=', '>', '<', '~'] as const;

/** One of them. */
export type Operator = (typeof operators)[number];

/** One comparison: a column's key, and the value as it was written. */
export type Comparing = {
  readonly kind: 'compares';
  readonly key: string;
  readonly operator: Operator;
  readonly value: string;
};

/** What must hold of a run. */
export type Condition =
  | Comparing
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

type Token = {
  readonly kind: 'word' | 'text' | 'operator' | 'open' | 'close' | 'and' | 'or' | 'not' | 'end';
  /** A text without its quotes. */ readonly text: string;
  readonly at: number;
  readonly length: number;
};

/**
 * The condition that a text says: `or` of `and` of comparisons, `not` before any of them, brackets
 * around. Throws a misuse that shows the place where it cannot be read.
 */
export function parseWhere(text: string): Condition {
  const tokens = tokensOf(text);
  const reading: Reading = { text, tokens, at: 0, depth: 0 };
  const condition = readOr(reading);
  const rest = peek(reading);
  if (rest.kind !== 'end') refuse(text, rest, `expected "and" or "or", got ${told(rest)}`);
  return condition;
}

/** The comparisons of a condition, in their order. */
export function comparisonsOf(condition: Condition): readonly Comparing[] {
  switch (condition.kind) {
    case 'compares':
      return [condition];
    case 'not':
      return comparisonsOf(condition.of);
    case 'and':
    case 'or':
      return condition.parts.flatMap(comparisonsOf);
  }
}

// A blank, a sign, a quoted text in which a backslash stands before what is meant as it is, a word.
const pattern =
  /\s+|(?<operator>[<>!]=|[=<>~])|(?<bracket>[()])|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<word>[^\s()=!<>~"']+)/suy;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) {
      const sign = text.charAt(at);
      const isQuote = sign === '"' || sign === "'";
      return refuse(
        text,
        { at, length: isQuote ? text.length - at : 1 },
        isQuote
          ? `the quote ${sign} is never closed`
          : `${JSON.stringify(sign)} means nothing here`,
      );
    }
    const token = tokenOf(found, at);
    if (token) tokens.push(token);
    at += found[0].length;
  }
  return [...tokens, { kind: 'end', text: '', at, length: 1 }];
}

function tokenOf({ 0: whole, groups = {} }: RegExpExecArray, at: number): Token | undefined {
  const { operator, bracket, double, single, word } = groups;
  const place = { at, length: whole.length };
  if (operator !== undefined) return { kind: 'operator', text: operator, ...place };
  if (bracket !== undefined) {
    return { kind: bracket === '(' ? 'open' : 'close', text: bracket, ...place };
  }
  const quoted = double ?? single;
  if (quoted !== undefined) {
    return { kind: 'text', text: quoted.replaceAll(/\\(.)/gsu, '$1'), ...place };
  }
  if (word === undefined) return undefined;
  const joint = (['and', 'or', 'not'] as const).find((one) => one === word.toLowerCase());
  return { kind: joint ?? 'word', text: word, ...place };
}

type Reading = {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
};

// Brackets and `not` within each other: a person writes a few.
const deepest = 100;

function peek({ tokens, at, text }: Reading): Token {
  return tokens[at] ?? { kind: 'end', text: '', at: text.length, length: 1 };
}

function readOr(reading: Reading): Condition {
  return readJoined(reading, 'or', () => readJoined(reading, 'and', () => readNot(reading)));
}

function readJoined(reading: Reading, kind: 'and' | 'or', readPart: () => Condition): Condition {
  const first = readPart();
  const parts = [first];
  while (peek(reading).kind === kind) {
    reading.at += 1;
    parts.push(readPart());
  }
  return parts.length === 1 ? first : { kind, parts };
}

function readNot(reading: Reading): Condition {
  const token = peek(reading);
  if (token.kind !== 'not' && token.kind !== 'open') return readComparison(reading);
  if (reading.depth === deepest) refuse(reading.text, token, `is nested more than ${deepest} deep`);
  reading.at += 1;
  reading.depth += 1;
  const inner = token.kind === 'not' ? readNot(reading) : readOr(reading);
  reading.depth -= 1;
  if (token.kind === 'not') return { kind: 'not', of: inner };
  const close = peek(reading);
  if (close.kind !== 'close') {
    refuse(reading.text, close, `expected "and", "or" or ")", got ${told(close)}`);
  }
  reading.at += 1;
  return inner;
}

function readComparison(reading: Reading): Condition {
  const key = readWord(reading, 'a column, as val_accuracy');
  const sign = peek(reading);
  const operator = operators.find((one) => sign.kind === 'operator' && one === sign.text);
  if (operator === undefined) {
    return refuse(
      reading.text,
      sign,
      `expected one of ${operators.join(' ')} behind ${JSON.stringify(key)}, got ${told(sign)}`,
    );
  }
  reading.at += 1;
  const value = readWord(reading, `a value behind "${operator}"`);
  return { kind: 'compares', key, operator, value };
}

function readWord(reading: Reading, what: string): string {
  const token = peek(reading);
  if (token.kind !== 'word' && token.kind !== 'text') {
    const isWord = ['and', 'or', 'not'].includes(token.kind);
    return refuse(
      reading.text,
      token,
      `expected ${what}, got ${told(token)}${isWord ? `; as a text it is written "${token.text}"` : ''}`,
    );
  }
  reading.at += 1;
  return token.text;
}

function told({ kind, text }: Token): string {
  return kind === 'end' ? 'the end' : JSON.stringify(text);
}

function refuse(text: string, { at, length }: Pick<Token, 'at' | 'length'>, what: string): never {
  const { shown, before, width } = windowOf(text.replaceAll(/[\r\n]/g, ' '), at, length);
  throw misuse(
    `--where: ${what}\n  ${shown}\n  ${' '.repeat(before)}${'~'.repeat(Math.max(1, width))}`,
  );
}
