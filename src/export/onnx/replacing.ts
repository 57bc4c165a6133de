// Several operations of a pass that one takes the place of, in ONNX' words.
import { itemAt } from '../../ground/known.js';
import type { FoldedConstant, FoldedGraph } from '../../tensor/graph/folded.js';
import type { ForwardOperation } from '../../tensor/graph/forward-graph.js';
import type { ValueNumber } from '../../tensor/graph/recording.js';
import type { Attribute } from '../../tensor/tfjs.js';

/** An operation in the place of several: the last of them is it now, the others are gone. */
export type Found = {
  readonly instead: ForwardOperation;
  readonly gone: readonly ForwardOperation[];
  /** Constants that it takes, by numbers of their own. */
  readonly constants?: ReadonlyMap<ValueNumber, FoldedConstant>;
};

/** What is asked of a pass as it is looked through. */
export type Looked = {
  readonly graph: FoldedGraph;
  /** What makes the value that an operation takes at a place, if nobody else takes that value. */
  readonly before: (operation: ForwardOperation, place?: number) => ForwardOperation | undefined;
};

/** Looks for what ends in this operation; null where it is not that. */
export type Finding = (operation: ForwardOperation, looked: Looked) => Found | null;

/** A pass in which all is replaced that is found. */
export function replacing(graph: FoldedGraph, find: Finding): FoldedGraph {
  const makers = new Map<ValueNumber, ForwardOperation>();
  const uses = new Map<ValueNumber, number>([[graph.output.id, 1]]);
  for (const operation of graph.operations) {
    for (const { id } of operation.outputs) makers.set(id, operation);
    for (const id of operation.inputs) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const looked: Looked = {
    graph,
    before: ({ inputs }, place = 0) => {
      const id = itemAt(inputs, place);
      return uses.get(id) === 1 ? makers.get(id) : undefined;
    },
  };
  const gone = new Set<ForwardOperation>();
  const constants = new Map(graph.constants);
  const operations = graph.operations.map((operation) => {
    const found = find(operation, looked);
    for (const each of found?.gone ?? []) gone.add(each);
    for (const [id, constant] of found?.constants ?? []) constants.set(id, constant);
    return found?.instead ?? operation;
  });
  return { ...graph, constants, operations: operations.filter((each) => !gone.has(each)) };
}

/** The values of a constant that an operation takes; none where it is no constant. */
export function constantOf(
  { graph: { constants } }: Looked,
  { inputs }: ForwardOperation,
  place: number,
): Extract<FoldedConstant, { kind: 'fixed' }> | undefined {
  const constant = constants.get(itemAt(inputs, place));
  return constant?.kind === 'fixed' ? constant : undefined;
}

/** An attribute. */
export function valueOf(
  { attributes }: ForwardOperation,
  name: string,
): Attribute['value'] | undefined {
  return attributes.find((each) => each.name === name)?.value;
}

/** An attribute that is a list. */
export function listOf(operation: ForwardOperation, name: string): readonly number[] {
  const value = valueOf(operation, name);
  return Array.isArray(value) ? value : [];
}

/** Attributes with some changed. */
export function withAttributes(
  attributes: readonly Attribute[],
  changes: Readonly<Record<string, Attribute['value']>>,
): readonly Attribute[] {
  const kept = attributes.filter(({ name }) => !(name in changes));
  // Nobody asks for the type of an attribute that TensorFlow is not given.
  const added = Object.entries(changes).map(([name, value]) => ({ name, type: 0, value }));
  return [...kept, ...added];
}
