// Writes the operations of an ONNX graph one after another: names are unique, and equal small
// constants are one initializer.
import { itemAt, known } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import type { Size } from '../../tensor/graph/forward-graph.js';
import {
  int,
  type Attributes,
  type ElementType,
  type ElementValues,
  type Initializer,
  type OnnxNode,
} from './model.js';

// Larger constants are not looked for among those that are there.
const mostShared = 64;

/** A graph in the making. */
export class GraphWriter {
  readonly initializers: Initializer[] = [];
  /** The layer that operations are named after. */
  layer = '';
  readonly #nodes: OnnxNode[] = [];
  readonly #makers = new Map<string, number>();
  readonly #names = new Set<string>();
  readonly #shared = new Map<string, string>();
  readonly #batchSource: string;
  #batch: string | undefined;

  /** `reserved` are names that something else has; the batch is the first axis of `batchSource`. */
  constructor(reserved: Iterable<string>, batchSource: string) {
    for (const name of reserved) this.#names.add(name);
    this.#batchSource = batchSource;
  }

  get nodes(): readonly OnnxNode[] {
    return this.#nodes;
  }

  /** A name that nothing else has, as near to the one wanted as can be. */
  unique(wanted: string): string {
    let name = wanted;
    for (let count = 1; this.#names.has(name); count += 1) name = `${wanted}_${count}`;
    this.#names.add(name);
    return name;
  }

  /** Writes an operation and gives the names of its results. */
  emit(
    operation: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    { count = 1, domain = '' }: { count?: number; domain?: OnnxNode['domain'] } = {},
  ): readonly string[] {
    const name = this.unique(this.layer === '' ? operation : `${this.layer}/${operation}`);
    const outputs = Array.from({ length: count }, (_, i) =>
      i === 0 ? name : this.unique(`${name}:${i}`),
    );
    for (const output of outputs) this.#makers.set(output, this.#nodes.length);
    this.#nodes.push({ operation, domain, name, inputs: [...inputs], outputs, attributes });
    return outputs;
  }

  /** Writes an operation with one result and gives its name. */
  one(operation: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return itemAt(this.emit(operation, inputs, attributes), 0);
  }

  /** The operation that makes a value, if one does. */
  makerOf(value: string): OnnxNode | undefined {
    const at = this.#makers.get(value);
    return at === undefined ? undefined : this.#nodes[at];
  }

  /** Changes the operation that makes a value, which keeps its results. */
  change(value: string, to: Pick<OnnxNode, 'operation' | 'inputs'>): void {
    const at = known(this.#makers, value);
    this.#nodes[at] = { ...itemAt(this.#nodes, at), ...to };
  }

  /** Gives a value a name that was reserved; what is no operation's result gets a copy of that name. */
  call(value: string, name: string): void {
    const own = this.#makers.has(value) ? value : this.one('Identity', [value]);
    const renamed = (each: string): string => (each === own ? name : each);
    for (const [i, node] of this.#nodes.entries()) {
      const [inputs, outputs] = [node.inputs.map(renamed), node.outputs.map(renamed)];
      this.#nodes[i] = { ...node, inputs, outputs };
    }
  }

  /** A constant: its name. One without a name of its own may be shared. */
  constant(
    type: ElementType,
    shape: readonly number[],
    values: ElementValues,
    wanted?: string,
  ): string {
    const isShared = wanted === undefined && values.length <= mostShared;
    const key = isShared ? `${type} ${shape.join()} ${Array.from(values, textOf).join(' ')}` : '';
    const found = isShared ? this.#shared.get(key) : undefined;
    if (found !== undefined) return found;
    const name = this.unique(wanted ?? 'constant');
    if (isShared) this.#shared.set(key, name);
    this.initializers.push({ name, type, shape, values });
    return name;
  }

  /** Whole numbers as ONNX wants them for axes, sizes and counts: int64 [n]. */
  numbers(values: readonly number[]): string {
    return this.constant('int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A single whole number: int64 []. */
  number(value: number): string {
    return this.constant('int64', [], BigInt64Array.of(BigInt(value)));
  }

  /** A single value: float32 []. */
  float(value: number): string {
    return this.constant('float', [], Float32Array.of(value));
  }

  /** A shape as a tensor, int64 [axes], the batch as it is fed. */
  shape(sizes: readonly Size[]): string {
    if (sizes.every((size) => typeof size === 'number')) return this.numbers(sizes);
    const parts = sizes.map((size) =>
      typeof size === 'number' ? this.numbers([size]) : this.#timesBatch(size.batches),
    );
    return parts.length === 1 ? itemAt(parts, 0) : this.one('Concat', parts, { axis: int(0) });
  }

  #timesBatch(times: number): string {
    this.#batch ??= this.one('Shape', [this.#batchSource], { start: int(0), end: int(1) });
    return times === 1 ? this.#batch : this.one('Mul', [this.#batch, this.numbers([times])]);
  }
}

// −0 is another constant than 0.
function textOf(value: number | bigint | string): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(String(value));
}

/** What a reshape is to be told: the batch, where it is in one axis, as what is left. */
export function reshaping(writer: GraphWriter, sizes: readonly Size[]): string {
  const free = sizes.filter((size) => typeof size !== 'number');
  const isEmpty = productOf(sizes.filter((size) => typeof size === 'number')) === 0;
  if (free.length !== 1 || isEmpty) return writer.shape(sizes);
  return writer.numbers(sizes.map((size) => (typeof size === 'number' ? size : -1)));
}
