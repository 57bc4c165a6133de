// A table that is streamed is the table in memory: its samples, parts and facts.
import { describe, expect, test } from '@jest/globals';
import type { Dataset } from '../../../src/dataset/dataset.js';
import { streamedRowBytes } from '../../../src/dataset/source.js';
import { sha256 } from '../../../src/ground/hash.js';
import { csvMaker, load, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);

// More than a piece of 8192 rows; with gaps, categories and dates.
const row = (i: number): string =>
  [
    (i * 7919) % 1000,
    i % 50 === 3 ? '' : `${(i % 97) / 8}`,
    ['red', 'green', 'blue', ''][i % 4],
    `2026-${String(1 + (i % 12)).padStart(2, '0')}-11`,
    i % 11 === 5 ? '' : i % 3,
  ].join(',');
const text = `a,b,colour,day,y\n${Array.from({ length: 9000 }, (_, i) => row(i)).join('\n')}\n`;

const sumOf = ({
  buffer,
  byteOffset,
  byteLength,
}: Float32Array | Int32Array | Uint8Array): string =>
  sha256(new Uint8Array(buffer, byteOffset, byteLength));

// All samples, the last ones first: values by their sums, as there are many.
const samplesOf = (dataset: Dataset): unknown =>
  [dataset.train, dataset.validation, dataset.test].map(({ source, rows }) => {
    const all = Int32Array.from({ length: source.count }, (_, i) => source.count - 1 - i);
    const { inputs, targets } = source.gather(all);
    return {
      rows: sumOf(rows),
      columns: [...inputs, ...targets].map(({ values, ...form }) => ({
        ...form,
        sum: sumOf(values),
      })),
    };
  });

const form = ({ train: { source } }: Dataset): unknown =>
  source.inputs.map(({ stored }) => stored?.type);

describe.each([
  ['filled', { missing: { b: 'fill', colour: 'fill', y: 'drop' }, columns: { day: 'date' } }],
  ['dropped', { missing: 'drop', columns: { day: 'date' } }],
  ['split by time', { missing: 'drop', exclude: ['day'], test_split: { by: 'time', column: 'a' } }],
])('gaps are %s', (_, more) => {
  test('and samples, facts and notes are those in memory', async () => {
    const args = csv(text, more);
    const dataset = await load(folder, args);
    const streamed = await load(folder, { ...args, stream: true });
    expect(streamedRowBytes(dataset.train.source)).toBe(0);
    expect(form(streamed)).toEqual(['float32']);
    expect(samplesOf(streamed)).toEqual(samplesOf(dataset));
    expect(streamed.facts).toEqual(dataset.facts);
    expect(streamed.sha256).toBe(dataset.sha256);
  });
});

test('a test file is streamed, too', async () => {
  const args = csv(text, { missing: 'drop', exclude: ['day'] });
  const both = { ...args, test_file: args['file'] };
  const dataset = await load(folder, both);
  const streamed = await load(folder, { ...both, stream: true });
  expect(streamedRowBytes(streamed.test.source)).toBeGreaterThan(0);
  expect(samplesOf(streamed)).toEqual(samplesOf(dataset));
});

test('tokens are whole numbers', async () => {
  const words = `remark,y\n${Array.from({ length: 60 }, (_, i) => `good day ${i % 9},${i % 2}`).join('\n')}\n`;
  const args = csv(words, { columns: { remark: 'text' } });
  const dataset = await load(folder, args);
  const streamed = await load(folder, { ...args, stream: true });
  expect(form(streamed)).toEqual(['int32']);
  expect(samplesOf(streamed)).toEqual(samplesOf(dataset));
});

test('inputs of their own have files of their own', async () => {
  const args = csv(text, {
    missing: { b: 'fill', colour: 'fill', y: 'drop' },
    columns: { colour: { type: 'category', encode: 'index' } },
    exclude: ['day'],
  });
  const dataset = await load(folder, args);
  const streamed = await load(folder, { ...args, stream: true });
  expect(form(streamed)).toEqual(['float32', 'int32']);
  expect(samplesOf(streamed)).toEqual(samplesOf(dataset));
});

test('windows are cut from series in memory', async () => {
  const args = csv(text, {
    missing: 'fill',
    exclude: ['day', 'colour'],
    columns: ['a'],
    target: 'a',
    windows: { length: 4 },
    stream: true,
  });
  await expect(load(folder, args)).rejects.toThrow('windows');
});
