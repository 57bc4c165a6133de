import { expect, test } from '@jest/globals';
import { pictureSpec } from '../../../src/experiment/first-spec/picture-spec.js';
import { language } from '../../../src/experiment/language.js';
import { planNetwork } from '../../../src/model/network.js';
import { readSpecText } from '../../../src/spec/read.js';

const written = (height: number, width: number, size: readonly [number, number] | null = null) =>
  pictureSpec({
    folder: 'a: b',
    spec: 'a.yaml',
    size,
    data: {
      inputs: [{ name: 'image', kind: 'image', shape: [height, width, 3], vocabulary: null }],
      classes: 3,
      classNames: ['x', 'y #1', 'z'],
    },
    hasTest: false,
    count: 500,
  });

test.each([
  [1, 1, 0],
  [7, 90, 0],
  [8, 8, 1],
  [28, 28, 2],
  [64, 48, 3],
  [128, 128, 3],
])('pictures of %d × %d are halved %d times', (height, width, pools) => {
  const { spec } = readSpecText(written(height, width), 'a.yaml', { language });
  const network = planNetwork(spec.model, [
    { name: 'image', kind: 'image', shape: [height, width, 3], vocabulary: null },
  ]);
  expect(spec.model.filter(({ layer }) => layer === 'MaxPooling2D')).toHaveLength(pools);
  expect(network.outputShape).toEqual([3]);
});

test('the folder and the size are said', () => {
  const { spec } = readSpecText(written(64, 64, [64, 64]), 'a.yaml', { language });
  expect(spec.dataset.arguments).toMatchObject({ folder: 'a: b', size: [64, 64], test_split: 0.2 });
  expect(written(20, 30)).toContain('# all are 20 × 30');
});
