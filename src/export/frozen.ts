// A model's forward pass as a graph of TensorFlow's that holds its weights: what SavedModels and
// graph models of TensorFlow.js are written from. The recorded pass comes in, nodes come out, for a
// batch of any size.
import { itemAt, known } from '../ground/known.js';
import type { KeptModel } from '../inference/kept.js';
import { codes } from '../tensor/graph/codes.js';
import { weightRead, type ForwardGraph, type ForwardValue } from '../tensor/graph/forward-graph.js';
import {
  emitRecording,
  newGraph,
  noEffects,
  type Graph,
  type GraphNode,
} from '../tensor/graph/graph.js';
import type { Constant, RecordedOperation, ValueNumber } from '../tensor/graph/recording.js';
import type { Signature } from '../tensor/graph/saved-model.js';
import { addConstant, addSized, batchNode, openConstant } from './sized.js';

/** A graph, and what it is called with. */
export type Frozen = { readonly nodes: readonly GraphNode[]; readonly signature: Signature };

/** The graph of a kept model whose weights are constants in it. */
export function frozenGraph(kept: KeptModel, forward: ForwardGraph): Frozen {
  const { target } = kept;
  const graph = newGraph();
  const namesOf = nodeNames();
  const fed = kept.inputs.map(({ name }, i) => {
    const value = itemAt(forward.inputs, i);
    const node = graph.add(
      'Placeholder',
      [
        { name: 'dtype', type: codes.TF_ATTR_TYPE, value: value.dtype },
        { name: 'shape', type: codes.TF_ATTR_SHAPE, value: openShape(value) },
      ],
      [],
      namesOf(name),
    );
    return { name, node, value };
  });
  const first = itemAt(fed, 0);
  const values = new Map(fed.map(({ node, value }) => [value.id, node]));
  const operations = withWeights(graph, kept, { forward, values, namesOf });
  const constants = new Map<ValueNumber, Constant>();
  const batch = batchNode(graph, first.node, first.value.dtype);
  for (const [id, constant] of forward.constants) {
    const fixed = constant.kind === 'fixed' ? constant : openConstant(forward, id, constant);
    if ('values' in fixed) constants.set(id, fixed);
    else values.set(id, addSized(graph, fixed, batch));
  }
  const symbols = { values, variables: new Map(), tables: new Map() };
  emitRecording(graph, codes, { operations, constants }, symbols, noEffects());
  const outputNode = graph.add(
    'Identity',
    [{ name: 'T', type: codes.TF_ATTR_TYPE, value: forward.output.dtype }],
    [known(values, forward.output.id)],
    namesOf(target.name),
  );
  return {
    nodes: graph.nodes,
    signature: {
      inputs: fed.map(({ name, node, value }) => signed(name, node, value)),
      outputs: [signed(target.name, outputNode, forward.output)],
    },
  };
}

// The operations without those that read weights: what they gave is a constant of the graph.
function withWeights(
  graph: Graph,
  { network, weights }: KeptModel,
  {
    forward,
    values,
    namesOf,
  }: {
    readonly forward: ForwardGraph;
    readonly values: Map<ValueNumber, string>;
    readonly namesOf: (wanted: string) => string;
  },
): readonly RecordedOperation[] {
  const shapes = new Map(network.weights.map(({ key, shape }) => [key, shape]));
  const nodes = new Map<string, string>();
  const nodeOf = (key: string): string => {
    const node =
      nodes.get(key) ??
      addConstant(
        graph,
        { shape: known(shapes, key), dtype: codes.TF_FLOAT, values: known(weights, key) },
        namesOf(key),
      );
    nodes.set(key, node);
    return node;
  };
  return forward.operations.flatMap((operation) => {
    const key = weightRead(forward, operation);
    if (key === undefined) return [{ ...operation, outputs: operation.outputs.map(plain) }];
    values.set(itemAt(operation.outputs, 0).id, nodeOf(key));
    return [];
  });
}

function signed(key: string, node: string, value: ForwardValue): Signature['inputs'][number] {
  return { key, node, dtype: value.dtype, shape: openShape(value) };
}

// -1 is what TensorFlow calls any size.
function openShape({ shape }: ForwardValue): readonly number[] {
  return shape.map((size) => (typeof size === 'number' ? size : -1));
}

// Nobody who emits a recording asks for the shapes.
function plain({ id, dtype }: ForwardValue): RecordedOperation['outputs'][number] {
  return { id, dtype, shape: [] };
}

/**
 * Names for nodes that are like names of ours, each once. TensorFlow takes letters, digits and
 * `_.-/`, a letter or digit first; operations are called `Op_1`.
 */
function nodeNames(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    const safe = wanted.replaceAll(/[^A-Za-z0-9_./-]/g, '_').replace(/^[^A-Za-z0-9.]/, 'x');
    const own = /^[A-Za-z0-9]+_\d+$/.test(safe) ? `${safe}.` : safe;
    let name = own;
    for (let i = 1; taken.has(name); i += 1) name = `${own}.${i}`;
    taken.add(name);
    return name;
  };
}
