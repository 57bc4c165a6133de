// Where predictions go: files that are whole or in part, and a table of the first rows.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import type { RowBatch } from '../../../src/dataset/new-rows.js';
import { openSink, type Format } from '../../../src/render/predictions/sink.js';
import { readNpy } from '../../../src/run/format/npy.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
});

const layout = () => ({
  answers: { kind: 'number', name: 'price', numbers: ['price'], scale: null } as const,
  wished: { proba: false, top: 1 },
  kept: [],
});
const batchOf = (...outputs: number[]): [RowBatch, Float32Array] => [
  { count: outputs.length, inputs: [], kept: [] },
  Float32Array.from(outputs),
];
const sinkFor = (format: Format, name: string) =>
  openSink({ format, output: join(folder, name), layout });

test('batch after batch into a file, with its head though there be no rows', async () => {
  const sink = sinkFor('csv', 'a.csv');
  await sink.write(...batchOf(1, 2));
  await sink.write(...batchOf(3));
  expect(readdirSync(folder)).not.toContain('a.csv');
  expect(sink.finish()).toBe('');
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('price\n1\n2\n3\n');
  sinkFor('csv', 'none.csv').finish();
  expect(readFileSync(join(folder, 'none.csv'), 'utf8')).toBe('price\n');
});

test('a .npy file knows how many rows it has, in part, too', async () => {
  const sink = sinkFor('npy', 'a.npy');
  await sink.write(...batchOf(1, 2));
  await sink.write(...batchOf(3));
  expect(sink.leavePart()).toBe(join(folder, 'a.npy.part'));
  expect(readNpy(join(folder, 'a.npy.part'))).toEqual({
    shape: [3, 1],
    values: Float32Array.of(1, 2, 3),
  });
  const other = sinkFor('npy', 'b.npy');
  await other.write(...batchOf(1));
  other.abandon();
  expect(sinkFor('csv', 'c.csv').leavePart()).toBeNull();
  expect(readdirSync(folder)).toEqual(['a.npy.part']);
});

test('a table has the first rows, and wants no more', async () => {
  const sink = openSink({ format: 'table', output: null, layout });
  await sink.write(...batchOf(...Array.from({ length: 20 }, (_, i) => i)));
  expect(sink.isFull()).toBe(false);
  await sink.write(...batchOf(99));
  expect(sink.isFull()).toBe(true);
  expect(sink.finish()).toMatch(/ 20 +19\nthe first 20 rows; --output FILE writes all of them$/);
});
