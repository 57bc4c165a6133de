// From a table to predictions in onnxruntime: a run is trained and exported as it is typed, and the
// cells of its test file go into the model as they stand there.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { randomUniform } from '../../../src/ground/random.js';
import { itemAt } from '../../../src/ground/known.js';
import { decodeNpy } from '../../../src/run/format/npy.js';
import { dlx } from '../../cli/warm.js';
import { inFolder, runsIn } from '../../folders.js';
import { distanceOf } from '../models.js';
import { hasOnnx, runOnnx } from './runtime.js';

const towns = ['Köln', 'Bonn', 'Aachen'];

/** Rows of a size, a year, a town and a kind or a price that both hang on them. */
const rowsOf = (count: number, seed: number) =>
  Array.from({ length: count }, (_, row) => {
    const [size = 0, year = 0, town = 0] = randomUniform({ seed, stream: row }, 3);
    return {
      size: 20 + 100 * size,
      year: 1900 + Math.floor(120 * year),
      town: Math.floor(3 * town),
    };
  });

const csvOf = (rows: ReturnType<typeof rowsOf>, unseen: string | null): string =>
  [
    'size,town,year,kind,price',
    ...rows.map(({ size, town, year }, row) => {
      const name = unseen !== null && row === 0 ? unseen : towns[town];
      return `${size},${name},${year},${size > 70 ? 'house' : 'flat'},${1000 * size + 10 * year}`;
    }),
  ].join('\n');

const spec = (target: string, units: number, rest: string): string => `
dataset: {name: csv, file: train.csv, target: ${target}, columns: [size, town, year], test_file: test.csv}
model:
  - Dense: {units: 8, activation: relu}
  - Dense: ${units}
${rest}
epochs: 3
`;

const kinds = spec(
  'kind',
  2,
  'loss: {name: sparse_categorical_crossentropy, from_logits: true}\nmetrics: [accuracy]',
);
const prices = spec('{price: {scale: standard}}', 1, 'loss: mse');

(hasOnnx ? test : test.skip)(
  'classes and prices are those that training kept (DLX_PYTHON names a Python that has onnx and onnxruntime)',
  async () => {
    await inFolder(async (folder) => {
      const rows = rowsOf(40, 2);
      writeFileSync(join(folder, 'train.csv'), csvOf(rowsOf(120, 1), null));
      writeFileSync(join(folder, 'test.csv'), csvOf(rows, 'Timbuktu'));
      writeFileSync(join(folder, 'kinds.yaml'), kinds);
      writeFileSync(join(folder, 'prices.yaml'), prices);
      expect(await dlx(folder, ['train', 'kinds.yaml', 'prices.yaml', '--quiet'])).toMatchObject({
        code: 0,
      });
      const exported = async (name: string): Promise<Uint8Array> => {
        const words = ['export', name, '--to', 'onnx', '--with-preprocessing'];
        expect(await dlx(folder, words)).toMatchObject({ code: 0, stderr: '' });
        return readFileSync(join(folder, `${name}-onnx/model.onnx`));
      };
      const feeds = {
        size: { shape: [40], values: Float64Array.from(rows, ({ size }) => size) },
        town: {
          shape: [40],
          values: rows.map(({ town }, row) => (row === 0 ? 'Timbuktu' : itemAt(towns, town))),
        },
        year: { shape: [40], values: Float64Array.from(rows, ({ year }) => year) },
      };
      const answers = runOnnx([
        { bytes: await exported('kinds'), runs: [feeds] },
        { bytes: await exported('prices'), runs: [feeds] },
      ]);
      const kept = (name: string) => {
        const run = runsIn(folder).find((path) => path.includes(name)) ?? '';
        const file = join(run, 'predictions/test.npy');
        return decodeNpy(readFileSync(file), file);
      };
      const [classes, values] = answers.map(({ problem, runs }) => {
        expect(problem).toBeUndefined();
        return itemAt(runs, 0);
      });
      // Probabilities are kept, or the logits of them.
      const logits = kept('kinds');
      const wanted = Array.from({ length: 40 }, (_, row) => {
        const [one = 0, other = 0] = logits.values.subarray(2 * row, 2 * row + 2);
        const share = 1 / (1 + Math.exp(one - other));
        return [1 - share, share];
      });
      expect(logits.shape).toEqual([40, 2]);
      expect(
        distanceOf(classes?.['probabilities']?.values as Float32Array, wanted.flat()),
      ).toBeLessThan(1e-5);
      expect(classes?.['label']?.values).toEqual(
        wanted.map(([flat = 0, house = 0]) => (house > flat ? 'house' : 'flat')),
      );
      const price = kept('prices');
      expect(values?.['price']?.shape).toEqual([40]);
      expect(distanceOf(values?.['price']?.values as Float32Array, price.values)).toBeLessThan(
        1e-5,
      );
    });
  },
);
