// The files that Keras made for the tests of import, and what it predicts with them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKerasArchive, type KerasArchive } from '../../src/import/archive.js';
import { importKeras, type ImportedModel } from '../../src/import/keras.js';
import { openModel } from '../../src/model/model.js';
import { scope, type Backend } from '../../src/tensor/backend.js';
import { root } from '../folders.js';
import { tensorOf } from '../model/keras.js';
import type { Saved } from '../model/fixtures.js';

/** Where they are. */
export const kerasFiles = join(root, 'test/fixtures/keras-files');

/** What Keras says of one. */
export type Predicted = {
  readonly input: Saved;
  readonly tokens: boolean;
  /** Of a model with several, in their order. */
  readonly inputs?: readonly Saved[];
  readonly output: Saved;
  readonly parameters: number;
  readonly trainable: number;
};

/** By the names of files. */
export function predictedIn(folder: string): ReadonlyMap<string, Predicted> {
  const text = readFileSync(join(folder, 'outputs.json'), 'utf8');
  return new Map(Object.entries(JSON.parse(text) as Record<string, Predicted>));
}

/** A file, taken apart. */
export function archiveOf(name: string): Promise<KerasArchive> {
  return readKerasArchive(join(kerasFiles, `${name}.keras`));
}

/** A file, imported. */
export async function importedFrom(folder: string, name: string): Promise<ImportedModel> {
  return importKeras(await readKerasArchive(join(folder, `${name}.keras`)), `${name}.keras`);
}

/** What dlx gives for what Keras was given. */
export function outputOf(
  { network, tensors, inputs }: ImportedModel,
  { input, tokens, inputs: several }: Predicted,
  backend: Backend,
): Float32Array {
  using model = openModel(
    backend,
    network,
    new Map(tensors.map(({ name, values }) => [name, values])),
  );
  let output = new Float32Array();
  scope(() => {
    output = Float32Array.from(
      model
        .forward(
          several?.map((one, i) =>
            tensorOf(one, inputs[i]?.dtype === 'int32' ? 'int32' : 'float32'),
          ) ?? [tensorOf(input, tokens ? 'int32' : 'float32')],
        )
        .dataSync(),
    );
  });
  return output;
}
