// TensorFlow.js' own lists have every operation that is let through.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkOperations } from '../../src/export/tfjs-operations.js';
import { root } from '../folders.js';

// Not the packages that dist/ carries, which have what is loaded alone.
const lists = join(root, 'node_modules/@tensorflow/tfjs-converter/dist/operations/op_list');

test('every one of them is in the lists of the converter', () => {
  const listed = readdirSync(lists)
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => [
      ...readFileSync(join(lists, name), 'utf8').matchAll(/["']?tfOpName["']?: ["'](\w+)["']/g),
    ])
    .map(([, op]) => op);
  const source = readFileSync(join(root, 'src/export/tfjs-operations.ts'), 'utf8');
  const own = [...source.matchAll(/'([A-Z]\w+)'/g)].map(([, op = '']) => op);
  expect(own.length).toBeGreaterThan(60);
  expect(own.filter((op) => !listed.includes(op))).toEqual([]);
  expect(() => checkOperations(own.map((op) => ({ op })))).not.toThrow();
});

test('others are refused by name', () => {
  expect(() => checkOperations([{ op: 'Conv2D' }, { op: 'Betainc' }, { op: 'Betainc' }])).toThrow(
    /does not know Betainc, /,
  );
});
