// A network as Keras' model.summary() shows it.
import { renderShape } from '../../model/layer.js';
import type { Network, NetworkLayer } from '../../model/network.js';
import { modelInput } from '../../spec/spec.js';
import { renderTable, type Screen, type TableColumn } from './table.js';

const count = new Intl.NumberFormat('en-US');

/** Layers with their output shapes and parameter counts, and the totals below. */
export function renderLayerTable(network: Network, screen: Screen): string {
  const { total, trainable } = network.parameters;
  const isGraph = network.layers.some(
    ({ spec }, i) => spec.inputs.join() !== (network.layers[i - 1]?.spec.name ?? modelInput),
  );
  const columns: TableColumn[] = [
    { head: 'layer (type)', align: 'left' },
    { head: 'output shape', align: 'left' },
    { head: 'parameters', align: 'right' },
    ...(isGraph ? [{ head: 'inputs', align: 'left' as const }] : []),
  ];
  const rows = network.layers.map((layer) => rowOf(layer, isGraph).map((text) => ({ text })));
  const totals = [
    `total parameters ${count.format(total)}`,
    `trainable ${count.format(trainable)}`,
    `not trainable ${count.format(total - trainable)}`,
  ];
  return `${renderTable(columns, rows, screen).text}\n\n${totals.join(', ')}`;
}

function rowOf({ spec, outputShape, weights }: NetworkLayer, isGraph: boolean): string[] {
  const parameters = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const row = [
    `${spec.name} (${spec.layer})${spec.trainable ? '' : ', frozen'}`,
    renderShape(outputShape),
    count.format(parameters),
  ];
  return isGraph ? [...row, spec.inputs.join(', ')] : row;
}
