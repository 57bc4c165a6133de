// Dots in, lines of braille out: each cell of a terminal holds two dots beside each other and four
// below each other, and has one colour.

/** A field of dots; x from the left, y from the bottom, both from 0. */
export type Field = {
  /** Dots across, and up. */
  readonly width: number;
  readonly height: number;
  readonly dot: (x: number, y: number, style: number) => void;
  /** A character instead of the dots of the cell that a dot is in. */
  readonly mark: (x: number, y: number, text: string, style: number) => void;
  /** The cells of each line from the top: their text, and the style of what was drawn last; -1 is none. */
  readonly lines: () => readonly (readonly Cell[])[];
};

/** A cell of a terminal. */
export type Cell = { readonly text: string; readonly style: number };

// Of the dots of a cell from the bottom, those to the left and those to the right.
const bits = [
  [0x40, 0x80],
  [0x04, 0x20],
  [0x02, 0x10],
  [0x01, 0x08],
] as const;

/** A field of so many cells. */
export function brailleField(columns: number, rows: number): Field {
  const dots = new Uint8Array(columns * rows);
  const styles = new Int16Array(columns * rows).fill(-1);
  const marks = new Map<number, string>();
  const cellAt = (x: number, y: number): number | undefined => {
    const [column, row] = [x >> 1, rows - 1 - (y >> 2)];
    const isInside = x >= 0 && column < columns && row >= 0 && y >= 0;
    return isInside ? row * columns + column : undefined;
  };
  return {
    width: 2 * columns,
    height: 4 * rows,
    dot: (x, y, style) => {
      const cell = cellAt(x, y);
      if (cell === undefined) return;
      dots[cell] = (dots[cell] ?? 0) | (bits[y & 3]?.[x & 1] ?? 0);
      styles[cell] = style;
    },
    mark: (x, y, text, style) => {
      const cell = cellAt(x, y);
      if (cell === undefined) return;
      marks.set(cell, text);
      styles[cell] = style;
    },
    lines: () =>
      Array.from({ length: rows }, (_, row) =>
        Array.from({ length: columns }, (__, column) => {
          const cell = row * columns + column;
          const drawn = dots[cell] ?? 0;
          const text = marks.get(cell) ?? (drawn === 0 ? ' ' : String.fromCharCode(0x2800 + drawn));
          return { text, style: styles[cell] ?? -1 };
        }),
      ),
  };
}

/** Every dot from one to another, both with them, as Bresenham's line has them. */
export function dotsBetween(
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): readonly (readonly [number, number])[] {
  const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const share = steps === 0 ? 0 : i / steps;
    return [Math.round(fromX + (toX - fromX) * share), Math.round(fromY + (toY - fromY) * share)];
  });
}
