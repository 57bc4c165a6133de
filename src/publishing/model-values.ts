// A run's model and how it does in, the values that these give out: layers with their shapes, columns,
// classes, and what the outputs that it kept say.
import type { ColumnFacts, DataFacts, InputFacts } from '../dataset/facts.js';
import { productOf } from '../ground/product.js';
import type { NetworkSummary } from '../model/summary.js';
import type { Published } from './published.js';
import { judgedValues } from './judged-values.js';
import { valueOf, type Found, type Owner, type Value } from './value.js';

/** All of them. */
export function modelValues({ model, judged }: Published, owner: Owner): readonly Value[] {
  const all = [
    ...(model ? networkValues(model.network) : []),
    ...(model ? factValues(model.kept.facts) : []),
    ...(judged ? judgedValues(judged) : []),
  ];
  const labels = new Set(all.flatMap((one) => one.labels ?? []));
  return [...all, ...[...labels].flatMap(numericName)].map((one) => valueOf({ ...one, owner }));
}

// Digits and the like are called by numbers.
function numericName(name: string): readonly Found[] {
  const value = name.trim() === '' ? NaN : Number(name);
  const topics = ['classes', 'columns', 'layers', 'taken'];
  return Number.isFinite(value) ? [{ what: `name ${name}`, topics, value, named: true }] : [];
}

function networkValues({ layers, inputs }: NetworkSummary): readonly Found[] {
  const kinds = new Map<string, number>();
  for (const { layer } of layers) kinds.set(layer, (kinds.get(layer) ?? 0) + 1);
  return [
    { what: 'layers', topics: ['layers'], value: layers.length, named: true },
    ...[...kinds].map(([kind, value]) => ({
      what: `layers of ${kind}`,
      topics: ['layers', kind],
      value,
      labels: [kind],
      named: true,
    })),
    ...layers.flatMap(({ name, layer, outputShape, parameters }) => [
      ...shapeValues(`output of ${name}`, outputShape, [name]),
      {
        what: `parameters of ${name} (${layer})`,
        topics: ['parameters'],
        value: parameters,
        labels: [name],
      },
    ]),
    ...inputs.flatMap(({ name, shape }) => [
      ...shapeValues(`input ${name}`, shape, [name]),
      {
        what: `numbers that ${name} has`,
        topics: ['columns'],
        value: productOf(shape),
        named: true,
      },
    ]),
  ];
}

// As a whole, and each of its numbers where somebody speaks of a shape.
function shapeValues(
  what: string,
  shape: readonly number[],
  labels: readonly string[],
): readonly Found[] {
  const topics = ['shape'];
  const sizes = [...new Set(shape)].map((value) => ({ what: `a size of ${what}`, value }));
  return [
    ...(shape.length > 1
      ? [{ what: `shape of the ${what}`, topics, value: NaN, shape, labels: [] }]
      : []),
    ...sizes.map((one) => ({ ...one, topics, labels, named: true })),
  ];
}

function factValues({ inputs, targets }: DataFacts): readonly Found[] {
  const columns = inputs.flatMap(({ columns: some }) => some ?? []);
  return [
    { what: 'columns', topics: ['columns'], value: columns.length, named: true },
    ...inputs.flatMap(inputValues),
    ...columns.flatMap(columnValues),
    ...targets.flatMap((target): readonly Found[] => {
      if (target.kind === 'number') {
        return [
          { what: 'numbers', topics: ['numbers'], value: target.numbers?.length ?? 1, named: true },
        ];
      }
      const names = target.kind === 'classes' ? target.classes : target.labels;
      return [{ what: 'classes', topics: ['classes'], value: names.length, named: true }];
    }),
  ];
}

function inputValues({ name, divide_by, vocabulary, windows }: InputFacts): readonly Found[] {
  const facts: readonly (readonly [string, string, number | null])[] = [
    ['what its values are divided by', 'divided', divide_by === 1 ? null : divide_by],
    ['different tokens', 'tokens', vocabulary],
    ['rows of a window', 'window', windows?.length ?? null],
    ['rows from a window to what is predicted', 'horizon', windows?.horizon ?? null],
    ['rows from a window to the next', 'stride', windows?.stride ?? null],
  ];
  return facts.flatMap(([what, topic, value]) =>
    value === null ? [] : [{ what: `${name}: ${what}`, topics: [topic], value, named: true }],
  );
}

function columnValues(facts: ColumnFacts): readonly Found[] {
  const { column, distinct, missing } = facts;
  const filled = 'gaps' in facts && typeof facts.gaps === 'object' ? facts.gaps.value : null;
  const numbers =
    facts.kind === 'number'
      ? (['min', 'max', 'mean', 'deviation'] as const).map((key) => [key, facts[key]] as const)
      : [];
  const categories = facts.kind === 'categories' ? facts.categories.length : null;
  const found: readonly (readonly [string, string, unknown])[] = [
    ['different values', 'distinct', distinct],
    ['cells without a value', 'missing', missing],
    ['what stands for a missing value', 'missing', filled],
    ['categories', 'classes', categories],
    ...numbers.map(([key, value]) => [key, key, value] as const),
  ];
  return found.flatMap(([what, topic, value]) =>
    typeof value === 'number'
      ? [
          {
            what: `${what} of ${column}`,
            topics: [topic],
            value,
            labels: [column],
            kind: 'number' as const,
          },
        ]
      : [],
  );
}
