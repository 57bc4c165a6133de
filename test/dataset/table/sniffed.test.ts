import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sniffTable } from '../../../src/dataset/table/sniffed.js';
import { inFolder } from '../../folders.js';

const sniff = (bytes: string | Buffer, name = 'a.csv') =>
  inFolder((folder) => {
    writeFileSync(join(folder, name), bytes);
    return sniffTable(join(folder, name));
  });

describe('how a file is written', () => {
  test.each<[string, string | Buffer, object]>([
    ['usual', 'a,b\n1.5,x\n', {}],
    ['semicolons', 'a;b\n1.5;x\n', { delimiter: ';' }],
    ['semicolons and decimal commas', 'a;b\n1,5;x\n2,5;y\n', { delimiter: ';', decimal: ',' }],
    ['commas in quotes', '"a, or b"|c\n"1, 2"|x\n', { delimiter: '|' }],
    ['commas in texts', 'a\tb\nx, y\t1\nz, u, v\t2\n', { delimiter: '\t' }],
    ['windows-1252', Buffer.from('höhe,b\n1,x\n', 'latin1'), { encoding: 'windows-1252' }],
    ['utf-8', 'höhe,b\n1,x\n', {}],
    ['utf-16', Buffer.from('\ufeffa;b\n1;x\n', 'utf16le'), { delimiter: ';', encoding: 'utf-16' }],
    ['packed', gzipSync('a,b\n1,x\n'), {}],
    ['JSON lines', '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n', {}],
  ])('%s', async (_, bytes, reading) => {
    const found = await sniff(bytes);
    expect(found.reading).toEqual(reading);
    expect(found.columns).toHaveLength(2);
  });

  test('tabs are usual in what is called .tsv', async () => {
    expect((await sniff('a\tb\n1\t2\n', 'a.tsv')).reading).toEqual({});
  });
});

test('what columns seem to hold', async () => {
  const rows = Array.from({ length: 40 }, (_, i) =>
    [
      i + 7,
      i % 5,
      i % 4 === 0 ? 'NA' : i / 8,
      'xy'[i % 2],
      `name ${i}`,
      `2024-01-${10 + (i % 20)}`,
      '',
    ].join(),
  );
  const { columns, rows: count } = await sniff(
    `id,few,gaps,word,name,day,nothing\n${rows.join('\n')}\n`,
  );
  expect(count).toBe(40);
  expect(columns).toEqual([
    { name: 'id', kind: 'row numbers', missing: 0, distinct: 40, isWhole: true },
    { name: 'few', kind: 'numbers', missing: 0, distinct: 5, isWhole: true },
    { name: 'gaps', kind: 'numbers', missing: 10, distinct: 30, isWhole: false },
    { name: 'word', kind: 'words', missing: 0, distinct: 2, isWhole: false },
    { name: 'name', kind: 'name', missing: 0, distinct: 40, isWhole: false },
    { name: 'day', kind: 'date', missing: 0, distinct: 20, isWhole: false },
    { name: 'nothing', kind: 'empty', missing: 40, distinct: 0, isWhole: false },
  ]);
});

test('a file of nothing is refused', async () => {
  await expect(sniff('')).rejects.toThrow('is empty: there is nothing to write a spec for');
});

test('sentences that are there twice are texts, and as many short words categories', async () => {
  const rows = Array.from(
    { length: 200 },
    (_, i) => `the room ${i % 60} was cold,street ${i % 60}`,
  );
  const { columns } = await sniff(`remark,place\n${rows.join('\n')}\n`);
  expect(columns.map(({ kind, distinct }) => [kind, distinct])).toEqual([
    ['text', 60],
    ['words', 60],
  ]);
});

test('dates are seen however they are written, and every way in which they may be', async () => {
  const rows = Array.from(
    { length: 24 },
    (_, i) => `${i + 1}.06.2001,${(i % 12) + 1}/02/2001,${i}`,
  );
  const { columns } = await sniff(`visit,due,x\n${rows.join('\n')}\n`);
  const date = { kind: 'date', missing: 0, isWhole: false };
  expect(columns.slice(0, 2)).toEqual([
    { ...date, name: 'visit', distinct: 24, formats: ['%d.%m.%Y'], date: '1.06.2001' },
    { ...date, name: 'due', distinct: 12, formats: ['%d/%m/%Y', '%m/%d/%Y'], date: '1/02/2001' },
  ]);
});
