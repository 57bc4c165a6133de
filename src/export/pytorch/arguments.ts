// A layer's checked arguments, read back with their types.
import { isTagged, type Tagged } from '../../words/tagged.js';
import type { TorchLayer } from './translation.js';

type Given = Pick<TorchLayer, 'arguments'>;

/** An argument that is a number. */
export function numberOf({ arguments: args }: Given, name: string): number {
  const value = args[name];
  if (typeof value !== 'number') throw new Error(`${name} is no number`);
  return value;
}

/** An argument that is a number, or null. */
export function numberOrNull(layer: Given, name: string): number | null {
  return layer.arguments[name] === null ? null : numberOf(layer, name);
}

/** An argument that is a list of numbers. */
export function numbersOf({ arguments: args }: Given, name: string): readonly number[] {
  const value = args[name];
  if (!isNumbers(value)) throw new Error(`${name} is no list of numbers`);
  return value;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

/** An argument that is a list of numbers, or null. */
export function numbersOrNull(layer: Given, name: string): readonly number[] | null {
  return layer.arguments[name] === null ? null : numbersOf(layer, name);
}

/** An argument that is a list of pairs: what is before and after each axis. */
export function edgesOf(
  { arguments: args }: Given,
  name: string,
): readonly (readonly [number, number])[] {
  const value = args[name];
  if (!Array.isArray(value)) throw new Error(`${name} is no list of pairs`);
  return value.map((pair: unknown): readonly [number, number] => {
    if (!isNumbers(pair)) throw new Error(`${name} is no list of pairs`);
    return [pair[0] ?? 0, pair[1] ?? 0];
  });
}

/** Whether an argument is true. */
export function isTrue({ arguments: args }: Given, name: string): boolean {
  return args[name] === true;
}

/** An argument that is a word. */
export function wordOf({ arguments: args }: Given, name: string): string {
  return String(args[name]);
}

/** An activation as an argument. */
export function taggedOf({ arguments: args }: Given, name: string): Tagged {
  const value = args[name];
  if (!isTagged(value)) throw new Error(`${name} is no activation`);
  return value;
}
