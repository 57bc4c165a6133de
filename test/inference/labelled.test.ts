// New data with its targets: beside what training makes of the same file, and what is refused.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DataFacts } from '../../src/dataset/facts.js';
import { onlyInput, onlyTarget } from '../../src/dataset/source.js';
import type { KeptModel } from '../../src/inference/kept.js';
import { readLabelled } from '../../src/inference/labelled.js';
import { load } from '../dataset/fixtures.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
});
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

type Kept = Pick<KeptModel, 'inputs' | 'target' | 'read' | 'facts' | 'record' | 'folder'>;
const keptOf = (facts: DataFacts, args: object = {}): Kept =>
  ({
    folder: 'runs/a',
    facts,
    record: {},
    inputs: facts.inputs,
    target: onlyTarget(facts),
    read: { spec: { dataset: { name: facts.name, arguments: args } } },
  }) as Kept;

const rows = Array.from({ length: 40 }, (_, i) => `${i / 3};${'abc'[i % 3]};${i},5;w${i % 2}`);
const text = `x;c;price;y\n${rows.join('\n')}\n`;

describe('a table', () => {
  test.each(['y', 'price'])('gives the inputs and the targets %s of training', async (target) => {
    const args = {
      file: write('a.csv', text),
      target: target === 'price' ? { price: { scale: 'standard' } } : target,
      columns: ['x', 'c'],
      delimiter: ';',
      decimal: ',',
    };
    const data = await load(folder, { name: 'csv', ...args });
    const source = await readLabelled(keptOf(data.facts, args), { data: args.file, labels: null });
    expect(source.count).toBe(40);
    expect(onlyInput(source).values).toEqual(onlyInput(data.train.source).values);
    expect(onlyTarget(source).values).toEqual(onlyTarget(data.train.source).values);
  });

  test('the very file of the training is told, whatever it is called, and another is not', async () => {
    const args = { file: write('a.csv', text), target: 'y', delimiter: ';', decimal: ',' };
    const data = await load(folder, { name: 'csv', ...args });
    const told = async (name: string, content: string): Promise<readonly string[]> => {
      const notes: string[] = [];
      const files = { data: write(name, content), labels: null };
      await readLabelled(keptOf(data.facts, args), files, (note) => notes.push(note));
      return notes;
    };
    expect(await told('copy.csv', text)).toEqual([
      expect.stringMatching(/copy\.csv is the file that runs\/a was trained on/),
    ]);
    expect(await told('new.csv', text.replace('w1', 'w0'))).toEqual([]);
  });

  test('a class that is none of the model is refused at its line; one is a number', async () => {
    const file = write('a.csv', 'x,y\n1,0\n2,1\n3,0\n4,1\n5,0\n6,1\n7,0\n8,1\n9,0\n10,1\n');
    const data = await load(folder, { name: 'csv', file, target: 'y' });
    const kept = keptOf(data.facts);
    const read = (content: string) =>
      readLabelled(kept, { data: write('new.csv', content), labels: null });
    expect(onlyTarget(await read('y,x\n1.0,5\n0,6\n')).values).toEqual(Int32Array.of(1, 0));
    await expect(read('y,x\n1,5\n2,6\n')).rejects.toThrow(
      /new\.csv, line 3, column "y" is "2", which is none of the classes that the model tells apart: "0", "1"$/,
    );
    await expect(read('x\n1\n')).rejects.toThrow(/has no column "y"/);
    await expect(readLabelled(kept, { data: file, labels: file })).rejects.toThrow(
      /--labels is for/,
    );
  });
});

test('a number that no float32 holds once it is standardised is refused at its cell', async () => {
  const file = write('small.csv', `x,y\n${rows.map((_, i) => `${i % 2},${i % 2}`).join('\n')}\n`);
  const data = await load(folder, { name: 'csv', file, target: 'y' });
  const far = write('far.csv', 'x,y\n1,0\n2e38,1\n');
  await expect(readLabelled(keptOf(data.facts), { data: far, labels: null })).rejects.toThrow(
    `${far}, line 3, column "x" is 2e+38, more than a float32 holds once it is standardised`,
  );
});

