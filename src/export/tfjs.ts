// A graph model of TensorFlow.js: the forward pass as the JSON of TensorFlow's graph, its constants in
// files of 4 MB at most, as the converter of TensorFlow.js writes them.
import type { InputFacts } from '../dataset/facts.js';
import { itemAt } from '../ground/known.js';
import type { Attribute } from '../tensor/tfjs.js';
import { codes } from '../tensor/graph/codes.js';
import type { GraphAttribute, GraphNode } from '../tensor/graph/graph.js';
import type { Constant } from '../tensor/graph/recording.js';
import type { SignatureTensor } from '../tensor/graph/saved-model.js';
import type { ExportFiles, ExportFormat } from './format.js';
import { frozenGraph, type Frozen } from './frozen.js';
import { inAndOut, namesOfValues } from './in-and-out.js';
import { noPreprocessing } from './problems.js';
import { checkOperations } from './tfjs-operations.js';
import { replaced } from './tfjs-replaced.js';

/** `--to tfjs`. */
export const tfjs: ExportFormat = {
  name: 'tfjs',
  readBy: 'TensorFlow.js, in Node and in browsers',
  fromGraph: true,
  problems: noPreprocessing,
  reading: (folder, exported) => [
    `const model = await tf.loadGraphModel(${JSON.stringify(`${folder}/model.json`)});  // in a page; in Node as the README has it`,
    `model.predict(${fedWith(exported.kept.inputs)}).print();  // ${inAndOut(exported)}`,
  ],
  files: async ({ kept }, forward) => graphModel(frozenGraph(kept, replaced(forward))),
};

// One tensor, or one by the name of each input.
function fedWith(inputs: readonly InputFacts[]): string {
  const values = namesOfValues(inputs);
  const fed = inputs.map(({ name, kind }, i) => ({
    name,
    tensor: `tf.tensor(${values[i]}${kind === 'tokens' ? `, undefined, 'int32'` : ''})`,
  }));
  const [only, ...others] = fed;
  if (only && others.length === 0) return only.tensor;
  return `{${fed.map(({ name, tensor }) => `${JSON.stringify(name)}: ${tensor}`).join(', ')}}`;
}

// Browsers keep files of this size.
const shardSize = 4 * 1024 * 1024;

/** The files of a graph model. Throws a failure where TensorFlow.js does not know an operation. */
export function graphModel({ nodes, signature }: Frozen): ExportFiles {
  checkOperations(nodes);
  const constants = nodes.flatMap(({ name, attributes }) =>
    attributes.flatMap((given) => ('tensor' in given ? [{ name, ...given.tensor }] : [])),
  );
  const bytes = Buffer.concat(
    constants.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  const count = Math.max(1, Math.ceil(bytes.length / shardSize));
  const paths = Array.from({ length: count }, (_, i) => `weights-${i + 1}of${count}.bin`);
  const model = {
    format: 'graph-model',
    generatedBy: 'dlx',
    convertedBy: null,
    signature: {
      inputs: Object.fromEntries(signature.inputs.map(signatureEntry)),
      outputs: Object.fromEntries(signature.outputs.map(signatureEntry)),
    },
    modelTopology: { node: nodes.map(nodeJson), library: {}, versions: {} },
    weightsManifest: [
      {
        paths,
        weights: constants.map(({ name, shape, dtype }) => ({
          name,
          shape,
          dtype: itemAt(typeOf(dtype), 1),
        })),
      },
    ],
  };
  return new Map<string, string | Uint8Array>([
    ['model.json', `${JSON.stringify(model)}\n`],
    ...paths.map((path, i): readonly [string, Uint8Array] => [
      path,
      bytes.subarray(i * shardSize, (i + 1) * shardSize),
    ]),
  ]);
}

// As TensorFlow's JSON has the type of a tensor, and as the list of weights has it.
const types = new Map<unknown, readonly [string, string]>([
  [codes.TF_FLOAT, ['DT_FLOAT', 'float32']],
  [codes.TF_INT32, ['DT_INT32', 'int32']],
  [codes.TF_BOOL, ['DT_BOOL', 'bool']],
]);

function typeOf(dtype: unknown): readonly [string, string] {
  const found = types.get(dtype);
  if (!found) throw new Error(`TensorFlow.js has no tensors of type ${String(dtype)}`);
  return found;
}

function signatureEntry({ key, node, dtype, shape }: SignatureTensor): readonly [string, object] {
  return [
    key,
    { name: `${node}:0`, dtype: itemAt(typeOf(dtype), 0), tensorShape: shapeJson(shape) },
  ];
}

function shapeJson(shape: readonly number[]): object {
  return { dim: shape.map((size) => ({ size: String(size) })) };
}

// What TensorFlow's own optimizer is told is nothing to others.
function nodeJson({ name, op, inputs, attributes }: GraphNode): object {
  const own = attributes.filter((given) => !given.name.startsWith('_'));
  return {
    name,
    op,
    input: inputs,
    attr: Object.fromEntries(own.map((given) => [given.name, attributeJson(given)])),
  };
}

function attributeJson(given: GraphAttribute): object {
  return 'tensor' in given ? { tensor: tensorJson(given.tensor) } : valueJson(given);
}

// The values are in the files of weights.
function tensorJson({ dtype, shape }: Constant): object {
  return { dtype: itemAt(typeOf(dtype), 0), tensorShape: shapeJson(shape) };
}

// As protocol buffers become JSON: whole numbers as text, bytes in base 64.
function valueJson({ name, type, value }: Attribute): object {
  switch (type) {
    case codes.TF_ATTR_TYPE:
      return { type: itemAt(typeOf(value), 0) };
    case codes.TF_ATTR_BOOL:
      return { b: value };
    case codes.TF_ATTR_FLOAT:
      return { f: value };
    case codes.TF_ATTR_STRING:
      return { s: Buffer.from(String(value)).toString('base64') };
    case codes.TF_ATTR_SHAPE:
      return { shape: shapeJson(value as readonly number[]) };
    case codes.TF_ATTR_INT:
      return Array.isArray(value) ? { list: { i: value.map(String) } } : { i: String(value) };
    default:
      throw new Error(`attribute ${name} has a type that graphs do not know`);
  }
}
