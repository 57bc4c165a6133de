// The table of formats that a kept model can be written in.
import type { ExportFormat } from './format.js';
import { kerasFormat } from './keras/keras.js';
import { onnx } from './onnx/onnx.js';
import { pytorch } from './pytorch/pytorch.js';
import { savedModel } from './savedmodel.js';
import { tfjs } from './tfjs.js';

/** Every format, in the order in which help lists them. */
export const formats: readonly ExportFormat[] = [onnx, kerasFormat, savedModel, tfjs, pytorch];

/** The format of this name. Throws an Error where there is none: the command line knows them. */
export function formatNamed(name: string): ExportFormat {
  const found = formats.find((format) => format.name === name);
  if (!found) throw new Error(`no format is called ${name}`);
  return found;
}
