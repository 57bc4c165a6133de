// Targets as training would have made them.
import { expect, test } from '@jest/globals';
import { joinedTargetsOf, targetsOf } from '../../src/inference/labelled-targets.js';

const placeOf = (row: number): string => `y, row ${row + 1}`;
const classes = { name: 'y', kind: 'classes', classes: ['0', '2'], positive: '2' } as const;
const number = (values: readonly number[]) =>
  ({
    kind: 'number',
    name: 'y',
    values,
    notation: { decimal: '.', thousands: null, unit: null },
    lost: { digits: null, zeros: null },
    missing: 0,
  }) as const;

test('classes by their names, values in deviations from their mean', () => {
  const target = { ...classes, classes: [...classes.classes] };
  expect(targetsOf(target, number([2, 0]), placeOf).values).toEqual(Int32Array.of(1, 0));
  const scaled = { name: 'y', kind: 'number', scale: { mean: 10, deviation: 4 } } as const;
  expect(targetsOf(scaled, number([12, 6]), placeOf).values).toEqual(Float32Array.of(0.5, -1));
});

test('a class that the model does not tell apart is told with its place', () => {
  const target = { ...classes, classes: [...classes.classes] };
  expect(() => targetsOf(target, number([2, 1]), placeOf)).toThrow(
    'y, row 2 is "1", which is none of the classes that the model tells apart: "0", "2"',
  );
});

test('a value that no float32 holds once it is standardised is told with its place', () => {
  const scale = { mean: 0, deviation: 0.5 };
  const told = 'y, row 2 is -2e+38, more than a float32 holds once it is standardised';
  const cells = number([1, -2e38]);
  expect(() => targetsOf({ name: 'y', kind: 'number', scale }, cells, placeOf)).toThrow(told);
  const two = { name: 'x, y', kind: 'number', numbers: ['x', 'y'] } as const;
  const both = [number([1, -2e38]), cells];
  expect(() => joinedTargetsOf({ ...two, scale: [null, scale] }, both, placeOf)).toThrow(told);
  expect(joinedTargetsOf({ ...two, scale: null }, both, placeOf).values).toEqual(
    Float32Array.of(1, 1, -2e38, -2e38),
  );
});
