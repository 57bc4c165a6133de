import { describe, expect, test } from '@jest/globals';
import { many, notesIn, temporaryFolder, writeIn } from '../fixtures.js';

const folder = temporaryFolder();
const notesOf = notesIn(folder);

describe('notes on columns', () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      'one that counts the rows',
      ['id,a,y', ...many((i) => `${i},${i % 7}.5,${i % 2}`)],
      /^column "id" counts the rows, from 0 to 39: if it only names them, leave it out/,
    ],
    [
      'one that counts them in another order',
      ['id,a,y', ...many((i) => `${100 + ((i * 7) % 40)},${i % 7}.5,${i % 2}`)],
      /^column "id" counts the rows, from 100 to 139/,
    ],
    [
      'whole numbers that are all different',
      ['id,a,y', ...many((i) => `${i * i + 17},${i % 7}.5,${i % 2}`)],
      /^column "id" is a whole number that is different in every row/,
    ],
    [
      'postal codes',
      ['plz,a,y', ...many((i) => `${['80331', '01067', '04109'][i % 3]},${i % 7}.5,${i % 2}`)],
      /^column "plz" is written with zeros before its numbers \("01067"\): if it holds codes rather than amounts, say columns: \{"plz": category\}, or leave it out/,
    ],
    [
      'codes that are all different',
      ['code,a,y', ...many((i) => `${String(i).padStart(4, '0')},${i % 7}.5,${i % 2}`)],
      /^column "code" is written with zeros before its numbers \("0000"\)/,
    ],
    [
      'numbers of too many digits',
      // 2⁵³ + 1 is the first whole number that a double does not hold.
      ['id,a,y', ...many((i) => `${9007199254740000n + 50n * BigInt(i)},${i % 7}.5,${i % 2}`)],
      /^column "id" has more digits than a number keeps \("9007199254741000"\)/,
    ],
    [
      'categories that differ in capitals',
      ['k,a,y', ...many((i) => `${['Yes', 'no', 'yes', 'YES'][i % 4]},${i % 7}.5,${i % 2}`)],
      /^column "k": "YES", "Yes" and "yes" are different ones: if they mean the same, write them alike$/,
    ],
    [
      'categories that differ in how an accent is encoded',
      [
        'k,a,y',
        ...many((i) => `${['K\u00f6ln', 'Ko\u0308ln', 'A  b', 'a b'][i % 4]},${i % 7}.5,${i % 2}`),
      ],
      /^column "k": "A {2}b" and "a b" are different ones, as 1 more are: if/,
    ],
    [
      'few dates',
      ['d,a,y', ...many((i) => `2024-01-0${1 + (i % 9)},${i % 7}.5,${i % 2}`)],
      /^column "d" holds dates or times, each a category of its own: say columns: \{"d": date\}, whose parts become numbers, or columns: \{"d": category\} if that is meant$/,
    ],
    [
      'a constant',
      ['k,a,y', ...many((i) => `5,${i % 7}.5,${i % 2}`)],
      /^column "k" is 5 in every training row: it gives zeros$/,
    ],
    [
      'a constant but for rounding',
      ['k,a,y', ...many((i) => `${i % 9 ? '0.1' : '0.1000000000000001'},${i % 7}.5,${i % 2}`)],
      /^column "k" is 0\.1\d* in every training row but for rounding: it gives zeros$/,
    ],
    [
      'a mark that became a category',
      ['k,a,y', ...many((i) => `${['DE', 'NA', 'FR'][i % 3]},${i % 7}.5,${i % 2}`)],
      /^column "k" is "NA" in 13 rows, a category like the others: say missing_values: \["NA"\]/,
    ],
  ])('%s', async (_name, rows, wanted) => {
    const notes = await notesOf(rows);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(wanted);
  });

  test('none on zeros before a point, on 0 itself, or where codes are listed as categories', async () => {
    const rows = many((i) => `0.${i % 9},${i % 3 ? 0 : 5},0${i % 4},${i % 2}`);
    expect(await notesOf(['a,b,c,y', ...rows], { categorical: ['c'] })).toEqual([]);
    const dates = many((i) => `2024-01-0${1 + (i % 9)},${i % 7}.5,${i % 2}`);
    expect(await notesOf(['d,a,y', ...dates], { categorical: ['d'] })).toEqual([]);
  });

  test('none on columns of fractions, of few whole numbers, or with repeats', async () => {
    expect(
      await notesOf(['a,b,c,y', ...many((i) => `${i + 0.5},${i % 3},${Math.abs(i - 1)},${i % 2}`)]),
    ).toEqual([]);
    expect(await notesOf(['a,b,y', ...many((i) => `${i},${i % 3},${i % 2}`, 15)])).toEqual([]);
  });

  test('categories that training never saw, with counts', async () => {
    writeIn(
      folder,
      'held.csv',
      ['c,y', ...many((i) => `${['aa', 'Bb', 'A'][i % 3]},0`)].join('\n'),
    );
    expect(
      await notesOf(['c,y', ...many((i) => `${'AB'[i % 2]},${i % 3 ? 1 : 0}`)], {
        test_file: 'held.csv',
      }),
    ).toEqual([
      'column "c": 27 of 40 test rows have a category that training never saw ("aa" 14, "Bb" 13): it counts as none of those that are known',
    ]);
  });

  test('and those of the validation part', async () => {
    // Of twenty rows four are for the test, and four of the other sixteen for validation, by their
    // number alone: a category of its own in every row is unseen in each of these.
    const notes = await notesOf(['c,y', ...many((i) => `c${i},${i % 2}`, 20)]);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toMatch(/^column "c": 4 of 4 validation rows have a category .*"c\d+" 1/);
    expect(notes[1]).toMatch(/^column "c": 4 of 4 test rows have a category/);
  });
});

