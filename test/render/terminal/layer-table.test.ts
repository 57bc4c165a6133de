// A network as Keras' summary shows it.
import { expect, test } from '@jest/globals';
import type { LayerSummary, NetworkSummary } from '../../../src/model/summary.js';
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
  inputs: NetworkSummary['inputs'] = [{ name: 'table', shape: [784] }],
): readonly string[] =>
  renderLayerTable(
    { inputs, layers, parameters: { total: 79_510, trainable } },
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

test('several inputs stand before the layers, each with its kind and shape', () => {
  const rows = table([layer('sum', ['image', 'words'], { layer: 'Add' })], 0, 100, [
    { name: 'image', kind: 'image', shape: [28, 28, 1], vocabulary: null },
    { name: 'words', kind: 'tokens', shape: [60], vocabulary: 20_000 },
  ]).join('\n');
  expect(rows).toMatch(/^image \(input: image\) +\(None, 28, 28, 1\)\s*$/m);
  expect(rows).toMatch(/^words \(input: tokens below 20,000\) +\(None, 60\)\s*$/m);
  expect(rows).toMatch(/^sum \(Add\) .* image, words$/m);
});

test('one input is shown where its name does not say what it is', () => {
  const rows = (kind: 'values' | 'table'): string =>
    table([layer('a', ['input'])], 0, 100, [{ name: 'table', kind, shape: [784] }]).join('\n');
  expect(rows('table')).not.toContain('input:');
  expect(rows('values')).toMatch(/^table \(input: values\) +\(None, 784\)\s*$/m);
});

test('the totals break between words', () => {
  expect(table([layer('a', ['input'])], 79_510, 40).slice(-2)).toEqual([
    'total parameters 79,510, trainable',
    '79,510, not trainable 0',
  ]);
});
