// A graph as a SavedModel's bytes: its messages (tensorflow/core/protobuf and core/framework) written
// field by field, as every run waits for them and general writers of messages take ten times as long.
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Codes } from './codes.js';
import type { GraphAttribute, GraphNode } from './graph.js';
import type { Constant } from './recording.js';

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
  const writer = new BinaryWriter();
  message(writer, 2, () => {
    message(writer, 1, () => text(writer, 4, 'serve'));
    message(writer, 2, () => {
      for (const node of nodes) message(writer, 1, () => writeNode(writer, node, codes));
      message(writer, 4, () => whole(writer, 1, producer));
    });
    if (signature) {
      entry(writer, 5, 'serving_default', () => writeSignature(writer, signature));
    }
  });
  return writer.finish();
}

// NodeDef.
function writeNode(
  writer: BinaryWriter,
  { name, op, inputs, attributes }: GraphNode,
  codes: Codes,
): void {
  text(writer, 1, name);
  text(writer, 2, op);
  for (const input of inputs) text(writer, 3, input);
  for (const given of attributes) {
    entry(writer, 5, given.name, () => writeAttribute(writer, given, codes));
  }
}

// AttrValue: whichever of its fields is there says what it is, and stands there where it is 0, too.
function writeAttribute(writer: BinaryWriter, given: GraphAttribute, codes: Codes): void {
  if ('tensor' in given) {
    message(writer, 8, () => writeTensor(writer, given.tensor));
    return;
  }
  const { name, type, value } = given;
  if (type === codes.TF_ATTR_TYPE) whole(writer, 6, Number(value));
  else if (type === codes.TF_ATTR_BOOL) writer.tag(5, WireType.Varint).bool(Boolean(value));
  else if (type === codes.TF_ATTR_FLOAT) writer.tag(4, WireType.Bit32).float(Number(value));
  else if (type === codes.TF_ATTR_STRING) text(writer, 2, String(value));
  else if (type === codes.TF_ATTR_SHAPE) {
    message(writer, 7, () => writeShape(writer, wholes(value)));
  } else if (type !== codes.TF_ATTR_INT) {
    throw new Error(`attribute ${name} has a type that graphs do not know`);
  } else if (Array.isArray(value)) message(writer, 1, () => writeWholes(writer, 3, wholes(value)));
  else whole(writer, 3, Number(value));
}

function wholes(value: unknown): readonly number[] {
  if (!Array.isArray(value)) {
    throw new Error('an attribute that is no list where there must be one');
  }
  return value.map(Number);
}

// TensorShapeProto: -1 is any size, and 0 is what is not written.
function writeShape(writer: BinaryWriter, sizes: readonly number[]): void {
  for (const size of sizes) message(writer, 2, () => size === 0 || whole(writer, 1, size));
}

// TensorProto.
function writeTensor(writer: BinaryWriter, { dtype, shape, values }: Constant): void {
  whole(writer, 1, dtype);
  message(writer, 2, () => writeShape(writer, shape));
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (bytes.length > 0) writer.tag(4, WireType.LengthDelimited).bytes(bytes);
}

// SignatureDef, of TensorInfo.
function writeSignature(writer: BinaryWriter, { inputs, outputs }: Signature): void {
  const write = (field: number, tensors: readonly SignatureTensor[]): void => {
    for (const { key, node, dtype, shape } of tensors) {
      entry(writer, field, key, () => {
        text(writer, 1, `${node}:0`);
        whole(writer, 2, dtype);
        message(writer, 3, () => writeShape(writer, shape));
      });
    }
  };
  write(1, inputs);
  write(2, outputs);
  text(writer, 3, 'tensorflow/serving/predict');
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function whole(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function writeWholes(writer: BinaryWriter, field: number, values: readonly number[]): void {
  if (values.length === 0) return;
  writer.tag(field, WireType.LengthDelimited).fork();
  for (const value of values) writer.int64(value);
  writer.join();
}

function message(writer: BinaryWriter, field: number, write: () => unknown): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

// Of a map: its key, and the message that it leads to.
function entry(writer: BinaryWriter, field: number, key: string, write: () => unknown): void {
  message(writer, field, () => {
    text(writer, 1, key);
    message(writer, 2, write);
  });
}
