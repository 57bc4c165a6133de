// What differs between two runs in, a page of it out: a table for each kind of thing.
import { basename } from 'node:path';
import type { Difference, RunDiff } from '../../comparison/diff.js';
import { cutText } from '../../text/cut.js';
import { wrapped } from '../../text/wrap.js';
import { formatCell } from './format.js';
import { renderTable, type Screen, type TableCell } from './table.js';

const sections = ['spec', 'data', 'environment', 'costs', 'scores'] as const;

// What is longer nobody reads; the JSON has it in full.
const longest = 200;

/** The page: `folders` are what the two are called. */
export function renderDiff(
  diff: RunDiff,
  folders: readonly [string, string],
  screen: Screen,
): string {
  const same = sections.filter((section) => diff[section].length === 0);
  const heads = headsOf(folders);
  const parts = sections
    .filter((section) => diff[section].length > 0)
    .map((section) => sectionTable(section, diff[section], heads, screen));
  const alike = same.filter((section) => section !== 'scores' && section !== 'costs');
  return [
    ...parts,
    ...(alike.length > 0 ? [wrapped(`the same: ${alike.join(', ')}`, screen.width)] : []),
  ].join('\n\n');
}

function headsOf([one, other]: readonly [string, string]): readonly [string, string] {
  const names = [basename(one), basename(other)] as const;
  return names[0] === names[1] ? [one, other] : names;
}

function sectionTable(
  section: (typeof sections)[number],
  differences: readonly Difference[],
  heads: readonly [string, string],
  screen: Screen,
): string {
  const isScores = section === 'scores';
  const align = isScores ? ('right' as const) : ('left' as const);
  const columns = [
    { head: section, align: 'left' as const },
    ...heads.map((head) => ({ head, align })),
    ...(isScores ? [{ head: 'difference', align }] : []),
  ];
  const rows = differences.map((one): readonly TableCell[] => [
    { text: cutText(one.key, longest) },
    ...one.values.map((value) => ({ text: cutText(formatCell(value, one.kind), longest) })),
    ...(isScores ? [{ text: stepBetween(one) }] : []),
  ]);
  return renderTable(columns, rows, screen).text;
}

// From the first to the second, with its sign.
function stepBetween({ values: [one, other], kind }: Difference): string {
  if (typeof one !== 'number' || typeof other !== 'number') return '–';
  const step = other - one;
  return `${step > 0 ? '+' : ''}${formatCell(step, kind)}`;
}
