// A model of Keras as a spec and its weights: the parts of a .keras file come in, keys of a spec and
// the tensors of a safetensors file come out, or all that dlx cannot express.
import { SpecProblems } from '../document/problems.js';
import { kerasGraph, orderProblem } from '../export/keras/graph.js';
import { weightPaths } from '../export/keras/weights.js';
import { language } from '../experiment/language.js';
import { failure, problemSaid, type UserError } from '../ground/errors.js';
import { itemAt, known } from '../ground/known.js';
import { LayerProblem, planNetwork, type Network, type NetworkInput } from '../model/network.js';
import type { NamedTensor } from '../run/format/safetensors.js';
import { readSpecText } from '../spec/read.js';
import type { LayerSpec } from '../spec/spec.js';
import type { KerasArchive } from './archive.js';
import { compiledKeys } from './compiled.js';
import { readHdf5 } from './hdf5.js';
import { writtenModel } from './layers.js';
import { modelIn, type KerasModelInput } from './model.js';

/** What was made of a file. */
export type ImportedModel = {
  /** Keys of a spec: the model, and how it was compiled. */
  readonly keys: Readonly<Record<string, unknown>>;
  readonly network: Network;
  /** By the names that layers have for them. */
  readonly inputs: readonly KerasModelInput[];
  readonly tensors: readonly NamedTensor[];
  /** What is otherwise than in Keras, or was left out, a sentence each. */
  readonly notes: readonly string[];
};

/**
 * What a .keras file comes to in dlx; `file` is what it is called. Throws a UserError with every
 * layer and argument that dlx cannot express, and where the weights are not those of the model.
 */
export async function importKeras(archive: KerasArchive, file: string): Promise<ImportedModel> {
  const problems: string[] = [];
  const tell = (message: string): void => void problems.push(message);
  const model = modelIn(archive.config, tell);
  const written = model && writtenModel(model, tell);
  if (!model || !written || problems.length > 0) throw inexpressible(file, problems);
  const notes = [...written.notes];
  const compiled = compiledKeys(model.compile, language, (message) =>
    notes.push(`left out: ${message}`),
  );
  const inputs = model.inputs.map((input, i) => ({ ...input, name: itemAt(written.inputs, i) }));
  const layers = specLayers(written.items, written.inputs, file);
  const network = networkOf(layers, inputs, file);
  const tensors = await readWeights(archive.weights, network, written.front, file);
  return {
    keys: { model: written.items, ...compiled },
    network,
    inputs,
    tensors,
    notes,
  };
}

/**
 * The weights of a network from an HDF5 file of Keras'; `front` are classes of layers before its
 * own. Throws a UserError with all that does not fit.
 */
export async function readWeights(
  bytes: Uint8Array,
  network: Network,
  front: readonly string[],
  file: string,
): Promise<readonly NamedTensor[]> {
  const order = orderProblem(network);
  if (order !== null) throw inexpressible(file, [order]);
  const places = weightPaths(kerasGraph(network).layers, front);
  const { values, problems } = await readHdf5(bytes, places, isWeight);
  if (problems.length > 0) throw all(`the weights of ${file} do not fit its model: it`, problems);
  return places.map(({ key, path, shape }) => ({
    name: key,
    shape,
    values: known(values, path),
  }));
}

// Where layers drop values, some versions of Keras keep a state of random numbers.
function isWeight(path: string): boolean {
  return /^layers\/.*vars\/\d+$/.test(path) && !path.includes('seed_generator');
}

function specLayers(
  model: readonly unknown[],
  inputs: readonly string[],
  file: string,
): readonly LayerSpec[] {
  // Any data set with inputs of these names.
  const dataset = {
    name: 'arrays',
    inputs: Object.fromEntries(inputs.map((name) => [name, 'x.npy'])),
    target: 'y.npy',
    test_split: 0.2,
  };
  try {
    const text = JSON.stringify({ dataset, loss: 'mean_squared_error', model });
    return readSpecText(text, file, { language }).spec.model;
  } catch (error) {
    if (!(error instanceof SpecProblems)) throw error;
    throw inexpressible(
      file,
      error.problems.map(({ message }) => message),
    );
  }
}

function networkOf(
  layers: readonly LayerSpec[],
  inputs: readonly NetworkInput[],
  file: string,
): Network {
  try {
    return planNetwork(layers, inputs);
  } catch (error) {
    if (error instanceof LayerProblem) throw inexpressible(file, [error.message]);
    throw error;
  }
}

function inexpressible(file: string, problems: readonly string[]): UserError {
  return all(`${file} holds what dlx cannot express:`, problems);
}

const mostShown = 50;

// A sentence each, and one error for all of them.
function all(what: string, problems: readonly string[]): UserError {
  const shown = problems.slice(0, mostShown);
  const more = problems.length - shown.length;
  const lines = more > 0 ? [...shown, `and ${more} more`] : shown;
  const message =
    lines.length === 1
      ? `${what} ${lines.join('')}`
      : [what, ...lines.map((line) => `  ${line}`)].join('\n');
  return failure(message, 'data', {
    problems: shown.map((problem) => problemSaid(`${what} ${problem}`)),
  });
}
