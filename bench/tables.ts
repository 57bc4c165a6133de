// Tables of numbers that the works read: with all their digits, as pandas writes them.
import { closeSync, openSync, writeSync } from 'node:fs';
import { randomNormal, streamOf } from '../src/ground/random.js';

/** What Python needs for tables beside Keras and PyTorch. */
export const tablePins: readonly string[] = [
  'pandas==3.1.1',
  'onnxruntime==1.32.0',
  'pyarrow==26.0.1',
  'duckdb==2.0.1',
];

const together = 10_000;

/** Writes so many rows of so many numbers as CSV; where classes are asked for, a last column of three. */
export function writeTable(
  path: string,
  { rows, columns, classes }: Record<'rows' | 'columns', number> & { readonly classes: boolean },
): void {
  const file = openSync(path, 'w');
  const heads = Array.from({ length: columns }, (_, i) => `c${i}`);
  writeSync(file, `${[...heads, ...(classes ? ['y'] : [])].join(',')}\n`);
  for (let start = 0; start < rows; start += together) {
    const count = Math.min(together, rows - start);
    const key = { seed: 1, stream: streamOf('bench/table'), step: start };
    const values = randomNormal(key, count * columns);
    const lines = Array.from({ length: count }, (_, row) => {
      const cells = Array.from(values.subarray(row * columns, (row + 1) * columns), (x) => x / 7);
      const label = Math.min(2, Math.max(0, Math.round(1 + 7 * (cells[0] ?? 0))));
      return [...cells, ...(classes ? ['abc'[label]] : [])].join(',');
    });
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
}
