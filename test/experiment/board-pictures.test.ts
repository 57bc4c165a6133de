// Pictures of a run, from its folder alone.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { confusionPictures } from '../../src/experiment/board-pictures.js';
import { root } from '../folders.js';

test('who is taken for whom, for each part whose outputs are kept', async () => {
  const pictures = await confusionPictures(join(root, 'test/fixtures/runs/finished-0.1.0'));
  expect(pictures.map(({ tag }) => tag)).toEqual(['confusion_validation', 'confusion_test']);
  for (const { png, width, height } of pictures) {
    const bytes = Buffer.from(png);
    // What stands in the first chunk of a PNG.
    expect([
      bytes.toString('latin1', 12, 16),
      bytes.readUInt32BE(16),
      bytes.readUInt32BE(20),
    ]).toEqual(['IHDR', width, height]);
  }
});

test('a run without a model has none', async () => {
  const folder = join(root, 'test/fixtures/runs/interrupted-0.1.0');
  expect((await confusionPictures(folder)).map(({ tag }) => tag)).toEqual([]);
});
