// Which of TensorFlow's operations TensorFlow.js runs in a graph model: those that the layers of dlx
// are recorded as, and their constants that depend on the batch. Each is in the lists of
// @tensorflow/tfjs-converter 4.22 (dist/operations/op_list), and each is run by the tests.
import { failure } from '../ground/errors.js';
import type { GraphNode } from '../tensor/graph/graph.js';

const known: ReadonlySet<string> = new Set([
  ...['Abs', 'Add', 'AddV2', 'Any', 'AvgPool', 'BatchMatMulV2', 'BatchToSpaceND', 'BiasAdd'],
  ...['Cast', 'ConcatV2', 'Const', 'Conv2D', 'Conv2DBackpropInput', 'Cumsum'],
  ...['DepthwiseConv2dNative', 'Elu', 'Equal', 'Erf', 'Exp', 'ExpandDims', 'Expm1', 'Fill'],
  ...['FusedBatchNormV3', 'GatherV2', 'Greater', 'GreaterEqual', 'Identity', 'LeakyRelu', 'Less'],
  ...['Log', 'LogicalAnd', 'LogicalNot', 'LogicalOr', 'MatMul', 'Max', 'MaxPool', 'Maximum'],
  ...['Mean', 'Minimum', 'Mul', 'Neg', 'NotEqual', 'OneHot', 'OnesLike', 'Pack', 'PadV2'],
  ...['Placeholder', 'Pow', 'RealDiv', 'Relu', 'Relu6', 'Reshape', 'ReverseV2', 'Rsqrt'],
  ...['Select', 'SelectV2', 'Selu', 'Shape', 'Sigmoid', 'Slice', 'Softmax', 'Softplus'],
  ...[
    'SpaceToBatchND',
    'Split',
    'SplitV',
    'Sqrt',
    'Square',
    'StridedSlice',
    'Sub',
    'Sum',
    'Tanh',
    'Tile',
  ],
  ...['TopKV2', 'Transpose', 'Unpack', 'ZerosLike'],
]);

/** Throws a failure that names the operations of a graph that TensorFlow.js does not know. */
export function checkOperations(nodes: readonly Pick<GraphNode, 'op'>[]): void {
  const strange = [...new Set(nodes.map(({ op }) => op))].filter((op) => !known.has(op));
  if (strange.length === 0) return;
  throw failure(
    `TensorFlow.js does not know ${strange.join(', ')}, which layers of this model are computed by; another format does`,
  );
}
