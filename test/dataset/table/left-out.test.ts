import { expect, test } from '@jest/globals';
import { leftOutOf } from '../../../src/dataset/datasets.js';
import { contextOf, readTagged, temporaryFolder, writeIn } from '../fixtures.js';

const folder = temporaryFolder();

test('what is excluded, and what a split goes by, is read as it is written', async () => {
  writeIn(folder, 'a.csv', 'id,x,shop,y\n7,1,Ulm,2\n08,3,,4\n');
  const left = (more: object) =>
    leftOutOf(
      readTagged({ name: 'table', file: 'a.csv', target: 'y', ...more }),
      contextOf(folder),
    );
  const split = { by: 'group', column: 'shop', fraction: 0.5 };
  expect(await left({ exclude: ['id'], validation_split: split })).toEqual([
    { name: 'id', texts: ['7', '08'] },
    { name: 'shop', texts: ['Ulm', ''] },
  ]);
  expect(await left({ columns: ['x', 'shop'], validation_split: split })).toEqual([]);
  expect(await left({ columns: { shop: 'category' }, validation_split: split })).toEqual([]);
  expect(await leftOutOf(readTagged({ name: 'spirals' }), contextOf(folder))).toEqual([]);
});
