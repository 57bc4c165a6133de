// Layers of a parent keep their names, whatever is put between them.
import { expect, test } from '@jest/globals';
import { namesOf, withNamesKept, type Slot } from '../../src/document/kept-names.js';
import { plainOf } from '../../src/document/node.js';
import { startReading } from '../../src/document/reading.js';
import { language } from '../spec/language.js';
import { parsed } from './parsed.js';

const slot = (text: string, name?: string): Slot => ({ name, node: parsed(text) });
const kept = (...slots: readonly Slot[]): readonly unknown[] =>
  withNamesKept(slots, startReading(language)).map((node) => plainOf(node));

test('names are those of the first copies; what is no layer has none', () => {
  const nodes = [
    'Dense: 3',
    '{Dense: 3, repeat: 2}',
    'Flatten',
    '[1]',
    '{Dense: 1, name: out}',
  ].map((text) => parsed(text));
  expect(namesOf(nodes, startReading(language))).toEqual([
    'dense',
    'dense_1',
    'flatten',
    '',
    'out',
  ]);
});

test('where nothing is shifted nothing is written', () => {
  const slots = [slot('Dense: 3', 'dense'), slot('Flatten'), slot('Dense: 4', 'dense_1')];
  expect(kept(...slots)).toEqual([{ Dense: 3 }, 'Flatten', { Dense: 4 }]);
});

test('a layer before others of its class shifts them: all of the old ones say their names', () => {
  expect(
    kept(
      slot('Dense: 9'),
      slot('Dense: 3', 'dense'),
      slot('Flatten', 'flatten'),
      slot('{Dense: 4, name: out}', 'out'),
      slot('Dense: 5', 'dense_1'),
    ),
  ).toEqual([
    { Dense: 9 },
    { Dense: 3, name: 'dense' },
    'Flatten',
    { Dense: 4, name: 'out' },
    { Dense: 5, name: 'dense_1' },
  ]);
});

test('one that is removed leaves the others what they were called, a bare name too', () => {
  expect(kept(slot('Flatten', 'flatten_1'), slot('Dense: 1', 'dense'))).toEqual([
    { Flatten: null, name: 'flatten_1' },
    { Dense: 1 },
  ]);
});
