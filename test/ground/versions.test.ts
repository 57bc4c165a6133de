import { expect, test } from '@jest/globals';
import { compareVersions } from '../../src/ground/versions.js';

test('versions are ordered by number, not by letter', () => {
  expect(
    ['2.27', '2.9', '20.3', '20.3.1'].map((version) => Math.sign(compareVersions(version, '20.3'))),
  ).toEqual([-1, -1, 0, 1]);
});
