// What the names of columns may be.
import { expect, test } from '@jest/globals';
import { checkHeader, noColumn } from '../../../src/dataset/table/header.js';

const asked = { target: 'price', columns: null, delimiter: ',' };

test.each([
  [['area', 'price'], null],
  [['area', 'area', 'price'], 'a.csv has two columns named "area": rename one'],
  [['1', '2.5'], 'a.csv has no header: its first line holds only numbers'],
  [['area;price'], 'a.csv has no column "price": its header is one cell; is the delimiter ";"?'],
  [['', 'price'], 'a.csv: column 1 has no name: give it one in the first line'],
  [
    ['a sentence'],
    'a.csv has no column "price": its first line is taken for the header, and has to be it',
  ],
  [['secret', 'other'], 'a.csv has no column "price" among the 2 that its first line names'],
])('%j', (names, said) => {
  const check = (): void => checkHeader(names, 'a.csv', asked);
  if (said === null) check();
  else expect(check).toThrow(said);
});

test('a name that looks the same is told apart', () => {
  expect(noColumn('a.csv', 'caf\u00e9', ['area', 'cafe\u0301'], ',', true).message).toBe(
    'a.csv has no column "caf\u00e9", but one that looks the same: its accents are written otherwise (Unicode NFD); copy the name out of the file',
  );
});

test('a name that is nearly there is proposed', () => {
  expect(noColumn('a.csv', 'prize', ['area', 'price'], ',', true).message).toBe(
    'a.csv has no column "prize"; did you mean "price"?',
  );
});
