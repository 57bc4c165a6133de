import { expect, test } from '@jest/globals';
import { examplesOf } from '../../src/survey/examples.js';
import { featuresOf } from '../../src/survey/features.js';
import { temporaryFolder } from '../dataset/fixtures.js';
import { greyPictures, inOrder, tableOf } from './data.js';

const folder = temporaryFolder();

test('a row is told as its cells are, and a text by its tokens', async () => {
  const lines = Array.from(
    { length: 20 },
    (_, i) =>
      `${1.5 * i},${['a', '"b, or c"'][i % 2]},Red car ${i % 2},${'no yes'.split(' ')[i % 2]}`,
  );
  const data = await tableOf(folder, ['size,kind,remark,y', ...lines], {
    ...inOrder,
    columns: { remark: { type: 'text', output_mode: 'multi_hot' } },
  });
  const [first, second, ...more] = examplesOf(data, featuresOf(data));
  expect(first).toMatchObject({ row: 0, target: 'no' });
  expect(second).toMatchObject({
    row: 1,
    target: 'yes',
    values: [
      { name: 'size', text: '1.5' },
      { name: 'kind', text: '"b, or c"' },
      { name: 'remark', text: expect.stringMatching(/red car|car red/) },
    ],
  });
  expect(more).toEqual([]);
});

test('tokens are words again, and what is unknown says so', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `good day ${i},${'ab'[i % 2]}`);
  const data = await tableOf(folder, ['remark,y', ...lines], {
    ...inOrder,
    columns: { remark: { type: 'text', max_tokens: 4 } },
  });
  const [first] = examplesOf(data, featuresOf(data));
  expect(first?.values).toEqual([{ name: 'remark', text: 'good day [UNK]' }]);
});

test('a picture is its size and range, a window the steps of each column', async () => {
  const pictures = await greyPictures(folder);
  const [first] = examplesOf(pictures, featuresOf(pictures));
  const row = first?.row ?? 0;
  const mean = Number(((20 * row + 255) / 4).toPrecision(4));
  expect(first?.values).toEqual([{ name: 'image', text: `2 × 2 × 1, 0 to 255, mean ${mean}` }]);
  const lines = Array.from({ length: 40 }, (_, i) => `${i},${2 * i}`);
  const data = await tableOf(folder, ['x,y', ...lines], { windows: { length: 3 } });
  const [window] = examplesOf(data, featuresOf(data));
  const [x] = window?.values ?? [];
  expect(x && 'series' in x ? x.series : x).toEqual([0, 1, 2]);
  expect(window?.target).toBe('6');
});
