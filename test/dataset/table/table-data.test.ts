// A table as a data set: its hash, and parts that share a source.
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { csvMaker, load, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);

const small = 'size,colour,y\n1,red,0.5\n100,green,1.5\n2,blue,2.5\n6,red,3.5\n';

test('has the hash of its bytes', async () => {
  expect((await load(folder, csv(small))).sha256).toBe(
    createHash('sha256').update(small).digest('hex'),
  );
  expect(
    (await load(folder, csv(small, { test_file: csv(small.replace('0.5', '4.5'))['file'] })))
      .sha256,
  ).not.toBe((await load(folder, csv(small))).sha256);
});

test('two files have another hash for each thing that the second is for', async () => {
  const [file, other] = [csv(small)['file'], csv(small.replace('3.5', '7.5'))['file']];
  const uses = [
    { file: [file, other] },
    { file: [other, file] },
    { file, test_file: other },
    { file, validation_file: other },
    { file: [file, other], test_file: other },
    { file, validation_file: other, test_file: other },
  ];
  const hashes: string[] = [];
  for (const use of uses) hashes.push((await load(folder, { ...csv(small), ...use })).sha256);
  expect(new Set(hashes).size).toBe(uses.length);
});

test('its parts are of one source, but for a test file', async () => {
  const { train, validation, test: held } = await load(folder, csv(small));
  expect([validation.source, held.source]).toEqual([train.source, train.source]);
  const rows = [train, validation, held].flatMap((part) => [...part.rows]);
  expect(rows.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  const other = await load(folder, csv(small, { test_file: csv(small)['file'] }));
  expect(other.test.source).not.toBe(other.train.source);
  expect([...other.test.rows]).toEqual([0, 1, 2, 3]);
});
