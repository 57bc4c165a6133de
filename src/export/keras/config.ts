// What stands in the config.json of a .keras file: plain data comes in, JSON as Python writes it
// comes out, where 1.0 is another thing than 1.

/** A number that Python must read as a float, though it may be whole. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A value of a config. */
export type Config =
  | null
  | boolean
  | number
  | string
  | Float
  | readonly Config[]
  | { readonly [key: string]: Config };

/** A config as JSON. */
export function encodeConfig(value: Config): string {
  if (value instanceof Float) {
    return Number.isInteger(value.value) && Math.abs(value.value) < 1e21
      ? `${value.value}.0`
      : JSON.stringify(value.value);
  }
  if (Array.isArray(value)) return `[${value.map(encodeConfig).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}: ${encodeConfig(inner)}`,
  );
  return `{${members.join(', ')}}`;
}
