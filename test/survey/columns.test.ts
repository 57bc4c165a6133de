import { expect, test } from '@jest/globals';
import { columnSurveys } from '../../src/survey/columns.js';
import { featuresOf, readFeatures } from '../../src/survey/features.js';
import { temporaryFolder } from '../dataset/fixtures.js';
import { inOrder, tableOf } from './data.js';

const folder = temporaryFolder();

test('numbers are summed up, categories counted, texts named', async () => {
  const town = ['Ulm', 'Bonn', '', 'Rom'];
  const lines = Array.from(
    { length: 20 },
    (_, i) => `${i % 5 === 0 ? '' : 10 * i},${town[i % 4]},a word or two,${i / 4}`,
  );
  const data = await tableOf(folder, ['size,town,remark,y', ...lines], {
    ...inOrder,
    columns: { remark: { type: 'text', output_mode: 'count' } },
    missing: 'fill',
  });
  const features = featuresOf(data);
  const [size, towns, remark] = columnSurveys(
    data.facts,
    features,
    readFeatures(features, data.train),
  );
  expect(size?.summary).toMatchObject({ missing: 3, count: 9 });
  expect(towns?.counts).toEqual([
    { label: 'Bonn', count: 3 },
    { label: 'Rom', count: 3 },
    { label: 'Ulm', count: 3 },
    { label: '(missing)', count: 3 },
  ]);
  expect(remark).toMatchObject({ name: 'remark', summary: null, counts: null });
});
