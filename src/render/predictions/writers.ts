// Predictions as CSV, as JSON lines and as a .npy file: batches of outputs in, bytes out.
import type { RowBatch } from '../../dataset/new-rows.js';
import {
  classReading,
  inUnits,
  labelCell,
  labelReading,
  type Answers,
  type ClassAnswers,
  type LabelAnswers,
  type Reading,
} from '../../inference/answers.js';
import { npyHead } from '../../run/format/npy.js';
import { escapeJsonText } from '../../text/escape.js';
import { csvCell } from '../text/plain.js';
import { TextBytes } from './bytes.js';
import {
  answerName,
  columnNames,
  greatestOf,
  hasProbabilities,
  numberNames,
  type Layout,
} from './columns.js';

/** Writes predictions. */
export type PredictionWriter = {
  /** What stands before all rows. */
  readonly head: () => Uint8Array;
  readonly rows: (batch: RowBatch, outputs: Float32Array) => Uint8Array;
  /** What the head is once so many rows are written; null where it stays as it was. */
  readonly finalHead: (rows: number) => Uint8Array | null;
  /** How many rows had an output that is no finite number. */
  readonly undefinedRows: () => number;
};

const [comma, lineFeed] = [0x2c, 0x0a];

/** Predictions as CSV (RFC 4180, but for lines that end in LF), with a header. */
export function csvWriter(layout: Layout): PredictionWriter {
  const out = new TextBytes();
  const cells = answerCells(layout, {
    out,
    separate: () => out.byte(comma),
    name: (name) => csvText(name),
  });
  return {
    head: () => Buffer.from(`${columnNames(layout).map(csvText).join(',')}\n`),
    rows: ({ count, kept }, outputs) => {
      for (let row = 0; row < count; row += 1) {
        for (const cell of kept[row] ?? []) {
          out.text(quotedCell(cell));
          out.byte(comma);
        }
        cells.write(outputs, row);
        out.byte(lineFeed);
      }
      return out.take();
    },
    finalHead: () => null,
    undefinedRows: cells.undefinedRows,
  };
}

// A class that is a sign alone is no formula.
function csvText(text: string): string {
  return text.length === 1 && text !== '"' && text !== ',' ? text : csvCell(text);
}

// As it was written, but for the quotes that it needs.
function quotedCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

type Cells = {
  readonly write: (outputs: Float32Array, row: number) => void;
  readonly undefinedRows: () => number;
};

type CellForm = {
  readonly out: TextBytes;
  readonly separate: () => void;
  readonly name: (name: string) => string;
};

// What the model says of a row, cell by cell; nothing where an output is no number.
function answerCells({ answers, wished }: Layout, { out, separate, name }: CellForm): Cells {
  let undefinedRows = 0;
  if (answers.kind === 'number') {
    const { numbers, scale } = answers;
    return {
      write: (outputs, row) => {
        let isDefined = true;
        for (let i = 0; i < numbers.length; i += 1) {
          const value = inUnits(outputs[row * numbers.length + i] ?? NaN, scale, i);
          if (i > 0) separate();
          if (!Number.isFinite(value)) isDefined = false;
          if (!Number.isNaN(value)) out.float32(value);
        }
        if (!isDefined) undefinedRows += 1;
      },
      undefinedRows: () => undefinedRows,
    };
  }
  if (answers.kind === 'labels') return labelCells(answers, { out, separate, name });
  const names = answers.classes.map((one) => Buffer.from(name(one)));
  const { values, read } = classReading(answers);
  const ranks = new Int32Array(wished.top);
  const nothing = new Uint8Array();
  const each = (best: number): void => {
    out.bytes(names[best] ?? nothing);
    for (let i = 0; i < values.length; i += 1) {
      separate();
      if (best >= 0) out.float32(Math.fround(values[i] ?? NaN));
    }
  };
  const likeliest = (best: number): void => {
    if (wished.top > 1 && best >= 0) greatestOf(values, wished.top, ranks);
    else ranks[0] = best;
    for (let rank = 0; rank < wished.top; rank += 1) {
      if (rank > 0) separate();
      const one = best < 0 ? -1 : (ranks[rank] ?? -1);
      out.bytes(names[one] ?? nothing);
      if (!hasProbabilities(answers)) continue;
      separate();
      if (one >= 0) out.float32(Math.fround(values[one] ?? NaN));
    }
  };
  return {
    write: (outputs, row) => {
      const best = read(outputs, row);
      if (best < 0) undefinedRows += 1;
      if (wished.proba) each(best);
      else likeliest(best);
    },
    undefinedRows: () => undefinedRows,
  };
}

// The labels, and the probability of each.
function labelCells(answers: LabelAnswers, { out, separate, name }: CellForm): Cells {
  const { labels, separator } = answers;
  const { values, read } = labelReading(answers);
  let undefinedRows = 0;
  return {
    write: (outputs, row) => {
      const said = read(outputs, row);
      if (!said) undefinedRows += 1;
      const own = said?.map((i) => labels[i] ?? '');
      if (own) out.text(name(labelCell(own, separator)));
      for (const value of values) {
        separate();
        if (said) out.float32(Math.fround(value));
      }
    },
    undefinedRows: () => undefinedRows,
  };
}

