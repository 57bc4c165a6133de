// A comparison in, its text in one of the formats out, and the notes that belong beside it.
import type { Comparison } from '../comparison/comparison.js';
import { unreachable } from '../ground/errors.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import { tablesForPeople } from './terminal/comparison.js';
import type { Screen } from './terminal/table.js';
import { comparisonCsv, comparisonJson, comparisonMarkdown, titlesOf } from './text/comparison.js';

/** The formats of `dlx compare --format` but those for documents. */
export const comparisonFormats = ['table', 'json', 'csv', 'markdown'] as const;

export type ComparisonFormat = (typeof comparisonFormats)[number];

/**
 * The result, for stdout (without a newline at its end; empty where there is nothing to show), and
 * the notes, for stderr.
 */
export type RenderedComparison = { readonly output: string; readonly notes: readonly string[] };

/**
 * The comparison as text. The screen matters to `table` only: it is fitted to the width, and
 * coloured.
 */
export function renderComparison(
  comparison: Comparison,
  format: ComparisonFormat,
  screen: Screen,
): RenderedComparison {
  const notes = notesOf(comparison);
  switch (format) {
    case 'table': {
      const { text, notes: more } = tablesForPeople(comparison.tables, screen);
      return {
        output: text,
        notes: comparison.tables.length > 1 ? [...more, ...notes] : [...notes, ...more],
      };
    }
    case 'json':
      return { output: comparisonJson(comparison), notes };
    case 'csv':
      return { output: comparisonCsv(comparison.tables), notes };
    case 'markdown':
      return { output: comparisonMarkdown(comparison.tables), notes };
    default:
      return unreachable(format);
  }
}

/**
 * What is to be said beside the tables. Of several tables those of all come first, then those of each
 * under its title, once: a title is long, and a table may have many notes.
 */
export function notesOf({ tables, notes }: Comparison): readonly string[] {
  const titles = titlesOf(tables);
  const ofTables = tables.flatMap((table, i) => {
    const own = [...table.notes, ...omittedNotes(table)];
    return tables.length > 1 && own.length > 0 ? [`${titles[i]}:`, ...own] : own;
  });
  return [...(tables.length > 1 ? [...notes, ...ofTables] : [...ofTables, ...notes])].map(
    escapeText,
  );
}

function omittedNotes({ omitted }: Comparison['tables'][number]): readonly string[] {
  return omitted === 0 ? [] : [`not shown: ${counted(omitted, 'more row')}`];
}
