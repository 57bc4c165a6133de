// Classes of tables, in order, and pictures that are not there.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tableParts } from '../../../src/dataset/pictures/table-parts.js';
import { refusal, temporaryFolder, writeIn } from '../fixtures.js';

const folder = temporaryFolder();
for (const name of ['a', 'b', 'c']) writeIn(folder, `${name}.png`, 'x');
const columns = { picture: 'p', target: 'k' };
const parts = (train: string, test: string | null = null): ReturnType<typeof tableParts> =>
  tableParts({
    file: writeIn(folder, 'train.csv', train),
    test: test === null ? null : writeIn(folder, 'test.csv', test),
    folder: null,
    columns,
  });

test('classes in the order of their characters, numbers in that of their values', async () => {
  const texts = await parts('p,k\na.png,b\nb.png,B\nc.png,b\n');
  expect([texts.classNames, texts.train.classes]).toEqual([
    ['B', 'b'],
    [1, 0, 1],
  ]);
  const numbers = await parts('p,k\na.png,10\nb.png,9\n', 'p,k\nc.png,9\n');
  expect(numbers.classNames).toEqual(['9', '10']);
  expect(numbers.test).toEqual({ paths: [join(folder, 'c.png')], classes: [0] });
});

test.each([
  [
    'p,k\na.png,x\nb.png,y\n',
    'p,k\nc.png,z\n',
    /test\.csv, line 2 has the class "z", which no training/,
  ],
  ['p,k\na.png,x\nb.png,x\n', null, /pictures of one class, "x"/],
  [
    'p,k\nno.png,x\nb.png,y\n',
    null,
    /train\.csv, line 2: .*no\.png does not exist\npaths start at/,
  ],
])('refused: %j', async (train, own, message) => {
  expect((await refusal(parts(train, own))).message).toMatch(message);
});
