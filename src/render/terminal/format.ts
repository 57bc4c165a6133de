// One cell of a comparison in, its text for people out.
import type { Column } from '../../comparison/column.js';
import type { Cell } from '../../comparison/written.js';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/**
 * A value as a table shows it: scores with four decimals, seconds with two digits, counts with
 * separators, `–` for none.
 */
export function formatCell(cell: Cell, kind: Column['kind']): string {
  if (cell === null) return '–';
  if (typeof cell !== 'number' || !Number.isFinite(cell)) return String(cell);
  switch (kind) {
    case 'score':
      return formatScore(cell);
    case 'seconds':
      return formatSeconds(cell);
    case 'count':
      return whole.format(cell);
    case 'text':
    case 'setting':
      return String(cell);
  }
}

// Four decimals would show a tiny error as 0.0000 and drown a great one.
function formatScore(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 0.00005)) return value.toExponential(3);
  return size >= 1000 ? value.toFixed(1) : value.toFixed(4);
}

/**
 * The standard deviation of scores as it stands behind their mean: with the decimals of the mean,
 * where these show it.
 */
export function formatSpread(spread: number, mean: Cell): string {
  const isGreat = typeof mean === 'number' && Math.abs(mean) >= 1000 && Math.abs(mean) < 1e6;
  return isGreat && spread >= 0.05 && spread < 1000
    ? spread.toFixed(1)
    : formatCell(spread, 'score');
}

function formatSeconds(value: number): string {
  return Math.abs(value) < 9.95 ? value.toPrecision(2) : whole.format(value);
}
