// Tables of paths and classes, and tables that are none.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { columnsOf, readPathTable } from '../../../src/dataset/pictures/path-table.js';
import { refusal, temporaryFolder, writeIn } from '../fixtures.js';

const folder = temporaryFolder();
const columns = { picture: 'photo', target: 'kind' };
const read = (text: string, from: string | null = null): ReturnType<typeof readPathTable> =>
  readPathTable(writeIn(folder, 't.csv', text), columns, from);

test('paths start at the folder of the table, or at the one that is named', async () => {
  const text = 'id,kind,photo\n1,cat,a.png\n2,"dog, big",sub/b.png\n3,cat,/c.png\n';
  expect(await read(text)).toMatchObject({
    paths: [join(folder, 'a.png'), join(folder, 'sub/b.png'), '/c.png'],
    labels: ['cat', 'dog, big', 'cat'],
    lines: [2, 3, 4],
  });
  expect((await read(text, '/x')).paths).toEqual(['/x/a.png', '/x/sub/b.png', '/c.png']);
});

describe('refused', () => {
  test.each([
    ['kind,foto\ncat,a.png\n', /t\.csv has no column "photo".*foto/],
    ['photo,kind,photo\na,b,c\n', /has two columns "photo"/],
    ['photo,kind\na.png,cat\n,dog\n', /t\.csv, line 3, column "photo" is empty/],
    ['photo,kind\na.png,\n', /t\.csv, line 2, column "kind" is empty/],
    ['photo,kind\n', /has no rows/],
    [
      'photo,kind\na.png,cat\nb.png,cat\na.png,dog\n',
      /line 4: .*a\.png is "dog", and "cat" on line 2/,
    ],
  ])('%j', async (text, message) => {
    expect((await refusal(read(text))).message).toMatch(message);
  });

  test('a table whose columns are not said', async () => {
    expect(await refusal(() => columnsOf('photo', null))).toEqual({
      message: expect.stringMatching(/needs picture, the column of paths, and target/),
      exitCode: 2,
    });
  });
});
