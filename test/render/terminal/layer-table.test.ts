// A network as Keras' summary shows it.
import { expect, test } from '@jest/globals';
import type { LayerSummary } from '../../../src/model/summary.js';
import { renderLayerTable } from '../../../src/render/terminal/layer-table.js';

const layer = (name: string, inputs: readonly string[], more: Partial<LayerSummary> = {}) => ({
  name,
  layer: 'Dense',
  inputs,
  outputShape: [10],
  parameters: 7850,
  trainable: true,
  ...more,
});

const table = (
  layers: readonly LayerSummary[],
  trainable: number,
  width = 100,
): readonly string[] =>
  renderLayerTable(
    { layers, parameters: { total: 79_510, trainable } },
    { width, color: false },
  ).split('\n');

test('layers, shapes, parameters with separators, and the totals', () => {
  const lines = table(
    [
      layer('flatten', ['input'], { layer: 'Flatten', outputShape: [784], parameters: 0 }),
      layer('hidden', ['flatten'], { parameters: 78_500, trainable: false }),
    ],
    1010,
  );
  expect(lines[0]?.trim()).toMatch(/^layer \(type\) +output shape +parameters$/);
  expect(lines.join('\n')).toMatch(/^flatten \(Flatten\) +\(None, 784\) +0$/m);
  expect(lines.join('\n')).toMatch(/^hidden \(Dense\), frozen +\(None, 10\) +78,500$/m);
  expect(lines.slice(-2)).toEqual([
    '',
    'total parameters 79,510, trainable 1,010, not trainable 78,500',
  ]);
});

test('inputs are shown where a layer takes another than the one before', () => {
  const chain = [layer('a', ['input']), layer('b', ['a'])];
  expect(table(chain, 0)[0]).not.toContain('inputs');
  const graph = table([...chain, layer('sum', ['b', 'a'], { layer: 'Add', parameters: 0 })], 0);
  expect(graph[0]).toMatch(/ inputs$/);
  expect(graph.join('\n')).toMatch(/^sum \(Add\) .* b, a$/m);
});

test('the totals break between words', () => {
  expect(table([layer('a', ['input'])], 79_510, 40).slice(-2)).toEqual([
    'total parameters 79,510, trainable',
    '79,510, not trainable 0',
  ]);
});
