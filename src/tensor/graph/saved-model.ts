// A graph as a SavedModel's bytes, in the protocol buffers that tfjs-node carries
// (tensorflow/core/protobuf).
import { createRequire } from 'node:module';
import type { Binding } from '../tfjs.js';
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
    | 'VersionDef',
    Constructor
  >
>;

/** The version of GraphDef that TensorFlow 2.21's attributes belong to. */
const producer = 1087;

/** The bytes of saved_model.pb. */
export function encodeSavedModel(nodes: readonly GraphNode[], binding: Binding): Uint8Array {
  const protocol = createRequire(import.meta.url)(
    '@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js',
  ) as Protocol;
  const attribute = attributesOf(protocol, binding);
  const node = ({ name, op, inputs, attributes }: GraphNode): Message => {
    const message = make(protocol.NodeDef, { setName: name, setOp: op, setInputList: inputs });
    const map = message['getAttrMap']?.() as { set(key: string, value: Message): void };
    for (const given of attributes) map.set(given.name, attribute(given));
    return message;
  };
  const graph = make(protocol.GraphDef, {
    setNodeList: nodes.map(node),
    setVersions: make(protocol.VersionDef, { setProducer: producer }),
  });
  const info = make(protocol.MetaGraphDef['MetaInfoDef'], { setTagsList: ['serve'] });
  return make(protocol.SavedModel, {
    setMetaGraphsList: [make(protocol.MetaGraphDef, { setMetaInfoDef: info, setGraphDef: graph })],
  }).serializeBinary();
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
function attributesOf(protocol: Protocol, binding: Binding): (given: GraphAttribute) => Message {
  const list = (values: unknown): Message =>
    make(protocol.AttrValue['ListValue'], { setIList: values });
  const forms = new Map<number, (value: unknown) => Fields>([
    [binding.TF_ATTR_TYPE, (value) => ({ setType: value })],
    [binding.TF_ATTR_BOOL, (value) => ({ setB: value })],
    [binding.TF_ATTR_FLOAT, (value) => ({ setF: value })],
    [binding.TF_ATTR_STRING, (value) => ({ setS: Buffer.from(String(value)).toString('base64') })],
    [
      binding.TF_ATTR_SHAPE,
      (value) => ({ setShape: shapeMessage(protocol, value as readonly number[]) }),
    ],
    [
      binding.TF_ATTR_INT,
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
