// The Python file: a module of torch.nn that computes what the kept model does, and how its weights
// are loaded. Nothing of a spec's text stands in it but numbers, and names that were made safe.
import type { InputFacts } from '../../dataset/facts.js';
import type { KeptModel } from '../../inference/kept.js';
import { itemAt, known } from '../../ground/known.js';
import { isChain, type TorchNetwork, type TorchStep } from './translated.js';
import type { Layout } from './translation.js';

/** The text of model.py. */
export function pythonProgram(
  kept: KeptModel,
  { steps, inputs }: Pick<TorchNetwork, 'steps' | 'inputs'>,
): string {
  const init = steps.flatMap(({ translated }) => translated.init);
  return [
    ...headOf(kept, inputs),
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
    `    def forward(self, ${inputs.join(', ')}):`,
    ...forwardLines(kept, steps, inputs).map((line) => `        ${line}`),
    '',
    '',
    ...loading,
    '',
    '',
    'if __name__ == "__main__":',
    ...kept.inputs.map(({ shape }, i) => `    ${inputs[i]} = torch.zeros(1, ${shape.join(', ')})`),
    '    with torch.no_grad():',
    `        print(load()(${inputs.join(', ')}))`,
    '',
  ].join('\n');
}

function headOf(
  { inputs, network, epoch }: KeptModel,
  names: readonly string[],
): readonly string[] {
  const shape = (sizes: readonly number[]): string => `[${['batch', ...sizes].join(', ')}]`;
  const taken = inputs.map((input, i) => {
    const own = inputs.length === 1 ? '' : `${names[i]}, `;
    return `${own}${shape(input.shape)} (${whatOf(input)})`;
  });
  return [
    `"""A model that dlx trained (its epoch ${epoch}), for PyTorch 2.4 or later.`,
    '',
    `It takes ${taken.join(',\nand ')}, as dlx does,`,
    `and gives ${shape(network.outputShape)}. Where a layer wants its channels first, forward() moves them.`,
    '',
    '    from model import load',
    '    model = load()',
    '"""',
  ];
}

function whatOf({ kind, divide_by: by, vocabulary }: InputFacts): string {
  const divided = by === 1 ? '' : `, values divided by ${by}`;
  return {
    image: `height × width × channels${divided}`,
    table: 'the columns as data.json says',
    tokens: `whole numbers below ${vocabulary ?? 'the size of the vocabulary'}`,
    values: `values as in the data${divided}`,
  }[kind];
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

function forwardLines(
  { network }: KeptModel,
  steps: readonly TorchStep[],
  inputs: readonly string[],
): readonly string[] {
  const chain = isChain(steps, network);
  const given = network.inputs.map(({ shape }, i): Variable => ({
    name: itemAt(inputs, i),
    layout: 'last',
    rank: shape.length,
  }));
  const variables = new Map<string, Variable>(
    Array.from(network.inputPlaces, ([name, place]) => [name, itemAt(given, place)]),
  );
  let last = itemAt(given, 0);
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
