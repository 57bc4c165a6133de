// The numbers of tokens are those that Python's `tokenizers` gives (test/fixtures/make_tokenizers.py).
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fitTexts } from '../../../src/dataset/text/fit.js';
import { OpenTokenizer, readTokenizer } from '../../../src/dataset/text/tokenizer.js';
import { Vectorizer } from '../../../src/dataset/text/vectorizer.js';
import { UserError } from '../../../src/ground/errors.js';
import { fc } from '../../drawn.js';
import { root } from '../../folders.js';
import { isWhole } from '../../whole.js';
import { refusal, writeIn } from '../fixtures.js';
import { madeFolder } from '../pictures/made.js';
import { argumentsOf } from './keras.js';

type Numbers = readonly (readonly number[])[];
const place = join(root, 'test/fixtures/tokenizers');
const told = JSON.parse(readFileSync(join(place, 'told.json'), 'utf8')) as {
  readonly length: number;
  readonly texts: readonly string[];
  readonly numbers: Readonly<
    Record<
      string,
      {
        readonly padding: number;
        readonly size: number;
        readonly whole: Numbers;
        readonly cut: Numbers;
      }
    >
  >;
};

describe.each(Object.entries(told.numbers))('%s', (name, { padding, size, whole, cut }) => {
  const kept = readTokenizer(join(place, `${name}.json`));

  test('has its tokens, and the one that texts are filled up with', () => {
    expect([kept.padding, kept.size]).toEqual([padding, size]);
  });

  test('gives the numbers that Python gives', () => {
    const open = new OpenTokenizer(kept);
    for (const [i, text] of told.texts.entries()) {
      expect([text, open.numbersOf(text)]).toEqual([text, whole[i]]);
    }
  });

  test('cuts and fills up as Python does', () => {
    const column = fitTexts(
      {
        name: 't',
        texts: told.texts,
        rows: Int32Array.from(told.texts.keys()),
        place: 'a.csv, column "t"',
        tokenizer: kept,
      },
      argumentsOf({ sequence_length: told.length }),
    );
    expect(column.longest).toBe(Math.max(...whole.map((numbers) => numbers.length)));
    expect(column.tokens).toBe(new Set(whole.flat()).size);
    const vectorizer = new Vectorizer(column);
    for (const [i, text] of told.texts.entries()) {
      const values = new Int32Array(told.length + 2);
      const { tokens } = vectorizer.write(text, values, 1);
      expect([text, tokens, [...values]]).toEqual([
        text,
        whole[i]?.length,
        [0, ...(cut[i] ?? []), 0],
      ]);
    }
  });
});

test('what is no tokenizer.json is refused by its name', async () => {
  const folder = madeFolder();
  const said = async (content: string): Promise<string> =>
    (await refusal(() => readTokenizer(writeIn(folder, 'a.json', content)))).message;
  const path = join(folder, 'a.json');
  const none = `${path} is no tokenizer.json: it is no JSON, or was cut off; copy or download it again`;
  const whole = readFileSync(join(place, 'bpe.json'), 'utf8');
  for (const content of ['{', 'root:x:0:0:root', whole.slice(0, whole.length / 2)]) {
    expect(await said(content)).toBe(none);
  }
  expect(await said('{"model": {"type": "WordPiece", "vocab": {"a": "x", "[PAD]": 1}}}')).toMatch(
    /is no tokenizer\.json that can be read/,
  );
  expect(await said('[1]')).toBe(`${path} is no tokenizer.json: it has no model`);
  expect(await said('{"model": {"type": "Lambda"}}')).toMatch(
    new RegExp(`^${path} is no tokenizer\\.json that can be read \\(`),
  );
  const bpe = JSON.parse(readFileSync(join(place, 'bpe.json'), 'utf8')) as {
    added_tokens: { content: string }[];
    model: { vocab: Record<string, number> };
  };
  delete bpe.model.vocab['<pad>'];
  bpe.added_tokens = bpe.added_tokens.filter(({ content }) => content !== '<pad>');
  expect(await said(JSON.stringify(bpe))).toContain('has no token that texts are filled up with');
  const padded = writeIn(folder, 'b.json', JSON.stringify({ ...bpe, padding: { pad_id: 5 } }));
  expect(readTokenizer(padded).padding).toBe(5);
  expect((await refusal(() => readTokenizer(join(folder, 'none.json')))).message).toContain(
    `${join(folder, 'none.json')} does not exist`,
  );
});

test('one of 100 MB is refused before it is read', async () => {
  const path = writeIn(madeFolder(), 'a.json', '{');
  truncateSync(path, 100_000_000);
  expect((await refusal(() => readTokenizer(path))).message).toContain(
    'has 100000000 bytes, more than the 67108864 that dlx reads of a tokenizer',
  );
});

// A value somewhere in the file is another, or is left out.
function spoiled(value: unknown, path: readonly number[], other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const [first = 0, ...rest] = path;
  const key = keys[first % Math.max(1, keys.length)];
  if (key === undefined) return other;
  const inner = (value as Record<string, unknown>)[key];
  const isHere = rest.length === 0;
  if (Array.isArray(value)) {
    return value.map((one: unknown, i) =>
      String(i) === key ? (isHere ? other : spoiled(one, rest, other)) : one,
    );
  }
  return { ...value, [key]: isHere ? other : spoiled(inner, rest, other) };
}

test('one with a value that is another is read, or refused in a sentence', async () => {
  const folder = madeFolder();
  const files = ['bpe', 'wordpiece', 'unigram'].map((name): unknown =>
    JSON.parse(readFileSync(join(place, `${name}.json`), 'utf8')),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
      fc.constantFrom<unknown>(null, undefined, -1, 1.5, 1e18, 'x', '', [], {}, [[]], true),
      async (file, path, other) => {
        const at = writeIn(folder, 'a.json', JSON.stringify(spoiled(file, path, other)));
        try {
          const kept = readTokenizer(at);
          const numbers = new OpenTokenizer(kept).firstOf('the invoice is wrong, x!', 4);
          expect(numbers.every((number) => number >= 0 && number < 2 ** 53)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect((error as Error).message).not.toMatch(/\n/);
        }
      },
    ),
    { numRuns: isWhole ? 5000 : 300 },
  );
});
