// A recorded forward pass without what is the same for every input: reads of weights become their
// values, and what is computed from weights and constants alone becomes a constant. Needs no
// TensorFlow.
import { itemAt, known } from '../../ground/known.js';
import {
  weightRead,
  type ForwardConstant,
  type ForwardGraph,
  type ForwardOperation,
} from './forward-graph.js';
import type { ValueNumber } from './recording.js';

/** A constant; one that is a weight, or comes from some, has a name. */
export type FoldedConstant = ForwardConstant & { readonly name?: string };

/** A forward pass whose operations all depend on its inputs. */
export type FoldedGraph = Pick<ForwardGraph, 'operations' | 'inputs' | 'output'> & {
  readonly constants: ReadonlyMap<ValueNumber, FoldedConstant>;
};

/**
 * A graph with what is whole in the place of the operations that it is made of, which are gone where
 * nobody else takes their results.
 */
export function withWholes(graph: ForwardGraph): ForwardGraph {
  const byResult = new Map(graph.wholes.map((whole) => [itemAt(whole.outputs, 0).id, whole]));
  const wanted = new Set<ValueNumber>([graph.output.id]);
  const kept = graph.operations.toReversed().flatMap((operation) => {
    if (!operation.outputs.some(({ id }) => wanted.has(id))) return [];
    const whole = operation.outputs.map(({ id }) => byResult.get(id)).find(Boolean);
    const taken = whole ? { ...whole, layer: operation.layer } : operation;
    for (const input of taken.inputs) wanted.add(input);
    return [taken];
  });
  return { ...graph, operations: kept.toReversed() };
}

/**
 * Puts weights, row-major by their keys, into a graph. A constant that is a weight has its key as
 * name; one that is computed from weights is named after the layer.
 */
export function foldWeights(
  graph: ForwardGraph,
  weights: ReadonlyMap<string, Float32Array>,
): FoldedGraph {
  const constants = new Map<ValueNumber, FoldedConstant>(graph.constants);
  const same = new Set<ValueNumber>(
    [...graph.constants].flatMap(([id, { kind }]) => (kind === 'fixed' ? [id] : [])),
  );
  const operations = graph.operations.filter((operation) => {
    const key = weightRead(graph, operation);
    if (key === undefined && !operation.inputs.every((id) => same.has(id))) return true;
    for (const output of operation.outputs) {
      same.add(output.id);
      const constant = constantOf(graph, operation, output, { key, weights });
      if (constant) constants.set(output.id, constant);
    }
    return false;
  });
  return { operations, constants, inputs: graph.inputs, output: graph.output };
}

// None for what only other constants were made of.
function constantOf(
  { folded }: ForwardGraph,
  { layer }: ForwardOperation,
  { id, shape, dtype }: ForwardOperation['outputs'][number],
  from: {
    readonly key: string | undefined;
    readonly weights: ReadonlyMap<string, Float32Array>;
  },
): FoldedConstant | undefined {
  const values = from.key === undefined ? folded.get(id) : known(from.weights, from.key);
  if (!values) return undefined;
  const name = from.key ?? `${layer}/folded`;
  return { kind: 'fixed', dtype, shape: shape.map(Number), values, name };
}
