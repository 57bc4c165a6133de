// What a layer becomes in PyTorch: lines of Python and tensors. One entry of a table a layer.
import type { NamedTensor } from '../../run/format/safetensors.js';
import type { SampleShape } from '../../model/layer.js';

/**
 * Where a tensor has its channels: `last` as dlx and Keras, or `first` (behind the batch), as
 * PyTorch's convolutions. Of a tensor with two axes they are the same.
 */
export type Layout = 'last' | 'first';

/** A layer to be translated. */
export type TorchLayer = {
  /** What it is called in Python. */
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly inputs: readonly SampleShape[];
  readonly output: SampleShape;
  /** A weight by the layer's own name for it; undefined where it has none of that name. */
  readonly weight: (name: string) => Omit<NamedTensor, 'name'> | undefined;
  /** The layer that this one holds, translated. */
  readonly inner: (
    argument: 'layer' | 'backward_layer',
    name: string,
    more: {
      readonly weights: string;
      readonly inputs: readonly SampleShape[];
      readonly arguments?: Readonly<Record<string, unknown>>;
    },
  ) => Translated;
};

/** Python code that computes a layer. */
export type Translated = {
  /** Lines of `__init__`. */
  readonly init: readonly string[];
  /** By their names in the state of the module. */
  readonly tensors: readonly NamedTensor[];
  /** Where its inputs must have their channels; `any` keeps them where they are. */
  readonly takes: Layout | 'any';
  /** Lines of `forward` from variables (or, with several inputs, expressions) to a variable. */
  readonly lines: (inputs: readonly string[], output: string, layout: Layout) => readonly string[];
};

/** A layer, or a case of one, that PyTorch has no plain form of; the message follows its name. */
export class NoTranslation extends Error {
  override readonly name = 'NoTranslation';
}

/** Translates a layer. Throws a {@link NoTranslation} where it has no plain form. */
export type Translate = (layer: TorchLayer) => Translated;

/** A layer without weights that is one expression of its input. */
export function expression(
  takes: Translated['takes'],
  of: (x: string, layout: Layout) => string,
): Translated {
  return {
    init: [],
    tensors: [],
    takes,
    lines: ([x = 'x'], output, layout) => [`${output} = ${of(x, layout)}`],
  };
}

/** A module that is called with its input. */
export function called(
  takes: Translated['takes'],
  name: string,
  module: string,
  tensors: Translated['tensors'] = [],
): Translated {
  return {
    init: [`self.${name} = ${module}`],
    tensors,
    takes,
    lines: ([x = 'x'], output) => [`${output} = self.${name}(${x})`],
  };
}

/** The same, and then more lines on its output. */
export function followed(
  translated: Translated,
  more: (x: string, layout: Layout) => readonly string[],
): Translated {
  return {
    ...translated,
    lines: (inputs, output, layout) => [
      ...translated.lines(inputs, output, layout),
      ...more(output, translated.takes === 'any' ? layout : translated.takes),
    ],
  };
}

/** A number as Python writes it. */
export function py(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  return Number.isFinite(value) ? String(value) : `float("${value > 0 ? '' : '-'}inf")`;
}

/** Numbers as a tuple. */
export function tuple(values: readonly number[]): string {
  return values.length === 1 ? `(${py(values[0] ?? 0)},)` : `(${values.map(py).join(', ')})`;
}

/** One number, or a tuple of several unless they are one and the same. */
export function oneOrTuple(values: readonly number[]): string {
  const [first = 0] = values;
  return values.every((value) => value === first) ? py(first) : tuple(values);
}

/** True or False. */
export function flag(value: boolean): string {
  return value ? 'True' : 'False';
}
