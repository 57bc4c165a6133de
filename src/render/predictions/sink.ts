// Where predictions go: standard output, or a file that has its name once it is whole.
import type { RowBatch } from '../../dataset/new-rows.js';
import { streamFile, type Streamed } from '../../ground/streamed.js';
import { screenOf } from '../terminal/table.js';
import type { Layout } from './columns.js';
import { predictionTable, shownRows, type PredictedRows } from './table.js';
import { csvWriter, jsonWriter, npyWriter, type PredictionWriter } from './writers.js';

/** What predictions are written as. */
export type Format = 'table' | 'csv' | 'jsonl' | 'npy';

/** Takes predictions. */
export type Sink = {
  readonly write: (batch: RowBatch, outputs: Float32Array) => Promise<void>;
  /** Whether it takes no more: a table for a terminal shows the first rows. */
  readonly isFull: () => boolean;
  /** There are no more; gives what is yet to be written to standard output, without a line end. */
  readonly finish: () => string;
  /** Leaves what was written so far in a file of another name, which it gives; null for none. */
  readonly leavePart: () => string | null;
  /** Nothing is to stay. */
  readonly abandon: () => void;
  readonly undefinedRows: () => number;
};

/** What is to be written, and where: null is standard output. `layout` is asked at the first row. */
export type SinkWish = {
  readonly format: Format;
  readonly output: string | null;
  readonly layout: () => Layout;
};

/** Opens a sink. Throws a UserError where its file cannot be written. */
export function openSink({ format, output, layout }: SinkWish): Sink {
  return format === 'table' ? tableSink(output, layout) : rowSink(format, output, layout);
}

const writers = { csv: csvWriter, jsonl: jsonWriter, npy: npyWriter };

function rowSink(
  format: Exclude<Format, 'table'>,
  output: string | null,
  layout: () => Layout,
): Sink {
  const file = output === null ? null : streamFile(output);
  let writer: PredictionWriter | null = null;
  let rows = 0;
  const put = (bytes: Uint8Array): Promise<void> => (file ? inFile(file, bytes) : toStdout(bytes));
  const begun = async (): Promise<PredictionWriter> => {
    if (writer) return writer;
    const made = writers[format](layout());
    writer = made;
    await put(made.head());
    return made;
  };
  const complete = (): void => {
    writer ??= writers[format](layout());
    if (rows === 0) {
      const head = writer.head();
      if (file) file.write(head);
      else process.stdout.write(head);
    }
    const head = writer.finalHead(rows);
    if (head) file?.replace(head, 0);
  };
  return {
    write: async (batch, outputs) => {
      const { rows: bytesOf } = await begun();
      await put(bytesOf(batch, outputs));
      rows += batch.count;
    },
    isFull: () => false,
    finish: () => {
      complete();
      file?.finish();
      return '';
    },
    leavePart: () => {
      if (!file || rows === 0) {
        file?.abandon();
        return null;
      }
      complete();
      return file.leavePart();
    },
    abandon: () => file?.abandon(),
    undefinedRows: () => writer?.undefinedRows() ?? 0,
  };
}

async function inFile(file: Streamed, bytes: Uint8Array): Promise<void> {
  file.write(bytes);
}

function toStdout(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => void process.stdout.write(bytes, () => resolve()));
}

function tableSink(output: string | null, layout: () => Layout): Sink {
  const predicted: PredictedRows[] = [];
  let rows = 0;
  const text = (): string => {
    if (rows === 0) return '';
    const screen = screenOf(output === null ? process.stdout : {}, process.env);
    const table = predictionTable(layout(), predicted, screen);
    return rows > shownRows
      ? `${table}\nthe first ${shownRows} rows; --output FILE writes all of them`
      : table;
  };
  return {
    write: async (batch, outputs) => {
      if (rows <= shownRows) predicted.push({ batch, outputs });
      rows += batch.count;
    },
    isFull: () => rows > shownRows,
    finish: () => {
      if (output === null) return text();
      const file = streamFile(output);
      file.write(Buffer.from(`${text()}\n`));
      file.finish();
      return '';
    },
    leavePart: () => null,
    abandon: () => undefined,
    undefinedRows: () => 0,
  };
}
