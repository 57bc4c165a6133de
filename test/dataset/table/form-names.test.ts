// What a name says of a table's form.
import { expect, test } from '@jest/globals';
import { delimiterFor, withoutPacking } from '../../../src/dataset/table/form-names.js';

test('the ending of a packed file is none of its own', () => {
  expect(['a.csv.gz', 'a.GZ', 'a.gz.csv'].map(withoutPacking)).toEqual(['a.csv', 'a', 'a.gz.csv']);
});

test.each([
  ['a.tsv', ',', 'x\ty\n', '\t'],
  ['a.TAB.gz', ',', 'x\ty,z\n', '\t'],
  ['a.tsv', ',', 'x,y\na\tb', ','],
  ['a.tsv', ';', 'x\ty', ';'],
  ['a.csv', ',', 'x\ty', ','],
])('%s, where %j is said and %j read, has %j', (file, said, head, delimiter) => {
  expect(delimiterFor(file, said, head)).toBe(delimiter);
});
