// Objects in a config of Keras: plain JSON comes in, a class with its config comes out. Nothing is
// looked up or run by what a file says.
import { isMapping } from '../words/written.js';

/** An object of a class. */
export type KerasObject = {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Where its class is from where that is not Keras: it is code of somebody's own. */
  readonly foreign: string | null;
};

/** The object that a value stands for, or undefined. */
export function objectIn(value: unknown): KerasObject | undefined {
  if (!isMapping(value) || typeof value['class_name'] !== 'string') return undefined;
  const { class_name: className, config, module, registered_name: registered } = value;
  const isForeign =
    (typeof module === 'string' && !/^(?:keras|builtins)(?:\.|$)/.test(module)) ||
    (typeof registered === 'string' && registered.includes('>'));
  return {
    className,
    config: isMapping(config) ? config : {},
    foreign: isForeign ? String(module ?? registered) : null,
  };
}

/** The name of a function of Keras that a value stands for, or undefined. */
export function functionIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isMapping(value) || value['class_name'] !== 'function') return undefined;
  return value['module'] === 'builtins' && typeof value['config'] === 'string'
    ? value['config']
    : undefined;
}

/** Where a tensor comes from, or undefined for another value. */
export function tensorIn(
  value: unknown,
): { readonly layer: string; readonly isPlain: boolean } | undefined {
  const object = objectIn(value);
  if (object?.className !== '__keras_tensor__') return undefined;
  const { keras_history: history } = object.config;
  if (!Array.isArray(history) || typeof history[0] !== 'string') return undefined;
  return { layer: history[0], isPlain: history[1] === 0 && history[2] === 0 };
}

/** A value with tuples as lists. */
export function plainIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainIn);
  if (isMapping(value) && value['class_name'] === '__tuple__' && Array.isArray(value['items'])) {
    return value['items'].map(plainIn);
  }
  return value;
}
