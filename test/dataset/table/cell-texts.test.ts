// Texts kept as strings and as bytes.
import { expect, test } from '@jest/globals';
import { CellTexts } from '../../../src/dataset/table/cell-texts.js';

test('come back in their order, however they were added, and after more of them', () => {
  const texts = new CellTexts();
  const expected: string[] = [];
  const add = (count: number): void => {
    for (let i = 0; i < count; i += 1) {
      const text = `${(i * 7919) % 1013}`;
      if (i % 3 === 0) texts.add(text);
      else if (i % 3 === 1) texts.addNumber(Number(text));
      else texts.hold(Buffer.from(`,${text},`), 1, text.length + 1);
      expected.push(text);
    }
  };
  expect(texts.all()).toEqual([]);
  for (const count of [1, 2000, 5]) {
    add(count);
    expect(texts.all()).toEqual(expected);
  }
});
