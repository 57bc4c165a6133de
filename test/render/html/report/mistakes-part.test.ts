import { expect, test } from '@jest/globals';
import { mistakesPart } from '../../../../src/render/html/report/mistakes-part.js';
import { namedDiagnosis } from './fixture.js';
import { documentOf, textsOf } from './parts.js';

const diagnosis = namedDiagnosis('cat');
const picture = { label: 'cat', row: 7, input: null, png: Uint8Array.of(1, 2, 3) };

test('a picture with what it is and what it was taken for', () => {
  const samples = { pictures: [picture], examples: [], why: null };
  const page = documentOf(mistakesPart({ part: 'test', diagnosis, samples }));
  expect(page.querySelector('img')?.getAttribute('src')).toBe('data:image/png;base64,AQID');
  expect(textsOf(page, '.mistakes span')).toEqual(['is cat2', 'taken for cat', '70 % sure']);
});

test('rows with their columns; without the data their numbers alone, and why', () => {
  const examples = [{ row: 7, target: 'cat', values: [{ name: 'age', text: '3' }] }];
  const part = (shown: typeof examples, why: string | null) =>
    documentOf(
      mistakesPart({ part: 'test', diagnosis, samples: { pictures: [], examples: shown, why } }),
    );
  expect(textsOf(part(examples, null), 'td')).toEqual(['7', 'is cat2, taken for cat (70 %)', '3']);
  const bare = part([], 'it is gone');
  expect(textsOf(bare, 'td')).toEqual(['7', 'is cat2, taken for cat (70 %)']);
  expect(bare.textContent).toContain('it is gone');
});

test('how many there are, and how many of them are shown', () => {
  const samples = { pictures: [picture], examples: [], why: null };
  const lead = (wrong: number, shown: number): string => {
    const mistakes = Array.from({ length: shown }, () => diagnosis.mistakes).flat();
    const part = mistakesPart({
      part: 'test',
      diagnosis: { ...diagnosis, wrong, mistakes: mistakes.slice(0, shown) },
      samples,
    });
    return textsOf(documentOf(part), 'p')[0] ?? '';
  };
  expect(lead(1, 1)).toBe('The 1 wrong answer on test samples.');
  expect(lead(5, 5)).toBe('The 5 wrong answers on test samples, the surest first.');
  expect(lead(1132, 20)).toBe('20 of the 1,132 wrong answers on test samples, the surest first.');
});

test('what is nearly sure is not said to be; where nothing is wrong there is no part', () => {
  const mistakes = diagnosis.mistakes.map((one) => ({ ...one, confidence: 0.9998 }));
  const samples = { pictures: [], examples: [], why: null };
  const page = documentOf(
    mistakesPart({ part: 'test', diagnosis: { ...diagnosis, mistakes }, samples }),
  );
  expect(page.textContent).toContain('(99.9 %)');
  expect(
    mistakesPart({ part: 'test', diagnosis: { ...diagnosis, mistakes: [] }, samples }),
  ).toEqual([]);
});
