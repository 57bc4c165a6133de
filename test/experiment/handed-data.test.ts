// The data of a job: from its files, or from the open file that came with it.
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { packDataset } from '../../src/dataset/handed.js';
import { datasetOf } from '../../src/experiment/handed-data.js';
import { language } from '../../src/experiment/language.js';
import { anonymousFile } from '../../src/ground/anonymous.js';
import { readSpec } from '../../src/spec/read.js';
import { root } from '../folders.js';

test('is the same, read or handed over', async () => {
  const trial = readSpec(join(root, 'experiments/spirals.yaml'), { language });
  const read = await datasetOf({ trial, handed: null }, () => undefined);
  const file = anonymousFile(packDataset(read)?.bytes ?? []);
  if (file === null) throw new Error('there is no room');
  try {
    const handed = await datasetOf({ trial, handed: file }, () => undefined);
    expect(handed.facts).toEqual(read.facts);
    expect(handed.train.source.inputs).toEqual(read.train.source.inputs);
    expect(handed.train.rows).toEqual(read.train.rows);
  } finally {
    closeSync(file);
  }
});
