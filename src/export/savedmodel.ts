// A SavedModel of TensorFlow's: the forward pass as a graph with the weights as constants in it, and
// the signature that TensorFlow, Keras' TFSMLayer and TensorFlow Serving call it by.
import type { InputFacts } from '../dataset/facts.js';
import { codes } from '../tensor/graph/codes.js';
import { encodeSavedModel } from '../tensor/graph/saved-model.js';
import type { ExportFormat } from './format.js';
import { frozenGraph } from './frozen.js';
import { inAndOut, namesOfValues } from './in-and-out.js';
import { noPreprocessing, tooLarge } from './problems.js';

/** `--to savedmodel`. */
export const savedModel: ExportFormat = {
  name: 'savedmodel',
  readBy: 'TensorFlow, TensorFlow Serving and Keras (TFSMLayer)',
  fromGraph: true,
  problems: (exported) => [...noPreprocessing(exported), ...tooLarge(exported, 'a SavedModel')],
  reading: (folder, exported) => [
    `predict = tf.saved_model.load(${JSON.stringify(folder)}).signatures['serving_default']`,
    `predict(**{${fedWith(exported.kept.inputs)}})[${JSON.stringify(exported.kept.target.name)}]  # ${inAndOut(exported)}`,
  ],
  files: async ({ kept }, forward) => {
    const { nodes, signature } = frozenGraph(kept, forward);
    return new Map([['saved_model.pb', encodeSavedModel(nodes, codes, signature)]]);
  },
};

function fedWith(inputs: readonly InputFacts[]): string {
  const values = namesOfValues(inputs);
  return inputs.map(({ name }, i) => `${JSON.stringify(name)}: ${values[i]}`).join(', ');
}
