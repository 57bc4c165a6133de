// A network as Keras' model.summary() shows it.
import { renderShape } from '../../model/layer.js';
import type { NetworkInput } from '../../model/network.js';
import type { LayerSummary, NetworkSummary } from '../../model/summary.js';
import { modelInput } from '../../spec/spec.js';
import { thousands, wrapped } from '../../text/wrap.js';
import { renderTable, type Screen, type TableColumn } from './table.js';

/**
 * Layers with their output shapes and parameter counts, and the totals below. Inputs stand before them
 * where there are several, or where the name of the one does not say what it is.
 */
export function renderLayerTable(
  { inputs, layers, parameters: { total, trainable } }: NetworkSummary,
  screen: Screen,
): string {
  const isGraph = layers.some(
    ({ inputs }, i) => inputs.join() !== (layers[i - 1]?.name ?? modelInput),
  );
  const columns: TableColumn[] = [
    { head: 'layer (type)', align: 'left' },
    { head: 'output shape', align: 'left', weight: 2 },
    { head: 'parameters', align: 'right' },
    ...(isGraph ? [{ head: 'inputs', align: 'left' as const, weight: 3 }] : []),
  ];
  const shown = inputs.filter(
    ({ name, kind }) => inputs.length > 1 || (kind !== undefined && kind !== name),
  );
  const rows = [
    ...shown.map((input) => inputRow(input, isGraph)),
    ...layers.map((layer) => rowOf(layer, isGraph)),
  ].map((row) => row.map((text) => ({ text })));
  const totals = `total parameters ${thousands(total)}, trainable ${thousands(trainable)}, not trainable ${thousands(total - trainable)}`;
  return [renderTable(columns, rows, screen).text, '', wrapped(totals, screen.width)].join('\n');
}

function inputRow(
  { name, kind, shape, vocabulary }: NetworkInput,
  isGraph: boolean,
): readonly string[] {
  const below = vocabulary == null ? '' : ` below ${thousands(vocabulary)}`;
  const row = [`${name} (input: ${kind ?? 'values'}${below})`, renderShape(shape), ''];
  return isGraph ? [...row, ''] : row;
}

function rowOf(layer: LayerSummary, isGraph: boolean): readonly string[] {
  const row = [
    `${layer.name} (${layer.layer})${layer.trainable ? '' : ', frozen'}`,
    renderShape(layer.outputShape),
    thousands(layer.parameters),
  ];
  return isGraph ? [...row, layer.inputs.join(', ')] : row;
}
