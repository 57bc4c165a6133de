// In which formats a column's dates may be written. The dates are Python's: datetime.strptime takes
// each text of a case by each format that is named, and by none of the others.
import { expect, test } from '@jest/globals';
import { dateFormats } from '../../../src/dataset/table/date-orders.js';

test.each<[readonly string[], readonly string[] | null]>([
  [['2001-06-18', '2003-06-16 12:30'], []],
  [['18.06.2001', '01.02.2003'], ['%d.%m.%Y']],
  [['1/2/2001', '18/06/2001'], ['%d/%m/%Y']],
  [['06/18/2001', '1/2/2001'], ['%m/%d/%Y']],
  [
    ['01/02/2001', '03/04/2002'],
    ['%d/%m/%Y', '%m/%d/%Y'],
  ],
  [['2001/06/18'], ['%Y/%m/%d']],
  [['31.12.99', '01.02.03'], ['%d.%m.%y']],
  [['01-02-03'], ['%d-%m-%y', '%m-%d-%y', '%y-%m-%d']],
  [['18.06.2001 14:05', '19.06.2001 00:00'], ['%d.%m.%Y %H:%M']],
  [['6/18/2001 2:05 PM'], ['%m/%d/%Y %I:%M %p']],
  [['5 May 2001'], ['%d %B %Y']],
  [['5 May 2001', '6 Jun 2001'], ['%d %b %Y']],
  [['June 18, 2001'], ['%B %d, %Y']],
  [['18.06.2001', 'unknown'], null],
  [['31.02.2001'], null],
  [['13/13/2001'], null],
  [['red', 'blue'], null],
  [[], null],
])('%j', (texts, formats) => {
  expect(dateFormats(texts)).toEqual(formats);
});
