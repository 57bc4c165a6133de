// What a recorded step looks like, that nothing it is fed stays in it, and how a graph holds whole
// numbers.
import { describe, expect, test } from '@jest/globals';
import { openNative } from '../../model/keras.js';
import type { NativeBackend } from '../../../src/tensor/tfjs.js';
import { record, withoutUnused } from '../../../src/tensor/graph/recording.js';
import { storedForm } from '../../../src/tensor/graph/stored.js';
import { frozenFeeds, renderRecording } from '../../tensor/graph-text.js';
import { planNetwork } from '../../../src/model/network.js';
import { recordTraining, type TracePlan } from '../../../src/training/compiled/emission.js';
import { optimizers } from '../../../src/training/optimizers/optimizers.js';
import { tracePlanFor } from '../../../src/training/trainer.js';
import { specOf } from '../../model/specs.js';
import { datasetOf } from '../trainers.js';

const backend = await openNative();
const native = backend.native as NativeBackend;

const pictures = datasetOf(
  { shape: [6, 8, 8, 1], values: Array.from({ length: 384 }, (_, i) => (i * 37) % 256) },
  { shape: [6], values: [0, 1, 2, 0, 1, 2], kind: 'int' },
  255,
);

function planOf(parts: Readonly<Record<string, unknown>>): TracePlan {
  const spec = specOf({
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    batch_size: 4,
    ...parts,
  });
  return tracePlanFor(backend, spec, planNetwork(spec.model, pictures.inputs), pictures);
}

const convolutional = [
  { Conv2D: { filters: 4, kernel_size: 3, activation: 'relu' } },
  { MaxPooling2D: 2 },
  { BatchNormalization: null },
  { Flatten: null },
  { Dropout: 0.3 },
  { Dense: { units: 3, activation: 'softmax' } },
];

describe('a recording', () => {
  test('reads as text, one operation a line', () => {
    const { ops } = backend;
    const x = ops.scalar(3);
    const [id = -1] = native.getInputTensorIds([x]);
    const recording = record(native, () => void ops.add(ops.mul(x, 2), ops.square(x)));
    expect(renderRecording(native.binding, recording, new Map([[id, 'x']])).split('\n')).toEqual([
      '%0: float32[] = Const 2',
      '%1: float32[] = Mul(x, %0)',
      '%2: float32[] = Square(x)',
      '%3: float32[] = Add(%1, %2)',
    ]);
  });

  test('of a step holds nothing that it was fed', () => {
    const common = { weight_decay: 0.1, clipnorm: 1, use_ema: true, ema_overwrite_frequency: 2 };
    const wanted = optimizers.flatMap(({ name }) => [{ name }, { name, ...common }]);
    for (const optimizer of [
      ...wanted,
      { name: 'sgd', global_clipnorm: 1 },
      { name: 'adam', amsgrad: true, clipvalue: 1 },
    ]) {
      const plan = planOf({ model: convolutional, optimizer });
      const recordings = [
        { epoch: 1, step: 0, number: 0.5 },
        { epoch: 7, step: 31, number: 0.125 },
      ].map((fed) => recordTraining(plan, native, 4, fed).recording);
      expect({
        optimizer,
        frozen: frozenFeeds(recordings[0] as never, recordings[1] as never),
      }).toEqual({ optimizer, frozen: [] });
    }
  });

  test("of a step updates each weight in one operation, where TensorFlow has one with Keras' arithmetic", () => {
    const counted = (optimizer: unknown): readonly [number, number] => {
      const { operations } = recordTraining(
        planOf({ model: convolutional, optimizer }),
        native,
        4,
      ).recording;
      return [
        operations.length,
        operations.filter(({ name }) => name.startsWith('ResourceApply')).length,
      ];
    };
    const [least] = counted('sgd');
    const fused = [
      'sgd',
      { name: 'sgd', momentum: 0.9 },
      'adadelta',
      'rmsprop',
      { name: 'rmsprop', centered: true, momentum: 0.5 },
      'adam',
      { name: 'adam', amsgrad: true },
      'adamax',
    ];
    // Kernel and bias of the convolution and of the last layer, gamma and beta.
    for (const optimizer of fused) {
      expect({ optimizer, counted: counted(optimizer) }).toEqual({
        optimizer,
        counted: [least, 6],
      });
    }
  });

  test('shows what was frozen in it', () => {
    const { ops } = backend;
    const drawn = (value: number) => record(native, () => void ops.mul(ops.scalar(1), value));
    expect(frozenFeeds(drawn(0.5), drawn(0.25))).toEqual([
      'float32[] = Const 0.5 became float32[] = Const 0.25',
    ]);
    expect(() => frozenFeeds(drawn(0.5), { operations: [], constants: new Map() })).toThrow(
      'two different lists of operations',
    );
  });

  test('is rid of what nobody uses: the gradient by the images, a rectification before pooling', () => {
    const plan = planOf({ model: convolutional, optimizer: 'adam' });
    const { recording } = recordTraining(plan, native, 4);
    const shapesOf = (operation: string) =>
      recording.operations
        .filter(({ name }) => name === operation)
        .map(({ outputs }) => outputs[0]?.shape);
    expect(shapesOf('Conv2DBackpropInput')).toEqual([]);
    // The images are 6 × 6 after the convolution, and 3 × 3 where they are rectified.
    expect(shapesOf('Relu')).toEqual([[4, 3, 3, 4]]);
    expect(withoutUnused(recording, [])).toEqual(recording);
  });
});

describe('whole numbers in a graph', () => {
  const { TF_UINT8, TF_INT64, TF_FLOAT } = native.binding;
  test.each([
    [Int32Array.of(0, 255), { dtype: TF_UINT8, values: Uint8Array.of(0, 255) }],
    [Int32Array.of(0, 256, -2), { dtype: TF_INT64, values: Int32Array.of(0, 0, 256, 0, -2, -1) }],
    [Float32Array.of(0.5), { dtype: TF_FLOAT, values: Float32Array.of(0.5) }],
    [Uint8Array.of(7), { dtype: TF_UINT8, values: Uint8Array.of(7) }],
  ])('%p', (values, stored) => {
    expect(storedForm(native, values)).toEqual(stored);
  });
});
