// Rows that lie in files as some among others: those that have none there get the bytes of another one, which
// nobody asks for.
import type { StoredPiece, StoredRows } from '../stored.js';

// Files are closed once nobody has the pieces that they were opened for.
const origins = new WeakMap<readonly StoredPiece[], readonly StoredPiece[]>();

/** Stored rows in the places of `count` rows: `rows` are their numbers among those, ascending. */
export function storedAmong(stored: StoredRows, rows: Int32Array, count: number): StoredRows {
  if (rows.length === count) return stored;
  const pieces: StoredPiece[] = [];
  let [next, place] = [0, 0];
  for (const piece of stored.pieces) {
    const fill = (until: number): void => {
      for (; next < until; next += Math.min(until - next, piece.rows)) {
        pieces.push({ ...piece, rows: Math.min(until - next, piece.rows) });
      }
    };
    for (let done = 0; done < piece.rows;) {
      const first = rows[place] ?? count;
      fill(first);
      let run = 1;
      while (done + run < piece.rows && rows[place + run] === first + run) run += 1;
      pieces.push({ file: piece.file, at: piece.at + done * stored.size, rows: run });
      [done, place, next] = [done + run, place + run, first + run];
    }
    if (place === rows.length) fill(count);
  }
  origins.set(pieces, stored.pieces);
  return { ...stored, pieces };
}
