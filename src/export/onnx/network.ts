// A recorded forward pass as operations of ONNX.
import { failure } from '../../ground/errors.js';
import { itemAt, known } from '../../ground/known.js';
import type { FoldedConstant, FoldedGraph } from '../../tensor/graph/folded.js';
import type { ForwardOperation } from '../../tensor/graph/forward-graph.js';
import { operations } from './operations/operations.js';
import { Call } from './translation.js';
import { fixed, nameOf, type GraphValue } from './values.js';
import type { GraphWriter } from './writer.js';

/**
 * Writes a network after its input: gives the name of its output. Throws a UserError that names the
 * layer where ONNX has nothing for one of its operations.
 */
export function writeNetwork(writer: GraphWriter, graph: FoldedGraph, input: GraphValue): string {
  const values = new Map<number, GraphValue>([[graph.input.id, input]]);
  for (const [id, constant] of graph.constants) values.set(id, valueOf(constant));
  const uses = usesOf(graph);
  for (const operation of graph.operations) {
    writer.layer = operation.layer;
    const translation = operations[operation.name];
    if (!translation) throw unheld(operation);
    const results = translation(
      new Call({
        writer,
        operation,
        inputs: operation.inputs.map((id) => known(values, id)),
        uses: (place) => known(uses, itemAt(operation.inputs, place)),
      }),
    );
    operation.outputs.forEach(({ id }, i) => {
      const result = results[i];
      if (result) values.set(id, result);
    });
  }
  return nameOf(writer, known(values, graph.output.id));
}

function valueOf(constant: FoldedConstant): GraphValue {
  return constant.kind === 'fixed' ? fixed({ name: undefined, ...constant }) : constant;
}

function usesOf({ operations, output }: FoldedGraph): ReadonlyMap<number, number> {
  const uses = new Map<number, number>([[output.id, 1]]);
  for (const { inputs } of operations) {
    for (const id of inputs) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  return uses;
}

function unheld({ name, layer }: ForwardOperation): Error {
  return failure(
    `the layer ${layer} cannot be exported to onnx: it computes ${name}, for which dlx has nothing of ONNX'`,
  );
}
