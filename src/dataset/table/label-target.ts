// The target of several labels a row: its column understood in, what a data set has of a target out.
import { failure } from '../../ground/errors.js';
import { counted } from '../../text/wrap.js';
import type { SplitRows } from '../split.js';
import {
  allLabels,
  labelsIn,
  multiHot,
  separatorOf,
  type CellPlace,
  type LabelSeparator,
} from './label-column.js';
import type { Meaning } from './meaning.js';
import { shownCell } from './places.js';
import type { CsvTarget } from './target.js';

/** A target of labels: its values are a 0 or 1 a label in each row. */
export type LabelTarget = CsvTarget & {
  readonly labels: readonly string[];
  readonly separator: LabelSeparator;
};

/** A column of labels, in the training table and in that of the test. */
export type LabelCells = {
  readonly file: string;
  readonly train: Meaning;
  readonly test: Meaning | null;
  /** As the spec says it; null where it is to be found out. */
  readonly separator: LabelSeparator | null;
  readonly trainPlace: CellPlace;
  readonly testPlace: CellPlace;
};

// More would be names of something else.
const mostLabels = 10_000;

/** Reads labels. Throws a UserError where the cells are none, or have too many. */
export function readLabels({ file, train, test, ...said }: LabelCells): LabelTarget {
  const place = `${file}, target ${JSON.stringify(shownCell(train.name))}`;
  const [own, held] = [textsOf(train), test && textsOf(test)];
  const separator = said.separator ?? separatorOf({ texts: own }, place);
  const rowsOf = (texts: readonly string[], at: CellPlace): readonly (readonly string[])[] =>
    texts.map((text, row) => labelsIn(text, separator, () => at(row)));
  const rows = rowsOf(own, said.trainPlace);
  const heldRows = held && rowsOf(held, said.testPlace);
  const labels = allLabels(heldRows ? [rows, heldRows] : [rows]);
  if (labels.length < 2 || labels.length > mostLabels) {
    throw failure(
      `${place} has ${counted(labels.length, 'label')} (${labels
        .slice(0, 5)
        .map((one) => JSON.stringify(shownCell(one)))
        .join(
          ', ',
        )}), expected 2 to ${mostLabels}: is separator: ${JSON.stringify(separator)} what stands between them?`,
    );
  }
  const unknown = (label: string): never => {
    throw new Error(`${label} is none of the labels that were found`);
  };
  return {
    classes: null,
    train: multiHot(rows, labels, unknown),
    test: heldRows && multiHot(heldRows, labels, unknown),
    scale: null,
    labels,
    separator,
  };
}

/** The cells of a column of labels. */
export function textsOf(column: Meaning): readonly string[] {
  if (column.kind !== 'text') throw new Error('labels are read as texts');
  return column.texts.map((text) => (column.marks.has(text) ? '' : text));
}

/** Sentences on labels: what stands between them, rows without any, labels that nothing is learned of. */
export function labelNotes(
  name: string,
  { labels, train, separator }: LabelTarget,
  rows: SplitRows,
  isWritten: boolean,
): readonly string[] {
  const of = `the target ${JSON.stringify(shownCell(name))}`;
  const width = labels.length;
  const has = (row: number, label: number): boolean => train[row * width + label] === 1;
  const empty = rows.train.filter((row) => !labels.some((_, i) => has(row, i))).length;
  const untrained = labels.filter((_, i) => !rows.train.some((row) => has(row, i)));
  const shown = untrained.slice(0, 5).map((one) => JSON.stringify(shownCell(one)));
  return [
    ...(isWritten
      ? []
      : [
          `${of}: ${separator === 'json' ? 'its cells are JSON arrays' : `${JSON.stringify(separator)} stands between labels`}, of which there are ${width}`,
        ]),
    ...(empty > 0
      ? [`${of}: ${empty} of ${counted(rows.train.length, 'training row')} have no label`]
      : []),
    ...(untrained.length > 0
      ? [
          `${of}: no training row has ${shown.join(', ')}${untrained.length > 5 ? ' …' : ''}: nothing can be learned of ${untrained.length === 1 ? 'it' : 'them'}`,
        ]
      : []),
  ];
}
