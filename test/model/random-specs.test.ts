// Shapes and parameter counts, worked out without TensorFlow, of 200 random specs with layers of
// the whole table: equal to what Keras makes of them, and so printed.
import { describe, expect, test } from '@jest/globals';
import { summaryOf } from '../../src/model/summary.js';
import { layers } from '../../src/model/layers/layers.js';
import { renderLayerTable } from '../../src/render/terminal/layer-table.js';
import { randomSpecs, type RandomSpec } from './random-specs.js';
import { readFixture } from './fixtures.js';
import { networkOf } from './specs.js';

type Summary = {
  /** Name, class, output shape and parameters as Keras' summary prints them. */
  readonly layers: readonly (readonly [string, string, string, string])[];
  readonly total: number;
  readonly trainable: number;
};

const specs = randomSpecs();
const summaries = readFixture<readonly Summary[]>('random-specs');
const screen = { width: Infinity, color: false };

// Rows of the printed table: name and class, shape, parameters.
function printed({ model, data }: RandomSpec): readonly (readonly string[])[] {
  const lines = renderLayerTable(summaryOf(networkOf(model, data.inputShape)), screen)
    .split('\n')
    .slice(2);
  return lines.slice(0, lines.indexOf('')).map((line) => line.split(/ {2,}/).slice(0, 3));
}

test('there are 200, with every layer of the table in three of them or more', () => {
  expect([specs.length, summaries.length]).toEqual([200, 200]);
  const rare = layers.filter(
    ({ name }) =>
      specs.filter(({ model }) =>
        model.some((item) => item === name || Object.hasOwn(Object(item), name)),
      ).length < 3,
  );
  expect(rare.map(({ name }) => name)).toEqual([]);
});

describe('as in Keras', () => {
  test.each(specs.map((spec, i) => [i + 1, spec, summaries[i] as Summary] as const))(
    'random spec %i',
    (_, spec, summary) => {
      const { parameters } = networkOf(spec.model, spec.data.inputShape);
      expect(parameters).toEqual({ total: summary.total, trainable: summary.trainable });
      const frozen = new Set(
        spec.model.flatMap((item) =>
          typeof item === 'object' && item['trainable'] === false ? [item['name']] : [],
        ),
      );
      expect(printed(spec)).toEqual(
        summary.layers.map(([name, kind, shape, count]) => [
          `${name} (${kind})${frozen.has(name) ? ', frozen' : ''}`,
          shape,
          count,
        ]),
      );
    },
  );
});
