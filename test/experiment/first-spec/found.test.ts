import { expect, test } from '@jest/globals';
import { usualPath } from '../../../src/experiment/first-spec/found.js';

test.each([
  ['houses.csv', 'houses.yaml'],
  ['data/houses.csv.gz', 'houses.yaml'],
  ['photos', 'photos.yaml'],
  ['photos/', 'photos.yaml'],
  ['.csv', 'first.yaml'],
])('the spec for %s is %s', (data, path) => {
  expect(usualPath(data)).toBe(path);
});
