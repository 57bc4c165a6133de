// A graph as a SavedModel's bytes, in the protocol buffers that tfjs-node carries
// (tensorflow/core/protobuf).
import { createRequire } from 'node:module';
import type { Codes } from './codes.js';
import type { GraphAttribute, GraphNode } from './graph.js';
import type { Constant } from './recording.js';

// What dlx uses of the generated classes, which have no types of their own.
type Message = { serializeBinary(): Uint8Array } & Record<
  string,
  (...values: unknown[]) => unknown
>;
type Constructor = (new () => Message) & Readonly<Record<string, new () => Message>>;
type Protocol = Readonly<
  Record<
    | 'SavedModel'
    | 'MetaGraphDef'
    | 'GraphDef'
    | 'NodeDef'
    | 'AttrValue'
    | 'TensorShape'
    | 'Tensor'
    | 'VersionDef'
    | 'SignatureDef'
    | 'TensorInfo',
    Constructor
  >
>;

/** The version of GraphDef that TensorFlow 2.21's attributes belong to. */
const producer = 1087;

/** A tensor that others feed or fetch: what they call it, the node, and -1 for any size. */
export type SignatureTensor = {
  readonly key: string;
  readonly node: string;
  readonly dtype: number;
  readonly shape: readonly number[];
};

/** What a graph is called with, and what it gives. */
export type Signature = {
  readonly inputs: readonly SignatureTensor[];
  readonly outputs: readonly SignatureTensor[];
};

/** The bytes of saved_model.pb; its signature, where there is one, is `serving_default`. */
export function encodeSavedModel(
  nodes: readonly GraphNode[],
  codes: Codes,
  signature?: Signature,
): Uint8Array {
  const protocol = createRequire(import.meta.url)(
    '@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js',
  ) as Protocol;
  const attribute = attributesOf(protocol, codes);
  const node = ({ name, op, inputs, attributes }: GraphNode): Message => {
    const message = make(protocol.NodeDef, { setName: name, setOp: op, setInputList: inputs });
    fillMap(
      message,
      'getAttrMap',
      attributes.map((given) => [given.name, attribute(given)]),
    );
    return message;
  };
  const graph = make(protocol.GraphDef, {
    setNodeList: nodes.map(node),
    setVersions: make(protocol.VersionDef, { setProducer: producer }),
  });
  const info = make(protocol.MetaGraphDef['MetaInfoDef'], { setTagsList: ['serve'] });
  const metaGraph = make(protocol.MetaGraphDef, { setMetaInfoDef: info, setGraphDef: graph });
  if (signature) {
    fillMap(metaGraph, 'getSignatureDefMap', [
      ['serving_default', signatureMessage(protocol, signature)],
    ]);
  }
  return make(protocol.SavedModel, { setMetaGraphsList: [metaGraph] }).serializeBinary();
}

function signatureMessage(protocol: Protocol, { inputs, outputs }: Signature): Message {
  const message = make(protocol.SignatureDef, { setMethodName: 'tensorflow/serving/predict' });
  const entries = (tensors: readonly SignatureTensor[]) =>
    tensors.map(({ key, node, dtype, shape }): readonly [string, Message] => [
      key,
      make(protocol.TensorInfo, {
        setName: `${node}:0`,
        setDtype: dtype,
        setTensorShape: shapeMessage(protocol, shape),
      }),
    ]);
  fillMap(message, 'getInputsMap', entries(inputs));
  fillMap(message, 'getOutputsMap', entries(outputs));
  return message;
}

function fillMap(
  message: Message,
  getter: string,
  entries: readonly (readonly [string, Message])[],
): void {
  const map = message[getter]?.() as { set(key: string, value: Message): void };
  for (const [key, value] of entries) map.set(key, value);
}

// What a message is set to, by its setters' names.
type Fields = Readonly<Record<string, unknown>>;

function make(constructor: (new () => Message) | undefined, fields: Fields): Message {
  if (!constructor) throw new Error('tfjs-node lacks a message that a SavedModel needs');
  const message = new constructor();
  for (const [setter, value] of Object.entries(fields)) message[setter]?.(value);
  return message;
}

function shapeMessage(protocol: Protocol, sizes: readonly number[]): Message {
  return make(protocol.TensorShape, {
    setDimList: sizes.map((size) => make(protocol.TensorShape['Dim'], { setSize: size })),
  });
}

function tensorMessage(protocol: Protocol, { dtype, shape, values }: Constant): Message {
  return make(protocol.Tensor, {
    setDtype: dtype,
    setTensorShape: shapeMessage(protocol, shape),
    setTensorContent: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString(
      'base64',
    ),
  });
}

// From an attribute to its message.
function attributesOf(protocol: Protocol, codes: Codes): (given: GraphAttribute) => Message {
  const list = (values: unknown): Message =>
    make(protocol.AttrValue['ListValue'], { setIList: values });
  const forms = new Map<number, (value: unknown) => Fields>([
    [codes.TF_ATTR_TYPE, (value) => ({ setType: value })],
    [codes.TF_ATTR_BOOL, (value) => ({ setB: value })],
    [codes.TF_ATTR_FLOAT, (value) => ({ setF: value })],
    [codes.TF_ATTR_STRING, (value) => ({ setS: Buffer.from(String(value)).toString('base64') })],
    [
      codes.TF_ATTR_SHAPE,
      (value) => ({ setShape: shapeMessage(protocol, value as readonly number[]) }),
    ],
    [
      codes.TF_ATTR_INT,
      (value) => (Array.isArray(value) ? { setList: list(value) } : { setI: value }),
    ],
  ]);
  return (given) => {
    if ('tensor' in given) {
      return make(protocol.AttrValue, { setTensor: tensorMessage(protocol, given.tensor) });
    }
    const form = forms.get(given.type);
    if (!form) throw new Error(`attribute ${given.name} has a type that graphs do not know`);
    return make(protocol.AttrValue, form(given.value));
  };
}
