// A data set handed over is the same one.
import { closeSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Dataset } from '../../src/dataset/dataset.js';
import { packDataset, unpackDataset } from '../../src/dataset/handed.js';
import { anonymousFile } from '../../src/ground/anonymous.js';
import { present } from '../../src/ground/known.js';
import { csvMaker, load, temporaryFolder } from './fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);

const text = `x,c,y\n${Array.from({ length: 40 }, (_, i) => `${i / 7},${'pq'[i % 2]},${(i * i) % 11}.5`).join('\n')}\n`;

const samples = (dataset: Dataset): unknown =>
  [dataset.train, dataset.validation, dataset.test].map(({ source, rows }) => source.gather(rows));

test('has the same samples, parts and facts, and one source for the parts of one file', async () => {
  const dataset = await load(folder, csv(text));
  const packed = packDataset(dataset);
  const file = present(anonymousFile(packed?.bytes ?? []), 'a file');
  const handed = unpackDataset(file);
  closeSync(file);
  expect(samples(handed)).toEqual(samples(dataset));
  expect(handed.facts).toEqual(dataset.facts);
  expect({ ...handed, train: 0, validation: 0, test: 0 }).toEqual({
    ...dataset,
    train: 0,
    validation: 0,
    test: 0,
  });
  expect(handed.test.source).toBe(handed.train.source);
  expect(handed.train.rows).toEqual(dataset.train.rows);
});

test('a source that is more than data is not handed over', async () => {
  const dataset = await load(folder, csv(text));
  const source = { ...dataset.train.source, more: () => 1 };
  expect(packDataset({ ...dataset, train: { ...dataset.train, source } })).toBeNull();
});
