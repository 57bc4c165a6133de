import { describe, expect, test } from '@jest/globals';
import type { Diagnosis } from '../../../../src/inference/diagnosis.js';
import { classReport, valueReport } from '../../../../src/inference/report.js';
import { modelParts } from '../../../../src/render/html/report/model-part.js';
import type { ReportModel } from '../../../../src/render/html/report/report.js';
import { namedDiagnosis, namedModel, namedRuns } from './fixture.js';
import { documentOf, textsOf } from './parts.js';

const [run] = namedRuns('adam');
const shown = (diagnosis: Diagnosis) => {
  if (!run) throw new Error('no run');
  const model = namedModel('adam', run);
  const judged = model.judged && { ...model.judged, diagnosis };
  return documentOf(modelParts({ ...model, judged }));
};

describe('classes', () => {
  test('have scores, a matrix, curves and calibration', () => {
    const page = shown(namedDiagnosis('adam'));
    expect(page.textContent).toContain('75.00 % are right');
    // Two of the first class, both right; of two of the second one is.
    expect(textsOf(page, '.confusion tbody td')).toEqual(['2', '0', '1', '1']);
    expect(page.querySelectorAll('.confusion td.right')).toHaveLength(2);
    expect(page.querySelectorAll('figure')).toHaveLength(2);
    // Of confidences 0.9, 0.8, 0.7 and 0.6 the third answer is wrong: (0.1 + 0.2 + 0.7 + 0.4) / 4.
    expect(page.outerHTML).toMatch(/Expected calibration error 0\.3500/);
  });

  test('a thousand of them have those that are mixed up most', () => {
    const classes = Array.from({ length: 1000 }, (_, i) => `c${i}`);
    const report = classReport([3, 3, 5], [4, 4, 5], classes);
    const page = shown({ ...namedDiagnosis('adam'), report });
    expect(page.querySelectorAll('.confusion')).toHaveLength(0);
    expect(page.textContent).toContain('Of 1000 classes those that are mixed up most often');
    const all = classReport([1], [1], classes);
    expect(shown({ ...namedDiagnosis('adam'), report: all }).textContent).toContain('Nobody.');
  });
});

test('values have their errors, and two charts of them', () => {
  const page = shown({
    report: valueReport([1, 2, 3], [1, 2, 6]),
    curves: [],
    calibration: null,
    mistakes: [],
    wrong: 0,
    pairs: [1, 2, 3].map((is) => ({ is, said: is === 3 ? 6 : is })),
  });
  // One error of 3 in three.
  expect(textsOf(page, 'tbody td')[1]).toBe('1.0000');
  expect(page.querySelectorAll('figure')).toHaveLength(2);
  expect(page.textContent).not.toContain('taken for');
});

describe('whose model it is', () => {
  const of = (fold: boolean, sealed: boolean, among: ReportModel['among']) => {
    if (!run) throw new Error('no run');
    const { scores } = run.record;
    const record = {
      ...run.record,
      scores: sealed ? { ...scores, test: null } : scores,
      ...(fold ? { cross_validation: someFold } : {}),
    };
    const model = { ...namedModel('adam', { ...run, record }), by: 'validation accuracy', among };
    return documentOf(modelParts(model)).textContent;
  };
  const someFold = {
    ...{ id: 'cafe', folds: 5, repeats: 1, by: 'stratified', column: null, fold: 2, repeat: 1 },
  } as const;

  test('of a fold, and that the row scores what none of its models saw', () => {
    const text = of(true, false, { runs: 5, areFolds: true });
    expect(text).toContain('adam, fold 2 of 5, seed 1, epoch 3');
    expect(text).toContain(
      "This model is that of fold 2 of 5, the best of the 5 runs of its row by validation accuracy: the row's test scores are out of fold, ",
    );
    expect(text).toContain('of the rows that its fold holds out.');
    // Of sealed runs there are no such scores.
    expect(of(true, true, { runs: 5, areFolds: true })).toMatch(
      /by validation accuracy\.(?!.*out of fold)/s,
    );
  });

  test('of a seed, and of a run alone', () => {
    expect(of(false, false, { runs: 3, areFolds: false })).toContain(
      'This model is the best of the 3 runs of its row by validation accuracy; what the row scores is the mean of all.',
    );
    expect(of(false, false, null)).not.toContain('This model is');
    expect(of(true, false, null)).toContain('adam, fold 2 of 5, seed 1');
  });
});
