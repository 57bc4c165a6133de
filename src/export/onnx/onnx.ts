// The format `onnx`: a kept model as one .onnx file, for onnxruntime and whatever else reads ONNX.
import type { InputFacts } from '../../dataset/facts.js';
import { answersOf } from '../../inference/answers.js';
import { readVersion } from '../../run/provenance.js';
import { foldWeights, withWholes } from '../../tensor/graph/folded.js';
import type { ForwardGraph } from '../../tensor/graph/forward-graph.js';
import type { Exported, ExportFormat } from '../format.js';
import { columnProblems } from './columns.js';
import { inAndOut, namesOfValues } from '../in-and-out.js';
import { tooLarge } from '../problems.js';
import { encodeModel } from './encode.js';
import { bareFace, rawFace, type Face } from './face.js';
import { withWholeConvolutions } from './convolutions.js';
import type { OnnxModel } from './model.js';
import { writeNetwork } from './network.js';
import { GraphWriter } from './writer.js';

/** `--to onnx`. */
export const onnx: ExportFormat = {
  name: 'onnx',
  readBy: 'onnxruntime, in any language, and whatever else reads ONNX',
  fromGraph: true,
  problems: (exported) => [
    ...tooLarge(exported, 'an .onnx file'),
    ...columnProblems(exported),
    ...rowProblems(exported),
  ],
  reading: (folder, exported) => {
    const { inputs, outputs } = faceOf(exported);
    const given = exported.kept.inputs.map(({ name }) => name);
    const isBare = inputs.map(({ name }) => name).join('\n') === given.join('\n');
    const values = namesOfValues(given);
    const fed = inputs
      .map(({ name, type }, i) => `${JSON.stringify(name)}: ${isBare ? values[i] : `${type}s`}`)
      .join(', ');
    const about = isBare
      ? inAndOut(exported)
      : `of each column an array with a value a row: doubles are numbers, strings words${inputs.some(({ type }) => type === 'uint8') ? ', uint8s pixels' : ''}`;
    const asked = outputs.map(({ name }) => JSON.stringify(name)).join(', ');
    return [
      `session = onnxruntime.InferenceSession(${JSON.stringify(`${folder}/${fileName}`)})`,
      `session.run([${asked}], {${fed}})  # ${about}`,
    ];
  },
  files: async (exported, forward) =>
    new Map([[fileName, encodeModel(onnxModel(exported, forward))]]),
};

const fileName = 'model.onnx';

// Columns go in as one value a row.
function rowProblems({ kept: { inputs }, withPreprocessing }: Exported): readonly string[] {
  return withPreprocessing && inputs.some(({ windows }) => windows)
    ? [
        '--with-preprocessing is for rows by themselves, and this model takes windows of them: leave it out, or export to keras',
      ]
    : [];
}

function faceOf({ kept, withPreprocessing }: Exported): Face {
  return withPreprocessing ? rawFace(kept) : bareFace(kept);
}

/** A kept model, whose forward pass is recorded, as one of ONNX. */
export function onnxModel(exported: Exported, forward: ForwardGraph): OnnxModel {
  const { kept } = exported;
  const face = faceOf(exported);
  const ports = [...face.inputs, ...face.outputs].map(({ name }) => name);
  const writer = new GraphWriter(ports, face.inputs[0]?.name ?? '');
  const graph = withWholeConvolutions(foldWeights(withWholes(forward), kept.weights));
  const output = writeNetwork(writer, graph, face.enter(writer));
  face.leave(writer, output);
  return {
    name: kept.record.name,
    about: `The best epoch of the run ${kept.record.name}, trained and exported by dlx.`,
    version: readVersion(),
    inputs: face.inputs,
    outputs: face.outputs,
    nodes: writer.nodes,
    initializers: writer.initializers,
    metadata: metadataOf(exported),
  };
}

// Of several inputs each key is followed by the name of one.
function inputMetadata(inputs: readonly InputFacts[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    inputs.flatMap(({ name, divide_by, columns }) => {
      const of = inputs.length === 1 ? '' : `:${name}`;
      return [
        [`divide_by${of}`, String(divide_by)],
        ...(columns === null ? [] : [[`columns${of}`, JSON.stringify(columns)]]),
      ];
    }),
  );
}

function metadataOf({ kept, withPreprocessing }: Exported): Readonly<Record<string, string>> {
  const { record, epoch, facts, inputs } = kept;
  const answers = answersOf(kept);
  return {
    dlx_version: readVersion(),
    run_id: record.id,
    run_name: record.name,
    epoch: String(epoch),
    dataset: facts.name,
    dataset_sha256: facts.sha256,
    preprocessing: withPreprocessing ? 'inside' : 'outside',
    ...inputMetadata(inputs),
    target: answers.name,
    ...(answers.kind === 'classes'
      ? { class_names: JSON.stringify(answers.classes) }
      : answers.kind === 'labels'
        ? { label_names: JSON.stringify(answers.labels) }
        : { target_scale: JSON.stringify(answers.scale) }),
  };
}
