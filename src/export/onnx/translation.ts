// What the translation of one operation of TensorFlow's is: its values in, ONNX' operations written,
// its results out.
import { itemAt, present } from '../../ground/known.js';
import type { ForwardOperation, ForwardValue, Size } from '../../tensor/graph/forward-graph.js';
import { plainLayout, type Layout } from './layout.js';
import type { Attributes } from './model.js';
import {
  nameIn,
  numbersOf,
  plainNumbersOf,
  shapeOf,
  stored,
  type GraphValue,
  type Stored,
} from './values.js';
import type { GraphWriter } from './writer.js';

/** One operation as it is to be translated. */
export class Call {
  readonly writer: GraphWriter;
  readonly operation: ForwardOperation;
  readonly inputs: readonly GraphValue[];
  /** How often the value of an input is taken by the whole graph. */
  readonly uses: (input: number) => number;

  constructor(parts: Pick<Call, 'writer' | 'operation' | 'inputs' | 'uses'>) {
    this.writer = parts.writer;
    this.operation = parts.operation;
    this.inputs = parts.inputs;
    this.uses = parts.uses;
  }

  /** An input, from the end where its place is below 0. */
  input(place: number): GraphValue {
    return itemAt(this.inputs, place);
  }

  /** A result as TensorFlow has it. */
  output(place = 0): ForwardValue {
    return itemAt(this.operation.outputs, place);
  }

  /** The order in which an input lies: as TensorFlow has it where it is a constant. */
  layout(place = 0): Layout {
    const value = this.input(place);
    return value.kind === 'stored' ? value.layout : plainLayout(shapeOf(value).length);
  }

  /** The name of an input with its axes in an order, TensorFlow's where none is given. */
  name(place = 0, layout: Layout = plainLayout(shapeOf(this.input(place)).length)): string {
    return nameIn(this.writer, this.input(place), layout);
  }

  /** Writes an operation and gives its result as that of this one. */
  gives(
    operation: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    layout?: Layout,
  ): readonly [Stored] {
    return [this.result(this.writer.one(operation, inputs, attributes), layout)];
  }

  /** A tensor under a name as a result of this operation. */
  result(name: string, layout?: Layout, place = 0): Stored {
    return stored(this.output(place), name, layout);
  }

  /** Numbers that it is told by an input. */
  numbers(place: number): readonly number[] {
    return plainNumbersOf(this.input(place), this.operation.name);
  }

  /** The same where the batch may be among them. */
  sizes(place: number): readonly Size[] {
    return numbersOf(this.input(place), this.operation.name);
  }

  /** One number that it is told by an input. */
  number(place: number): number {
    return itemAt(this.numbers(place), 0);
  }

  /** An axis that it is told by an input, from 0 on. */
  axis(place: number, rank: number): number {
    const axis = this.number(place);
    return axis < 0 ? axis + rank : axis;
  }

  /** A number among its attributes. */
  numberAttribute(name: string): number {
    return Number(this.#attribute(name));
  }

  /** A list of numbers among its attributes. */
  numbersAttribute(name: string): readonly number[] {
    const value = this.#attribute(name);
    if (!Array.isArray(value)) throw new Error(`${name} of ${this.operation.name} is no list`);
    return value;
  }

  /** Whether an attribute is there and true. */
  isSet(name: string): boolean {
    return this.operation.attributes.some((each) => each.name === name && each.value === true);
  }

  /** A word among its attributes. */
  textAttribute(name: string): string {
    return String(this.#attribute(name));
  }

  #attribute(name: string): string | number | boolean | readonly number[] {
    const found = this.operation.attributes.find((each) => each.name === name);
    return present(found, `${name} of ${this.operation.name}`).value;
  }
}

/**
 * Writes an operation of TensorFlow's as ONNX' and gives its results, in their order; undefined for
 * one that nobody takes.
 */
export type Translation = (call: Call) => readonly (GraphValue | undefined)[];

/** Translations by the names of TensorFlow's operations. */
export type Translations = Readonly<Record<string, Translation>>;
