// What a declaration takes, in the signs of the reference; the words of a message are beside them in
// expectation.test.ts.
import { expect, test } from '@jest/globals';
import { choice, either, filePath, integer, listOf, mappingOf } from '../../src/words/arguments.js';
import { briefly } from '../../src/words/brief.js';
import { type Entry, Kind } from '../../src/words/kinds.js';

const layers = (count: number): readonly Entry[] =>
  Array.from({ length: count }, (_, i) => ({ name: `L${i}`, arguments: {}, summary: '' }));

test.each<[Kind, string]>([
  [filePath(), 'path'],
  [new Kind({ form: 'layer', table: layers(2) }), 'layer: L0, L1'],
  [new Kind({ form: 'layer', table: layers(9) }), 'layer that takes one input'],
  // What has a comma in it is held together.
  [listOf(choice(['a', 'b'])), 'list of (a, b)'],
  [mappingOf(integer().nullable()), 'mapping to (integer, or null)'],
  [either(integer(), choice(['auto'])).nullable(), 'integer, or auto, or null'],
])('%#: %s', (kind, signs) => {
  expect(briefly(kind)).toBe(signs);
});
