import { expect, test } from '@jest/globals';
import { inputSurveys } from '../../src/survey/inputs.js';
import { load, temporaryFolder } from '../dataset/fixtures.js';
import { greyPictures } from './data.js';

const folder = temporaryFolder();

test('the bytes of pictures are summed up', async () => {
  const data = await greyPictures(folder);
  const [input] = inputSurveys(data);
  const rows = [...data.train.rows];
  // (0 + level + level + 255) / 4, on average
  const mean = rows.reduce((sum, row) => sum + (20 * row + 255) / 4, 0) / rows.length;
  expect(input).toMatchObject({ kind: 'image', shape: [2, 2, 1], divideBy: 255 });
  expect(input?.summary).toMatchObject({ min: 0, max: 255, count: 4 * rows.length });
  expect(input?.summary?.mean).toBeCloseTo(mean, 10);
});

test('tokens are summed up by how many a sample has', async () => {
  const data = await load(folder, { name: 'sequences' });
  const [input] = inputSurveys(data);
  const { rows, source } = data.train;
  const lengths = Array.from(rows, (row) => {
    const values: readonly number[] = [
      ...(source.gather(Int32Array.of(row)).inputs[0]?.values ?? []),
    ];
    return values.filter((one) => one !== 0).length;
  });
  expect(input?.summary).toMatchObject({ min: Math.min(...lengths), max: Math.max(...lengths) });
});
