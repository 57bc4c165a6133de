// Columns of texts in a table: what was said and learned of them, how they become inputs, and what a
// reader should know. How a text becomes tokens, and tokens numbers, is in text/.
import { dataPath } from '../content.js';
import { countedTexts } from '../text/counted.js';
import type { TextColumn } from '../text/facts.js';
import { fitTexts } from '../text/fit.js';
import { textNotes, type NotedPart } from '../text/notes.js';
import { readTokenizer } from '../text/tokenizer.js';
import { Vectorizer } from '../text/vectorizer.js';
import type { TextArguments } from '../text/arguments.js';
import type { SplitRows } from '../split.js';
import type { TextCells } from './meaning.js';
import type { FitRequest, Where } from './number-column.js';

/** The texts of a column; a mark of a missing value is a text of no tokens, as an empty cell is. */
export function textsIn({ texts, marks }: TextCells): readonly string[] {
  return marks.size === 0 ? texts : texts.map((text) => (marks.has(text) ? '' : text));
}

/** What is needed beside the texts; `folder` is where a path in the spec starts. */
export type TextRequest = Pick<FitRequest, 'place' | 'rows' | 'gaps'> & {
  readonly folder: string;
};

/** Learns from the training rows. Throws a UserError where there is nothing to learn from. */
export function fitText(
  cells: TextCells,
  { place, rows, gaps, folder }: TextRequest,
  wish: TextArguments,
): TextColumn {
  const tokenizer = wish.tokenizer === null ? null : dataPath(folder, wish.tokenizer);
  const fit = fitTexts(
    {
      name: cells.name,
      texts: textsIn(cells),
      rows,
      place,
      ...(tokenizer === null ? {} : { tokenizer: readTokenizer(tokenizer) }),
    },
    wish,
  );
  return gaps === 'drop' ? { ...fit, gaps } : fit;
}

/** Writes the inputs of all rows of a column. */
export function writeTexts(
  cells: TextCells,
  fit: TextColumn,
  { inputs, width, offset }: Where,
): void {
  const vectorizer = new Vectorizer(fit);
  for (const [row, text] of textsIn(cells).entries()) {
    vectorizer.write(text, inputs, row * width + offset);
  }
}

/** What there is to be said of a column of texts. */
export type NotedText = {
  readonly name: string;
  readonly fit: TextColumn;
  readonly wish: TextArguments;
  readonly cells: TextCells;
  readonly rows: SplitRows;
  /** The column in the test file, where there is one. */
  readonly held: TextCells | null;
};

/** Sentences on a column of texts. */
export function textColumnNotes({
  name,
  fit,
  wish,
  cells,
  rows,
  held,
}: NotedText): readonly string[] {
  const texts = textsIn(cells);
  const counted = countedTexts(texts, fit);
  const part = (
    which: NotedPart['part'],
    of: Int32Array,
    from: NotedPart['counted'] = counted,
  ): NotedPart => ({ part: which, rows: of, counted: from });
  const heldTexts = held && textsIn(held);
  return textNotes({
    name,
    fit,
    written: wish,
    texts,
    parts: [
      part('training', rows.train),
      part('validation', rows.validation),
      heldTexts
        ? part('test', Int32Array.from(heldTexts.keys()), countedTexts(heldTexts, fit))
        : part('test', rows.test),
    ],
  });
}
