// What is said of a model's input and output.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { ColumnFacts } from '../../src/dataset/facts.js';
import { onlyInput } from '../../src/dataset/source.js';
import { formats } from '../../src/export/formats.js';
import { inAndOut, inputNotes, targetNotes } from '../../src/export/in-and-out.js';
import { root } from '../folders.js';
import { experimentKept } from './models.js';

const images = experimentKept(join(root, 'experiments/adam.yaml'));

test('what goes in and comes out, in a few words', () => {
  expect(inputNotes(images, false)).toEqual(['x: 28 × 28 × 1 a sample, values divided by 255']);
  expect(inputNotes(images, true)).toEqual(['x: 28 × 28 × 1 a sample, values as in the data']);
  const target = { name: 'price', kind: 'number', scale: { mean: 10, deviation: 3 } } as const;
  expect(targetNotes({ target })).toEqual(['price = 10 + 3 * what comes out']);
});

test('a table is told as what becomes of its columns', () => {
  const size: ColumnFacts = {
    distinct: 2,
    missing: 0,
    column: 'size',
    kind: 'number',
    decimal: '.',
    thousands: null,
    unit: null,
    min: 0,
    max: 9,
    mean: 4,
    deviation: 2,
  };
  const input = { ...onlyInput(images), kind: 'table', shape: [1], columns: [size] } as const;
  expect(inputNotes({ inputs: [input] }, false)).toEqual([
    'x: 1 values a row, as data.json has them: numbers standardised, each category a 0 or 1',
  ]);
});

test.each(formats)('$name says it beside the lines that read it', (format) => {
  const exported = { kept: images, withPreprocessing: false };
  expect(format.reading('x', exported).join('\n')).toContain(inAndOut(exported));
});
