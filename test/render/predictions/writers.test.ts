// Predictions as CSV, JSON lines and .npy, by hand.
import { describe, expect, test } from '@jest/globals';
import type { RowBatch } from '../../../src/dataset/new-rows.js';
import type { Answers, ClassAnswers } from '../../../src/inference/answers.js';
import type { Layout } from '../../../src/render/predictions/columns.js';
import {
  csvWriter,
  jsonWriter,
  npyWriter,
  type PredictionWriter,
} from '../../../src/render/predictions/writers.js';
import { decodeNpy } from '../../../src/run/format/npy.js';

const classes: ClassAnswers = {
  kind: 'classes',
  name: 'y',
  classes: ['a', 'b "x"', '='],
  units: 3,
  probabilities: 'as they are',
  threshold: 0.5,
};
const number: Answers = {
  kind: 'number',
  name: 'price',
  numbers: ['price'],
  scale: { mean: 10, deviation: 2 },
};
const several: Answers = {
  kind: 'number',
  name: 'prices',
  numbers: ['low', 'high'],
  scale: [{ mean: 10, deviation: 2 }, null],
};
const layout = (answers: Answers, more: Partial<Layout> = {}): Layout => ({
  answers,
  wished: { proba: false, top: 1 },
  kept: [],
  ...more,
});
const outputs = Float32Array.of(0.1, 0.7, 0.2, 0.25, 0.25, 0.5, NaN, 0, 1);
const batch = (count: number, kept: readonly (readonly string[])[] = []): RowBatch => ({
  count,
  inputs: [],
  kept,
});
const textOf = ({ head, rows }: PredictionWriter, of: RowBatch, given = outputs): string =>
  `${Buffer.from(head())}${Buffer.from(rows(of, given))}`;

const npyOf = (answers: Answers, count: number, given: Float32Array): Buffer => {
  const writer = npyWriter(layout(answers));
  const rows = writer.rows(batch(count), given);
  return Buffer.concat([writer.finalHead(count) ?? new Uint8Array(), rows]);
};

describe('CSV', () => {
  test('the class and how likely it is; nothing for what is no number', () => {
    const writer = csvWriter(layout(classes));
    expect(textOf(writer, batch(3))).toBe('y,probability\n"b ""x""",0.7\n=,0.5\n,\n');
    expect(writer.undefinedRows()).toBe(1);
  });

  test('each class, and the likeliest', () => {
    expect(textOf(csvWriter(layout(classes, { wished: { proba: true, top: 1 } })), batch(1))).toBe(
      'y,probability_a,"probability_b ""x""",probability_=\n"b ""x""",0.1,0.7,0.2\n',
    );
    expect(textOf(csvWriter(layout(classes, { wished: { proba: false, top: 2 } })), batch(2))).toBe(
      'y,probability,y_2,probability_2\n"b ""x""",0.7,=,0.2\n=,0.5,a,0.25\n',
    );
  });

  test('a value in its own units', () => {
    const writer = csvWriter(layout(number));
    expect(textOf(writer, batch(3), Float32Array.of(1, -0.25, NaN))).toBe('price\n12\n9.5\n\n');
    expect(writer.undefinedRows()).toBe(1);
  });

  test('several numbers, each in its own units', () => {
    const writer = csvWriter(layout(several, { kept: ['high'] }));
    expect(textOf(writer, batch(2, [['a'], ['b']]), Float32Array.of(1, 7, NaN, 0.5))).toBe(
      'high,low,predicted_high\na,12,7\nb,,0.5\n',
    );
    expect(writer.undefinedRows()).toBe(1);
    const json = jsonWriter(layout(several));
    expect(textOf(json, batch(2), Float32Array.of(1, 7, NaN, 0.5))).toBe(
      '{"low":12,"high":7}\n{"low":null,"high":0.5}\n',
    );
    const { shape, values } = decodeNpy(npyOf(several, 2, Float32Array.of(1, 7, 2, 0.5)), 'a.npy');
    expect([shape, [...values]]).toEqual([
      [2, 2],
      [12, 7, 14, 0.5],
    ]);
  });

  test('columns that come along, and one that has the name of the answer', () => {
    const kept = [
      ['7', '=1+1'],
      ['8', 'x,"y"'],
    ];
    expect(textOf(csvWriter(layout(classes, { kept: ['id', 'y'] })), batch(2, kept))).toBe(
      'id,y,predicted_y,probability\n7,=1+1,"b ""x""",0.7\n8,"x,""y""",=,0.5\n',
    );
  });

  test('outputs that are no probabilities', () => {
    const margins: ClassAnswers = { ...classes, probabilities: null };
    expect(textOf(csvWriter(layout(margins)), batch(1))).toBe('y\n"b ""x"""\n');
  });
});

describe('JSON lines', () => {
  const lines = (text: string): unknown =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  test('say the same', () => {
    expect(lines(textOf(jsonWriter(layout(classes)), batch(3)))).toEqual([
      { y: 'b "x"', probability: 0.7 },
      { y: '=', probability: 0.5 },
      { y: null },
    ]);
    const each = jsonWriter(layout(classes, { wished: { proba: true, top: 1 }, kept: ['id'] }));
    expect(lines(textOf(each, batch(1, [['\u0007']])))).toEqual([
      {
        id: '\u0007',
        y: 'b "x"',
        probability: 0.7,
        probabilities: { a: 0.1, 'b "x"': 0.7, '=': 0.2 },
      },
    ]);
    const top = jsonWriter(layout(classes, { wished: { proba: false, top: 2 } }));
    expect(lines(textOf(top, batch(1)))).toEqual([
      {
        y: 'b "x"',
        probability: 0.7,
        top: [
          { class: 'b "x"', probability: 0.7 },
          { class: '=', probability: 0.2 },
        ],
      },
    ]);
    expect(lines(textOf(jsonWriter(layout(number)), batch(2), Float32Array.of(1, NaN)))).toEqual([
      { price: 12 },
      { price: null },
    ]);
  });
});

test('.npy holds the outputs, and says how many once they are known', () => {
  const writer = npyWriter(layout(classes));
  const [first, body, head] = [writer.head(), writer.rows(batch(3), outputs), writer.finalHead(3)];
  expect(head).toHaveLength(first.length);
  const { shape, values } = decodeNpy(Buffer.concat([head ?? first, body]), 'a.npy');
  expect(shape).toEqual([3, 3]);
  expect(values).toEqual(outputs);
  expect(writer.undefinedRows()).toBe(1);
  const own = npyWriter(layout(number));
  const read = decodeNpy(
    Buffer.concat([own.finalHead(2) ?? own.head(), own.rows(batch(2), Float32Array.of(1, 2))]),
    'a.npy',
  );
  expect(read).toEqual({ shape: [2, 1], values: Float32Array.of(12, 14) });
});
