// How much of a text is read, and what of YAML is refused.
import { describe, expect, test } from '@jest/globals';
import { Budget } from '../../src/document/budget.js';
import { readTokens, refusedTokens } from '../../src/document/yaml-tokens.js';

const read = (text: string, budget = new Budget()) => {
  const source = { label: 'a.yaml', text, kind: 'file' as const, folder: '/' };
  const place = (start: number, end: number) => ({ source, start, end });
  const { tokens, stopped } = readTokens(text, place, budget);
  return {
    stopped: stopped?.message,
    refused: refusedTokens(tokens, place).map((problem) => [
      problem.message.split(/[;,]/)[0],
      text.slice(problem.place?.start, problem.place?.end),
    ]),
  };
};

test('what a spec holds is read, with nothing refused', () => {
  expect(read('a: [1, {b: "c"}]\n# end\n')).toEqual({ stopped: undefined, refused: [] });
});

describe('reading stops', () => {
  test('where nesting is too deep', () => {
    expect(read(`${'['.repeat(64)}1`).stopped).toBeUndefined();
    expect(read(`${'['.repeat(66)}1`).stopped).toBe('nested deeper than 64 levels');
  });

  test('where the budget is spent, that of the other files counted', () => {
    const many = `a: [${'1,'.repeat(70_000)}]\n`;
    expect(read(many).stopped).toBe(
      'more than 120,000 words and marks up to here: too much for a spec',
    );
    const shared = new Budget();
    expect(read('a: 1\n', shared).stopped).toBeUndefined();
    expect(read(many, shared).stopped).toBe(
      'more than 120,000 words and marks up to here, those of the other files counted: too much for a spec',
    );
  });
});

test('each of what is refused is shown where it stands, three at most', () => {
  expect(read('a: &x 1\nb: *x\nc: !t 2\nd: &y 3\n').refused).toEqual([
    ['a spec holds no anchors', '&x'],
    ['a spec holds no aliases', '*x'],
    ['a spec holds no YAML tags', '!t'],
  ]);
});
