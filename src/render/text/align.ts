// Rows of short texts in, lines with their columns under each other out, for reports that are no
// tables to be sorted or cut.
import { displayWidth } from '../../text/width.js';

/** The rows as lines, each column as wide as its widest text; nothing stands behind the last one. */
export function alignedLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, text] of row.entries()) {
      widths[i] = Math.max(widths[i] ?? 0, displayWidth(text));
    }
  }
  return rows.map((row) =>
    row
      .map((text, i) => text + ' '.repeat((widths[i] ?? 0) - displayWidth(text)))
      .join('  ')
      .trimEnd(),
  );
}
