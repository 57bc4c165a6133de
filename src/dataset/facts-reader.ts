// data.json read back: any JSON value in, facts of data out. The file may be foreign, old or torn,
// so that each field is looked at once, and what is no field of ours is left behind.
import { failure } from '../ground/errors.js';
import type {
  ColumnFacts,
  DataFacts,
  InputFacts,
  SourceFile,
  TableReading,
  TargetFacts,
} from './facts.js';

/**
 * The facts in the text of a data.json. Throws a UserError that names `file` where it holds
 * something else.
 */
export function parseFacts(text: string, file: string): DataFacts {
  try {
    return factsIn(new Field(JSON.parse(text), ''));
  } catch (error) {
    if (error instanceof Mismatch || error instanceof SyntaxError) {
      throw failure(
        `${file} is damaged: ${error instanceof Mismatch ? error.message : 'it is not JSON'}`,
      );
    }
    throw error;
  }
}

class Mismatch extends Error {}

/** A value somewhere in the file, and where. */
class Field {
  readonly #value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.#value = value;
    this.#path = path;
  }

  get isNull(): boolean {
    return this.#value === null;
  }

  text(): string {
    return typeof this.#value === 'string' ? this.#value : this.#refuse('text');
  }

  number(): number {
    return typeof this.#value === 'number' ? this.#value : this.#refuse('a number');
  }

  count(): number {
    const value = this.number();
    return Number.isSafeInteger(value) && value >= 0 ? value : this.#refuse('a whole number');
  }

  list<T>(read: (item: Field) => T): readonly T[] {
    return Array.isArray(this.#value)
      ? this.#value.map((item: unknown, i) => read(new Field(item, `${this.#path}[${i}]`)))
      : this.#refuse('a list');
  }

  orNull<T>(read: (field: Field) => T): T | null {
    return this.isNull ? null : read(this);
  }

  at(key: string): Field {
    const value = this.#value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.#refuse('a mapping');
    }
    const path = this.#path === '' ? key : `${this.#path}.${key}`;
    const found = Object.entries(value).find(([name]) => name === key);
    if (!found) throw new Mismatch(`it lacks ${path}`);
    return new Field(found[1], path);
  }

  oneOf<const W extends string>(words: readonly W[]): W {
    return words.find((word) => word === this.#value) ?? this.#refuse(words.join(' or '));
  }

  #refuse(expected: string): never {
    throw new Mismatch(`it should have ${expected} as ${this.#path === '' ? 'all' : this.#path}`);
  }
}

function factsIn(all: Field): DataFacts {
  if (all.at('format').number() !== 1) {
    throw new Mismatch(
      `it is of format ${all.at('format').number()}, and this dlx reads format 1; it may come from another version`,
    );
  }
  const samples = all.at('samples');
  return {
    format: 1,
    name: all.at('name').text(),
    sha256: all.at('sha256').text(),
    source: all.at('source').list(sourceIn),
    samples: {
      train: samples.at('train').count(),
      validation: samples.at('validation').count(),
      test: samples.at('test').count(),
    },
    inputs: all.at('inputs').list(inputIn),
    targets: all.at('targets').list(targetIn),
    notes: all.at('notes').list((note) => note.text()),
  };
}

function sourceIn(source: Field): SourceFile {
  return {
    role: source.at('role').text(),
    path: source.at('path').text(),
    sha256: source.at('sha256').text(),
  };
}

function inputIn(input: Field): InputFacts {
  return {
    name: input.at('name').text(),
    kind: input.at('kind').oneOf(['image', 'table', 'tokens']),
    shape: input.at('shape').list((size) => size.count()),
    divide_by: input.at('divide_by').number(),
    vocabulary: input.at('vocabulary').orNull((field) => field.count()),
    columns: input.at('columns').orNull((field) => field.list(columnIn)),
    reading: input.at('reading').orNull(readingIn),
  };
}

function columnIn(column: Field): ColumnFacts {
  const summary = {
    column: column.at('column').text(),
    distinct: column.at('distinct').count(),
    missing: column.at('missing').count(),
  };
  const kind = column.at('kind').oneOf(['number', 'categories']);
  return kind === 'categories'
    ? { ...summary, kind, categories: column.at('categories').list((name) => name.text()) }
    : {
        ...summary,
        kind,
        decimal: column.at('decimal').oneOf(['.', ',']),
        thousands: column.at('thousands').orNull((field) => field.text()),
        unit: column.at('unit').orNull((field) => field.text()),
        min: column.at('min').number(),
        max: column.at('max').number(),
        mean: column.at('mean').number(),
        deviation: column.at('deviation').number(),
      };
}

function readingIn(reading: Field): TableReading {
  return {
    delimiter: reading.at('delimiter').text(),
    encoding: reading.at('encoding').text(),
    missing_values: reading.at('missing_values').list((mark) => mark.text()),
  };
}

function targetIn(target: Field): TargetFacts {
  const name = target.at('name').text();
  const kind = target.at('kind').oneOf(['classes', 'number']);
  if (kind === 'classes') {
    return {
      name,
      kind,
      classes: target.at('classes').list((field) => field.text()),
      positive: target.at('positive').orNull((field) => field.text()),
    };
  }
  const scale = target.at('scale').orNull((field) => ({
    mean: field.at('mean').number(),
    deviation: field.at('deviation').number(),
  }));
  return { name, kind, scale };
}
