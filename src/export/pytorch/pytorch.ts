// A model for PyTorch: a Python file that rebuilds the network in torch.nn, and its weights as
// safetensors, laid out as PyTorch wants them. For networks of layers that torch.nn has.
import { encodeSafetensors } from '../../run/format/safetensors.js';
import type { ExportFormat } from '../format.js';
import { inAndOut, namesOfValues } from '../in-and-out.js';
import { noPreprocessing } from '../problems.js';
import { pythonProgram } from './program.js';
import { translatedNetwork } from './translated.js';

/** `--to pytorch`. */
export const pytorch: ExportFormat = {
  name: 'pytorch',
  readBy: 'PyTorch, in Python',
  fromGraph: false,
  problems: (exported) => [
    ...noPreprocessing(exported),
    ...translatedNetwork(exported.kept).problems,
  ],
  reading: (folder, exported) => [
    `import sys; sys.path.insert(0, ${JSON.stringify(folder)})`,
    'from model import load; model = load()',
    `model(${namesOfValues(exported.kept.inputs)
      .map((name) => `torch.tensor(${name})`)
      .join(', ')})  # ${inAndOut(exported)}`,
  ],
  files: async ({ kept }) => {
    const translated = translatedNetwork(kept);
    const tensors = translated.steps.flatMap((step) => step.translated.tensors);
    return new Map<string, string | Uint8Array>([
      ['model.py', pythonProgram(kept, translated)],
      ['model.safetensors', encodeSafetensors(tensors)],
    ]);
  },
};
