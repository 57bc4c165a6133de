// `dlx import`: a model that Keras saved as a spec and its weights, or weights alone for a spec that
// there is; in new files, over nothing that is there.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { misuse } from '../ground/errors.js';
import { createOutput, files } from '../ground/files.js';
import { sha256, sha256OfFile } from '../ground/hash.js';
import { readKerasArchive } from '../import/archive.js';
import { importKeras, readWeights } from '../import/keras.js';
import { writtenSpec } from '../import/written.js';
import { readHdf5File } from '../import/weights-file.js';
import { checkOutsideRuns } from '../run/outside.js';
import { encodeSafetensors, type NamedTensor } from '../run/format/safetensors.js';
import { nameOfFile } from '../spec/read.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import { done, doneJson } from './answer.js';
import { planShown, type Answer } from './command.js';

/** Writes what one file of Keras' comes to. */
export async function importCommand({
  file,
  spec,
  output,
  json,
}: Given<'import'>): Promise<Answer> {
  const isArchive = /\.keras$/i.test(file);
  if (!isArchive && !/\.h5$/i.test(file)) {
    throw misuse(`import takes a .keras or a .weights.h5 file of Keras 3, got ${file}`);
  }
  if (!isArchive && spec === undefined) {
    throw misuse(
      `${file} holds weights alone, and says nothing of their layers: name the spec that does with --spec`,
    );
  }
  const told =
    spec === undefined
      ? await importModel(file, output)
      : await importWeights(file, spec, output, isArchive);
  return json ? doneJson(told.document) : done(escapeText(told.said), told.notes.map(escapeText));
}

type Told = {
  readonly document: object;
  readonly said: string;
  readonly notes: readonly string[];
};

async function importModel(file: string, output: string | undefined): Promise<Told> {
  const place = output ?? `${nameOfFile(file)}.yaml`;
  const weights = `${place.replace(/\.ya?ml$/i, '')}.safetensors`;
  const archive = await readKerasArchive(file);
  const model = await importKeras(archive, file);
  const text = writtenSpec(model, {
    file: basename(file),
    version: archive.version,
    weights: basename(weights),
  });
  writeNew([weights, encodeWeights(model.tensors, `Keras ${archive.version}`)], [place, text]);
  const { layers, parameters } = model.network;
  return {
    document: {
      spec: place,
      weights,
      layers: layers.length,
      parameters: parameters.total,
      inputs: model.inputs,
      notes: model.notes,
    },
    said: `${place}: ${counted(layers.length, 'layer')}, ${parameters.total} parameters, which ${weights} holds; say in it what to train on`,
    notes: model.notes,
  };
}

async function importWeights(
  file: string,
  spec: string,
  output: string | undefined,
  isArchive: boolean,
): Promise<Told> {
  const weights = output ?? `${nameOfFile(file)}.safetensors`;
  const bytes = isArchive ? (await readKerasArchive(file)).weights : readHdf5File(file);
  const [plan] = await planShown([spec], {});
  if (!plan) throw new Error('one spec gives one plan');
  const tensors = await readWeights(bytes, plan.network, [], file);
  writeNew([weights, encodeWeights(tensors, 'Keras')]);
  const { total } = plan.network.parameters;
  return {
    document: { spec, weights, parameters: total, notes: [] },
    said: `${weights}: the ${total} parameters of ${spec}`,
    notes: [],
  };
}

function encodeWeights(tensors: readonly NamedTensor[], from: string): Uint8Array {
  return encodeSafetensors(tensors, { from });
}

// What was made of a file is there whole, or not at all; the spec last, so that one that is there has
// its weights. Weights that are there already, byte for byte, are those of an import that was
// killed before its spec, and are taken.
function writeNew(
  weights: readonly [path: string, bytes: Uint8Array],
  spec?: readonly [path: string, text: string],
): void {
  const written: string[] = [];
  checkOutsideRuns(weights[0]);
  const isHeld = spec !== undefined && !existsSync(spec[0]) && holds(...weights);
  try {
    for (const [path, content] of [...(isHeld ? [] : [weights]), ...(spec ? [spec] : [])]) {
      if (!createOutput(path, content)) {
        throw misuse(
          `${JSON.stringify(path)} is there already, and import overwrites nothing: remove it, or name another file with --output`,
        );
      }
      written.push(path);
    }
  } catch (error) {
    for (const path of written) files.remove(path);
    throw error;
  }
}

function holds(path: string, bytes: Uint8Array): boolean {
  try {
    return sha256OfFile(path) === sha256(bytes);
  } catch {
    // A folder, a pipe, what may not be read: it is told of as what is there already.
    return false;
  }
}
