// A kept model as a .keras file, to be opened, trained and saved by Keras: a model comes in, its
// bytes come out, or what Keras cannot hold of it.
import type { KeptModel } from '../../inference/kept.js';
import type { WeightValues } from '../../model/model.js';
import type { Network } from '../../model/network.js';
import type { Spec } from '../../spec/spec.js';
import type { RunLength } from '../../training/schedules/schedules.js';
import type { ExportFormat } from '../format.js';
import { inAndOut } from '../in-and-out.js';
import { kerasCompile } from './compile.js';
import { encodeKeras } from './archive.js';
import type { Config } from './config.js';
import { frontOf, frontProblems } from './front.js';
import {
  kerasGraph,
  kerasInputNames,
  kerasInputs,
  orderProblem,
  modelObject,
  type KerasFront,
} from './graph.js';
import { encodeHdf5 } from './hdf5.js';
import { inKeras, standInNotes, weightsInKeras } from './standing.js';
import { forgetsFrozen, optimizerArrays, weightArrays } from './weights.js';

/** What a .keras file is made of. */
export type KerasSource = {
  readonly network: Network;
  readonly weights: WeightValues;
  readonly spec: Spec;
  readonly length: RunLength;
  readonly front: readonly KerasFront[];
  /** When the weights were made, ISO 8601. */
  readonly saved: string;
};

/** A .keras file, what Keras cannot hold of it, and what it does otherwise. */
export type KerasFile = {
  readonly bytes: Uint8Array;
  readonly notes: readonly string[];
};

/** `--to keras`. */
export const kerasFormat = {
  name: 'keras',
  readBy: 'Keras 3, compiled there and ready to be trained on',
  fromGraph: false,
  problems: ({ kept, withPreprocessing }) => [
    ...frontProblems(kept, withPreprocessing),
    ...kerasModel(sourceOf(kept, withPreprocessing)).problems,
  ],
  reading: (folder, exported) => [
    `model = keras.saving.load_model(${JSON.stringify(`${folder}/${fileName}`)})`,
    `model.predict(${fedWith(exported.kept)})  # ${inAndOut(exported)}`,
  ],
  notes: ({ kept, withPreprocessing }) => kerasModel(sourceOf(kept, withPreprocessing)).notes,
  files: async ({ kept, withPreprocessing }) => {
    const { bytes } = await encodeKerasFile(sourceOf(kept, withPreprocessing));
    return new Map([[fileName, bytes]]);
  },
} as const satisfies ExportFormat;

const fileName = 'model.keras';

// One array, or one by the name of each input.
function fedWith({ network }: KeptModel): string {
  const names = kerasInputNames(network);
  if (names.length === 1) return 'x';
  return `{${names.map((name, i) => `${JSON.stringify(name)}: x${i + 1}`).join(', ')}}`;
}

/** What a kept model is written from. */
export function sourceOf(kept: KeptModel, withPreprocessing: boolean): KerasSource {
  const { spec } = kept.read;
  return {
    network: kept.network,
    weights: kept.weights,
    spec,
    length: {
      stepsPerEpoch: Math.ceil(kept.facts.samples.train / spec.batch_size),
      epochs: spec.epochs,
    },
    front: withPreprocessing ? frontOf(kept.inputs, kerasInputNames(kept.network)) : [],
    saved: kept.record.started,
  };
}

/** What Keras makes of a model, and what it has no place for, a sentence each. */
export function kerasModel({
  network: own,
  spec,
  length,
  front,
}: Omit<KerasSource, 'weights' | 'saved'>): {
  readonly config: Config;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly graph: ReturnType<typeof kerasGraph>;
  readonly state: ReturnType<typeof kerasCompile>['state'];
} {
  const network = inKeras(own);
  const order = orderProblem(network);
  const problems = order === null ? [] : [order];
  const graph = kerasGraph(network);
  const model = modelObject(
    graph,
    kerasInputs(network),
    spec.name,
    front,
    (layer) => (what) => problems.push(`${layer} ${what}`),
  );
  const compile = kerasCompile(spec, length, (what) => problems.push(`the spec ${what}`));
  problems.push(...sizeProblems(network, compile.state));
  return {
    config: { ...model, compile_config: compile.config },
    problems,
    graph,
    state: compile.state,
    notes: [
      ...standInNotes(own),
      ...graph.layers
        .filter(forgetsFrozen)
        .map(
          ({ spec }) =>
            `Keras opens ${graph.nameOf(spec.name)} as trained: model.get_layer(${JSON.stringify(graph.nameOf(spec.name))}).trainable = False freezes it, before model.compile`,
        ),
      ...graph.unused.map((name) => `the layer ${name} is left out: nobody takes what it gives`),
      ...compile.notes,
    ],
  };
}

// What the library that writes it can hold.
const most = 2 ** 31 - 2 ** 24;

function sizeProblems(
  { parameters: { total, trainable } }: Network,
  { slots }: ReturnType<typeof kerasCompile>['state'],
): readonly string[] {
  const bytes = 4 * (total + trainable * slots.flat().length);
  return bytes > most
    ? [
        `its weights, and what its optimizer keeps beside them, are ${bytes} bytes, and dlx writes .keras files of 2 GiB at most`,
      ]
    : [];
}

/** The bytes of a model's file, and what Keras does otherwise. */
export async function encodeKerasFile(source: KerasSource): Promise<KerasFile> {
  const { config, graph, state, notes } = kerasModel(source);
  const { arrays, names } = weightArrays(
    graph.layers,
    weightsInKeras(source.network, source.weights),
    source.front.map(({ className }) => className),
  );
  const weights = await encodeHdf5({
    arrays: [...arrays, ...optimizerArrays(state, graph.layers)],
    names,
  });
  return { bytes: encodeKeras(config, weights, source.saved), notes };
}
