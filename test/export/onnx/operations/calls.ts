// Operations of TensorFlow's for tests of their translations: what goes in by hand, what is written
// as plain data.
import { itemAt } from '../../../../src/ground/known.js';
import { operations } from '../../../../src/export/onnx/operations/operations.js';
import { Call } from '../../../../src/export/onnx/translation.js';
import { fixed, stored, type GraphValue } from '../../../../src/export/onnx/values.js';
import { GraphWriter } from '../../../../src/export/onnx/writer.js';
import type { Layout } from '../../../../src/export/onnx/layout.js';
import type { Size } from '../../../../src/tensor/graph/forward-graph.js';
import type { Attribute } from '../../../../src/tensor/tfjs.js';

export const batch: Size = { batches: 1 };

/** A tensor called x, or otherwise. */
export const tensor = (shape: readonly Size[], layout?: Layout, name = 'x'): GraphValue =>
  stored({ shape, dtype: 1 }, name, layout);

/** A constant of whole numbers. */
export const whole = (...values: readonly number[]): GraphValue =>
  fixed({ shape: [values.length], dtype: 3, values: Int32Array.from(values), name: undefined });

/** A constant of numbers. */
export const floats = (
  shape: readonly number[],
  values: readonly number[],
  name?: string,
): GraphValue => fixed({ shape, dtype: 1, values: Float32Array.from(values), name });

type Given = {
  readonly attributes?: Readonly<Record<string, Attribute['value']>>;
  readonly outputs: readonly (readonly Size[])[];
  readonly dtype?: number;
  readonly uses?: number;
  readonly writer?: GraphWriter;
};

/** Translates one operation. */
export function translated(
  name: string,
  inputs: readonly GraphValue[],
  { attributes = {}, outputs, dtype = 1, uses = 1, writer = new GraphWriter(['x'], 'x') }: Given,
) {
  const operation = {
    name,
    attributes: Object.entries(attributes).map(([key, value]) => ({ name: key, type: 0, value })),
    inputs: inputs.map((_, i) => i),
    outputs: outputs.map((shape, i) => ({ id: 10 + i, shape, dtype })),
    layer: 'it',
  };
  writer.layer = 'it';
  const translation = operations[name];
  if (!translation) throw new Error(`nothing for ${name}`);
  const results = translation(new Call({ writer, operation, inputs, uses: () => uses }));
  return { results, result: itemAt(results, 0), writer, written: writtenBy(writer) };
}

/** Operations with their inputs, constants by their values. */
export function writtenBy({ nodes, initializers }: GraphWriter): readonly (readonly unknown[])[] {
  const constants = new Map(
    initializers.map(({ name, values }) => [name, Array.from(values, Number)]),
  );
  return nodes.map(({ operation, inputs, attributes }) => [
    operation,
    ...inputs.map((input) => constants.get(input) ?? input),
    ...(Object.keys(attributes).length === 0
      ? []
      : [Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]))]),
  ]);
}
