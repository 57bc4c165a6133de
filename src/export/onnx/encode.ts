// A model of ONNX as the bytes of an .onnx file.
import {
  dataTypes,
  type Attribute,
  type Dimension,
  type Initializer,
  type OnnxModel,
  type OnnxNode,
  type Port,
} from './model.js';
import { modelBytes } from './schema.js';

/**
 * Opset 17 and version 8 of the format: what onnxruntime reads from 1.12 (2022) on. Nothing of
 * later opsets would make a model of dlx better.
 */
export const opset = 17;
const formatVersion = 8n;
const secondTable = 3n;

/** The bytes of an .onnx file. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const usesSecond = model.nodes.some(({ domain }) => domain !== '');
  return modelBytes({
    irVersion: formatVersion,
    producerName: 'dlx',
    producerVersion: model.version,
    docString: model.about,
    opsetImport: [
      { domain: '', version: BigInt(opset) },
      ...(usesSecond ? [{ domain: 'ai.onnx.ml', version: secondTable }] : []),
    ],
    graph: {
      name: model.name,
      node: model.nodes.map(encodeNode),
      initializer: model.initializers.map(encodeInitializer),
      input: model.inputs.map(encodePort),
      output: model.outputs.map(encodePort),
    },
    metadataProps: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
  });
}

function encodeNode({ operation, domain, name, inputs, outputs, attributes }: OnnxNode) {
  return {
    opType: operation,
    name,
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([key, value]) => ({
      name: key,
      ...encodeAttribute(value),
    })),
    ...(domain === '' ? {} : { domain }),
  };
}

// With its type, an AttributeProto.AttributeType.
function encodeAttribute(attribute: Attribute) {
  switch (attribute.kind) {
    case 'float':
      return { type: 1, f: attribute.value };
    case 'int':
      return { type: 2, i: BigInt(attribute.value) };
    case 'text':
      return { type: 3, s: bytesOf(attribute.value) };
    case 'ints':
      return { type: 7, ints: attribute.value.map(BigInt) };
    case 'texts':
      return { type: 8, strings: attribute.value.map(bytesOf) };
  }
}

function encodeInitializer({ name, type, shape, values }: Initializer) {
  const held =
    'BYTES_PER_ELEMENT' in values
      ? { rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) }
      : { stringData: values.map(bytesOf) };
  return { name, dataType: dataTypes[type], dims: shape.map(BigInt), ...held };
}

function encodePort({ name, type, shape, about }: Port) {
  return {
    name,
    docString: about,
    type: { tensorType: { elemType: dataTypes[type], shape: { dim: shape.map(encodeAxis) } } },
  };
}

function encodeAxis(length: Dimension) {
  return typeof length === 'number' ? { dimValue: BigInt(length) } : { dimParam: length };
}

function bytesOf(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
