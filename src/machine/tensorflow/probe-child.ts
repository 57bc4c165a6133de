// Run by itself as `node probe-child.js ADDON`: loads TensorFlow, computes one sum, and prints one
// line of JSON. In a process of its own because a TensorFlow that does not fit the machine ends the
// process it is loaded into.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

type Binding = {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_ATTR_TYPE: number;
  createTensor(shape: readonly number[], dtype: number, values: Float32Array): number;
  executeOp(
    name: string,
    attributes: readonly object[],
    inputs: readonly number[],
    outputs: number,
  ): readonly { readonly id: number }[];
  tensorDataSync(id: number): Float32Array;
  isUsingGpuDevice(): boolean;
};

const binding = createRequire(import.meta.url)(process.argv[2] ?? '') as Binding;
const [left, right] = [
  [1, 2],
  [3, 40],
].map((values) => binding.createTensor([2], binding.TF_FLOAT, new Float32Array(values)));
const outputs = binding.executeOp(
  'AddV2',
  [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }],
  [left ?? -1, right ?? -1],
  1,
);
const sum = [...binding.tensorDataSync(outputs[0]?.id ?? -1)];
writeSync(
  1,
  `${JSON.stringify({ version: binding.TF_Version, uses_gpu: binding.isUsingGpuDevice(), sum, libraries: readLoadedLibraries() })}\n`,
);

function readLoadedLibraries(): string[] {
  const names = readFileSync('/proc/self/maps', 'utf8').match(
    /\/[^\s]*lib(?:tensorflow|cuda|cudart|cudnn|cublas)[^\s/]*\.so[^\s]*/g,
  );
  return [...new Set(names ?? [])];
}
