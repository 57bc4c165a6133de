// Convolutions whose kernels have gaps, or that leave places out, as one operation. TensorFlow's
// kernels do not have all of them on every device, so that dlx takes places apart, convolves, and puts
// them together again; ONNX has them whole.
import { itemAt } from '../../ground/known.js';
import type { FoldedGraph } from '../../tensor/graph/folded.js';
import type { ForwardOperation } from '../../tensor/graph/forward-graph.js';
import type { ValueNumber } from '../../tensor/graph/recording.js';
import type { Attribute } from '../../tensor/tfjs.js';

const convolutions = new Set(['Conv2D', 'DepthwiseConv2dNative']);

/**
 * A pass whose convolutions are whole: with `dilations`, `strides` and the padding that is written in
 * `explicit_paddings`, as TensorFlow's own attributes have them.
 */
export function withWholeConvolutions(graph: FoldedGraph): FoldedGraph {
  return replacing(replacing(graph, gapped), leavingOut);
}

/** An operation in the place of several; those before the last are gone. */
type Found = { readonly instead: ForwardOperation; readonly gone: readonly ForwardOperation[] };

/** What makes the value that an operation takes first, where nobody else takes that. */
type Before = (operation: ForwardOperation) => ForwardOperation | undefined;

type Finding = (operation: ForwardOperation, before: Before, graph: FoldedGraph) => Found | null;

function replacing(graph: FoldedGraph, find: Finding): FoldedGraph {
  const makers = new Map<ValueNumber, ForwardOperation>();
  const uses = new Map<ValueNumber, number>([[graph.output.id, 1]]);
  for (const operation of graph.operations) {
    for (const { id } of operation.outputs) makers.set(id, operation);
    for (const id of operation.inputs) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const before: Before = ({ inputs: [id = -1] }) =>
    uses.get(id) === 1 ? makers.get(id) : undefined;
  const gone = new Set<ForwardOperation>();
  const operations = graph.operations.map((operation) => {
    const found = find(operation, before, graph);
    for (const each of found?.gone ?? []) gone.add(each);
    return found?.instead ?? operation;
  });
  return { ...graph, operations: operations.filter((operation) => !gone.has(operation)) };
}

// Places apart, a convolution without padding, places together.
const gapped: Finding = (together, before, graph) => {
  if (together.name !== 'BatchToSpaceND') return null;
  const conv = before(together);
  const apart = conv && convolutions.has(conv.name) ? before(conv) : undefined;
  if (!conv || apart?.name !== 'SpaceToBatchND' || !isPlain(conv)) return null;
  const [block, crops] = [numbersOf(graph, together, 1), numbersOf(graph, together, 2)];
  const [blockApart, edges] = [numbersOf(graph, apart, 1), numbersOf(graph, apart, 2)];
  if (block.join() !== blockApart.join() || block.length !== 2 || edges.length !== 4) return null;
  // What was only added so that places fall into blocks is cut off again.
  const padding = edges.map((edge, i) => edge - itemAt(crops, i));
  if (padding.some((edge) => edge < 0) || crops[0] !== 0 || crops[2] !== 0) return null;
  return {
    gone: [apart, conv],
    instead: {
      ...conv,
      inputs: [itemAt(apart.inputs, 0), itemAt(conv.inputs, 1)],
      outputs: together.outputs,
      attributes: withAttributes(conv.attributes, {
        dilations: [1, ...block, 1],
        padding: 'EXPLICIT',
        explicit_paddings: [0, 0, ...padding, 0, 0],
      }),
    },
  };
};

// A convolution of which a pooling of windows of one place leaves places out.
const leavingOut: Finding = (pooling, before) => {
  if (pooling.name !== 'AvgPool') return null;
  const conv = before(pooling);
  if (!conv || !convolutions.has(conv.name)) return null;
  const isOnes = (name: string, operation: ForwardOperation): boolean =>
    listOf(operation, name).every((size) => size === 1);
  const isNone = valueOf(pooling, 'padding') === 'VALID' && valueOf(conv, 'padding') !== 'SAME';
  if (!isNone || !isOnes('ksize', pooling) || !isOnes('strides', conv)) return null;
  return {
    gone: [conv],
    instead: {
      ...conv,
      outputs: pooling.outputs,
      attributes: withAttributes(conv.attributes, { strides: listOf(pooling, 'strides') }),
    },
  };
};

function isPlain(conv: ForwardOperation): boolean {
  const ones = [...listOf(conv, 'strides'), ...listOf(conv, 'dilations')];
  return valueOf(conv, 'padding') === 'VALID' && ones.every((size) => size === 1);
}

function numbersOf(
  { constants }: FoldedGraph,
  { inputs }: ForwardOperation,
  place: number,
): readonly number[] {
  const constant = constants.get(itemAt(inputs, place));
  return constant?.kind === 'fixed' ? Array.from(constant.values) : [];
}

function valueOf({ attributes }: ForwardOperation, name: string): Attribute['value'] | undefined {
  return attributes.find((each) => each.name === name)?.value;
}

function listOf(operation: ForwardOperation, name: string): readonly number[] {
  const value = valueOf(operation, name);
  return Array.isArray(value) ? value : [];
}

function withAttributes(
  attributes: readonly Attribute[],
  changes: Readonly<Record<string, Attribute['value']>>,
): readonly Attribute[] {
  const kept = attributes.filter(({ name }) => !(name in changes));
  // Nobody asks for the type of an attribute that TensorFlow is not given.
  const added = Object.entries(changes).map(([name, value]) => ({ name, type: 0, value }));
  return [...kept, ...added];
}
