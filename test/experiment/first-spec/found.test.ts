import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { specForTable, usualPath } from '../../../src/experiment/first-spec/found.js';
import { language } from '../../../src/experiment/language.js';
import { readSpecText } from '../../../src/spec/read.js';
import { inFolder } from '../../folders.js';

test.each([
  ['houses.csv', 'houses.yaml'],
  ['data/houses.csv.gz', 'houses.yaml'],
  ['photos', 'photos.yaml'],
  ['photos/', 'photos.yaml'],
  ['.csv', 'first.yaml'],
])('the spec for %s is %s', (data, path) => {
  expect(usualPath(data)).toBe(path);
});

const two = (number: number): string => String(number).padStart(2, '0');

// Forty rows, a day each; the second column has no day above the twelfth.
const written = (dateOf: (day: number) => string): Promise<string> =>
  inFolder(async (folder) => {
    const rows = Array.from({ length: 40 }, (_, i) => `${dateOf(i)},${i * 1.5},${'ab'[i % 2]}`);
    writeFileSync(join(folder, 'a.csv'), `visit,x,y\n${rows.join('\n')}\n`);
    return specForTable({ data: join(folder, 'a.csv'), path: join(folder, 'a.yaml') }, 'y');
  });

test.each([
  ['%d.%m.%Y', (i: number) => `${two((i % 28) + 1)}.${two((i % 12) + 1)}.2001`],
  ['%m/%d/%Y', (i: number) => `${two((i % 12) + 1)}/${two((i % 28) + 1)}/2001`],
])('dates in %s are learned from, and the spec has their format', async (format, dateOf) => {
  const text = await written(dateOf);
  const { dataset } = readSpecText(text, 'a.yaml', { language }).spec;
  expect(dataset.arguments['columns']).toMatchObject({
    visit: { name: 'date', arguments: { format } },
  });
  expect(text).toMatch(/^ {4}visit: \{type: date, format: .* # 2001-01-\d\d to 2001-12-\d\d$/m);
});

test('dates of which nothing tells the month from the day are asked about, and not guessed', async () => {
  const text = await written((i) => `${two((i % 12) + 1)}/${two(((i + 5) % 12) + 1)}/2001`);
  const asked = [
    '  # visit has dates, and all of them may be read in 2 ways (01/06/2001): which is it?',
    '  #   to learn from it, take it out of exclude, and write under columns',
    '  #     visit: {type: date, format: "%d/%m/%Y"} # or "%m/%d/%Y"',
    '  exclude: [visit]',
  ].join('\n');
  expect(text).toContain(asked);
  const { dataset } = readSpecText(text, 'a.yaml', { language }).spec;
  expect(dataset.arguments['exclude']).toEqual(['visit']);
});
