// A recorded forward pass as operations of ONNX.
import { failure } from '../../ground/errors.js';
import { itemAt, known } from '../../ground/known.js';
import type { FoldedConstant, FoldedGraph } from '../../tensor/graph/folded.js';
import type { ForwardOperation } from '../../tensor/graph/forward-graph.js';
import { operations } from './operations/operations.js';
import { Call, type Translation } from './translation.js';
import { fixed, nameOf, Unheld, type GraphValue } from './values.js';
import type { GraphWriter } from './writer.js';

/**
 * Writes a network after its inputs, in their order: gives the name of its output. Throws a UserError that names the
 * layer where ONNX has nothing for one of its operations.
 */
export function writeNetwork(
  writer: GraphWriter,
  graph: FoldedGraph,
  inputs: readonly GraphValue[],
): string {
  const values = new Map<number, GraphValue>(
    graph.inputs.map(({ id }, i) => [id, itemAt(inputs, i)]),
  );
  for (const [id, constant] of graph.constants) values.set(id, valueOf(constant));
  const uses = usesOf(graph);
  for (const operation of graph.operations) {
    writer.layer = operation.layer;
    const taken = operation.inputs.map((id) => known(values, id));
    const results = translated(operation, {
      writer,
      operation,
      inputs: taken,
      uses: (place) => known(uses, itemAt(operation.inputs, place)),
    });
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

function translated(
  { name, layer }: ForwardOperation,
  parts: ConstructorParameters<typeof Call>[0],
): ReturnType<Translation> {
  const refused = (reason: string): Error =>
    failure(`the layer ${layer} cannot be exported to onnx: ${reason}`);
  const translation = operations[name];
  if (!translation) throw refused(`it computes ${name}, for which dlx has nothing of ONNX'`);
  try {
    return translation(new Call(parts));
  } catch (error) {
    throw error instanceof Unheld ? refused(error.message) : error;
  }
}
