// A value of a spec as written in, the text of its table cell out: `sgd(0.1, momentum 0.9)`, `Dense
// 100 relu`. Arguments stand in a fixed order, so that two texts are equal when the values are.
import { isMapping } from '../words/written.js';

/**
 * What a cell holds; null is an absent value. Text is as it stands in the files: whoever shows it
 * escapes it.
 */
export type Cell = string | number | boolean | null;

// Arguments that explain themselves by their value and stand first, in this order.
const bareArguments = [
  'learning_rate',
  'initial_learning_rate',
  'units',
  'filters',
  'rate',
  'kernel_size',
  'pool_size',
  'activation',
];

// The keys of a layer item that are not the layer.
const itemKeys = new Set(['name', 'inputs', 'trainable', 'repeat']);

/** Any value: a tagged one as `adam(0.001)`, a list as `[1, 2]`, a mapping as `{patience 2}`. */
export function writtenValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writtenValue).join(', ')}]`;
  if (!isMapping(value)) return String(value);
  const { name, ...rest } = value;
  if (typeof name !== 'string') return `{${writtenArguments(value).join(', ')}}`;
  const written = writtenArguments(rest, name);
  return written.length === 0 ? name : `${name}(${written.join(', ')})`;
}

/**
 * An item of a spec's `model`: its layer, then its arguments (`Conv2D 32 3×3 relu, padding same`),
 * without its name.
 */
export function writtenLayer(item: unknown): string {
  if (typeof item === 'string') return item;
  const layer = isMapping(item) ? Object.keys(item).find((key) => !itemKeys.has(key)) : undefined;
  if (!isMapping(item) || layer === undefined) return writtenValue(item);
  const text = [layer, ...writtenLayerArguments(layer, item[layer])].join(' ');
  const inputs = item['inputs'] === undefined ? '' : ` of ${writtenValue(item['inputs'])}`;
  const trainable =
    item['trainable'] === undefined ? '' : ` trainable ${writtenValue(item['trainable'])}`;
  const repeat = item['repeat'] === undefined ? '' : ` ×${writtenValue(item['repeat'])}`;
  return `${text}${inputs}${trainable}${repeat}`;
}

function writtenLayerArguments(layer: string, value: unknown): readonly string[] {
  if (value === null) return [];
  if (layer === 'block' && Array.isArray(value)) return [`[${value.map(writtenLayer).join(', ')}]`];
  if (!isMapping(value)) return [layer.endsWith('2D') ? writtenSize(value) : writtenValue(value)];
  return sortedKeys(value).map((key) => {
    if (key.endsWith('_size')) {
      return layer.endsWith('2D') ? writtenSize(value[key]) : writtenValue(value[key]);
    }
    return writtenArgument(key, value[key]);
  });
}

// One number stands for both sizes of a window.
function writtenSize(value: unknown): string {
  if (typeof value === 'number') return `${value}×${value}`;
  return Array.isArray(value) && value.every((size) => typeof size === 'number')
    ? value.join('×')
    : writtenValue(value);
}

function writtenArguments(
  mapping: Readonly<Record<string, unknown>>,
  name?: string,
): readonly string[] {
  return sortedKeys(mapping).map((key) =>
    key === name ? writtenValue(mapping[key]) : writtenArgument(key, mapping[key]),
  );
}

function writtenArgument(key: string, value: unknown): string {
  if (bareArguments.includes(key)) return writtenValue(value);
  return value === true ? key : `${key} ${writtenValue(value)}`;
}

function sortedKeys(mapping: Readonly<Record<string, unknown>>): readonly string[] {
  const rank = (key: string): number =>
    bareArguments.includes(key) ? bareArguments.indexOf(key) : bareArguments.length;
  return Object.keys(mapping).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
