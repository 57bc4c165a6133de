// What is said of a table's target before anything is trained.
import { expect, test } from '@jest/globals';
import { many, notesIn, temporaryFolder, writeIn } from '../fixtures.js';

const folder = temporaryFolder();
const notesOf = notesIn(folder);

test.each<[string, readonly string[], RegExp]>([
  [
    'classes that differ in capitals',
    ['a,y', ...many((i) => `${i % 7}.5,${['Yes', 'no', 'yes'][i % 3]}`)],
    /^the target "y": "Yes" and "yes" are different ones: if they mean the same, write them alike$/,
  ],
  [
    'classes with zeros before them',
    ['a,y', ...many((i) => `${i % 7}.5,0${i % 3}`)],
    /^the target "y" is written with zeros before its numbers \("00"\), which are no part of its classes: target_type: classes keeps them$/,
  ],
  [
    'a column that is the target',
    ['a,z,y', ...many((i) => `${i % 7}.5,${i % 2 ? 'u' : 'v'},${i % 2 ? 'u' : 'v'}`)],
    /^column "z" says the target in every row: if it is known only afterwards, leave it out/,
  ],
  [
    'a column that says it in other words',
    ['a,z,y', ...many((i) => `${i % 7}.5,${(i % 3) * 10},${'abc'[i % 3]}`)],
    /^column "z" says the target in every row/,
  ],
])('%s', async (_name, rows, wanted) => {
  expect(await notesOf(rows)).toEqual([expect.stringMatching(wanted)]);
});

test('none on a column that says it in all rows but one, or of fewer values than classes', async () => {
  const rows = many(
    (i) => `${i === 21 ? 'u' : 'uv'[i % 2]},${i % 4 > 1 ? 'p' : 'q'},${'ab'[i % 2]}`,
  );
  expect(await notesOf(['z,c,y', ...rows])).toEqual([]);
  const more = many((i) => `${i % 4 > 1 ? 'p' : 'q'},${i % 4}`);
  expect(await notesOf(['c,y', ...more])).toEqual([]);
});

test('a number that is the target, and a target that is always the same', async () => {
  const same = many((i) => `${i % 7}.5,${i / 7},${i / 7}`);
  expect(await notesOf(['a,z,y', ...same], { target_type: 'number' })).toEqual([
    expect.stringMatching(/^column "z" says the target in every row/),
  ]);
  const constant = many((i) => `${i % 7}.5,5.5`);
  expect(await notesOf(['a,y', ...constant], { target_type: 'number' })).toEqual([
    'the target "y" is 5.5 in every training row: there is nothing to learn',
  ]);
});

test('a test file that is the training file', async () => {
  const rows = ['a,y', ...many((i) => `${i % 7}.5,${i % 2}`)].join('\n');
  const test_file = writeIn(folder, 'held.csv', rows);
  expect(await notesOf(rows.split('\n'), { test_file })).toEqual([
    'test_file holds the same bytes as file: the test score is that of rows which were trained on',
  ]);
});
