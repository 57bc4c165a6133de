// The tables of a comparison in, text for other programs and for documents out: CSV, JSON and
// Markdown. Numbers stand in full in the first two.
import type { Column } from '../../comparison/column.js';
import type { Comparison, Table } from '../../comparison/comparison.js';
import type { Row } from '../../comparison/ranking.js';
import type { Cell } from '../../comparison/written.js';
import { cutText } from '../../text/cut.js';
import { encodeJson } from '../../run/format/json.js';
import { escapeJsonText } from '../../text/escape.js';
import { columnFor, shownCell } from '../cells.js';
import { csvText, markdownTable, markdownText } from './plain.js';
import { thousands } from '../../text/wrap.js';

// A longer name, or list of arguments, is a stranger's.
const longest = 100;

/**
 * What each table is called: its data and the sizes of its parts, and what else tells it from
 * another one.
 */
export function titlesOf(tables: readonly Pick<Table, 'data'>[]): readonly string[] {
  const plain = tables.map(({ data }) => {
    if (!data) return 'not readable';
    const sizes = [data.train, data.validation, data.test].map((size) => thousands(size));
    const title = `${cutText(data.name, longest)}, ${sizes.join(' / ')} samples`;
    return data.split === '' ? title : `${title}, ${cutText(data.split, longest)}`;
  });
  return plain.map((title, i) => {
    const sum = tables[i]?.data?.sha256.slice(0, 8);
    const isUnique = plain.indexOf(title) === plain.lastIndexOf(title);
    return isUnique || sum === undefined ? title : `${title}, SHA-256 ${sum}…`;
  });
}

/**
 * One CSV of all tables; of several each row says which table it is of, and a column that a table lacks is
 * empty in its rows. Where there are replicates, a column `…_sd` follows each column of means.
 */
export function comparisonCsv(tables: readonly Table[]): string {
  const titles = titlesOf(tables);
  const spread = new Set(
    tables.flatMap(({ rows }) =>
      rows.flatMap(({ cells }) =>
        [...cells].flatMap(([key, { spread: sd }]) => (sd === undefined ? [] : [key])),
      ),
    ),
  );
  const keys = [...new Set(tables.flatMap(({ columns }) => columns.map(({ key }) => key)))];
  const heads = keys.flatMap((key) => (spread.has(key) ? [key, `${key}_sd`] : [key]));
  const body = tables.flatMap(({ columns, rows }, i) => {
    const own = new Set(columns.map(({ key }) => key));
    return rows.map(({ cells }) => [
      ...(tables.length > 1 ? [titles[i] ?? null] : []),
      ...keys.flatMap((key): readonly Cell[] => {
        const { value = null, spread: sd = null } = (own.has(key) && cells.get(key)) || {};
        return spread.has(key) ? [value, sd] : [value];
      }),
    ]);
  });
  return csvText([[...(tables.length > 1 ? ['table'] : []), ...heads], ...body]);
}

/** A Markdown table for each, under its data where there are several. */
export function comparisonMarkdown(tables: readonly Table[]): string {
  const titles = titlesOf(tables);
  const texts = tables.map(({ columns, rows }, i) => {
    const table = markdownTable(
      columns.map((column) => columnFor(column, rows)),
      rows.map((row) =>
        columns.map((column) => ({ text: shownCell(row, column), best: row.best.has(column.key) })),
      ),
    );
    return tables.length > 1 ? `### ${markdownText(titles[i] ?? '')}\n\n${table}` : table;
  });
  return texts.join('\n\n');
}

/** All of a comparison as one JSON document. */
export function comparisonJson({ tables, notes }: Comparison): string {
  const document = {
    ok: true,
    tables: tables.map((table) => ({
      data: table.data,
      columns: table.columns.map(({ key, label, kind, direction }) => ({
        key,
        label,
        kind,
        direction,
      })),
      sort: table.sort,
      rows: table.rows.map((row) => rowDocument(row, table.columns)),
      omitted: table.omitted,
      notes: table.notes,
    })),
    notes,
  };
  return escapeJsonText(encodeJson(document, 2));
}

// Of replicates the cells hold means, and `spread` their standard deviations.
function rowDocument(row: Row, columns: readonly Column[]): object {
  const { folders, n, state, rank, cells, best } = row;
  const spreads = columns.flatMap(({ key }) => {
    const spread = cells.get(key)?.spread;
    return spread === undefined ? [] : [[key, spread] as const];
  });
  return {
    runs: folders,
    n,
    state,
    rank,
    cells: Object.fromEntries(columns.map(({ key }) => [key, cells.get(key)?.value ?? null])),
    ...(n > 1 ? { spread: Object.fromEntries(spreads) } : {}),
    best: [...best],
  };
}
