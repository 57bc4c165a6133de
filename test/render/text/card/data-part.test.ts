// What a card says of data.
import { expect, test } from '@jest/globals';
import { dataPart } from '../../../../src/render/text/card/data-part.js';
import { carded } from './carded.js';

test('parts, columns, what stands for what is missing, notes', () => {
  const { kept } = carded();
  const column = {
    column: 'a|b',
    kind: 'number',
    distinct: 4,
    missing: 2,
    decimal: '.',
    thousands: null,
    unit: null,
    min: 0.5,
    max: 1e6,
    mean: 3,
    deviation: 1,
  } as const;
  const category = { kind: 'categories', distinct: 2, categories: ['x', 'y'] } as const;
  const columns = [
    { ...column, gaps: { value: 2.25, indicator: true } },
    { ...column, column: 'c', gaps: 'drop' as const },
    { ...category, column: 'd', missing: 0 },
    { ...category, column: 'e', missing: 0, gaps: { value: null, indicator: false } },
    { ...category, column: 'f', missing: 3, gaps: { value: null, indicator: false } },
    { ...category, column: 'g', missing: 3, gaps: { value: null, indicator: true } },
    { ...column, column: 'h', missing: 0, gaps: { value: 2.25, indicator: false } },
    { ...column, column: 'i', min: -12_345_678.9, max: 5_274_166.12, gaps: 'drop' as const },
  ];
  const [input] = kept.facts.inputs;
  const inputs = input ? [{ ...input, columns }] : [];
  const part = dataPart(
    carded({ kept: { ...kept, facts: { ...kept.facts, inputs, notes: ['*5*'] } } }),
  );
  expect(part).toContain('| training | 960 |\n| validation | 240 |\n| test | 300 |');
  expect(part).toContain(
    '| `a\\|b` | number | 0.5, 1000000 | 2 | 2.25, and an input that says so |',
  );
  expect(part).toContain('| `c` | number | 0.5, 1000000 | 2 | its row is left out |');
  expect(part).toContain('| `d` | 2 categories | – | 0 | – |');
  // Where nothing was missing nothing stands for it.
  expect(part).toContain('| `e` | 2 categories | – | 0 | – |');
  expect(part).toContain('| `f` | 2 categories | – | 3 | none of the categories |');
  expect(part).toContain('| `g` | 2 categories | – | 3 | a category of its own |');
  expect(part).toContain('| `h` | number | 0.5, 1000000 | 0 | – |');
  // `dlx audit` takes no 5274170 for a whole number that is 5274166.
  expect(part).toContain('| `i` | number | -12345679, 5274166 | 2 |');
  expect(part).toContain('- \\*5\\*');
});
