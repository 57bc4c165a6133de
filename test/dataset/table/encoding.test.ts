import { decoderOf } from '../../../src/dataset/table/encoding.js';
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { contentOf, csvMaker, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder, { columns: ['größe', 'stadt'] });

const towns = ['Köln', 'Mainz', 'Köln', 'Nîmes', 'Mainz'];
const text = [
  'größe,stadt,y',
  ...Array.from({ length: 30 }, (_, i) => `${i},${towns[i % 5]},${i % 2}`),
].join('\n');

/** Bytes of a text of one-byte characters, as Python's str.encode gives them. */
const latin1 = (of: string): Buffer => Buffer.from(of, 'latin1');
const utf16be = (of: string): Buffer => Buffer.from(of, 'utf16le').swap16();

describe('a table in another encoding', () => {
  test.each<[string, Uint8Array, string]>([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16'],
    ['UTF-16 with a mark, big end first', utf16be(`\ufeff${text}`), 'utf-16'],
    ['UTF-16, little end first', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16, big end first', utf16be(text), 'utf-16be'],
    ['latin1', latin1(text), 'latin1'],
    ['windows-1252', latin1(text), 'windows-1252'],
  ])('%s is read when the spec names it', async (_name, bytes, encoding) => {
    const [wanted, got] = await Promise.all([
      load(folder, csv(text)),
      load(folder, csv(bytes, { encoding })),
    ]);
    expect(contentOf(got.train)).toEqual(contentOf(wanted.train));
    expect(got.facts.inputs[0]?.columns).toEqual(wanted.facts.inputs[0]?.columns);
    expect(got.facts.inputs[0]?.reading?.encoding).toBe(encoding);
  });

  // Bytes by Python: '€ “a” – ž'.encode('cp1252'), 'Žluť'.encode('iso8859-2'),
  // 'Вода'.encode('cp1251'), '東京'.encode('shift_jis'), 'Œuvre €'.encode('iso8859-15').
  test.each<[string, readonly number[], string]>([
    ['windows-1252', [0x80, 0x20, 0x93, 0x61, 0x94, 0x20, 0x96, 0x20, 0x9e], '€ “a” – ž'],
    ['iso-8859-2', [0xae, 0x6c, 0x75, 0xbb], 'Žluť'],
    ['windows-1251', [0xc2, 0xee, 0xe4, 0xe0], 'Вода'],
    ['shift_jis', [0x93, 0x8c, 0x8b, 0x9e], '東京'],
    ['iso-8859-15', [0xbc, 0x75, 0x76, 0x72, 0x65, 0x20, 0xa4], 'Œuvre €'],
  ])('%s has its letters', async (encoding, word, shown) => {
    const rows = Array.from({ length: 30 }, (_, i) =>
      Buffer.concat([
        Buffer.from(i % 3 ? 'a' : ''),
        Buffer.from(i % 3 ? [] : word),
        Buffer.from(`,${i % 2}\n`),
      ]),
    );
    const bytes = Buffer.concat([Buffer.from('w,y\n'), ...rows]);
    const got = await load(folder, csv(bytes, { columns: ['w'], encoding }));
    expect(got.facts.inputs[0]?.columns?.[0]).toMatchObject({ categories: ['a', shown].sort() });
  });
});

describe('what is no such text is named, with the cure', () => {
  const long = Buffer.from('x'.repeat(200));
  test.each<[string, Uint8Array, string]>([
    ['latin1', latin1(text), 'line 1 has "größe" if it is latin1; then say encoding: latin1'],
    [
      'windows-1252',
      Buffer.concat([Buffer.from(`${text}\n`), Buffer.from([0x93, 0x61, 0x94, 0x2c, 0x31])]),
      'line 32 has "“a”" if it is windows-1252; then say encoding: windows-1252',
    ],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), 'is UTF-16 text: say encoding: utf-16 '],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'say encoding: utf-16le in'],
    ['UTF-16 without a mark, big', utf16be(text), 'say encoding: utf-16be in'],
    ['gzip, twice', gzipSync(gzipSync(text)), 'is compressed by gzip: unpack it first (gunzip)'],
    ['Parquet', Buffer.concat([Buffer.from('PAR1'), long]), 'is cut off: a Parquet file ends'],
    [
      'Excel',
      Buffer.concat([Buffer.from('PK\x03\x04....[Content_Types].xml'), long]),
      'is an Excel file: save the sheet as CSV',
    ],
    ['zip', Buffer.concat([Buffer.from('PK\x03\x04....data.csv'), long]), 'is a zip archive'],
    ['old Excel', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'is an old Excel file'],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'is compressed by xz'],
    ['SQLite', Buffer.from('SQLite format 3\0'), 'is an SQLite database'],
    ['encrypted Parquet', Buffer.concat([Buffer.from('PARE'), long]), 'that is encrypted'],
    ['Feather', Buffer.concat([Buffer.from('FEA1'), long]), 'is a Feather file'],
    ['ORC', Buffer.concat([Buffer.from('ORC'), long]), 'is an ORC file'],
    ['Avro', Buffer.concat([Buffer.from('Obj\x01'), long]), 'is an Avro file'],
    // As a disk that lost a block gives it; of latin1 zeros are characters like others.
    ['zeros', Buffer.from(text.replace(/,y\n/, ',y\n\0\0\0,b\n')), 'line 2 holds a zero byte'],
    ['a cut file', Buffer.from(text.replace(/stadt,y/, 'stadt,y\n0,Köln,1')).subarray(0, 24), ''],
  ])('%s', async (_name, bytes, message) => {
    const written = csv(bytes);
    const got = (await refusal(load(folder, written))).message;
    expect(got).toContain(join(folder, String(written['file'])));
    expect(got).toContain(message);
    expect(got).not.toContain('iconv');
  });

  test('text that is no UTF-16', async () => {
    expect((await refusal(load(folder, csv(text, { encoding: 'utf-16' })))).message).toMatch(
      /\.csv is not UTF-16 text \(it has no zero byte at its beginning\): leave encoding out, or name another one$/,
    );
  });
});

test.each(['utf-8', 'latin1', 'utf-16le'] as const)(
  'a zero among the rows is named in %s',
  (encoding) => {
    const decode = decoderOf(encoding, 'a.csv');
    const bytes = (part: string): Buffer =>
      Buffer.from(
        part,
        encoding === 'utf-8' ? 'utf8' : encoding === 'latin1' ? 'latin1' : 'utf16le',
      );
    decode(bytes('x,y\n1,2\n'));
    expect(() => decode(bytes('3,4\n5,\0\0'))).toThrow(
      'a.csv, line 4 holds a zero byte, which no text has: the file is damaged or no text',
    );
  },
);
