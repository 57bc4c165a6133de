// Series that a model has not seen, as the windows that it was trained on: of each series the last
// window, after which comes what nobody knows yet, or every one. Rows are put in order as in training.
import { failure } from '../../ground/errors.js';
import type { ColumnFacts, InputFacts, WindowFacts } from '../facts.js';
import {
  unseenNote,
  type Batches,
  type Found,
  type NewFile,
  type NewRequest,
  type RowBatch,
} from '../new-rows.js';
import type { CellColumn } from './cells.js';
import { cellsFor, encodeInputs, inputWidth } from './columns.js';
import { meaningsOf, type Meaning, type WantedMeaning } from './meaning.js';
import { encodingOf } from './new-table.js';
import { checkScores } from './scores.js';
import { seriesOf, stepWords, type Series, type Stretch } from './series.js';
import { parseCsv, shownCell, type CsvTable } from './table.js';
import { startsIn } from './windows.js';

/** Gives the batches of one file as they are filled. Throws a UserError that names the file. */
export async function* readNewSeries(
  file: NewFile,
  request: NewRequest,
  batches: Batches<Float32Array>,
  found: Found,
): AsyncGenerator<RowBatch> {
  const { input, keep } = request;
  const { columns, reading, windows } = factsOf(input);
  const names = columns.map(({ column }) => column);
  const along = keep === 'all' ? names : keep;
  const kept = [...new Set([windows.by, windows.time, ...along])].filter((name) => name !== null);
  const missing = new Set(reading.missing_values);
  const fitted = new Map(columns.map((column) => [column.column, column]));
  const table = await parseCsv(file.pieces(), file.name, {
    delimiter: reading.delimiter,
    encoding: encodingOf(reading),
    target: null,
    columns: names,
    beside: kept,
    cellsOf: (name) => {
      const fit = fitted.get(name);
      return fit ? cellsFor(fit, missing) : { as: 'text', written: null, missing };
    },
  });
  const meanings = meaningsOf(
    table,
    table.columns.map((column) => wantedOf(column, fitted.get(column.name))),
    'new',
  );
  const series = seriesOf(table, windows);
  checkStep(file.name, series, windows);
  if (found.kept.length === 0) found.kept = kept;
  checkScores(meanings, columns, table.at);
  const inputs = encodeInputs(table, meanings, columns);
  const starts =
    request.windows === 'all' ? allStarts(series, windows) : lastStarts(series, windows);
  found.notes.push(
    ...unseenNotes(columns, meanings),
    ...series.notes,
    ...shortNotes(file.name, series, windows),
  );
  if (starts.length === 0) {
    throw failure(
      `${file.name}: no series has the ${windows.length} rows that follow each other which a window needs: give more rows before the time to be predicted`,
    );
  }
  const width = inputWidth(columns);
  for (const start of starts) {
    const { values, offset } = batches;
    const rows = series.order.subarray(start, start + windows.length);
    rows.forEach((row, i) => {
      values.set(inputs.subarray(row * width, (row + 1) * width), offset + i * width);
    });
    batches.add(cellsOf(table, rows.at(-1) ?? 0));
    yield* batches.taken();
  }
}

function wantedOf(column: CellColumn, fit: ColumnFacts | undefined): WantedMeaning {
  return {
    column,
    purpose: 'input',
    hasGaps: fit?.gaps !== undefined && fit.gaps !== 'drop',
    ...(fit?.kind === 'date' ? { date: fit } : {}),
  };
}

function factsOf({ columns, reading, windows }: InputFacts) {
  if (!columns || !reading || !windows) throw new Error('windows of a table are read here');
  return { columns, reading, windows };
}

// Of a window's last row.
function cellsOf({ beside }: CsvTable, row: number): readonly string[] | undefined {
  return beside.length > 0 ? beside.map(({ texts }) => texts?.[row] ?? '') : undefined;
}

function allStarts({ stretches }: Series, windows: WindowFacts): readonly number[] {
  return stretches.flatMap((stretch) => [...startsIn(stretch, windows, windows.length)]);
}

// By series the last stretch: what comes after an earlier one is known.
function lastStretches({ stretches }: Series): ReadonlyMap<string, Stretch> {
  return new Map(stretches.map((stretch) => [stretch.series, stretch]));
}

function lastStarts(series: Series, { length }: WindowFacts): readonly number[] {
  return [...lastStretches(series).values()].flatMap(({ from, to }) =>
    to - from >= length ? [to - length] : [],
  );
}

function shortNotes(file: string, series: Series, { length }: WindowFacts): readonly string[] {
  const last = [...lastStretches(series)];
  const short = last.filter(([, { from, to }]) => to - from < length);
  if (short.length === 0 || last.length === 1) return [];
  const shown = short
    .slice(0, 5)
    .map(([name, { from, to }]) => `${JSON.stringify(shownCell(name))} ${to - from}`);
  return [
    `${short.length} of ${last.length} series of ${file} ${short.length === 1 ? 'ends' : 'end'} with fewer than the ${length} rows of a window (${shown.join(', ')}${short.length > shown.length ? ' …' : ''}): no prediction of what comes next`,
  ];
}

/** Throws a UserError where rows are farther apart, or nearer, than in training: that is another series. */
export function checkStep(
  file: string,
  { step }: Series,
  { time, step: trained }: Pick<WindowFacts, 'time' | 'step'>,
): void {
  if (!step || !trained) return;
  const isSame =
    step.unit === trained.unit && Math.abs(step.size - trained.size) <= 0.01 * trained.size;
  if (isSame) return;
  throw failure(
    `${file}: most rows are ${stepWords(step)} apart by ${JSON.stringify(time)}, and the model was trained on rows ${stepWords(trained)} apart: give rows of that distance`,
  );
}

/** A sentence for each column of categories in which some are none of those that training kept. */
export function unseenNotes(
  columns: readonly ColumnFacts[],
  meanings: readonly Meaning[],
): readonly string[] {
  return columns.flatMap((fit, i) => {
    const meaning = meanings[i];
    if (fit.kind !== 'categories' || meaning?.kind !== 'text') return [];
    const known = new Set(fit.categories);
    const byText = new Map<string, number>();
    let total = 0;
    for (const text of meaning.texts) {
      if (known.has(text) || meaning.marks.has(text)) continue;
      total += 1;
      byText.set(text, (byText.get(text) ?? 0) + 1);
    }
    if (total === 0) return [];
    const unseen = { total, byText, isRare: fit.rare !== undefined };
    return [unseenNote(fit.column, unseen, meaning.texts.length)];
  });
}
