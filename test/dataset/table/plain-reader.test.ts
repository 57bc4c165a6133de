// A text that two threads read gives the rows, the lines, the hash and the refusals of one thread's,
// wherever it is cut, and whoever scans a stretch.
import { describe, expect, jest, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { PlainReader } from '../../../src/dataset/table/plain-reader.js';
import { parseRows } from '../../../src/dataset/table/rows.js';
import { ScanThread } from '../../../src/dataset/table/scan-thread.js';
import type { Stretch } from '../../../src/dataset/table/stretch.js';
import { parseCsv } from '../../../src/dataset/table/table.js';
import { isWhole } from '../../whole.js';

function pieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

async function readBy(threads: 1 | 2, bytes: Buffer, size: number): Promise<unknown> {
  const rows: unknown[] = [];
  const format = {
    delimiter: ',',
    encoding: 'utf-8' as const,
    threading: { from: threads === 1 ? Infinity : 0 },
  };
  try {
    const hash = await parseRows(pieces(bytes, size), 'a.csv', format, (cells, line) =>
      rows.push([...cells, line]),
    );
    return { rows, hash };
  } catch (error) {
    return { rows, error: (error as Error).message };
  }
}

// What a file is shows in so many bytes, which come in one piece.
const head = '1,2,3\n'.repeat(700);

const plainLines = [
  '1,2.5,x\n',
  '-1e3,0.25,"y z"\r\n',
  'é,,zwölf\n',
  ' 7 ,\t8,9\r',
  '"4",5,6\n',
  '\n',
];
const oddLines = [
  '1,"two\nlines",3\n',
  '1,2\n',
  '1,2,3,4\n',
  '"a ""b""",2,3\n',
  '1,x"y,2\n',
  '\u00a0,1,2\n',
];

const texts = fc
  .tuple(
    fc.constantFrom('', '\ufeff'),
    fc.array(fc.constantFrom(...plainLines), { minLength: 40, maxLength: 300 }),
    fc.array(fc.tuple(fc.nat(300), fc.constantFrom(...oddLines)), { maxLength: 2 }),
    fc.constantFrom('', '1,2,3', '1,"2', 'x,y'),
  )
  .map(([mark, lines, odd, end]) => {
    for (const [at, line] of odd) lines.splice(at, 0, line);
    return `${mark}a,b,c\n${head}${lines.join('')}${end}`;
  });

test('rows, lines, hash and refusals are those of one thread', async () => {
  const asked = jest.spyOn(ScanThread.prototype, 'scan');
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 5, max: 400 }), async (text, size) => {
      const bytes = Buffer.from(text);
      expect(await readBy(2, bytes, size)).toEqual(await readBy(1, bytes, size));
    }),
    { numRuns: isWhole ? 1000 : 20 },
  );
  // Two threads it was.
  expect(asked.mock.calls.length).toBeGreaterThan(100);
  asked.mockRestore();
});

test('bytes that are no text are told after what is wrong before them', async () => {
  const rows = '1,2,3\n'.repeat(20);
  const late = Buffer.from([0x31, 0x2c, 0xff, 0x2c, 0x33, 0x0a]);
  const both = Buffer.concat([Buffer.from(`a,b,c\n${head}${rows}1,2\n${rows}`), late]);
  expect(await readBy(2, both, 50)).toMatchObject({
    error: expect.stringContaining('a.csv, line 722 has 2 cells'),
  });
  const alone = Buffer.concat([Buffer.from(`a,b,c\n${head}${rows}`), late]);
  const found = await readBy(2, alone, 50);
  expect(found).toEqual(await readBy(1, alone, 50));
  expect(found).toMatchObject({ error: expect.stringContaining('not UTF-8 text: line 722') });
});

test('columns of numbers, of words and of both', async () => {
  const lines = Array.from({ length: 30_000 }, (_, i) => {
    const gap = i % 9000 === 8999 ? '' : `${i / 7}`;
    return `${i},${gap},w${i % 5},${i === 20_000 ? 'n/a' : i}\n`;
  });
  const bytes = Buffer.from(`a,b,c,d\n${lines.join('')}`);
  const read = async (from: number): Promise<unknown> => {
    const table = await parseCsv(pieces(bytes, 5000), 'a.csv', {
      delimiter: ',',
      encoding: 'utf-8',
      target: null,
      columns: null,
      cellsOf: () => ({ as: 'open', written: null, missing: new Set() }),
      threading: { from },
    });
    return table.columns.map(({ numbers, texts: written, odd, missing }) => ({
      numbers: Array.from(numbers),
      written,
      odd: [...odd.byText],
      missing: [...missing.byText],
    }));
  };
  const found = await read(0);
  expect(found).toEqual(await read(Infinity));
  const [a, b, c, d] = found as { numbers: number[]; written: unknown; odd: unknown }[];
  expect(a?.numbers).toEqual(lines.map((_, i) => i));
  expect(b?.numbers).toEqual(lines.map((_, i) => (i % 9000 === 8999 ? NaN : i / 7)));
  expect(a?.written).toBeNull();
  expect(c?.written).toEqual(lines.map((_, i) => `w${i % 5}`));
  expect(d?.odd).toEqual([['n/a', { count: 1, row: 20_000 }]]);
});

describe('a thread that ends', () => {
  const stretchOf = (reader: PlainReader, text: string): Stretch => {
    const stretch = reader.next(Buffer.from(text));
    if (!stretch) throw new Error('no line ends');
    return stretch;
  };

  test('leaves all that it has not scanned to the other one', async () => {
    const reader = new PlainReader(',', { from: 0 });
    reader.columns = 2;
    const stretches = ['1,2\n3,4\n', '5,6\n', '7,8\n'].map((text) => stretchOf(reader, text));
    reader.thread?.end();
    for (const stretch of stretches) await reader.scanned(stretch);
    expect(stretches.map(({ result }) => result.rows)).toEqual([2, 1, 1]);
    expect([...(stretches[0]?.values.subarray(0, 4) ?? [])]).toEqual([1, 2, 3, 4]);
    reader.close();
  });
});

test('a text that is short is read by one', async () => {
  const reader = new PlainReader(',', { from: 100 });
  reader.columns = 2;
  reader.next(Buffer.from('1,2\n'));
  expect(reader.ahead).toBe(0);
  for (let i = 0; i < 30; i += 1) reader.next(Buffer.from('1,2\n'));
  expect(reader.ahead).toBeGreaterThan(0);
  reader.close();
});
