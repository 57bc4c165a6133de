// The operations for which TensorFlow has a kernel of its own, forward or backward: fewer
// dispatches and the very arithmetic that Keras runs. Everything else is as composed in
// operations.ts. Attributes follow TensorFlow 2.21.
import {
  boolAttribute,
  executeNative,
  executeNativeOutputs,
  executeRaw,
  floatAttribute,
  stringAttribute,
  typeAttribute,
} from './call.js';
import { gatherRows } from './embedding.js';
import { nativeRecurrence } from './recurrent.js';
import { nativeUpdates } from './updates.js';
import { portableOperations, type FusedActivation, type Operations } from '../operations.js';
import { exactly, present } from '../../ground/known.js';
import { withGradient } from '../gradient.js';
import { fourAxes, tf, type Attribute, type NativeBackend, type Tensor } from '../tfjs.js';

// Which tensors a gradient kernel takes: (dy, x), (dy, y) or, for the oldest two, (y, dy).
const gradients: Record<
  FusedActivation,
  { kernel: string; forward: string; takes: 'dy,x' | 'dy,y' | 'y,dy' }
> = {
  // By its result, so that nobody needs what went in and a convolution, its bias and this can be
  // one operation.
  relu: { forward: 'Relu', kernel: 'ReluGrad', takes: 'dy,y' },
  relu6: { forward: 'Relu6', kernel: 'Relu6Grad', takes: 'dy,y' },
  sigmoid: { forward: 'Sigmoid', kernel: 'SigmoidGrad', takes: 'y,dy' },
  tanh: { forward: 'Tanh', kernel: 'TanhGrad', takes: 'y,dy' },
  elu: { forward: 'Elu', kernel: 'EluGrad', takes: 'dy,y' },
  selu: { forward: 'Selu', kernel: 'SeluGrad', takes: 'dy,y' },
  softplus: { forward: 'Softplus', kernel: 'SoftplusGrad', takes: 'dy,x' },
  softsign: { forward: 'Softsign', kernel: 'SoftsignGrad', takes: 'dy,x' },
};

/** The operations on native TensorFlow. */
export function nativeOperations(backend: NativeBackend): Operations {
  return {
    ...portableOperations,
    ...rectifiedPooling(backend),
    ...denseLayers(backend),
    batchNorm: batchNormOf(backend),
    ...fusedCrossEntropies(backend),
    embedding: (numbers, table) => gatherRows(backend, numbers, table),
    ...nativeRecurrence(backend),
    ...nativeUpdates(backend),

    averagePool2d: (x, { size, strides, padding }) =>
      tf.avgPool(fourAxes(x), [...size], [...strides], padding),

    uniform: (shape, stream, feed) =>
      drawUniform(
        backend,
        shape,
        stream,
        present(feed.seed, 'the seed on the device'),
        present(feed.counter, 'the counter on the device'),
      ),
  };
}

/**
 * Activations and max pooling, which know of each other: the largest of rectified values is the
 * largest value rectified, and there are fewer of them to rectify. So each result of `relu`
 * remembers what was rectified for as long as it lives, and a pooling of it takes that; the result
 * itself is then used by nobody, and a recorded step leaves it out.
 */
function rectifiedPooling(backend: NativeBackend): Pick<Operations, 'activation' | 'maxPool2d'> {
  const beforeRelu = new WeakMap<Tensor, Tensor>();
  const fused = fusedActivations(backend);
  const activation: Operations['activation'] = (name, x) => {
    const result = fused(name, x);
    if (name === 'relu') beforeRelu.set(result, x);
    return result;
  };
  return {
    activation,
    maxPool2d: (x, window) => {
      const raw = beforeRelu.get(x);
      const pooled = portableOperations.maxPool2d(raw ?? x, window);
      return raw ? activation('relu', pooled) : pooled;
    },
  };
}

function fusedActivations(backend: NativeBackend): Operations['activation'] {
  const float = typeAttribute(backend.binding, 'T', backend.binding.TF_FLOAT);
  const run = (name: string, inputs: readonly Tensor[]): Tensor =>
    executeNative(backend, name, [float], inputs);
  return (name, x) => {
    const { forward, kernel, takes } = gradients[name];
    return withGradient(
      [x],
      () => {
        const y = run(forward, [x]);
        return { value: y, saved: [takes === 'dy,x' ? x : y] };
      },
      (dy, [saved]) => run(kernel, takes === 'y,dy' ? [saved, dy] : [dy, saved]),
    );
  };
}

