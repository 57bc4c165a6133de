// One value, or a list, for several places.
import { expect, test } from '@jest/globals';
import { edges, integer, oneOrList, pair, sizes } from '../../src/words/arguments.js';
import { manyValue } from '../../src/words/check-many.js';
import { scalarValue } from '../../src/words/check-scalar.js';
import type { Kind } from '../../src/words/kinds.js';
import { writtenOf } from '../../src/words/written.js';

const many = ({ form }: Kind, written: unknown): unknown => {
  if (form.form !== 'oneOrList' && form.form !== 'sizes' && form.form !== 'edges') return 'no';
  return manyValue(form, writtenOf(written), (kind, part) =>
    part.kind === 'scalar' ? scalarValue(kind.form, part.value) : undefined,
  );
};

test.each<[string, Kind, unknown, unknown]>([
  ['one or a list', oneOrList(integer()), 3, [3]],
  ['one or a list', oneOrList(integer()), [3, 4], [3, 4]],
  ['one or a list', oneOrList(integer()), [], undefined],
  ['one or a list', oneOrList(integer()), [3, 'x'], undefined],
  ['a pair', pair({ min: 1 }), 3, [3, 3]],
  ['a pair', pair({ min: 1 }), [3, 5], [3, 5]],
  ['a pair', pair({ min: 1 }), [3], undefined],
  ['a pair', pair({ min: 1 }), [3, 0], undefined],
  ['a size', sizes(1, { min: 1 }), 3, [3]],
  ['a size', sizes(1, { min: 1 }), [3], [3]],
  // Keras' padding: one number, one for each axis, or both ends of each.
  ['edges of a sequence', edges(1), 2, [[2, 2]]],
  ['edges of a sequence', edges(1), [1, 2], [[1, 2]]],
  ['edges of a sequence', edges(1), [[1, 2]], undefined],
  [
    'edges of an image',
    edges(2),
    2,
    [
      [2, 2],
      [2, 2],
    ],
  ],
  [
    'edges of an image',
    edges(2),
    [1, 2],
    [
      [1, 1],
      [2, 2],
    ],
  ],
  [
    'edges of an image',
    edges(2),
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['edges of an image', edges(2), [[1, 2], 3, 4], undefined],
  ['edges of an image', edges(2), [[1, 2], -1], undefined],
])('%s: %#', (_, kind, written, values) => {
  expect(many(kind, written)).toEqual(values);
});
