// Says what a declaration takes, in words that fit after "must be": in goes a kind, out comes "a
// whole number of at least 1" or "one of valid, same".
import type { Form, Kind, ScalarForm } from './kinds.js';
import { article } from './tagged.js';

/** What a value of this declaration is, as `a finite number above 0, or null`. */
export function expectation(kind: Kind): string {
  const expected = kind.rest.words ?? expectationOf(kind.form);
  return kind.rest.nullable ? `${expected}, or null` : expected;
}

function expectationOf(form: Form): string {
  switch (form.form) {
    case 'list':
      return `a list${form.least > 0 ? ` of at least ${form.least}` : ''}, each ${itemWords(form.item)}`;
    case 'oneOrList': {
      const item = expectation(form.item);
      return `${item}, or a list of at least 1, each ${item}`;
    }
    case 'sizes':
      return `${expectation(form.size)}, or a list of ${form.axes} such`;
    case 'edges': {
      const one = expectationOf({ form: 'sizes', axes: 2, size: form.size });
      return form.axes === 1 ? one : `${expectation(form.size)}, or a list of 2, each ${one}`;
    }
    case 'either':
      return form.options.map(alternativeWords).join(', or ');
    case 'mapping':
      return `a mapping, each ${expectation(form.value)}`;
    case 'settings':
      return `a mapping of ${Object.keys(form.kinds).join(', ')}`;
    case 'fields':
      return 'a mapping';
    case 'tagged':
      return `the name of ${article(form.noun)}, or a mapping with its ${form.key ?? 'name'} and arguments`;
    case 'layer':
      return layerExpectation(form.table.map(({ name }) => name));
    default:
      return scalarWords(form);
  }
}

function scalarWords(form: ScalarForm): string {
  switch (form.form) {
    case 'integer':
      return `a whole number${boundsWords(form)}`;
    case 'number':
      return `${form.coded ? 'a number' : 'a finite number'}${boundsWords(form)}`;
    case 'boolean':
      return 'true or false';
    case 'text':
      return form.words ?? 'text';
    case 'choice':
      return form.words.length === 1 ? String(form.words[0]) : `one of ${form.words.join(', ')}`;
    case 'constant':
      return String(form.value);
    case 'duration':
      return 'a finite number above 0, or a time as 60s, 5m or 1h';
    case 'anything':
      return 'anything';
  }
}

// So that what may be null is plain: each of the list, or the list.
function itemWords({ form, rest }: Kind): string {
  return `${expectationOf(form)}${rest.nullable ? ' or null' : ''}`;
}

// Among others, what is chosen by name is only named itself, and of a mapping with keys of its own
// what tells it apart.
function alternativeWords(kind: Kind): string {
  const { form } = kind;
  if (form.form === 'tagged') return article(form.noun);
  const marks =
    form.form === 'fields'
      ? Object.entries(form.fields).flatMap(([key, { form: mark }]) =>
          mark.form === 'constant' ? [`${key}: ${mark.value}`] : [],
        )
      : [];
  return `${expectation(kind)}${marks.length > 0 ? ` with ${marks.join(' and ')}` : ''}`;
}

function layerExpectation(names: readonly string[]): string {
  return names.length > 8
    ? 'a layer that takes one input, as {Dense: {units: 10}}'
    : `a layer (${names.join(', ')}) with its arguments below it`;
}

function boundsWords({ bounds }: Form & { readonly form: 'integer' | 'number' }): string {
  const { min, max, above, below } = bounds;
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  const lower =
    min !== undefined ? `of at least ${min}` : above !== undefined ? `above ${above}` : undefined;
  const upper =
    max !== undefined ? `of at most ${max}` : below !== undefined ? `below ${below}` : undefined;
  const said = [lower, upper].filter((part) => part !== undefined).join(' and ');
  return said === '' ? '' : ` ${said}`;
}
