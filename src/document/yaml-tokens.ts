// The tokens of a YAML text: text in, tokens out, as many as a spec may have, and what is refused of
// YAML. They are composed elsewhere.
import { type CST, Lexer, Parser } from 'yaml';
import { Budget, limits } from './budget.js';
import { type Place, type Problem, problemIn } from './problems.js';

/** More errors of syntax only come of the first ones. */
export const mostSyntaxErrors = 3;

/** The tokens of a text, and where its reading was stopped. */
export type Tokens = {
  readonly tokens: readonly CST.Token[];
  readonly stopped?: Problem;
};

/**
 * The tokens of a text. The parser keeps a stack of its own, but what composes its tokens is
 * recursive: a few kilobytes of brackets would end the process. So it is stopped where the nesting is
 * too deep, where the budget is spent, and where one error only brings the next.
 */
export function readTokens(
  text: string,
  place: (from: number, to: number) => Place,
  budget: Budget,
): Tokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const before = budget.spent('marks');
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (budget.exceeds('marks', 1) || budget.isSpent('marks')) {
      return {
        tokens,
        stopped: problemIn(
          place(parser.offset, parser.offset + 1),
          `more than ${Budget.words('marks')} words and marks up to here${before > 0 ? ', those of the other files counted' : ''}: too much for a spec`,
        ),
      };
    }
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') errors += 1;
      tokens.push(token);
    }
    // The document and the scalar within are levels of the stack too.
    if (parser.stack.length > limits.nesting + 2) {
      return {
        tokens,
        stopped: problemIn(
          place(parser.offset - 1, parser.offset),
          `nested deeper than ${limits.nesting} levels`,
        ),
      };
    }
    if (errors > mostSyntaxErrors) break;
  }
  tokens.push(...parser.end());
  return { tokens };
}

/** What a spec may not hold although it is YAML. */
export function refusedTokens(
  tokens: readonly CST.Token[],
  place: (from: number, to: number) => Place,
): Problem[] {
  const problems: Problem[] = [];
  const stack = tokens.toReversed();
  let documents = 0;
  for (let token = stack.pop(); token && problems.length < mostSyntaxErrors; token = stack.pop()) {
    const isSecond = token.type === 'document' && (documents += 1) === 2;
    const message = isSecond
      ? 'a second document begins here; a file holds one spec'
      : refusals[token.type];
    const length = 'source' in token ? token.source.length : 1;
    if (message !== undefined) {
      problems.push(problemIn(place(token.offset, token.offset + Math.max(1, length)), message));
    }
    for (const child of childrenOf(token).reverse()) stack.push(child);
  }
  return problems;
}

const refusals: Readonly<Record<string, string>> = {
  directive: 'a spec holds no YAML directives; remove this line',
  tag: 'a spec holds no YAML tags; write the value alone',
  anchor: 'a spec holds no anchors; to share parts of a spec, use extends',
  alias:
    'a spec holds no aliases; to share parts of a spec, use extends (a text that begins with * goes in quotes)',
};

function childrenOf(token: CST.Token): CST.Token[] {
  switch (token.type) {
    case 'document':
      return [...token.start, ...(token.value ? [token.value] : [])];
    case 'block-map':
    case 'block-seq':
    case 'flow-collection':
      return token.items.flatMap((item) => [
        ...item.start,
        ...('key' in item && item.key ? [item.key] : []),
        ...('sep' in item ? (item.sep ?? []) : []),
        ...(item.value ? [item.value] : []),
      ]);
    default:
      return [];
  }
}
