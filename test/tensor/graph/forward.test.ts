// The forward pass of the random models that Keras knows, recorded without the size of its batch:
// run with another size, operation by operation, it gives the bits that the model gives.
import { expect, test } from '@jest/globals';
import { randomNormal, randomWords, streamOf } from '../../../src/ground/random.js';
import { itemAt, known } from '../../../src/ground/known.js';
import { productOf } from '../../../src/ground/product.js';
import { openModel } from '../../../src/model/model.js';
import type { Network } from '../../../src/model/network.js';
import { scope } from '../../../src/tensor/backend.js';
import { recordForward, type ForwardGraph, type Size } from '../../../src/tensor/graph/forward.js';
import { tf, type Tensor, type Values } from '../../../src/tensor/tfjs.js';
import { handleOf, type Variable } from '../../../src/tensor/variables.js';
import { networkOf, openNative } from '../../model/keras.js';
import { randomSpecs, type RandomSpec } from '../../model/random-specs.js';

const backend = await openNative();
const native = backend.native;
if (!native) throw new Error('the native backend has a binding');
const { binding } = native;

const batch = 7;
const vocabulary = 7;

function weightsOf(network: Network): Map<string, Float32Array> {
  return new Map(
    network.weights.map(({ key, shape }) => {
      const drawn = randomNormal({ seed: 1, stream: streamOf(key) }, productOf(shape));
      // Variances are not negative.
      return [key, drawn.map((value) => (key.includes('variance') ? 0.5 + value ** 2 : value / 3))];
    }),
  );
}

function inputOf({ data }: RandomSpec): Tensor {
  const key = { seed: data.seed, stream: 1 };
  const size = batch * productOf(data.inputShape);
  return data.kind === 'tokens'
    ? tf.tensor(
        Array.from(randomWords(key, size), (word) => word % vocabulary),
        [batch, ...data.inputShape],
        'int32',
      )
    : tf.tensor(randomNormal(key, size), [batch, ...data.inputShape]);
}

const sized = (size: Size): number => (typeof size === 'number' ? size : size.batches * batch);

/** The second way to run it: each operation by TensorFlow, constants made for this batch. */
function replayed(
  graph: ForwardGraph,
  input: Tensor,
  weights: ReadonlyMap<string, Variable>,
): { readonly shape: readonly number[]; readonly values: Values } {
  const made = new Map<number, number>([
    [itemAt(graph.inputs, 0).id, itemAt(backendIds(input), 0)],
  ]);
  for (const [handle, key] of graph.weights) made.set(handle, handleOf(known(weights, key)));
  for (const [id, constant] of graph.constants) {
    const { dtype } = constant;
    if (constant.kind === 'fixed') {
      made.set(id, binding.createTensor(constant.shape, dtype, constant.values));
    } else if (constant.kind === 'sizes') {
      const values = Int32Array.from(constant.sizes, sized);
      made.set(id, binding.createTensor([values.length], dtype, values));
    } else {
      const shape = constant.shape.map(sized);
      const values =
        dtype === binding.TF_FLOAT
          ? new Float32Array(productOf(shape))
          : new Int32Array(productOf(shape));
      made.set(id, binding.createTensor(shape, dtype, values.fill(constant.value)));
    }
  }
  let shape: readonly number[] = [];
  for (const { name, attributes, inputs, outputs } of graph.operations) {
    const given = inputs.map((id) => known(made, id));
    const found = binding.executeOp(name, attributes, given, outputs.length);
    outputs.forEach((output, i) => {
      const { id, shape: foundShape } = itemAt(found, i);
      expect([name, foundShape]).toEqual([name, output.shape.map(sized)]);
      made.set(output.id, id);
      if (output.id === graph.output.id) shape = foundShape;
    });
  }
  return { shape, values: binding.tensorDataSync(known(made, graph.output.id)) };
}

function backendIds(tensor: Tensor): number[] {
  return native?.getInputTensorIds([tensor]) ?? [];
}

test.each(randomSpecs().map((spec, i) => [i + 1, spec] as const))('random model %i', (_, spec) => {
  const network = networkOf(spec.model, spec.data.inputShape);
  using model = openModel(backend, network, weightsOf(network));
  const graph = recordForward(native, model, [
    { shape: spec.data.inputShape, dtype: spec.data.kind === 'tokens' ? 'int32' : 'float32' },
  ]);
  scope(() => {
    const input = inputOf(spec);
    const wanted = model.forward([input]);
    const got = replayed(graph, input, model.weights);
    expect(got.shape).toEqual(wanted.shape);
    expect(Buffer.from(got.values.buffer)).toEqual(Buffer.from(wanted.dataSync().buffer));
  });
});

test('nothing is computed that nobody takes', () => {
  const network = networkOf([{ Dense: { units: 2, kernel_regularizer: 'l2' } }], [3]);
  using model = openModel(backend, network, weightsOf(network));
  const graph = recordForward(native, model, [{ shape: [3], dtype: 'float32' }]);
  const names = graph.operations.map(({ name }) => name);
  expect(names.filter((name) => name !== 'ReadVariableOp').sort()).toEqual(['BiasAdd', 'MatMul']);
  expect([...graph.weights.values()].sort()).toEqual(['dense/bias', 'dense/kernel']);
  expect([itemAt(graph.inputs, 0).shape, graph.output.shape]).toEqual([
    [{ batches: 1 }, 3],
    [{ batches: 1 }, 2],
  ]);
});
