// A text in Markdown in, the stretches of it out within which words belong to numbers: a sentence, a cell
// of a table with its heading and its row, an item of the head. Offsets are those of the whole text.

/** A stretch of the text. */
export type Segment = {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of a cell: its column's heading, and the first cell of its row; empty elsewhere. */
  readonly header: string;
  readonly rowHead: string;
  /** Given of a cell where another heading of its table names the score that its verdicts are about. */
  readonly judgedBy?: string;
  /** Of a cell, all of its row; else the stretch itself: what is named there belongs to its numbers. */
  readonly around: string;
  /** The same of stretches that speak of one thing: the cells of a row. */
  readonly row: number;
};

/** What is no prose: the place of it, and why its numbers are no claims. */
export type Mask = { readonly start: number; readonly end: number; readonly why: string };

/** A text taken apart. */
export type Structure = {
  readonly segments: readonly Segment[];
  readonly masks: readonly Mask[];
};

type Line = { readonly text: string; readonly start: number };

/** Takes a text apart; what is CSV is one table, its cells between bars, without a line below its headings. */
export function structureOf(text: string, isCsv = false): Structure {
  const segments: Segment[] = [];
  const masks: Mask[] = [];
  const lines = linesOf(text);
  if (isCsv) {
    tableAt(lines, 0, segments, -1);
    return { segments, masks };
  }
  let at = headOf(lines, { segments, masks });
  while (at < lines.length) at = blockAt(lines, at, { segments, masks });
  return { segments, masks };
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const found = { text: line, start };
    start += line.length + 1;
    return found;
  });
}

function plain(start: number, text: string): Segment {
  return {
    start,
    end: start + text.length,
    text,
    header: '',
    rowHead: '',
    around: text,
    row: start,
  };
}

// The YAML at the beginning: an item of a list, with the lines below it, speaks of one thing.
function headOf(lines: readonly Line[], { segments, masks }: Found): number {
  if (lines[0]?.text.trimEnd() !== '---') return 0;
  const end = lines.findIndex(({ text }, i) => i > 0 && /^(?:---|\.\.\.)\s*$/.test(text));
  if (end < 0) return 0;
  let item: Line[] = [];
  const close = (): void => {
    const [first] = item;
    const last = item.at(-1);
    if (first && last) {
      segments.push(plain(first.start, item.map(({ text }) => text).join('\n')));
    }
    item = [];
  };
  for (const line of lines.slice(1, end)) {
    if (/^\s*- /.test(line.text) || /^\S/.test(line.text)) close();
    item.push(line);
    // Of a model's index what counts is behind `value:`; all else are names.
    const isValue = /^\s*(?:- )?value:\s/.test(line.text);
    const until = line.start + line.text.length;
    if (!isValue) masks.push({ start: line.start, end: until, why: 'the head' });
  }
  close();
  return end + 1;
}

type Found = { readonly segments: Segment[]; readonly masks: Mask[] };

