// How well labels are told, each by itself and all together: what scikit-learn's classification_report
// says of rows of 0 and 1. Pure numbers; what is undefined is null.
import { averaged, ratio, type ClassScores } from './report.js';

/** Of rows that have several labels, or none. */
export type LabelReport = {
  readonly kind: 'labels';
  readonly labels: readonly string[];
  /** The share of rows of which every label is right: scikit-learn's accuracy_score. */
  readonly exact: number | null;
  readonly each: readonly ClassScores[];
  /** Of all labels of all rows together. */
  readonly micro: ClassScores;
  /** Means over the labels that have a value: evenly, and by their support. */
  readonly macro: ClassScores;
  readonly weighted: ClassScores;
  /** Rows whose outputs are no numbers: they count as answers of no label. */
  readonly unanswered: number;
};

type Counts = { hits: number; answered: number; support: number };

/**
 * Compares rows of a 0 or 1 a label with whether each label was answered. Scores of a label are those
 * of scikit-learn's precision_recall_fscore_support with zero_division=nan.
 */
export function labelReport(
  targets: ArrayLike<number>,
  answers: ArrayLike<number>,
  labels: readonly string[],
  unanswered: number,
): LabelReport {
  const width = labels.length;
  const rows = targets.length / width;
  const counts = labels.map((): Counts => ({ hits: 0, answered: 0, support: 0 }));
  let exact = 0;
  for (let row = 0; row < rows; row += 1) {
    let isExact = true;
    counts.forEach((count, i) => {
      const [is, said] = [targets[row * width + i] === 1, answers[row * width + i] === 1];
      if (is) count.support += 1;
      if (said) count.answered += 1;
      if (is && said) count.hits += 1;
      if (is !== said) isExact = false;
    });
    if (isExact) exact += 1;
  }
  const each = counts.map(scoresOf);
  const all: Counts = { hits: 0, answered: 0, support: 0 };
  for (const { hits, answered, support } of counts) {
    all.hits += hits;
    all.answered += answered;
    all.support += support;
  }
  return {
    kind: 'labels',
    labels,
    exact: ratio(exact, rows),
    each,
    micro: scoresOf(all),
    macro: averaged(each, () => 1),
    weighted: averaged(each, ({ support }) => support),
    unanswered,
  };
}

function scoresOf({ hits, answered, support }: Counts): ClassScores {
  return {
    precision: ratio(hits, answered),
    recall: ratio(hits, support),
    f1: ratio(2 * hits, answered + support),
    support,
  };
}
