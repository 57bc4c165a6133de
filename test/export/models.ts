// Kept models for the tests of exports, made in memory: random models of the whole table of layers,
// and the networks of experiments; what they are fed, what they give, and their forward graph.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomNormal, randomWords, streamOf } from '../../src/ground/random.js';
import { productOf } from '../../src/ground/product.js';
import type { DataFacts, InputFacts, TargetFacts } from '../../src/dataset/facts.js';
import { language } from '../../src/experiment/language.js';
import type { KeptModel } from '../../src/inference/kept.js';
import { openModel } from '../../src/model/model.js';
import { planNetwork, type Network } from '../../src/model/network.js';
import { readSpec, readSpecText, type ReadSpec } from '../../src/spec/read.js';
import { scope, type Backend } from '../../src/tensor/backend.js';
import { onlyInput } from '../../src/dataset/source.js';
import {
  recordForward,
  type ForwardGraph,
  type ForwardInput,
} from '../../src/tensor/graph/forward.js';
import { tf, type Tensor } from '../../src/tensor/tfjs.js';
import type { RandomSpec } from '../model/random-specs.js';
import { root } from '../folders.js';
import { makeRecord } from '../run/fixture.js';

/** Values that a model is fed, or gives, row-major. */
export type Values = {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
};

const vocabulary = 7;

/** The model of a random spec, its weights drawn. */
export function randomKept(spec: RandomSpec): KeptModel {
  const { kind, inputShape, units } = spec.data;
  const { data: _, ...parts } = spec;
  const read = readSpecText(JSON.stringify({ dataset: 'spirals', ...parts }), 'random.yaml', {
    language,
  });
  const input = inputFacts(kind, inputShape, kind === 'tokens' ? vocabulary : null);
  return keptOf(read, input, classesOf(Math.max(2, units)));
}

/** The experiments on data whose inputs are known without it: those of files have tests of their own. */
export function plainExperiments(): readonly string[] {
  const place = join(root, 'experiments');
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .filter((name) => {
      const { dataset } = readSpec(join(place, name), { language }).spec;
      return ['fashion_mnist', 'sequences', 'spirals'].includes(dataset.name);
    })
    .sort();
}

/** The model of such an experiment's file, its weights drawn. */
export function experimentKept(file: string): KeptModel {
  const read = readSpec(file, { language });
  const { name, arguments: given } = read.spec.dataset;
  if (name === 'fashion_mnist') {
    const input = { ...inputFacts('image', [28, 28, 1], null), divide_by: 255 };
    return keptOf(read, input, classesOf(10));
  }
  if (name === 'sequences') {
    const steps = Number(given['steps'] ?? 100);
    return keptOf(read, inputFacts('tokens', [steps], 500), classesOf(2));
  }
  return keptOf(read, inputFacts('table', [2], null), classesOf(3));
}

function inputFacts(
  kind: InputFacts['kind'],
  shape: readonly number[],
  tokens: number | null,
): InputFacts {
  return {
    name: kind,
    kind,
    shape: [...shape],
    divide_by: 1,
    vocabulary: tokens,
    columns: null,
    reading: null,
  };
}

function classesOf(count: number): TargetFacts {
  const classes = Array.from({ length: count }, (_, i) => `class ${i}`);
  return { name: 'label', kind: 'classes', classes, positive: count === 2 ? 'class 1' : null };
}

/** A kept model of a spec and what its data is like, its weights drawn. */
export function keptOf(read: ReadSpec, input: InputFacts, target: TargetFacts): KeptModel {
  return keptWithInputs(read, [input], target);
}

/** The same of data with several inputs. */
export function keptWithInputs(
  read: ReadSpec,
  inputs: readonly InputFacts[],
  target: TargetFacts,
): KeptModel {
  const network = planNetwork(read.spec.model, inputs);
  const facts: DataFacts = {
    format: 1,
    name: read.spec.dataset.name,
    sha256: 'c'.repeat(64),
    source: [],
    samples: { train: 100, validation: 10, test: 10 },
    inputs,
    targets: [target],
    notes: [],
  };
  return {
    folder: 'runs/random',
    record: makeRecord({ name: read.spec.name }),
    read,
    facts,
    inputs,
    target,
    network,
    epoch: 1,
    weights: weightsOf(network),
  };
}

function weightsOf(network: Network): Map<string, Float32Array> {
  return new Map(
    network.weights.map(({ key, shape }) => {
      const drawn = randomNormal({ seed: 1, stream: streamOf(key) }, productOf(shape));
      // Variances are not negative; the sums of many inputs stay small.
      const size = Math.sqrt(productOf(shape.slice(0, -1)) + 1);
      return [
        key,
        drawn.map((value) => (key.includes('variance') ? 0.5 + value ** 2 : value / size)),
      ];
    }),
  );
}

/** So many samples for a model. */
export function samplesFor(kept: KeptModel, count: number): Values {
  return samplesOf(onlyInput(kept), count);
}

/** So many samples for one of its inputs. */
export function samplesOf(input: InputFacts, count: number): Values {
  const shape = [count, ...input.shape];
  const size = productOf(shape);
  const key = { seed: 5, stream: 1 };
  if (input.kind !== 'tokens') return { shape, values: randomNormal(key, size) };
  const words = Array.from(randomWords(key, size), (word) => word % (input.vocabulary ?? 1));
  return { shape, values: Int32Array.from(words) };
}

/** What a model is fed when it is recorded. */
export function fedTo({ inputs }: KeptModel): readonly ForwardInput[] {
  return inputs.map(({ shape, kind }) => ({
    shape,
    dtype: kind === 'tokens' ? 'int32' : 'float32',
  }));
}

/** A model's forward pass, and what it gives for samples. */
export function forwardOf(
  backend: Backend,
  kept: KeptModel,
  samples: Values,
): { readonly graph: ForwardGraph; readonly wanted: Values } {
  if (!backend.native) throw new Error('the native backend has a binding');
  using model = openModel(backend, kept.network, kept.weights);
  const graph = recordForward(backend.native, model, fedTo(kept));
  let wanted: Values = { shape: [], values: new Float32Array() };
  scope(() => {
    const output = model.forward([tensorOf(samples)]);
    wanted = { shape: output.shape, values: output.dataSync<'float32'>().slice() };
  });
  return { graph, wanted };
}

/** Samples as a tensor. */
export function tensorOf({ shape, values }: Values): Tensor {
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  return tf.tensor(values, [...shape], dtype);
}

/** How far values are from those wanted, beside the size of those: both as Euclidean norms. */
export function distanceOf(values: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (values.length !== wanted.length) return Infinity;
  let [apart, size] = [0, 0];
  for (let i = 0; i < wanted.length; i += 1) {
    const value = wanted[i] ?? NaN;
    // Both infinite, or neither a number: the same.
    if (!Object.is(values[i], value)) apart += ((values[i] ?? NaN) - value) ** 2;
    if (Number.isFinite(value)) size += value ** 2;
  }
  return Math.sqrt(apart / Math.max(size, 1e-12));
}