// The block that begins at a line in, the number of the line behind it out.
function blockAt(lines: readonly Line[], at: number, { segments, masks }: Found): number {
  const line = lines[at];
  if (!line || line.text.trim() === '') return at + 1;
  const fence = /^[\s>]*(?:[-*+]\s+)?(`{3,}|~{3,})/.exec(line.text)?.[1];
  if (fence !== undefined) {
    const closing = new RegExp(`^[\\s>]*${fence[0] ?? ''}{${fence.length},}\\s*$`);
    const close = lines.findIndex(({ text }, i) => i > at && closing.test(text));
    const last = lines[close < 0 ? lines.length - 1 : close];
    const end = last ? last.start + last.text.length : line.start;
    masks.push({ start: line.start, end, why: 'code' });
    segments.push(
      plain(
        line.start,
        lines
          .slice(at, close < 0 ? undefined : close + 1)
          .map(({ text }) => text)
          .join('\n'),
      ),
    );
    return close < 0 ? lines.length : close + 1;
  }
  const isTable = line.text.includes('|') && isRule(lines[at + 1]?.text ?? '');
  if (isTable) return tableAt(lines, at, segments, at + 1);
  if (/^[\s>]*#{1,6}\s/.test(line.text)) {
    segments.push(plain(line.start, line.text));
    return at + 1;
  }
  return paragraphAt(lines, at, segments);
}

function isRule(text: string): boolean {
  return text.includes('-') && /^[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(text);
}

function tableAt(lines: readonly Line[], at: number, segments: Segment[], rule: number): number {
  const heads = cellsOf(lines[at]).map(({ text }) => text.trim());
  const epochs = heads.findIndex((head) => /^\W*epoch\W*$/i.test(head));
  const judgedBy = judgedIn(heads);
  let end = at;
  while (end < lines.length && (lines[end]?.text ?? '').includes('|')) end += 1;
  for (let i = at; i < end; i += 1) {
    const line = lines[i];
    if (!line || i === rule) continue;
    const cells = cellsOf(line);
    const rowHead = cells[0]?.text.trim() ?? '';
    // What stands in a row of an epoch is about that epoch.
    const epoch = cells[epochs]?.text.trim();
    const around = epoch === undefined ? line.text : `${line.text} epoch ${epoch}`;
    cells.forEach(({ text, start }, column) => {
      segments.push({
        start,
        end: start + text.length,
        text,
        header: i === at ? '' : (heads[column] ?? ''),
        rowHead: i === at || column === 0 ? '' : rowHead,
        around: i === at ? text : around,
        judgedBy,
        row: line.start,
      });
    });
  }
  return end;
}

// `test loss, 95 %`; where it is called `interval` it stands behind its score.
function judgedIn(heads: readonly string[]): string {
  const at = heads.indexOf('interval');
  return (at > 0 ? heads[at - 1] : heads.find((head) => /,\s9\d\s?%/.test(head))) ?? '';
}

// Those between bars; an escaped bar, or one in code, is text.
function cellsOf(line: Line | undefined): readonly Line[] {
  if (!line) return [];
  const cells: Line[] = [];
  let from = 0;
  const bar = /\\.|`[^`]*`|\|/g;
  for (const match of line.text.matchAll(bar)) {
    if (match[0] !== '|') continue;
    cells.push({ text: line.text.slice(from, match.index), start: line.start + from });
    from = match.index + 1;
  }
  cells.push({ text: line.text.slice(from), start: line.start + from });
  return cells.filter(
    ({ text }, i) => !((i === 0 || i === cells.length - 1) && /^[\s>]*$/.test(text)),
  );
}

function paragraphAt(lines: readonly Line[], at: number, segments: Segment[]): number {
  let end = at + 1;
  while (end < lines.length && goesOn(lines, end)) end += 1;
  const [first] = lines.slice(at, end);
  if (!first) return end;
  const text = lines
    .slice(at, end)
    .map((line) => line.text)
    .join('\n');
  for (const { start, text: sentence } of sentencesOf(text)) {
    segments.push(plain(first.start + start, sentence));
  }
  return end;
}

const begins = /^[\s>]*(?:#{1,6}\s|`{3,}|~{3,}|(?:[-*+]|\d+[.)])\s)/;

function goesOn(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? '';
  if (text.trim() === '' || begins.test(text)) return false;
  return !(text.includes('|') && isRule(lines[at + 1]?.text ?? ''));
}

// An end of a sentence, but behind what is shortened.
const sentenceEnd =
  /(?<!\b(?:e\.g|i\.e|vs|ca|approx|no|fig|eq|sec|tab|resp|cf|incl|al|etc|st))[.!?;][)\]*_`"'”]*\s+(?=[\p{Lu}\p{N}([*_`"'“[<−-]|$)|;\s+|(?<=\n[\s>]*)(?=(?:[-*+]|\d+[.)])\s)/giu;

function sentencesOf(text: string): readonly Line[] {
  const found: Line[] = [];
  let from = 0;
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    if (end <= from) continue;
    found.push({ text: text.slice(from, end), start: from });
    from = end;
  }
  if (from < text.length) found.push({ text: text.slice(from), start: from });
  return found;
}
