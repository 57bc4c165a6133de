// TensorFlow.js itself as the reader of graph models, on its backend in plain JavaScript.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ExportFiles } from '../../src/export/format.js';
import type { tf as core } from '../../src/tensor/tfjs.js';
import { root } from '../folders.js';
import { tensorOf, type Values } from './models.js';

type Tfjs = typeof core & {
  readonly loadGraphModel: (
    source: object,
  ) => Promise<{ readonly predict: (x: unknown) => ReturnType<typeof core.zeros> }>;
};

// The whole of it, as others install it; dlx loads a part.
const stock = createRequire(join(root, 'package.json'))('@tensorflow/tfjs') as Tfjs;
// Else it says that another package is faster.
stock.enableProdMode();

/** What the files of a graph model give for samples, or for some by the names of its inputs. */
export async function predictedInNode(
  files: ExportFiles,
  samples: Values | Readonly<Record<string, Values>>,
): Promise<Values> {
  // Of a process that has none so far there is none to go back to.
  const before: string | undefined = stock.getBackend();
  await stock.setBackend('cpu');
  try {
    const model = await stock.loadGraphModel({ load: async () => artifacts(files) });
    const output = model.predict(fed(samples));
    return { shape: output.shape, values: Float32Array.from(await output.data()) };
  } finally {
    if (before) await stock.setBackend(before);
  }
}

function fed(samples: Values | Readonly<Record<string, Values>>): unknown {
  if (isValues(samples)) return tensorOf(samples);
  return Object.fromEntries(
    Object.entries(samples).map(([name, values]) => [name, tensorOf(values)]),
  );
}

function isValues(samples: Values | Readonly<Record<string, Values>>): samples is Values {
  return Array.isArray(samples['shape']);
}

// What an IOHandler gives.
function artifacts(files: ExportFiles): object {
  const { weightsManifest, modelTopology, signature, format } = JSON.parse(
    String(files.get('model.json')),
  ) as {
    readonly weightsManifest: readonly {
      readonly paths: readonly string[];
      readonly weights: readonly object[];
    }[];
    readonly modelTopology: object;
    readonly signature: object;
    readonly format: string;
  };
  const parts = weightsManifest.flatMap(({ paths }) =>
    paths.map((path) => Buffer.from(files.get(path) ?? '')),
  );
  const bytes = Buffer.concat(parts);
  return {
    format,
    modelTopology,
    signature,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  };
}
