// A text in, the same out with its tables as those of Markdown, whatever they were written in: LaTeX, HTML, CSV,
// or columns of text. Every number stays at its place.

/** A text as it is read. */
export type Legible = {
  readonly text: string;
  /** Whether all of it is one table without a line below its headings. */
  readonly isCsv: boolean;
};

/** A text whose tables can be told by their bars. */
export function legible(text: string): Legible {
  const csv = ofCsv(text);
  if (csv !== null) return { text: csv, isCsv: true };
  return { text: ofColumns(ofHtml(ofLatex(text))), isCsv: false };
}

const blank = (found: string): string => found.replaceAll(/[^\n]/g, ' ');

// `\begin{tabular}` to its end: what is between the marks of LaTeX, these as blanks.
function ofLatex(text: string): string {
  return text.replaceAll(/\\begin\{tabular\}[^]*?\\end\{tabular\}/g, (table) =>
    table
      .replaceAll(/\\(?:begin|end)\{tabular\}(?:\{[^{}]*\})?|\\(?:top|bottom)rule/g, blank)
      .replaceAll('\\midrule', '|------|')
      .replaceAll('\\\\', ' |')
      .replaceAll('$\\pm$', '  ±  ')
      .replaceAll('\\%', '% ')
      .replaceAll(/\\text(?:bf|it)\{/g, blank)
      // What is before an escape in a word moves to where the word ends.
      .replaceAll(/[^\s&]*\\_[^\s&]*/g, (word) => {
        const bare = word.replaceAll('\\_', '_');
        return ' '.repeat(word.length - bare.length) + bare;
      })
      .replaceAll(/(?<!\\)&/g, '|')
      .replaceAll(/\{(-+|[[\]*])\}/g, ' $1 ')
      .replaceAll('}', ' '),
  );
}

function ofHtml(text: string): string {
  return text.replaceAll(/<table[^>]*>[^]*?<\/table>/gi, (table) =>
    table
      .replaceAll(/<tbody>/gi, '|-----|')
      .replaceAll(/<t[hd](?=[\s>])[^>]*>/gi, (tag) => `|${' '.repeat(tag.length - 1)}`)
      .replaceAll(/<\/?[a-z][^>]*>/gi, blank),
  );
}

const line = /^─+(?: {2,}─+)* *$/;

// Columns of text have a line below their headings, with gaps where they end.
function ofColumns(text: string): string {
  const lines = text.split('\n');
  let gaps: readonly number[] | null = null;
  return lines
    .map((one, i) => {
      const rule = [one, lines[i + 1] ?? ''].find((some) => line.test(some));
      if (rule !== undefined) gaps = [...rule.matchAll(/ {2,}(?=─)/g)].map(({ index }) => index);
      else if (one.trim() === '') gaps = null;
      if (gaps === null || gaps.length === 0) return one;
      return barred(one, gaps).replaceAll('─', '-');
    })
    .join('\n');
}

function barred(row: string, gaps: readonly number[]): string {
  const fits = gaps.every((at) => row.slice(at, at + 2).trim() === '');
  if (!fits) return row.replaceAll(/ {2,}(?=\S)/g, (gap) => `|${' '.repeat(gap.length - 1)}`);
  const isGap = new Set(gaps);
  return Array.from({ length: row.length }, (_, i) => (isGap.has(i) ? '|' : row[i])).join('');
}

const cell = /"(?:[^"]|"")*"|[^,"]*/y;

// Lines of as many cells each, the first of which are names.
function ofCsv(text: string): string | null {
  const lines = text.trimEnd().split('\n');
  const commas = lines.map(commasIn);
  const [first] = commas;
  const isTable =
    lines.length > 1 &&
    first !== null &&
    first !== undefined &&
    first.length > 1 &&
    /^[\p{L}_"]/u.test(text) &&
    !/, /.test(lines[0] ?? '') &&
    commas.every((some) => some?.length === first.length);
  if (!isTable) return null;
  const barredLines = lines.map((one, i) => {
    const isComma = new Set(commas[i]);
    return Array.from({ length: one.length }, (_, at) => (isComma.has(at) ? '|' : one[at])).join(
      '',
    );
  });
  const [heads = '', ...rows] = barredLines;
  const spoken = heads
    .replaceAll(/_(?=sd(?:\||$))/g, ' ')
    .replaceAll(/(?<=\|)(?:epochs|seconds)_\w+/g, (key) => key.replaceAll('_', ' '));
  return [spoken, ...rows].join('\n') + text.slice(text.trimEnd().length);
}

// The places of those between cells; null where a quote is not closed.
function commasIn(row: string): readonly number[] | null {
  const found: number[] = [];
  for (let at = 0; ; at += 1) {
    cell.lastIndex = at;
    at += cell.exec(row)?.[0].length ?? 0;
    if (at >= row.length) return found;
    if (row[at] !== ',') return null;
    found.push(at);
  }
}
