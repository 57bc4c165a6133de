// Words found by their bytes.
import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { WordPlaces } from '../../../src/dataset/table/word-places.js';

test('words are found as a list finds them', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ maxLength: 4 }), { maxLength: 30 }),
      fc.string({ maxLength: 4 }),
      (words, other) => {
        const places = new WordPlaces(words);
        for (const word of [...words, other]) {
          const bytes = Buffer.from(`,${word},`);
          expect(places.find(bytes, 1, bytes.length - 1)).toBe(words.indexOf(word));
          expect(places.findText(word)).toBe(words.indexOf(word));
        }
      },
    ),
    { numRuns: 200 },
  );
});

// FNV-1a gives both of them 0x01d1e8ee; found by trying.
test('words of one hash are told apart', () => {
  const places = new WordPlaces(['costarring', 'liquid']);
  expect(places.find(Buffer.from('liquid'), 0, 6)).toBe(1);
  expect(places.find(Buffer.from('costarring'), 0, 10)).toBe(0);
});
