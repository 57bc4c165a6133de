// Constants that depend on the size of the batch, as nodes of a graph that work them out.
import { codes } from '../tensor/graph/codes.js';
import type { ForwardConstant, ForwardGraph, Size } from '../tensor/graph/forward-graph.js';
import type { Graph, GraphAttribute } from '../tensor/graph/graph.js';
import type { Constant, ValueNumber } from '../tensor/graph/recording.js';

/** A constant as a node of a graph. */
export function addConstant(graph: Graph, tensor: Constant, name?: string): string {
  const attributes: readonly GraphAttribute[] = [
    { name: 'dtype', type: codes.TF_ATTR_TYPE, value: tensor.dtype },
    { name: 'value', tensor },
  ];
  return graph.add('Const', attributes, [], name);
}

function whole(graph: Graph, values: readonly number[], shape: readonly number[]): string {
  return addConstant(graph, { shape, dtype: codes.TF_INT32, values: Int32Array.from(values) });
}

type SizedConstant = Exclude<ForwardConstant, { readonly kind: 'fixed' }>;

/**
 * In the shape of a Reshape one axis may be left open: then it is a constant like any other. Others
 * come back as they are.
 */
export function openConstant(
  forward: ForwardGraph,
  id: ValueNumber,
  constant: SizedConstant,
): SizedConstant | Constant {
  if (constant.kind === 'filled') return constant;
  const { sizes, dtype } = constant;
  const isOpen = sizes.filter((size) => typeof size !== 'number').length === 1;
  const isPlain = sizes.every((size) => typeof size !== 'number' || size > 0);
  if (!isOpen || !isPlain || !isShapeOfReshapes(forward, id)) return constant;
  const values = Int32Array.from(sizes, (size) => (typeof size === 'number' ? size : -1));
  return { shape: [sizes.length], dtype, values };
}

function isShapeOfReshapes({ operations }: ForwardGraph, id: ValueNumber): boolean {
  return operations.every(
    ({ name, inputs }) =>
      !inputs.includes(id) || (name === 'Reshape' && inputs[1] === id && inputs[0] !== id),
  );
}

/** The size of the batch, int32 [], of a fed node: added to a graph once something asks for it. */
export function batchNode(graph: Graph, input: string, type: number): () => string {
  let made: string | undefined;
  return () => {
    if (made !== undefined) return made;
    const shape = graph.add(
      'Shape',
      [
        { name: 'T', type: codes.TF_ATTR_TYPE, value: type },
        { name: 'out_type', type: codes.TF_ATTR_TYPE, value: codes.TF_INT32 },
      ],
      [input],
    );
    const int32 = { type: codes.TF_ATTR_TYPE, value: codes.TF_INT32 };
    const mask = (name: string, value: number): GraphAttribute => ({
      name,
      type: codes.TF_ATTR_INT,
      value,
    });
    made = graph.add(
      'StridedSlice',
      [
        { name: 'T', ...int32 },
        { name: 'Index', ...int32 },
        mask('begin_mask', 0),
        mask('end_mask', 0),
        mask('ellipsis_mask', 0),
        mask('new_axis_mask', 0),
        mask('shrink_axis_mask', 1),
      ],
      [shape, whole(graph, [0], [1]), whole(graph, [1], [1]), whole(graph, [1], [1])],
    );
    return made;
  };
}

/** A constant that depends on the size of the batch, as nodes of a graph. */
export function addSized(graph: Graph, constant: SizedConstant, batch: () => string): string {
  if (constant.kind === 'sizes') return addSizes(graph, constant.sizes, batch);
  const { dtype, value, shape } = constant;
  const values =
    dtype === codes.TF_FLOAT
      ? Float32Array.of(value)
      : dtype === codes.TF_INT32
        ? Int32Array.of(value)
        : Uint8Array.of(value);
  const dims = addSizes(graph, shape, batch);
  return graph.add(
    'Fill',
    [
      { name: 'T', type: codes.TF_ATTR_TYPE, value: dtype },
      { name: 'index_type', type: codes.TF_ATTR_TYPE, value: codes.TF_INT32 },
    ],
    [dims, addConstant(graph, { shape: [], dtype, values })],
  );
}

function addSizes(graph: Graph, sizes: readonly Size[], batch: () => string): string {
  const type: GraphAttribute = { name: 'T', type: codes.TF_ATTR_TYPE, value: codes.TF_INT32 };
  const parts = sizes.map((size) => {
    if (typeof size === 'number') return whole(graph, [size], []);
    if (size.batches === 1) return batch();
    return graph.add('Mul', [type], [batch(), whole(graph, [size.batches], [])]);
  });
  return graph.add(
    'Pack',
    [
      { name: 'N', type: codes.TF_ATTR_INT, value: parts.length },
      type,
      { name: 'axis', type: codes.TF_ATTR_INT, value: 0 },
    ],
    parts,
  );
}