function denseLayers(backend: NativeBackend): Pick<Operations, 'matMul' | 'biasAdd'> {
  const { binding } = backend;
  const float = typeAttribute(binding, 'T', binding.TF_FLOAT);
  const layout = stringAttribute(binding, 'data_format', 'NHWC');
  const product = (a: Tensor, b: Tensor, transposeA: boolean): Tensor =>
    executeNative(
      backend,
      'MatMul',
      [
        float,
        boolAttribute(binding, 'transpose_a', transposeA),
        boolAttribute(binding, 'transpose_b', false),
      ],
      [a, b],
    );
  // With its second factor transposed, the batched kernel takes half the time of the plain one.
  const productWithTransposed = (a: Tensor, b: Tensor): Tensor =>
    executeNative(
      backend,
      'BatchMatMulV2',
      [float, boolAttribute(binding, 'adj_x', false), boolAttribute(binding, 'adj_y', true)],
      [a, b],
    );
  return {
    matMul: (x, kernel) =>
      withGradient(
        [x, kernel],
        () => ({ value: product(x, kernel, false), saved: [x, kernel] }),
        (dy, [left, right]) => [productWithTransposed(dy, right), product(left, dy, true)],
      ),

    biasAdd: (x, bias) =>
      withGradient(
        [x, bias],
        () => ({ value: executeNative(backend, 'BiasAdd', [float, layout], [x, bias]), saved: [] }),
        (dy) => [dy, executeNative(backend, 'BiasAddGrad', [float, layout], [dy])],
      ),
  };
}

function batchNormOf(backend: NativeBackend): Operations['batchNorm'] {
  const { binding } = backend;
  const float = typeAttribute(binding, 'T', binding.TF_FLOAT);
  const layout = stringAttribute(binding, 'data_format', 'NHWC');
  return (x, scale, offset, epsilon, keep) => {
    const attributes = [
      float,
      typeAttribute(binding, 'U', binding.TF_FLOAT),
      floatAttribute(binding, 'epsilon', epsilon),
      layout,
      boolAttribute(binding, 'is_training', true),
    ];
    // The kernel takes images only; anything else is an image of one pixel.
    const image = x.rank === 4 ? x : tf.reshape(x, [-1, 1, 1, x.shape.at(-1) ?? 1]);
    let moved = { mean: x, variance: x };
    const normalized = withGradient(
      [image, scale, offset],
      () => {
        const outputs = executeNativeOutputs(
          backend,
          'FusedBatchNormV3',
          [...attributes, floatAttribute(binding, 'exponential_avg_factor', 1)],
          [image, scale, offset, tf.tensor1d([]), tf.tensor1d([])],
          6,
        );
        const [value, mean, unbiased, ...reserved] = exactly(outputs, 6);
        // The kernel gives the unbiased variance; Keras moves the biased one.
        const count = image.size / mean.size;
        moved = { mean: keep(mean), variance: keep(tf.mul(unbiased, (count - 1) / count)) };
        return { value, saved: [image, scale, ...reserved] };
      },
      (dy, saved) =>
        executeNativeOutputs(backend, 'FusedBatchNormGradV3', attributes, [dy, ...saved], 5).slice(
          0,
          3,
        ),
    );
    return { output: tf.reshape(normalized, x.shape), ...moved };
  };
}

function fusedCrossEntropies(
  backend: NativeBackend,
): Pick<Operations, 'sparseSoftmaxCrossEntropy' | 'softmaxCrossEntropy'> {
  const { binding } = backend;
  const float = typeAttribute(binding, 'T', binding.TF_FLOAT);
  // Both kernels give the loss and, at once, its gradient by the logits.
  const crossEntropy = (
    name: string,
    attributes: readonly Attribute[],
    logits: Tensor,
    targets: Tensor,
  ): Tensor =>
    withGradient(
      [logits],
      () => {
        const outputs = executeNativeOutputs(backend, name, attributes, [logits, targets], 2);
        const [value, slope] = exactly(outputs, 2);
        return { value, saved: [slope] };
      },
      (dy, [slope]) => tf.mul(tf.expandDims(dy, -1), slope),
    );
  return {
    sparseSoftmaxCrossEntropy: (logits, labels) =>
      crossEntropy(
        'SparseSoftmaxCrossEntropyWithLogits',
        [float, typeAttribute(binding, 'Tlabels', binding.TF_INT32)],
        logits,
        labels,
      ),
    softmaxCrossEntropy: (logits, targets) =>
      crossEntropy('SoftmaxCrossEntropyWithLogits', [float], logits, targets),
  };
}

const uint64 = 23;
const philox = 1;

// StatelessRandomUniformV2 takes uint64 key and counter, which JavaScript cannot make: pairs of
// int32 words are recast.
function drawUniform(
  backend: NativeBackend,
  shape: readonly number[],
  stream: number,
  seed: Tensor,
  counter: Tensor,
): Tensor {
  const { binding } = backend;
  const recast = (words: Tensor): number => {
    const attributes = [
      typeAttribute(binding, 'T', binding.TF_INT32),
      typeAttribute(binding, 'type', uint64),
    ];
    return executeRaw(backend, 'Bitcast', attributes, [words], 1)[0]?.id ?? -1;
  };
  const key = recast(tf.reshape(tf.stack([seed, tf.scalar(stream | 0, 'int32')]), [1, 2]));
  const count = recast(counter);
  const attributes = [
    typeAttribute(binding, 'dtype', binding.TF_FLOAT),
    typeAttribute(binding, 'Tshape', binding.TF_INT32),
  ];
  const drawn = executeNative(backend, 'StatelessRandomUniformV2', attributes, [
    tf.tensor1d([...shape], 'int32'),
    key,
    count,
    tf.scalar(philox, 'int32'),
  ]);
  binding.deleteTensor(key);
  binding.deleteTensor(count);
  return drawn;
}
