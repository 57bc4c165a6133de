// What a declaration takes, in the few signs of a reference: in goes a kind, out comes `integer ≥ 1`
// or `valid, same`, where a message would say "a whole number of at least 1".
import type { Bounds, Form, Kind, ScalarForm } from './kinds.js';

/** What a value of this declaration is, as `number > 0, or null`. */
export function briefly(kind: Kind): string {
  const said = kind.rest.words ?? briefForm(kind.form);
  return kind.rest.nullable ? `${said}, or null` : said;
}

function briefForm(form: Form): string {
  switch (form.form) {
    case 'list':
      return `list${form.least > 0 ? ` of at least ${form.least}` : ''} of ${grouped(form.item)}`;
    case 'oneOrList':
      return `${briefly(form.item)}, or a list`;
    case 'sizes':
      return `${briefly(form.size)}, for all axes or each`;
    case 'edges':
      return form.axes === 1
        ? `${briefly(form.size)}, for both ends or each`
        : `${briefly(form.size)}, for all axes, each, or both ends of each`;
    case 'either':
      return form.options.map(briefly).join(', or ');
    case 'mapping':
      return `mapping to ${grouped(form.value)}`;
    case 'settings':
      return `{${Object.keys(form.kinds).join(', ')}}`;
    case 'fields':
      return 'mapping';
    case 'tagged':
      return form.noun;
    case 'layer':
      return form.table.length > 8
        ? 'layer that takes one input'
        : `layer: ${form.table.map(({ name }) => name).join(', ')}`;
    default:
      return briefScalar(form);
  }
}

function grouped(kind: Kind): string {
  const said = briefly(kind);
  return said.includes(',') ? `(${said})` : said;
}

function briefScalar(form: ScalarForm): string {
  switch (form.form) {
    case 'integer':
      return `integer${briefBounds(form.bounds)}`;
    case 'number':
      return `number${briefBounds(form.bounds)}`;
    case 'boolean':
      return 'true, false';
    case 'text':
      return form.isPath ? 'path' : (form.words ?? 'text');
    case 'choice':
      return form.words.join(', ');
    case 'constant':
      return String(form.value);
    case 'duration':
      return 'seconds, or a time as 60s, 5m, 1h';
    case 'anything':
      return 'anything';
  }
}

/** The bounds of a number, as ` ≥ 0, < 1`. */
export function briefBounds({ min, max, above, below }: Bounds): string {
  if (min !== undefined && max !== undefined) return ` ${min} … ${max}`;
  const signs: readonly (readonly [string, number | undefined])[] = [
    ['≥', min],
    ['>', above],
    ['≤', max],
    ['<', below],
  ];
  const said = signs.flatMap(([sign, value]) => (value === undefined ? [] : [`${sign} ${value}`]));
  return said.length === 0 ? '' : ` ${said.join(', ')}`;
}
