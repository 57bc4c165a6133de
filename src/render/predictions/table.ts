// The first predictions as a table for a terminal.
import type { RowBatch } from '../../dataset/new-rows.js';
import { classReading, inUnits, labelCell, labelReading } from '../../inference/answers.js';
import { float32Text } from '../../text/float32.js';
import { formatCell } from '../terminal/format.js';
import { renderTable, type Screen, type TableCell } from '../terminal/table.js';
import { columnNames, greatestOf, hasProbabilities, type Layout } from './columns.js';

/** How many rows such a table shows at most. */
export const shownRows = 20;

/** Rows and what the model says of each. */
export type PredictedRows = { readonly batch: RowBatch; readonly outputs: Float32Array };

/** A table of the first rows. */
export function predictionTable(
  layout: Layout,
  predicted: readonly PredictedRows[],
  screen: Screen,
): string {
  const { answers, kept } = layout;
  const heads = ['row', ...columnNames(layout)];
  const isText = (i: number): boolean =>
    i > 0 && (i <= kept.length || (answers.kind !== 'number' && !isProbability(heads[i] ?? '')));
  const columns = heads.map((head, i) => ({
    head,
    align: isText(i) ? ('left' as const) : ('right' as const),
    weight: i,
  }));
  const cellsOf = rowCells(layout);
  const rows = predicted.flatMap(({ batch, outputs }) =>
    Array.from({ length: batch.count }, (_, row) => [
      ...(batch.kept[row] ?? []),
      ...cellsOf(outputs, row),
    ]),
  );
  const numbered = rows
    .slice(0, shownRows)
    .map((cells, i): readonly TableCell[] => [
      { text: String(i + 1) },
      ...cells.map((text) => ({ text })),
    ]);
  return renderTable(columns, numbered, screen).text;
}

function isProbability(name: string): boolean {
  return name.startsWith('probability');
}

function rowCells({ answers, wished }: Layout): (outputs: Float32Array, row: number) => string[] {
  if (answers.kind === 'number') {
    const { numbers, scale } = answers;
    return (outputs, row) =>
      numbers.map((_, i) =>
        numberText(inUnits(outputs[row * numbers.length + i] ?? NaN, scale, i)),
      );
  }
  if (answers.kind === 'labels') {
    const { values, read } = labelReading(answers);
    return (outputs, row) => {
      const said = read(outputs, row);
      if (!said) return ['–'];
      const names = said.map((i) => answers.labels[i] ?? '');
      return [
        labelCell(names, answers.separator),
        ...Array.from(values, (value) => formatCell(value, 'score')),
      ];
    };
  }
  const { values, read } = classReading(answers);
  const probability = (i: number): string => formatCell(values[i] ?? null, 'score');
  const ranks = new Int32Array(wished.top);
  return (outputs, row) => {
    const best = read(outputs, row);
    if (best < 0) return ['–'];
    const nameOf = (i: number): string => answers.classes[i] ?? '';
    if (wished.proba) return [nameOf(best), ...Array.from(values, (_, i) => probability(i))];
    greatestOf(values, wished.top, ranks);
    if (wished.top === 1) ranks[0] = best;
    return Array.from(ranks, (one) =>
      hasProbabilities(answers) ? [nameOf(one), probability(one)] : [nameOf(one)],
    ).flat();
  };
}

function numberText(value: number): string {
  return Number.isFinite(value) ? float32Text(value) : '–';
}
