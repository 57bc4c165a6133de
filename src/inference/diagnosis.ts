// Where a model is wrong: a kept model with its outputs of a part in; its report, the curves over
// thresholds, calibration, and its worst answers out. No TensorFlow.
import type { Outputs } from '../run/outputs.js';
import { answersOf, classReading, labelReading, type Answers } from './answers.js';
import { calibrationOf, type Calibration } from './calibration.js';
import { reportOf, type Evaluation } from './evaluation.js';
import type { KeptModel } from './kept.js';
import { precisionRecall, thinned, type PrecisionRecall } from './precision-recall.js';

/** An answer that is wrong, or a value that is far off. */
export type Mistake = {
  /** Its place among the part's samples, and the row of the data that it is. */
  readonly sample: number;
  readonly row: number;
  readonly is: string;
  readonly taken: string;
  /** How sure the model was, from 0 to 1; null where its outputs are no probabilities, or values. */
  readonly confidence: number | null;
};

/** What a value should have been, and what it was said to be. */
export type ValuePair = { readonly is: number; readonly said: number };

/** All of it. */
export type Diagnosis = {
  readonly report: Evaluation['report'];
  /** A curve for each class or label; of two classes for the second one alone. */
  readonly curves: readonly ({ readonly name: string } & PrecisionRecall)[];
  readonly calibration: Calibration | null;
  /** From the surest wrong answer, or the greatest error. */
  readonly mistakes: readonly Mistake[];
  readonly wrong: number;
  /** Some of the values, evenly over all of them: of the first number, where there are several. */
  readonly pairs: readonly ValuePair[];
};

type Opened = Pick<KeptModel, 'read' | 'target' | 'network' | 'inputs'>;

const [mostMistakes, mostPairs, mostCurves] = [24, 1000, 40];

/** What there is to know of a part's outputs. */
export function diagnose(kept: Opened, outputs: Outputs): Diagnosis {
  const answers = answersOf(kept);
  const report = reportOf(kept, outputs);
  const values = Float32Array.from(outputs.predictions.values);
  if (answers.kind === 'classes') {
    return { report, pairs: [], ...ofClasses(answers, outputs, values) };
  }
  if (answers.kind === 'labels') {
    return { report, pairs: [], ...ofLabels(answers, outputs, values) };
  }
  return { report, curves: [], calibration: null, ...ofValues(answers, outputs, values) };
}

type Of<K extends Answers['kind']> = Extract<Answers, { readonly kind: K }>;
type Found = Pick<Diagnosis, 'curves' | 'calibration' | 'mistakes' | 'wrong'>;

function ofClasses(
  answers: Of<'classes'>,
  { targets, rows }: Outputs,
  values: Float32Array,
): Found {
  const { classes, probabilities } = answers;
  const { values: likely, read } = classReading(answers);
  const count = targets.shape[0] ?? 0;
  const said = new Int32Array(count);
  const sure = new Float64Array(count);
  const scores = classes.map(() => new Float64Array(count));
  for (let i = 0; i < count; i += 1) {
    said[i] = read(values, i);
    sure[i] = likely[said[i] ?? -1] ?? NaN;
    classes.forEach((_, one) => ((scores[one] ?? [])[i] = likely[one] ?? NaN));
  }
  const isRight = (i: number): boolean => said[i] === targets.values[i];
  const wrong = Array.from({ length: count }, (_, i) => i).filter((i) => !isRight(i));
  const isSure = probabilities !== null;
  const worst = wrong.toSorted((a, b) => (sure[b] ?? 0) - (sure[a] ?? 0)).slice(0, mostMistakes);
  const shown = classes.length === 2 ? [1] : [...classes.keys()].slice(0, mostCurves);
  return {
    curves: shown.flatMap((one) => {
      const curve = precisionRecall((i) => targets.values[i] === one, scores[one] ?? []);
      return curve ? [{ name: classes[one] ?? '', ...curve, points: thinned(curve.points) }] : [];
    }),
    calibration: isSure ? calibrationOf(sure, isRight) : null,
    wrong: wrong.length,
    mistakes: worst.map((i) => ({
      sample: i,
      row: Number(rows.values[i]),
      is: classes[Number(targets.values[i])] ?? '',
      taken: classes[said[i] ?? -1] ?? 'no number',
      confidence: isSure && Number.isFinite(sure[i] ?? NaN) ? (sure[i] ?? null) : null,
    })),
  };
}

function ofLabels(answers: Of<'labels'>, { targets, rows }: Outputs, values: Float32Array): Found {
  const { labels } = answers;
  const { values: likely, read } = labelReading(answers);
  const count = targets.shape[0] ?? 0;
  const scores = labels.map(() => new Float64Array(count));
  const isOf = (i: number, label: number): boolean =>
    targets.values[i * labels.length + label] === 1;
  const wrong: (Mistake & { readonly differs: number })[] = [];
  for (let i = 0; i < count; i += 1) {
    const said = new Set(read(values, i));
    labels.forEach((_, one) => ((scores[one] ?? [])[i] = likely[one] ?? NaN));
    const differs = labels.filter((_, one) => said.has(one) !== isOf(i, one)).length;
    if (differs === 0) continue;
    const named = (has: (label: number) => boolean): string =>
      labels.filter((_, one) => has(one)).join(', ') || 'none';
    const [is, taken] = [named((one) => isOf(i, one)), named((one) => said.has(one))];
    wrong.push({ sample: i, row: Number(rows.values[i]), is, taken, confidence: null, differs });
  }
  return {
    curves: labels.slice(0, mostCurves).flatMap((name, one) => {
      const curve = precisionRecall((i) => isOf(i, one), scores[one] ?? []);
      return curve ? [{ name, ...curve, points: thinned(curve.points) }] : [];
    }),
    calibration: null,
    wrong: wrong.length,
    mistakes: wrong
      .toSorted((a, b) => b.differs - a.differs)
      .slice(0, mostMistakes)
      .map(({ differs: _, ...mistake }) => mistake),
  };
}

function ofValues(
  { numbers }: Of<'number'>,
  { targets, rows }: Outputs,
  values: Float32Array,
): Pick<Diagnosis, 'mistakes' | 'wrong' | 'pairs'> {
  const count = targets.shape[0] ?? 0;
  const width = numbers.length;
  const pairOf = (i: number): ValuePair => ({
    is: Number(targets.values[i * width]),
    said: values[i * width] ?? NaN,
  });
  const all = Array.from({ length: count }, (_, i) => i);
  const far = (i: number): number => Math.abs(pairOf(i).said - pairOf(i).is);
  const every = Math.max(1, Math.ceil(count / mostPairs));
  return {
    wrong: 0,
    pairs: all
      .filter((i) => i % every === 0)
      .map(pairOf)
      .filter(({ is, said }) => Number.isFinite(is) && Number.isFinite(said)),
    mistakes: all
      .toSorted((a, b) => far(b) - far(a))
      .slice(0, mostMistakes)
      .map((i) => ({
        sample: i,
        row: Number(rows.values[i]),
        is: String(Number(pairOf(i).is.toPrecision(5))),
        taken: String(Number(pairOf(i).said.toPrecision(5))),
        confidence: null,
      })),
  };
}
