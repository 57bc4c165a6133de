// The target of a table, whatever it is: a class or a number of one column, numbers of several, or labels.
// Columns that were understood come in; targets, plain for the split and then standardised by the
// training rows, go out.
import { targetValues, type TargetValues } from '../target-values.js';
import type { SplitRows } from '../split.js';
import type { TableArguments, WrittenTarget } from './arguments.js';
import type { ReadTable, UnderstoodTable } from './understood.js';
import { columnOf } from './kept-rows.js';
import { labelNotes, readLabels, type LabelTarget } from './label-target.js';
import type { Meaning } from './meaning.js';
import { joinedTargets, targetParts, type TargetPart } from './several-targets.js';
import { cellPlace } from './table.js';
import { readTarget, standardized, type CsvTarget, type TargetCells } from './target.js';
import { targetNotes } from './target-notes.js';

/** What a target of several numbers is made of. */
export type Numbers = {
  /** What each is called; null where there is one, or a class. */
  readonly numbers: readonly string[] | null;
  /** Given where they are several columns. */
  readonly parts: readonly TargetPart[] | null;
  /** Given where they are labels. */
  readonly labels: LabelTarget | null;
};

/** Targets as they are written, before anything is learned of them. */
export type PlainTargets = {
  readonly written: readonly WrittenTarget[];
  readonly cells: readonly TargetCells[];
  readonly each: readonly CsvTarget[];
  readonly labels: LabelTarget | null;
};

/** Reads the targets. Throws a UserError where they are unfit. */
export function readTargets(args: TableArguments, read: ReadTable): PlainTargets {
  const { training, held, written } = read;
  const cells = written.map((_, i): TargetCells => {
    const test = held?.targets[i];
    return {
      file: training.train.table.file,
      train: columnOf(meaningAt(training.targets, i), training.train.kept),
      test: held && test ? columnOf(test, held.test.kept) : null,
      type: written.length > 1 ? 'number' : args.target_type,
      wanted: read.wanted,
      positive: args.positive,
    };
  });
  const [first] = cells;
  const said = written[0]?.labels ?? null;
  if (!first || said === null) return { written, cells, each: cells.map(readTarget), labels: null };
  const placeIn =
    ({ table, kept }: UnderstoodTable) =>
    (row: number): string =>
      cellPlace(table.at(kept?.[row] ?? row), first.train.name);
  const labels = readLabels({
    file: first.file,
    train: first.train,
    test: first.test,
    separator: said.separator,
    trainPlace: placeIn(training.train),
    testPlace: placeIn(held?.test ?? training.train),
  });
  return { written, cells, each: [labels], labels };
}

function meaningAt(meanings: readonly Meaning[], i: number): Meaning {
  const meaning = meanings[i];
  if (!meaning) throw new Error('a table was read without its target');
  return meaning;
}

/** The targets as the loss sees them, by the training rows, and what is known of them. */
export type FittedTargets = Numbers & {
  readonly target: CsvTarget;
  readonly values: TargetValues;
  /** What a reader should know of them: a sentence each. */
  readonly notes: readonly string[];
};

// The input itself is the target.
const noTarget: CsvTarget = {
  classes: null,
  train: new Float32Array(0),
  test: new Float32Array(0),
  scale: null,
};

/**
 * Standardises what is to be. `columns` are the inputs. Throws a UserError where there is nothing to
 * standardise.
 */
export function fitTargets(
  { written, cells, each, labels }: PlainTargets,
  rows: SplitRows,
  columns: readonly Meaning[],
): FittedTargets {
  const names = cells.map(({ train }) => train.name);
  const fitted = each.map((plain, i) => {
    const own = cells[i];
    return own && written[i]?.isScaled === true ? standardized(plain, own, rows.train) : plain;
  });
  const values = targetValues(
    each.flatMap(({ train, test }) => [train, test]).filter((part) => part instanceof Float32Array),
  );
  // Of windows the target's own past is an input.
  const others = columns.filter(({ name }) => !names.includes(name));
  const isWritten = typeof written[0]?.labels?.separator === 'string';
  const notes = labels
    ? labelNotes(names[0] ?? '', labels, rows, isWritten)
    : fitted.flatMap((target, i) => {
        const own = cells[i];
        return own ? targetNotes({ cells: own.train, target, rows, columns: others }) : [];
      });
  const isSeveral = names.length > 1;
  return {
    target: fitted.length > 0 ? joinedTargets(fitted) : noTarget,
    values,
    numbers: labels ? labels.labels : isSeveral ? names : null,
    parts: isSeveral ? targetParts(names, each, fitted) : null,
    labels,
    notes,
  };
}
