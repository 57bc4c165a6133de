// A TensorFlow graph as plain data, and how recorded operations become part of one. Side effects
// keep the order in which they were recorded: a read waits for the last write of its variable, a
// write for the reads before it.
import type { Attribute } from '../tfjs.js';
import type { Codes } from './codes.js';
import type { Constant, RecordedOperation, Recording, ValueNumber } from './recording.js';

/** The value of an attribute beside those that the binding takes: a tensor, for constants. */
export type GraphAttribute = Attribute | { readonly name: string; readonly tensor: Constant };

/**
 * One node. Inputs are `node`, `node:1` for a later output, or `^node` for one that must run
 * before.
 */
export type GraphNode = {
  readonly name: string;
  readonly op: string;
  readonly attributes: readonly GraphAttribute[];
  readonly inputs: readonly string[];
};

/** A graph being built. */
export type Graph = {
  readonly nodes: readonly GraphNode[];
  /** Adds a node and returns its name. */
  readonly add: (
    op: string,
    attributes: readonly GraphAttribute[],
    inputs?: readonly string[],
    name?: string,
  ) => string;
};

/** What stands for the handles of a recording in a graph. */
export type Symbols = {
  /** Where a fed tensor's value comes from. */
  readonly values: Map<ValueNumber, string>;
  /** Resource variables by handle: their VarHandleOp node. */
  readonly variables: ReadonlyMap<ValueNumber, string>;
  /**
   * Tables of rows by handle: the VarHandleOp node of a variable that holds them, and their type.
   */
  readonly tables: ReadonlyMap<ValueNumber, { readonly node: string; readonly dtype: number }>;
};

/** The order of side effects so far. */
export type Effects = {
  readonly lastWrite: Map<string, string>;
  readonly reads: Map<string, string[]>;
};

/** A new, empty graph. */
export function newGraph(): Graph {
  const nodes: GraphNode[] = [];
  return {
    nodes,
    add: (op, attributes, inputs = [], name = `${op}_${nodes.length}`) => {
      nodes.push({ name, op, attributes, inputs });
      return name;
    },
  };
}

/** No side effects yet. */
export function noEffects(): Effects {
  return { lastWrite: new Map(), reads: new Map() };
}

/**
 * Adds a recording's operations to a graph; afterwards `symbols.values` knows every value that it
 * made.
 */
export function emitRecording(
  graph: Graph,
  binding: Codes,
  recording: Recording,
  symbols: Symbols,
  effects: Effects,
): void {
  const nodeOf = (id: ValueNumber): string => {
    const known = symbols.variables.get(id) ?? symbols.values.get(id);
    if (known !== undefined) return known;
    const constant = recording.constants.get(id);
    if (!constant) {
      throw new Error(
        `a recorded step uses tensor ${id}, which is neither fed, nor a variable, nor made in it`,
      );
    }
    const node = graph.add('Const', [
      { name: 'dtype', type: binding.TF_ATTR_TYPE, value: constant.dtype },
      { name: 'value', tensor: constant },
    ]);
    symbols.values.set(id, node);
    return node;
  };
  for (const operation of recording.operations) {
    const node = emitOperation(graph, binding, operation, { symbols, effects, nodeOf });
    operation.outputs.forEach(({ id }, i) =>
      symbols.values.set(id, i === 0 ? node : `${node}:${i}`),
    );
  }
}

type Emission = {
  readonly symbols: Symbols;
  readonly effects: Effects;
  readonly nodeOf: (id: ValueNumber) => string;
};

function emitOperation(
  graph: Graph,
  binding: Codes,
  operation: RecordedOperation,
  { symbols, effects, nodeOf }: Emission,
): string {
  const table = symbols.tables.get(operation.inputs[0] ?? -1);
  if (operation.name === 'GatherV2' && table) {
    const attributes = [
      { name: 'dtype', type: binding.TF_ATTR_TYPE, value: table.dtype },
      { name: 'Tindices', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
    ];
    const gathered = graph.add('ResourceGather', attributes, [
      table.node,
      nodeOf(operation.inputs[1] ?? -1),
    ]);
    return asRecorded(graph, binding, operation, { node: gathered, dtype: table.dtype });
  }
  const resources = operation.inputs.flatMap((id) => symbols.variables.get(id) ?? []);
  const before =
    operation.name === 'ReadVariableOp'
      ? waitToRead(resources, effects)
      : waitToWrite(resources, effects);
  const inputs = [...operation.inputs.map(nodeOf), ...before.map((node) => `^${node}`)];
  const attributes = [
    ...operation.attributes,
    ...missingAttributes(binding, operation),
    ...fixedOrder(binding, operation),
  ];
  const node = graph.add(operation.name, attributes, inputs);
  for (const resource of resources) {
    if (operation.name === 'ReadVariableOp') {
      effects.reads.set(resource, [...(effects.reads.get(resource) ?? []), node]);
    } else {
      effects.lastWrite.set(resource, node);
      effects.reads.set(resource, []);
    }
  }
  return node;
}

// A table may hold its values in another type than the one they were recorded in.
function asRecorded(
  graph: Graph,
  binding: Codes,
  { outputs }: RecordedOperation,
  { node, dtype }: { readonly node: string; readonly dtype: number },
): string {
  const recorded = outputs[0]?.dtype ?? dtype;
  if (recorded === dtype) return node;
  const types = [
    ['SrcT', dtype],
    ['DstT', recorded],
  ] as const;
  return graph.add(
    'Cast',
    types.map(([name, value]) => ({ name, type: binding.TF_ATTR_TYPE, value })),
    [node],
  );
}

function waitToRead(resources: readonly string[], { lastWrite }: Effects): readonly string[] {
  return resources.flatMap((resource) => lastWrite.get(resource) ?? []);
}

function waitToWrite(
  resources: readonly string[],
  { lastWrite, reads }: Effects,
): readonly string[] {
  return [
    ...new Set(
      resources.flatMap((resource) =>
        [...(reads.get(resource) ?? []), lastWrite.get(resource) ?? []].flat(),
      ),
    ),
  ];
}

// TensorFlow's graph optimizer merges sums of sums, and turns products of products round, in an
// order that depends on the names in the graph; what bears the mark of having been looked at it
// leaves alone, and then a step has the same bits wherever it stands.
function fixedOrder(
  { TF_ATTR_BOOL }: Codes,
  { name }: RecordedOperation,
): readonly GraphAttribute[] {
  const stage = ['Add', 'AddV2', 'AddN'].includes(name)
    ? 'AddOpsRewriteStage'
    : name === 'Mul'
      ? 'MinimizeBroadcasts'
      : null;
  return stage
    ? [{ name: `_grappler_ArithmeticOptimizer_${stage}`, type: TF_ATTR_BOOL, value: true }]
    : [];
}

// Eager execution infers types that a graph must be told.
function missingAttributes(
  binding: Codes,
  { name, attributes }: RecordedOperation,
): readonly GraphAttribute[] {
  const wanted: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    ExpandDims: { T: binding.TF_FLOAT, Tdim: binding.TF_INT32 },
  };
  return Object.entries(wanted[name] ?? {})
    .filter(([attribute]) => !attributes.some((given) => given.name === attribute))
    .map(([attribute, value]) => ({ name: attribute, type: binding.TF_ATTR_TYPE, value }));
}
