// A table of a comparison in, its part of a report out: what is known, a dot plot of the scores with
// their intervals, the table itself, and what differs between the specs.
import type { Column } from '../../../comparison/column.js';
import type { Table } from '../../../comparison/comparison.js';
import type { RunWithEpochs } from '../../../comparison/curves.js';
import type { Row } from '../../../comparison/ranking.js';
import { isSealed } from '../../../run/sealed.js';
import { probabilityText, toDigits } from '../../../text/digits.js';
import { counted } from '../../../text/wrap.js';
import { columnFor, shownCell } from '../../cells.js';
import { formatCell } from '../../terminal/format.js';
import { scoresChart, type ScoredRow } from '../model-charts.js';
import { escapeHtml, section } from '../page.js';

/** What a table needs to be shown: its runs, by their folders, and a name for the page alone. */
export type ShownTable = {
  readonly table: Table;
  readonly runs: ReadonlyMap<string, RunWithEpochs>;
  /** Of several tables what this one is about; empty for one alone. */
  readonly title: string;
  readonly id: string;
};

/** The part of one table. */
export function comparisonPart(shown: ShownTable): readonly string[] {
  const { table, title, id } = shown;
  const heading = title === '' ? 'Comparison' : `Comparison: ${title}`;
  return [
    ...section(heading, [
      ...leadOf(table),
      ...scorePlot(shown),
      filterOf(id, table.rows.length),
      sortedTable(table, id),
      ...table.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`),
    ]),
    ...section(title === '' ? 'What differs' : `What differs: ${title}`, differences(table)),
  ];
}

/** What a row is called. */
export function labelOf({ cells, folders }: Row): string {
  return String(cells.get('run')?.value ?? folders[0] ?? '');
}

// What is the best, and what is known of the others: a sentence each, as long as there are few.
function leadOf({ rows, columns, sort, judged }: Table): readonly string[] {
  const [first] = rows;
  if (!first || first.rank === null) return ['<p class="lead">No run has finished.</p>'];
  const column = columns.find(({ key }) => key === sort.column);
  const score = column ? `${column.label} ${shownCell(first, column)}` : '';
  const n = first.n > 1 ? `, ${first.n} ${runsOf(first)}` : '';
  const isBest = rows.filter(({ rank }) => rank !== null).length > 1;
  if (!isBest) {
    return [`<p class="lead"><b>${escapeHtml(labelOf(first))}</b>: ${escapeHtml(score)}${n}.</p>`];
  }
  const lead = `<p class="lead"><b>${escapeHtml(labelOf(first))}</b> is ${sort.reversed ? 'first' : 'the best'} by ${escapeHtml(score)}${n}.</p>`;
  const verdicts = rows.flatMap((row): readonly string[] => {
    const { verdict } = row;
    if (!verdict || verdict.verdict === null) return [];
    const against = judged ? labelFor(rows, judged.against) : '';
    const { diff, interval, p, needs_seeds: seeds } = verdict;
    const [low, high] = interval.map((bound) => toDigits(bound, 3));
    const more =
      seeds === null
        ? ''
        : `; ${counted(seeds, 'seed')} of each would settle a difference like this`;
    return [
      `<li><b>${escapeHtml(labelOf(row))}</b>: ${escapeHtml(verdict.verdict)} compared with ${escapeHtml(against)} on ${escapeHtml(`${judged?.part ?? ''} ${judged?.metric ?? ''}`)} (difference ${toDigits(diff, 3)}, 95\u00a0% from ${low} to ${high}, p\u00a0${escapeHtml(probabilityText(p))}${more})</li>`,
    ];
  });
  const few = verdicts.slice(0, 12);
  return [lead, ...(few.length === 0 ? [] : [`<ul class="verdict">${few.join('')}</ul>`])];
}

// Runs of several specs, grouped by a tag, may have a seed in common.
function runsOf({ n, folds, seeds }: Row): string {
  if (folds) return 'runs of folds';
  return new Set(seeds).size === n ? 'seeds' : 'runs';
}

function labelFor(rows: readonly Row[], folder: string): string {
  const row = rows.find(({ folders }) => folders.includes(folder));
  return row ? labelOf(row) : folder;
}

const mostPlotted = 40;

// On the test set, unless one of the runs has not opened its own.
function scorePlot({ table, runs }: ShownTable): readonly string[] {
  const { rows, columns, judged, sort } = table;
  const records = rows.flatMap(({ folders }) =>
    folders.flatMap((folder) => runs.get(folder)?.record ?? []),
  );
  const part = judged?.part ?? (records.some(isSealed) ? 'validation' : 'test');
  const metric = judged?.metric ?? sort.column.replace(/^(?:val|test|train)_/, '');
  if (!columns.some(({ key }) => key.endsWith(`_${metric}`))) return [];
  const scored = rows.flatMap((row): readonly ScoredRow[] => {
    const scores = row.folders.flatMap((folder) => {
      const own = runs.get(folder)?.record.scores[part];
      const value = (own && Object.hasOwn(own, metric) ? own[metric] : null) ?? NaN;
      return Number.isFinite(value) ? [value] : [];
    });
    if (row.rank === null || scores.length === 0) return [];
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return [{ label: labelOf(row), scores, mean, interval: row.interval }];
  });
  if (scored.length < 2) return [];
  const shown = scored.slice(0, mostPlotted);
  const more =
    scored.length > shown.length ? `, the first ${shown.length} of ${scored.length}` : '';
  const bars = shown.some(({ interval }) => interval)
    ? '; a bar is the 95\u00a0% interval of the mean'
    : '';
  return [
    `<figure class="chart">${scoresChart(shown, `${part} ${metric}`)}<figcaption>${escapeHtml(`${part} ${metric}${more}: large dots are rows, small ones their ${rows.some(({ folds }) => folds) ? 'runs' : 'seeds'}${bars}`)}</figcaption></figure>`,
  ];
}

function filterOf(id: string, rows: number): string {
  return rows < 6
    ? ''
    : `<label class="filter">Show rows with <input class="filter" type="search" aria-controls="${id}"> <output></output></label>`;
}

function sortedTable({ columns, rows }: Table, id: string): string {
  const heads = columns.map((column) => {
    const { head, align } = columnFor(column, rows);
    return `<th scope="col"${align === 'right' ? ' class="number"' : ''}><button type="button">${escapeHtml(head)}</button></th>`;
  });
  const body = rows.map((row) => {
    const cells = columns.map((column, i) => cellHtml(row, column, { isHead: i === 0, rows }));
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="the table of the comparison"><table class="sorted" id="${id}"><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function cellHtml(
  row: Row,
  column: Column,
  { isHead, rows }: { readonly isHead: boolean; readonly rows: readonly Row[] },
): string {
  const value = row.cells.get(column.key)?.value ?? null;
  const classes = [
    ...(columnFor(column, rows).align === 'right' ? ['number'] : []),
    ...(row.best.has(column.key) ? ['best'] : []),
  ];
  const attributes = [
    ...(classes.length === 0 ? [] : [`class="${classes.join(' ')}"`]),
    ...(typeof value === 'number'
      ? [`data-value="${value}"`]
      : value === null
        ? ['data-value=""']
        : []),
    ...(isHead ? ['scope="row"'] : []),
  ];
  const tag = isHead ? 'th' : 'td';
  return `<${[tag, ...attributes].join(' ')}>${escapeHtml(shownCell(row, column))}</${tag}>`;
}

const [mostRows, mostKeys] = [20, 60];

// A line a key, a column a row of the comparison.
function differences({ columns, rows }: Table): readonly string[] {
  const settings = columns.filter(({ kind }) => kind === 'setting').slice(0, mostKeys);
  if (settings.length === 0 || rows.length < 2) return [];
  const shown = rows.slice(0, mostRows);
  const heads = shown.map((row) => `<th scope="col">${escapeHtml(labelOf(row))}</th>`);
  const body = settings.map(({ key, label, kind }) => {
    const cells = shown.map((row) => {
      const text = formatCell(row.cells.get(key)?.value ?? null, kind);
      return `<td>${escapeHtml(text)}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(label)}</th>${cells.join('')}</tr>`;
  });
  const more =
    rows.length > shown.length
      ? [`<p class="note">The first ${shown.length} of ${rows.length} rows.</p>`]
      : [];
  return [
    `<div class="scroll" tabindex="0" role="region" aria-label="what differs between the specs"><table><thead><tr><td></td>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`,
    ...more,
  ];
}
