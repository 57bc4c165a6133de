// A recording as text, one operation a line, and the search for constants in it that ought to be
// fed.
import type { Attribute, Binding } from '../../src/tensor/tfjs.js';
import type { Constant, Recording, ValueNumber } from '../../src/tensor/graph/recording.js';

// As TensorFlow numbers its types.
const typeNames: Readonly<Record<number, string>> = {
  1: 'float32',
  3: 'int32',
  4: 'uint8',
  7: 'string',
  9: 'int64',
  10: 'bool',
  20: 'resource',
  23: 'uint64',
};

// Longer constants are shown by their beginning.
const shownValues = 6;

/**
 * A recording as text: `%3: float32[2, 4] = MatMul(%1, %2) {transpose_a: false}`. Values are
 * numbered in the order in which they are met, so that two recordings of one step read the same;
 * `names` names handles that were there before.
 */
export function renderRecording(
  binding: Binding,
  { operations, constants }: Recording,
  names: ReadonlyMap<ValueNumber, string> = new Map(),
): string {
  const numbers = new Map<ValueNumber, string>();
  const nameOf = (id: ValueNumber): string => {
    const known = names.get(id) ?? numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, `%${numbers.size}`);
    return numbers.get(id) as string;
  };
  const shown = new Set<ValueNumber>();
  return operations
    .flatMap(({ name, attributes, inputs, outputs }) => {
      const fresh = inputs.filter((id) => constants.has(id) && !shown.has(id) && shown.add(id));
      const made = fresh.map(
        (id) => `${nameOf(id)}: ${renderConstant(constants.get(id) as Constant)}`,
      );
      const call = `${name}(${inputs.map(nameOf).join(', ')})${renderAttributes(binding, attributes)}`;
      const results = outputs.map(
        ({ id, shape, dtype }) => `${nameOf(id)}: ${renderType(dtype, shape)}`,
      );
      return [...made, results.length === 0 ? call : `${results.join(', ')} = ${call}`];
    })
    .join('\n');
}

/**
 * The constants that two recordings of one step, fed different numbers, do not have in common: each
 * is something that was fed and went through JavaScript, and would be frozen in a graph. Throws
 * where the operations themselves differ.
 */
export function frozenFeeds(first: Recording, second: Recording): readonly string[] {
  const names = ({ operations }: Recording): string => operations.map(({ name }) => name).join(' ');
  if (names(first) !== names(second) || first.constants.size !== second.constants.size) {
    throw new Error('one step was recorded as two different lists of operations');
  }
  const others = [...second.constants.values()];
  return [...first.constants.values()].flatMap((constant, i) => {
    const other = others[i] as Constant;
    return String(constant.values) === String(other.values)
      ? []
      : [`${renderConstant(constant)} became ${renderConstant(other)}`];
  });
}

function renderConstant({ shape, dtype, values }: Constant): string {
  const listed = [...values.subarray(0, shownValues)].join(', ');
  return `${renderType(dtype, shape)} = Const ${listed}${values.length > shownValues ? ', …' : ''}`;
}

function renderType(dtype: number, shape: readonly number[]): string {
  return `${typeNames[dtype] ?? `type ${dtype}`}[${shape.join(', ')}]`;
}

function renderAttributes({ TF_ATTR_TYPE }: Binding, attributes: readonly Attribute[]): string {
  const told = attributes
    .filter(({ type }) => type !== TF_ATTR_TYPE)
    .map(
      ({ name, value }) =>
        `${name}: ${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`,
    );
  return told.length === 0 ? '' : ` {${told.join(', ')}}`;
}