test('what is left out of a table, and unknown in it, is told', async () => {
  const file = write(
    'gaps.csv',
    `x,c,y\n${Array.from({ length: 40 }, (_, i) => `${i % 9 ? i : ''},${'abc'[i % 3]},${i / 2}`).join('\n')}\n`,
  );
  const args = { file, target: 'y', missing: 'drop' };
  const data = await load(folder, { name: 'csv', ...args });
  const told: string[] = [];
  const fresh = write('new.csv', 'y,c,x\n1,a,1\n2,z,2\n3,b,\n,b,4\n');
  const source = await readLabelled(
    keptOf(data.facts, args),
    { data: fresh, labels: null },
    (note) => told.push(note),
  );
  expect(source.count).toBe(2);
  expect(told).toEqual([
    `2 of 4 rows of ${fresh} are left out, as missing: drop says: a value is missing there`,
    'column "c": 1 of 2 rows has a category that training never saw ("z" 1): it counts as none of those that are known',
  ]);
});

test('series are told of as in training, and refused where their steps are others', async () => {
  const series = (step: number): string =>
    Array.from({ length: 40 }, (_, i) => `${i * step},${(i * i) % 7}`).join('\n');
  const args = {
    file: write('series.csv', `t,v\n${series(1)}\n`),
    target: 'v',
    windows: { length: 3, time: 't' },
    target_type: 'number',
  };
  const data = await load(folder, { name: 'csv', ...args });
  const told: string[] = [];
  const read = (name: string, content: string) =>
    readLabelled(
      keptOf(data.facts, args),
      { data: write(name, `t,v\n${content}\n`), labels: null },
      (note) => told.push(note),
    );
  const [, ...lines] = series(1).split('\n');
  await read('gap.csv', lines.filter((_, i) => i !== 9).join('\n'));
  expect(told).toEqual([expect.stringMatching(/gap\.csv has 1 gap, the first in line 11: "11"/)]);
  await expect(read('slow.csv', series(2))).rejects.toThrow(
    /slow\.csv: most rows are 2 apart by "t", and the model was trained on rows 1 apart/,
  );
});

test('values that dlx made, with their class', async () => {
  const data = await load(folder, { name: 'spirals', samples: 60 });
  const file = write('a.csv', 'u,arm,v\n0.5,2,-1\n0,0,1\n');
  const source = await readLabelled(keptOf(data.facts), { data: file, labels: null });
  expect(onlyInput(source).values).toEqual(Float32Array.of(0.5, -1, 0, 1));
  expect(onlyTarget(source).values).toEqual(Int32Array.of(2, 0));
  await expect(
    readLabelled(keptOf(data.facts), { data: write('b.csv', 'u,v\n1,2\n'), labels: null }),
  ).rejects.toThrow(/has no column "arm"/);
});

test('images with their labels', async () => {
  const idx = (shape: readonly number[], bytes: readonly number[]): Buffer =>
    Buffer.from([0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size]), ...bytes]);
  const pixels = Array.from({ length: 80 }, (_, i) => i);
  const args = {
    train_images: write('x.idx', idx([20, 2, 2], pixels)),
    train_labels: write(
      'y.idx',
      idx(
        [20],
        Array.from({ length: 20 }, (_, i) => i % 2),
      ),
    ),
    test_split: 0.2,
  };
  const kept = keptOf((await load(folder, { name: 'idx', ...args })).facts);
  const labels = write('l.idx', idx([2], [1, 0]));
  const images = write('i.idx', idx([2, 2, 2], pixels.slice(0, 8)));
  const source = await readLabelled(kept, { data: images, labels });
  expect([...onlyInput(source).values]).toEqual(pixels.slice(0, 8));
  expect(onlyTarget(source).values).toEqual(Int32Array.of(1, 0));
  const refused = (data: string, given: string | null) =>
    expect(readLabelled(kept, { data, labels: given })).rejects;
  await refused(images, null).toThrow(/--labels FILE names their labels/);
  await refused(images, args.train_labels).toThrow(/has the shape 20, and there are 2 images/);
  await refused(images, write('odd.idx', idx([2], [1, 2]))).toThrow(/label 2 is 2, and the model/);
  await refused(write('w.idx', idx([2, 1, 4], pixels.slice(0, 8))), labels).toThrow(
    /images of 1 × 4 × 1, and the model takes images of 2 × 2 × 1/,
  );
});
