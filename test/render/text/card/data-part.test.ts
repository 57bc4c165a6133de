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
  const columns = [
    { ...column, gaps: { value: 2.25, indicator: true } },
    { ...column, column: 'c', gaps: 'drop' as const },
    { column: 'd', kind: 'categories', distinct: 2, missing: 0, categories: ['x', 'y'] } as const,
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
  expect(part).toContain('- \\*5\\*');
});
