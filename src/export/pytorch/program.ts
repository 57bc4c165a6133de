// The Python file: a module of torch.nn that computes what the kept model does, and how its weights
// are loaded. Nothing of a spec's text stands in it but numbers, and names that were made safe.
import type { KeptModel } from '../../inference/kept.js';
import { known } from '../../ground/known.js';
import { modelInput } from '../../spec/spec.js';
import { isChain, type TorchStep } from './translated.js';
import type { Layout } from './translation.js';

/** The text of model.py. */
export function pythonProgram(kept: KeptModel, steps: readonly TorchStep[]): string {
  const init = steps.flatMap(({ translated }) => translated.init);
  return [
    ...headOf(kept),
    '',
    'import json',
    'import pathlib',
    '',
    'import torch',
    'import torch.nn.functional as F',
    'from torch import nn',
    '',
    '',
    'class Model(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...init.map((line) => `        ${line}`),
    '',
    '    def forward(self, x):',
    ...forwardLines(steps).map((line) => `        ${line}`),
    '',
    '',
    ...loading,
    '',
    '',
    'if __name__ == "__main__":',
    `    x = torch.zeros(1, ${kept.input.shape.join(', ')})`,
    '    with torch.no_grad():',
    '        print(load()(x))',
    '',
  ].join('\n');
}

function headOf({ input, network, epoch }: KeptModel): readonly string[] {
  const shape = (sizes: readonly number[]): string => `[${['batch', ...sizes].join(', ')}]`;
  const what = {
    image: `height × width × channels${input.divide_by === 1 ? '' : `, values divided by ${input.divide_by}`}`,
    table: 'the columns as data.json says',
    tokens: `whole numbers below ${input.vocabulary ?? 'the size of the vocabulary'}`,
  }[input.kind];
  return [
    `"""A model that dlx trained (its epoch ${epoch}), for PyTorch 2.4 or later.`,
    '',
    `It takes ${shape(input.shape)} (${what}), as dlx does,`,
    `and gives ${shape(network.outputShape)}. Where a layer wants its channels first, forward() moves them.`,
    '',
    '    from model import load',
    '    model = load()',
    '"""',
  ];
}

// Reads safetensors, whose every tensor here is float32, without a package for it.
const loading = [
  'def read_safetensors(path):',
  '    data = bytearray(path.read_bytes())',
  '    start = 8 + int.from_bytes(data[:8], "little")',
  '    header = json.loads(data[8:start])',
  '    header.pop("__metadata__", None)',
  '    state = {}',
  '    for name, tensor in header.items():',
  '        begin, end = tensor["data_offsets"]',
  '        flat = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=start + begin)',
  '        state[name] = flat.reshape(tensor["shape"])',
  '    return state',
  '',
  '',
  'def load(folder=pathlib.Path(__file__).parent):',
  '    model = Model()',
  '    model.load_state_dict(read_safetensors(pathlib.Path(folder) / "model.safetensors"))',
  '    return model.train(False)',
];

type Variable = { readonly name: string; readonly layout: Layout; readonly rank: number };

function forwardLines(steps: readonly TorchStep[]): readonly string[] {
  const chain = isChain(steps);
  const first = steps[0]?.inputs[0]?.length ?? 0;
  const variables = new Map<string, Variable>([
    [modelInput, { name: 'x', layout: 'last', rank: first }],
  ]);
  let last: Variable = { name: 'x', layout: 'last', rank: first };
  const lines = steps.flatMap((step) => {
    const { spec, outputShape } = step.layer;
    const inputs = spec.inputs.map((name) => known(variables, name));
    const output = chain ? 'x' : step.name;
    const written = stepLines(step, inputs, output);
    const rank = outputShape.length;
    last = { name: output, layout: rank > 1 ? written.layout : 'last', rank };
    variables.set(spec.name, last);
    return written.lines;
  });
  return [...lines, `return ${moved(last, 'last')}`];
}

function stepLines(
  { translated }: TorchStep,
  inputs: readonly Variable[],
  output: string,
): { readonly lines: readonly string[]; readonly layout: Layout } {
  const layouts = new Set(inputs.map(({ layout }) => layout));
  const common = layouts.size === 1 ? (inputs[0]?.layout ?? 'last') : 'last';
  const layout = translated.takes === 'any' ? common : translated.takes;
  const taken = inputs.map((input) => moved(input, layout));
  const [only = 'x'] = taken;
  // An expression that uses its input several times is given a variable.
  const isMoved = taken.length === 1 && only !== inputs[0]?.name;
  const lines = isMoved
    ? [`${output} = ${only}`, ...translated.lines([output], output, layout)]
    : translated.lines(taken, output, layout);
  return { lines: lines.filter((line) => line !== `${output} = ${output}`), layout };
}

// Of two axes there is only one order.
function moved({ name, layout, rank }: Variable, wanted: Layout): string {
  if (layout === wanted || rank < 2) return name;
  return `${name}.movedim${wanted === 'first' ? '(-1, 1)' : '(1, -1)'}`;
}
