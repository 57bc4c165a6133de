// The numbers of tokens are those that Python's `tokenizers` gives (test/fixtures/make_tokenizers.py).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fitTexts } from '../../../src/dataset/text/fit.js';
import { OpenTokenizer, readTokenizer } from '../../../src/dataset/text/tokenizer.js';
import { Vectorizer } from '../../../src/dataset/text/vectorizer.js';
import { root } from '../../folders.js';
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
  expect(await said('{')).toMatch(new RegExp(`^${path} is no tokenizer\\.json \\(.*JSON`));
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
