// Names of layers as names in Python: letters, digits and underscores, each once, and none that a
// module of PyTorch has already.

// What a layer's code adds to its name.
const endings = [
  ...['depthwise', 'pointwise', 'query', 'key', 'value', 'output', 'heads'],
  ...['forward', 'backward', 'mean', 'deviation'],
];

const keywords = [
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class'],
  ...['continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if'],
  ...['import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try'],
  ...['while', 'with', 'yield'],
];

// What the file itself uses, and what torch.nn.Module has (PyTorch 2.13).
const used = [
  'F',
  'nn',
  'self',
  'torch',
  'x',
  'json',
  'pathlib',
  'print',
  'super',
  'Model',
  'load',
];
const ofModules = [
  'T_destination',
  ...[
    'add_module',
    'apply',
    'bfloat16',
    'buffers',
    'call_super_init',
    'children',
    'compile',
    'cpu',
  ],
  ...['cuda', 'double', 'dump_patches', 'eval', 'extra_repr', 'float', 'forward', 'get_buffer'],
  ...['get_extra_state', 'get_parameter', 'get_submodule', 'half', 'ipu', 'load_state_dict'],
  ...['modules', 'mtia', 'named_buffers', 'named_children', 'named_modules', 'named_parameters'],
  ...['parameters', 'register_backward_hook', 'register_buffer', 'register_forward_hook'],
  ...['register_forward_pre_hook', 'register_full_backward_hook', 'register_module'],
  ...['register_full_backward_pre_hook', 'register_load_state_dict_post_hook'],
  ...['register_load_state_dict_pre_hook', 'register_parameter', 'register_state_dict_post_hook'],
  ...['register_state_dict_pre_hook', 'requires_grad_', 'set_extra_state', 'set_submodule'],
  ...['share_memory', 'state_dict', 'to', 'to_empty', 'train', 'training', 'type', 'xpu'],
  'zero_grad',
];

/** A function that gives each layer, by its name, a name in Python that nothing else has. */
export function pythonNames(): (layer: string) => string {
  const taken = new Set([...keywords, ...used, ...ofModules]);
  return (layer) => {
    const safe = layer.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[^A-Za-z])/, 'layer_');
    const formsOf = (name: string): readonly string[] => [
      name,
      ...endings.map((ending) => `${name}_${ending}`),
    ];
    let name = safe;
    for (let i = 1; formsOf(name).some((form) => taken.has(form)); i += 1) name = `${safe}_${i}`;
    for (const form of formsOf(name)) taken.add(form);
    return name;
  };
}
