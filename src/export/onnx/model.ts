// A model of ONNX as plain data: inputs, outputs, operations and initializers, by name.

/** What a tensor holds, in ONNX' words. */
export type ElementType = 'float' | 'double' | 'uint8' | 'int32' | 'int64' | 'bool' | 'string';

/** Their numbers in ONNX: TensorProto.DataType. */
export const dataTypes: Readonly<Record<ElementType, number>> = {
  float: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  double: 11,
};

/** Values as they lie in memory, row-major; bool is a byte each. */
export type ElementValues =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Int32Array
  | BigInt64Array
  | readonly string[];

/** An attribute of an operation. */
export type Attribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'texts'; readonly value: readonly string[] };

/** Attributes by their names. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** A whole number as an attribute. */
export const int = (value: number): Attribute => ({ kind: 'int', value });
/** A float32 as an attribute. */
export const float = (value: number): Attribute => ({ kind: 'float', value });
/** Whole numbers as an attribute. */
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value });
/** A word as an attribute. */
export const text = (value: string): Attribute => ({ kind: 'text', value });
/** Words as an attribute. */
export const texts = (value: readonly string[]): Attribute => ({ kind: 'texts', value });

/** One operation. An input that is left out is an empty name. */
export type OnnxNode = {
  readonly operation: string;
  /** '' for ONNX' own, 'ai.onnx.ml' for those of its second table. */
  readonly domain: '' | 'ai.onnx.ml';
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
};

/** A tensor that is part of the model. */
export type Initializer = {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly values: ElementValues;
};

/** An axis: its length, or the name of one that is free. */
export type Dimension = number | string;

/** An input or an output. */
export type Port = {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
  /** A sentence for those who look at the model. */
  readonly about: string;
};

/** A whole model. */
export type OnnxModel = {
  readonly name: string;
  readonly about: string;
  readonly version: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  readonly metadata: Readonly<Record<string, string>>;
};
