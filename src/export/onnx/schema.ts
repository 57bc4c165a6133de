// The part of onnx.proto that a model of dlx needs, as descriptors: names and numbers of fields are
// those of ONNX' own file (ONNX 1.23, unchanged in them since 1.0).
import { encoderOf, type Messages } from '../protobuf.js';

const messages: Messages = {
  ModelProto: {
    ir_version: [1, 'int64'],
    producer_name: [2, 'string'],
    producer_version: [3, 'string'],
    doc_string: [6, 'string'],
    graph: [7, 'GraphProto'],
    opset_import: [8, 'OperatorSetIdProto[]'],
    metadata_props: [14, 'StringStringEntryProto[]'],
  },
  OperatorSetIdProto: { domain: [1, 'string'], version: [2, 'int64'] },
  StringStringEntryProto: { key: [1, 'string'], value: [2, 'string'] },
  GraphProto: {
    node: [1, 'NodeProto[]'],
    name: [2, 'string'],
    initializer: [5, 'TensorProto[]'],
    input: [11, 'ValueInfoProto[]'],
    output: [12, 'ValueInfoProto[]'],
  },
  NodeProto: {
    input: [1, 'string[]'],
    output: [2, 'string[]'],
    name: [3, 'string'],
    op_type: [4, 'string'],
    attribute: [5, 'AttributeProto[]'],
    domain: [7, 'string'],
  },
  AttributeProto: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int64'],
    s: [4, 'bytes'],
    floats: [7, 'float[]'],
    ints: [8, 'int64[]'],
    strings: [9, 'bytes[]'],
    type: [20, 'int32'],
  },
  TensorProto: {
    dims: [1, 'int64[]'],
    data_type: [2, 'int32'],
    string_data: [6, 'bytes[]'],
    name: [8, 'string'],
    raw_data: [9, 'bytes'],
  },
  ValueInfoProto: { name: [1, 'string'], type: [2, 'TypeProto'], doc_string: [3, 'string'] },
  TypeProto: { tensor_type: [1, 'TensorTypeProto'] },
  TensorTypeProto: { elem_type: [1, 'int32'], shape: [2, 'TensorShapeProto'] },
  TensorShapeProto: { dim: [1, 'DimensionProto[]'] },
  DimensionProto: { dim_value: [1, 'int64'], dim_param: [2, 'string'] },
};

/**
 * The bytes of a ModelProto; fields are named in camel case (`irVersion`), int64 are bigints, and
 * what is undefined is left out.
 */
export const modelBytes = encoderOf(messages, 'ModelProto');
