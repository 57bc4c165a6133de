// Says what a declared argument takes, in words that fit after "must be": in goes a zod schema, out
// comes "a whole number of at least 1" or "one of valid, same".
import type { z } from 'zod';
import { nestedTable } from './nested.js';
import { article, taggedKind } from './tagged.js';
import { unwrap } from './wrapping.js';

type Check = {
  readonly check: string;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly length?: number;
};

/** What a value of this declaration is, as `a finite number above 0, or null`. */
export function expectation(schema: z.ZodType): string {
  const { inner, nullable } = unwrap(schema);
  const expected = expectationOf(inner);
  return nullable ? `${expected}, or null` : expected;
}

function expectationOf(schema: z.ZodType): string {
  const kind = taggedKind(schema);
  if (kind) return `the name of ${article(kind.noun)}, or a mapping with its name and arguments`;
  const layers = nestedTable(schema);
  if (layers) {
    return layers.length > 8
      ? 'a layer that takes one input, as {Dense: {units: 10}}'
      : `a layer (${layers.map(({ name }) => name).join(', ')}) with its arguments below it`;
  }
  switch (schema.def.type) {
    case 'int':
    case 'number':
      return numberExpectation(schema);
    case 'string':
      return schema.description ?? 'text';
    case 'boolean':
      return 'true or false';
    case 'enum':
    case 'literal':
      return wordsExpectation(wordsOf(schema) ?? []);
    case 'array':
      return listExpectation(schema);
    case 'tuple':
      return tupleExpectation(schema);
    case 'union':
      return unionExpectation(schema);
    case 'pipe':
      return expectation((schema.def as unknown as { readonly in: z.ZodType }).in);
    case 'record':
      return `a mapping, each ${expectation((schema.def as unknown as { readonly valueType: z.ZodType }).valueType)}`;
    case 'object':
      return 'a mapping';
    default:
      return 'something else';
  }
}

/** The words of a choice, or undefined where the schema is none. */
export function wordsOf(schema: z.ZodType): readonly string[] | undefined {
  const { inner } = unwrap(schema);
  if (inner.def.type === 'enum') {
    return Object.values(
      (inner.def as unknown as { readonly entries: Record<string, string> }).entries,
    );
  }
  return inner.def.type === 'literal'
    ? (inner.def as unknown as { readonly values: readonly unknown[] }).values.map(String)
    : undefined;
}

function wordsExpectation(words: readonly string[]): string {
  return words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
}

function checksOf(schema: z.ZodType): readonly Check[] {
  const { checks = [] } = schema.def as unknown as {
    readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  };
  return checks.map((check) => check._zod.def);
}

/** Whether the schema, or what it transforms, is a number. */
export function isNumeric(schema: z.ZodType): boolean {
  return ['number', 'int'].includes(unwrap(schema).inner.def.type);
}

function numberExpectation(schema: z.ZodType): string {
  const isWhole = (schema.def as unknown as { readonly format?: string }).format === 'safeint';
  const noun = isWhole ? 'a whole number' : 'a finite number';
  const bounds = checksOf(schema).filter(
    ({ value }) => value !== undefined && Math.abs(value) !== Number.MAX_SAFE_INTEGER,
  );
  const low = bounds.find(({ check }) => check === 'greater_than');
  const high = bounds.find(({ check }) => check === 'less_than');
  if (low?.inclusive && high?.inclusive) return `${noun} from ${low.value} to ${high.value}`;
  const lower = low && (low.inclusive ? `of at least ${low.value}` : `above ${low.value}`);
  const upper = high && (high.inclusive ? `of at most ${high.value}` : `below ${high.value}`);
  return [noun, [lower, upper].filter(Boolean).join(' and ')].filter(Boolean).join(' ');
}

function listExpectation(schema: z.ZodType): string {
  const item = expectation((schema.def as unknown as { readonly element: z.ZodType }).element);
  const least = checksOf(schema).find(({ check }) => check === 'min_length')?.minimum ?? 0;
  const length = checksOf(schema).find(({ check }) => check === 'length_equals')?.length;
  const size = length !== undefined ? ` of ${length}` : least > 0 ? ` of at least ${least}` : '';
  return `a list${size}, each ${item}`;
}

function tupleExpectation(schema: z.ZodType): string {
  const items = [...new Set(tupleItems(schema).map(expectation))];
  const count = tupleItems(schema).length;
  return items.length === 1
    ? `a list of ${count}, each ${items[0]}`
    : `a list of ${count}: ${items.join(', ')}`;
}

function unionExpectation(schema: z.ZodType): string {
  const { options } = schema.def as unknown as { readonly options: readonly z.ZodType[] };
  const said: string[] = [];
  for (const option of options) {
    const kind = taggedKind(option);
    if (kind) {
      said.push(article(kind.noun));
      continue;
    }
    const items =
      option.def.type === 'tuple'
        ? new Set(tupleItems(option).map(expectation))
        : new Set<string>();
    const repeats = items.size === 1 && said.includes([...items][0] ?? '');
    said.push(repeats ? `a list of ${tupleItems(option).length} such` : expectation(option));
  }
  return [...new Set(said)].join(', or ');
}

function tupleItems(schema: z.ZodType): readonly z.ZodType[] {
  return (schema.def as unknown as { readonly items: readonly z.ZodType[] }).items;
}
