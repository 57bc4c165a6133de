// What a trainer's variables are and start from: weights, the optimizer's slots for each of them, and
// the running totals.
import type { Dataset, Part } from '../dataset/dataset.js';
import { itemAt, known } from '../ground/known.js';
import { streamOf } from '../ground/random.js';
import { drawInitial } from '../model/initializers.js';
import { sizeOf, type FittingData } from '../model/layer.js';
import type { WeightValues } from '../model/model.js';
import type { Network } from '../model/network.js';
import type { Spec } from '../spec/spec.js';
import type { Backend } from '../tensor/backend.js';
import type { Named } from './kept.js';
import { optimizerEntry } from './optimizers/optimizers.js';
import type { State } from './parts.js';
import { totalsOf } from './totals.js';

// Rows gathered at a time where all of them are looked through.
const fittingBatch = 1000;

/** What weights that are fitted to an input of the data, by its place, see of its training part. */
export function fittingData({ source, rows }: Part, place: number): FittingData {
  const { shape, divideBy } = itemAt(source.inputs, place);
  const size = sizeOf(shape);
  return {
    shape,
    divideBy,
    *rows() {
      for (let start = 0; start < rows.length; start += fittingBatch) {
        const batch = source.gather(rows.subarray(start, start + fittingBatch));
        const { values } = itemAt(batch.inputs, place);
        for (let i = 0; i < batch.count; i += 1) yield values.subarray(i * size, (i + 1) * size);
      }
    },
  };
}

/** What each weight of a network starts from. */
export function initialWeights(spec: Spec, network: Network, dataset: Dataset): WeightValues {
  const all = initialValues(spec, network, (place) => fittingData(dataset.train, place));
  return new Map(network.weights.map(({ key }) => [key, all.get(key) ?? new Float32Array()]));
}

/**
 * Every variable's first value: weights by key, slots by key and name, totals. `dataOf` gives the
 * training part of an input of the network, by its place.
 */
export function initialValues(
  spec: Spec,
  network: Network,
  dataOf: (place: number) => FittingData,
): ReadonlyMap<string, Float32Array> {
  // A layer with fitted weights stands straight on the data.
  const places = new Map(
    network.layers.map(({ spec: { name, inputs } }) => [
      name,
      network.inputPlaces.get(inputs[0] ?? '') ?? 0,
    ]),
  );
  const slots = optimizerEntry(spec.optimizer).slots(spec.optimizer.arguments);
  const weights = network.weights.flatMap(
    ({ key, layer, shape, initializer, trainable, fitted, adjust = (values) => values }) => {
      const values =
        fitted?.(dataOf(known(places, layer))) ??
        adjust(
          drawInitial(initializer, shape, { seed: spec.seed, stream: streamOf(`initial/${key}`) }),
        );
      const own = trainable
        ? slots.map(
            ({ name, initial }) =>
              [
                `${key}/${name}`,
                initial === 'weight' ? values : new Float32Array(sizeOf(shape)).fill(initial),
              ] as const,
          )
        : [];
      return [[key, values] as const, ...own];
    },
  );
  return new Map([
    ...weights,
    ...totalsOf(spec, network).map(
      ({ name, shape }) => [name, new Float32Array(sizeOf(shape))] as const,
    ),
  ]);
}

/** Each variable with its shape: weights, a slot like its weight, totals. */
export function stateShapes(
  { weights }: Network,
  names: Iterable<string>,
  totals: readonly Named[],
): readonly Named[] {
  const known = new Map([
    ...weights.map(({ key, shape }) => [key, shape] as const),
    ...totals.map(({ name, shape }) => [name, shape] as const),
  ]);
  return Array.from(names, (name) => ({
    name,
    shape: known.get(name) ?? known.get(weightOf(name)) ?? [],
  }));
}

// The weight that a slot belongs to.
function weightOf(slot: string): string {
  return slot.slice(0, slot.lastIndexOf('/'));
}

/** The variables of a run on a backend, with their first values. */
export function stateOf(
  backend: Backend,
  spec: Spec,
  network: Network,
  initial: ReadonlyMap<string, Float32Array>,
): State {
  const shapes = new Map(network.weights.map(({ key, shape }) => [key, shape]));
  const variable = (name: string, shape: readonly number[]) =>
    backend.variable(name, shape, known(initial, name));
  const isSlot = (name: string): boolean => !shapes.has(name) && shapes.has(weightOf(name));
  const slots = [...initial.keys()]
    .filter(isSlot)
    .map((name) => [name, variable(name, shapes.get(weightOf(name)) ?? [])] as const);
  const totals = totalsOf(spec, network).map(({ name, shape }) => variable(name, shape));
  return {
    weights: new Map([...shapes].map(([key, shape]) => [key, variable(key, shape)])),
    slots: new Map(slots),
    totals: totals.slice(0, -1),
    finiteSteps: itemAt(totals, -1),
  };
}
