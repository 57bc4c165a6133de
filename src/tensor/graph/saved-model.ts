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
  const make = (
    constructor: (new () => Message) | undefined,
    fields: Readonly<Record<string, unknown>>,
  ): Message => {
    if (!constructor) throw new Error('tfjs-node lacks a message that a SavedModel needs');
    const message = new constructor();
    for (const [setter, value] of Object.entries(fields)) message[setter]?.(value);
    return message;
  };
  const shape = (sizes: readonly number[]): Message =>
    make(protocol.TensorShape, {
      setDimList: sizes.map((size) => make(protocol.TensorShape['Dim'], { setSize: size })),
    });
  const tensor = ({ dtype, shape: sizes, values }: Constant): Message =>
    make(protocol.Tensor, {
      setDtype: dtype,
      setTensorShape: shape(sizes),
      setTensorContent: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString(
        'base64',
      ),
    });
  const attribute = (given: GraphAttribute): Message =>
    make(
      protocol.AttrValue,
      'tensor' in given ? { setTensor: tensor(given.tensor) } : attributeFields(given),
    );
  const attributeFields = ({
    type,
    value,
    name,
  }: Exclude<GraphAttribute, { tensor: Constant }>): Readonly<Record<string, unknown>> => {
    if (type === binding.TF_ATTR_TYPE) return { setType: value };
    if (type === binding.TF_ATTR_BOOL) return { setB: value };
    if (type === binding.TF_ATTR_FLOAT) return { setF: value };
    if (type === binding.TF_ATTR_STRING) {
      return { setS: Buffer.from(String(value)).toString('base64') };
    }
    if (type === binding.TF_ATTR_SHAPE) return { setShape: shape(value as readonly number[]) };
    if (type === binding.TF_ATTR_INT) {
      return Array.isArray(value)
        ? { setList: make(protocol.AttrValue['ListValue'], { setIList: value }) }
        : { setI: value };
    }
    throw new Error(`attribute ${name} has a type that graphs do not know`);
  };
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
