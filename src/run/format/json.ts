// Values in, JSON text out, and numbers back: run.json and epochs.jsonl keep what JSON has no
// number for as a string.

/**
 * JSON text of a value in which NaN and the infinities are the strings "NaN", "Infinity" and
 * "-Infinity". With `indent` it has that many spaces a level and several lines, without it is one
 * line. As in all JSON, -0 becomes 0.
 */
export function encodeJson(value: unknown, indent = 0): string {
  return JSON.stringify(
    value,
    (_key, item: unknown) =>
      typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
    indent,
  );
}

/**
 * The number that {@link encodeJson} wrote, or undefined for anything else (text that merely looks
 * like a number, null).
 */
export function decodeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity'
    ? Number(value)
    : undefined;
}