/** Predictions as JSON, a line a row. What is no number is null. */
export function jsonWriter(layout: Layout): PredictionWriter {
  const { answers, kept: keptNames } = layout;
  const out = new TextBytes();
  const text = (value: string): string => escapeJsonText(JSON.stringify(value));
  const keys = keptNames.map((name) => `${text(name)}:`);
  const answer = `${text(answerName(layout))}:`;
  const numbers =
    answers.kind === 'number'
      ? numberNames(answers, keptNames).map((name, i) => `${i > 0 ? ',' : ''}${text(name)}:`)
      : [];
  let undefinedRows = 0;
  const said =
    answers.kind === 'number'
      ? null
      : answers.kind === 'labels'
        ? jsonLabels(answers, out)
        : jsonClasses(answers, layout, out);
  const write = (outputs: Float32Array, row: number): void => {
    if (said) {
      out.text(answer);
      if (!said(outputs, row)) undefinedRows += 1;
    } else if (answers.kind === 'number') {
      let isDefined = true;
      numbers.forEach((key, i) => {
        const value = inUnits(outputs[row * numbers.length + i] ?? NaN, answers.scale, i);
        out.text(key);
        if (Number.isFinite(value)) out.float32(value);
        else {
          isDefined = false;
          out.text('null');
        }
      });
      if (!isDefined) undefinedRows += 1;
    }
  };
  return {
    head: () => new Uint8Array(),
    rows: ({ count, kept }, outputs) => {
      for (let row = 0; row < count; row += 1) {
        out.text('{');
        kept[row]?.forEach((cell, i) => out.text(`${keys[i] ?? ''}${text(cell)},`));
        write(outputs, row);
        out.text('}\n');
      }
      return out.take();
    },
    finalHead: () => null,
    undefinedRows: () => undefinedRows,
  };
}

// The labels, and the probability of each; false where there is none.
function jsonLabels(
  answers: LabelAnswers,
  out: TextBytes,
): (outputs: Float32Array, row: number) => boolean {
  const names = answers.labels.map((one) => escapeJsonText(JSON.stringify(one)));
  const { values, read } = labelReading(answers);
  return (outputs, row) => {
    const said = read(outputs, row);
    if (!said) {
      out.text('null');
      return false;
    }
    out.text(`[${said.map((i) => names[i] ?? '').join(',')}],"probabilities":{`);
    names.forEach((name, i) => {
      out.text(`${i > 0 ? ',' : ''}${name}:`);
      out.float32(Math.fround(values[i] ?? NaN));
    });
    out.text('}');
    return true;
  };
}

// The class, and its probability, that of each, or the likeliest ones; false where there is none.
function jsonClasses(
  answers: ClassAnswers,
  { wished }: Layout,
  out: TextBytes,
): (outputs: Float32Array, row: number) => boolean {
  const names = answers.classes.map((one) => Buffer.from(escapeJsonText(JSON.stringify(one))));
  const { values, read }: Reading = classReading(answers);
  const ranks = new Int32Array(wished.top);
  const name = (i: number): void => out.bytes(names[i] ?? new Uint8Array());
  const value = (i: number): void => out.float32(Math.fround(values[i] ?? NaN));
  return (outputs, row) => {
    const best = read(outputs, row);
    if (best < 0) {
      out.text('null');
      return false;
    }
    name(best);
    if (!hasProbabilities(answers)) return true;
    out.text(',"probability":');
    value(best);
    if (wished.proba) {
      out.text(',"probabilities":{');
      for (let i = 0; i < values.length; i += 1) {
        if (i > 0) out.byte(comma);
        name(i);
        out.text(':');
        value(i);
      }
      out.text('}');
    }
    if (wished.top > 1) {
      greatestOf(values, wished.top, ranks);
      out.text(',"top":[');
      ranks.forEach((one, i) => {
        out.text(i > 0 ? ',{"class":' : '{"class":');
        name(one);
        out.text(',"probability":');
        value(one);
        out.text('}');
      });
      out.text(']');
    }
    return true;
  };
}

function unitsOf(answers: Answers): number {
  if (answers.kind === 'number') return answers.numbers.length;
  return answers.kind === 'labels' ? answers.labels.length : answers.units;
}

/**
 * Predictions as a .npy file, float32: the model's outputs, [rows, outputs], as predictions/test.npy
 * of a run has them, and in the shape of the input where they are to be that; with `proba` the probability of each class, [rows, classes].
 */
export function npyWriter({ answers, wished }: Layout): PredictionWriter {
  const units = unitsOf(answers);
  const reading = answers.kind === 'classes' && wished.proba ? classReading(answers) : null;
  const width = reading ? reading.values.length : units;
  const rowShape = (answers.kind === 'number' && answers.shape) || [width];
  let undefinedRows = 0;
  return {
    head: () => npyHead([0, ...rowShape]),
    rows: ({ count }, outputs) => {
      const values = new Float32Array(count * width);
      for (let row = 0; row < count; row += 1) {
        const isDefined = reading ? reading.read(outputs, row) >= 0 : true;
        for (let i = 0; i < width; i += 1) {
          const output = outputs[row * units + i] ?? NaN;
          values[row * width + i] = reading
            ? (reading.values[i] ?? NaN)
            : inUnits(output, answers.kind === 'number' ? answers.scale : null, i);
        }
        const own = values.subarray(row * width, (row + 1) * width);
        if (!isDefined || !own.every(Number.isFinite)) undefinedRows += 1;
      }
      return Buffer.from(values.buffer);
    },
    finalHead: (rows) => npyHead([rows, ...rowShape]),
    undefinedRows: () => undefinedRows,
  };
}
