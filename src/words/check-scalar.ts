// Scalars held against their form: in goes a text, a number, a truth value or null, out comes the
// checked value, or undefined.
import type { Bounds, Form } from './kinds.js';

/** The checked value of a scalar, or undefined where it is not of the form. */
export function scalarValue(form: Form, value: string | number | boolean | null): unknown {
  switch (form.form) {
    case 'integer':
      return Number.isSafeInteger(value) ? numberValue(form, value) : undefined;
    case 'number':
      return numberValue(form, value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'text':
      return typeof value === 'string' && isText(value, form) ? value : undefined;
    case 'choice':
      return form.words.find((word) => word === value);
    case 'constant':
      return form.value === value ? value : undefined;
    case 'duration':
      return secondsOf(value);
    default:
      return undefined;
  }
}

function isText(value: string, { least, pattern }: Form & { readonly form: 'text' }): boolean {
  return value.length >= least && (pattern?.test(value) ?? true);
}

function numberValue(
  { bounds, coded }: { readonly bounds: Bounds; readonly coded?: true },
  value: unknown,
): number | undefined {
  if (coded && (value === 'NaN' || value === 'Infinity' || value === '-Infinity')) {
    return Number(value);
  }
  return typeof value === 'number' && (coded || Number.isFinite(value)) && isWithin(value, bounds)
    ? value
    : undefined;
}

function isWithin(value: number, bounds: Bounds): boolean {
  const { min = -Infinity, max = Infinity, above, below } = bounds;
  return (
    !(value < min || value > max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

/** A time as 60s, 5m or 1h, above 0. */
export const durationForm = /^(?:0*[1-9]\d{0,8}(?:\.\d{1,9})?|0+\.\d{0,8}[1-9])[smh]$/;

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value > 0 ? value : undefined;
  return typeof value === 'string' && durationForm.test(value)
    ? Number(value.slice(0, -1)) * (units[value.slice(-1)] ?? 1)
    : undefined;
}

/** The number that a text looks like, as "0.1" and 1_000 do, or undefined. */
export function numberIn(text: string): number | undefined {
  const plain = text.trim().replaceAll('_', '');
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