test('a class without training rows is named, with where its rows are', async () => {
  writeIn(folder, 'rare.csv', ['a,y', '1,rare', '2,x', '3,rare'].join('\n'));
  expect(
    await notesOf(['a,y', ...many((i) => `${i / 8},${'xyz'[i % 3]}`)], { test_file: 'rare.csv' }),
  ).toEqual([
    'class "rare" has no training row, and 2 in the test part: it cannot be learned; more of its rows, or stratify: true, would help',
  ]);
});

test('a target of values far from 0 is noted, until it is scaled', async () => {
  const rows = ['a,price', ...many((i) => `${i / 8},${200_000.5 + i * 1000}`)];
  const [note] = await notesOf(rows, { target: 'price' });
  expect(note).toMatch(
    /^the target "price" is about \d+ ± \d+, far from .*: target: \{price: \{scale: standard\}\} standardises it/,
  );
  expect(await notesOf(rows, { target: { price: { scale: 'standard' } } })).toEqual([]);
  expect(await notesOf(['a,y', ...many((i) => `${i / 8},${i + 0.5}`)])).toEqual([]);
});

test('of very many columns some are noted, and the others counted', async () => {
  const header = `${Array.from({ length: 30 }, (_, i) => `c${i}`).join(',')},a,y`;
  const notes = await notesOf([
    header,
    ...many((i) => `${'7,'.repeat(30)}${i / 8},${'xy'[i % 2]}`),
  ]);
  expect(notes).toHaveLength(11);
  expect(notes[9]).toBe('column "c9" is 7 in every training row: it gives zeros');
  expect(notes[10]).toBe('20 more columns give zeros: "c10", "c11", "c12" …');
});

test('dates are seen though a word stands among them', async () => {
  const dates = many((i) => (i % 7 === 3 ? 'soon' : `2026-0${1 + (i % 5)}-01`));
  const rows = dates.map((date, i) => `${date},${i / 8},${'xy'[i % 2]}`);
  expect((await notesOf(['d,a,y', ...rows])).join('\n')).toContain(
    'column "d" holds dates or times (but for "soon"), each a category of its own: say columns: {"d": date}',
  );
});
