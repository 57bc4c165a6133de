// What of a text's numbers is so in, the lines that say it out.
import type { Audit, Audited } from '../../publishing/audit.js';
import { escapeText } from '../../text/escape.js';
import { counted } from '../../text/wrap.js';
import { displayWidth } from '../../text/width.js';

/** A line for each number: its place, how it is written, what it is. */
export function auditLines(file: string, { numbers }: Audit): readonly string[] {
  const rows = numbers.map(
    (one) => [placeOf(file, one), escapeText(one.text), saidOf(one)] as const,
  );
  const widths = [0, 1].map((i) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[i] ?? '')), 0),
  );
  return rows.map(([place, text, said]) =>
    [place, text]
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - displayWidth(cell)))
      .concat(said)
      .join('  '),
  );
}

function placeOf(file: string, { line, column }: Audited): string {
  return escapeText(`${file}:${line}:${column}`);
}

function saidOf({ is, problem }: Audited): string {
  if (problem !== null) return escapeText(`NOT SO: ${problem}`);
  const [first, ...others] = is;
  if (!first) return '';
  const more = others.length > 0 ? `, and ${counted(others.length, 'other value')}` : '';
  return escapeText(`${first.what} of ${first.owner.called}${more}`);
}

/** How many numbers there are of which kind, and the rules by which some are left out. */
export function auditNotes(
  file: string,
  { numbers, leftOut }: Audit,
  runs: number,
): readonly string[] {
  const bad = numbers.filter(({ problem }) => problem !== null).length;
  const all = [...leftOut].sort(([, a], [, b]) => b - a);
  const sum = all.reduce((total, [, count]) => total + count, 0);
  const left =
    sum === 0
      ? ''
      : `; ${counted(sum, 'number')} left out (${all.map(([why, count]) => `${why}: ${count}`).join(', ')})`;
  const are = `${numbers.length - bad} of ${counted(numbers.length, 'number')} of ${file} ${numbers.length - bad === 1 ? 'is' : 'are'} of ${runs === 1 ? 'this run' : `these ${runs} runs`}`;
  return [escapeText(`${are}${bad > 0 ? `, ${bad} ${bad === 1 ? 'is' : 'are'} not` : ''}${left}`)];
}
