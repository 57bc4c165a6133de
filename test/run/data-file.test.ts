// data.json in a run's folder: what was written is read, and anything else is refused by name.
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { spirals } from '../../src/dataset/made/spirals.js';
import { encodeDataFile, readDataFile } from '../../src/run/data-file.js';
import { withFolder } from './fixture.js';

test('facts are read as they were written', async () => {
  const { facts } = await spirals.load(
    {
      classes: 3,
      samples: 30,
      noise: 0.1,
      turns: 1,
      data_seed: 0,
      test_split: 0.2,
      validation_split: 0.2,
      split_seed: 42,
      stratify: false,
    },
    { folder: '.', targets: 'either', notify: () => undefined },
  );
  withFolder((folder) => {
    writeFileSync(join(folder, 'data.json'), encodeDataFile(facts));
    expect(readDataFile(folder)).toEqual(facts);
  });
});

test.each([
  ['of another kind', '{"format": 1, "name": 7}', 'data.json is damaged: '],
  ['that is no JSON', '{"format": 1', 'data.json is damaged: it is not JSON'],
])('a file %s is named', (_, text, said) => {
  withFolder((folder) => {
    writeFileSync(join(folder, 'data.json'), text);
    expect(() => readDataFile(folder)).toThrow(said);
  });
});

test('one that is missing, or gigabytes long, too', () => {
  withFolder((folder) => {
    expect(() => readDataFile(folder)).toThrow(`${folder}/data.json is missing`);
    writeFileSync(join(folder, 'data.json'), '');
    truncateSync(join(folder, 'data.json'), 2 ** 30);
    expect(() => readDataFile(folder)).toThrow('has 1073741824 bytes');
  });
});
